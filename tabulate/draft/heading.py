"""What the heading and the foot of a ballot say: election, date, place, party, precinct, card."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tabulate.draft.evidence import Run
from tabulate.draft.phrases import find_date, party_in_heading

STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|"
    "Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|"
    "North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|"
    "Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
_STATE = re.compile(rf"(?:,\s*|\bstate of\s+)(?:state of\s+)?({STATES})\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(county|borough|parish|city|town|township|village)\b", re.IGNORECASE)
_ELECTION = re.compile(r"\belection\b", re.IGNORECASE)
_PRIMARY = re.compile(r"\b(primary|special|general|municipal)\b.*\bballot\b", re.IGNORECASE)
_PRECINCT = re.compile(
    r"^(?:voting\s+)?(?:precincts?|pct\.?)\s*(?:nos?\.?|numbers?)?:?\s+(?!officials?\b)(.{1,80})$",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"\b(?:front|back)\s+card\s+(?P<card>\d+)(?:.*?\brptpct\s+[\d.-]+)?(?:\s+[\"“](?P<name>[^\"”]{1,80})[\"”])?",
    re.IGNORECASE,
)

LONGEST = 70
"""Characters of a heading; longer lines are instructions."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What one front says of itself; empty or None where it says nothing.

    Attributes:
        precincts: names printed on the ballot.
        precincts_from: the words they were taken from.
        card: number of the card as printed at the foot.
    """

    election: str = ""
    jurisdiction: str = ""
    state: str = ""
    day: date | None = None
    party: str | None = None
    precincts: tuple[str, ...] = ()
    precincts_from: str = ""
    card: str = ""


def read_heading(runs: Sequence[Run], first_target: float, last_row: float) -> Heading:
    """Read the words above the first target and below the last row of timing marks.

    Args:
        runs: all words of a side.
        first_target: y of the highest target.
        last_row: y of the bottom row of timing marks.
    """
    head = sorted((run for run in runs if run.baseline < first_target), key=lambda run: run.baseline)
    lines = [run for run in head if len(run.text) <= LONGEST]
    day = next((found[0] for run in head if (found := find_date(run.text))), None)
    place = _place(lines)
    precincts, words = _precincts(lines)
    card = ""
    for run in runs:
        foot = _FOOT.search(run.text)
        if foot and run.baseline > last_row - 0.3:
            card = foot["card"]
            if foot["name"]:
                precincts, words = (foot["name"].strip(),), run.text
    return Heading(
        election=_election(lines),
        jurisdiction=place[0],
        state=place[1],
        day=day,
        party=_party(lines, first_target),
        precincts=precincts,
        precincts_from=words,
        card=card,
    )


def _election(lines: Sequence[Run]) -> str:
    """The largest line that names an election, without its date."""
    named = [run for run in lines if _ELECTION.search(run.text) and not _sentence(run.text)]
    if named:
        best = max(named, key=lambda run: (round(run.size, 2), -run.baseline))
        found = find_date(best.text)
        text = best.text if found is None else best.text[: found[1][0]] + best.text[found[1][1] :]
        return " ".join(text.split()).strip(" ,-")
    kinds = [kind[1] for run in lines if (kind := _PRIMARY.search(run.text))]
    return f"{kinds[0].title()} Election" if kinds else ""


def _sentence(text: str) -> bool:
    return text.endswith(".") or bool(
        re.search(r"\b(?:vote|oval|commissioner|officials?'s?|supervisor)\b", text, re.IGNORECASE)
    )


def _place(lines: Sequence[Run]) -> tuple[str, str]:
    """The jurisdiction and its state: the line with the widest unit, in the largest type."""
    state = next((found[1].title() for run in lines if (found := _STATE.search(run.text))), "")
    best: tuple[tuple[float, float, float], str] | None = None
    for run in lines:
        unit = _PLACE.search(run.text)
        if not unit or _sentence(run.text) or _ELECTION.search(run.text):
            continue
        rank = (unit[1].lower() in ("county", "borough", "parish"), round(run.size, 2), -run.baseline)
        text = re.sub(r"^the\s+", "", _STATE.sub("", run.text).strip(" ,"), flags=re.IGNORECASE)
        if text and (best is None or rank > best[0]):
            best = rank, text
    return (best[1] if best else ""), state


def _party(lines: Sequence[Run], first_target: float) -> str | None:
    for run in lines:
        if run.baseline < first_target - 0.5 and not run.light:
            party = party_in_heading(run.text)
            if party is not None:
                return party
    return None


def _precincts(lines: Sequence[Run]) -> tuple[tuple[str, ...], str]:
    for run in lines:
        found = _PRECINCT.match(run.text)
        if found is not None and not run.text.rstrip().endswith("."):
            rest = found[1].strip()
            parts = [part.strip() for part in re.split(r",|&|\band\b", rest) if part.strip()]
            return tuple(f"Precinct {part}" for part in parts), run.text
    return (), ""
