"""Totals of the recorded sets against the results another program published for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from config.program import Contest, ElectionProgram
from tabulate.read import PageSource, SheetReading, read_sheet
from tabulate.votes import ContestTotals, CountedSheet, count
from tests.counties.recorded import BALLOTS, pages_of, program_of, reader_of

PUBLISHED = {
    "durant": "1side_1template/simple_durant/election_results.txt",
    "cedar2008s3": "1side_Ntemplates/simple_cedar2008_3templates/election_results.txt",
    "juneau": "2side_1template/simple_juneau_named/election_results.txt",
}

NOT_RECORDED = {"juneau": 3}
"""Sheets in a published result whose images are not among the recorded ones: what is left over must be exactly
one mark, overvote or blank for each of them in each contest."""


@dataclass
class Published:
    """One contest of one section: choices in print order, and counts by the other program's names.

    "Under Votes" there are ballots on which nothing is marked in the contest.
    """

    section: str
    contest: str
    votes: list[tuple[str, int]] = field(default_factory=list)
    over: int = -1
    under: int = -1
    ballots: int = -1


def _parse(text: str) -> Iterator[Published]:
    section, current = "", None
    for line in text.splitlines():
        if not line.strip() or line.startswith("---"):
            continue
        if not line.startswith("\t"):
            if line.startswith(("TOTAL", "Precinct:")):
                section = line.removeprefix("Precinct:").strip()
                continue
            if current is not None:
                yield current
            current = Published(section, line.strip())
            continue
        assert current is not None
        name, _, number = line.strip().rpartition(": ")
        if name == "Over Votes":
            current.over = int(number)
        elif name == "Under Votes":
            current.under = int(number)
        elif name == "Total Ballots":
            current.ballots = int(number)
        else:
            current.votes.append((name, int(number)))
    if current is not None:
        yield current


def _sheets(shared: Path, name: str) -> list[SheetReading]:
    """Every voted sheet of a set; two pages of one sheet share a name but for ``-1``, ``-2``."""
    groups: dict[str, list[Path]] = {}
    for page in pages_of(shared, name):
        if "unmarked" in page["provenance"]:
            continue
        path = shared / "corpus" / page["image"]
        key = path.stem.rsplit("-", 1)[0] if name == "juneau" else path.stem
        groups.setdefault(key, []).append(path)
    reader = reader_of(shared, name)
    return [
        read_sheet(reader, [PageSource(path.read_bytes(), 0, path.name) for path in sorted(paths)])
        for paths in groups.values()
    ]


def _unit(program: ElectionProgram, sheet: SheetReading) -> str:
    """Precinct of the sheet's style, written as the published file writes it."""
    style = next(style for style in program.ballot_styles if sheet.card in style.cards)
    precinct = next((p.name for p in program.precincts if p.id in style.precincts), "")
    return precinct.lower().replace(" ", "")


def _same_contest(contest: Contest, published: Published) -> bool:
    names = [choice.name.lower() for choice in contest.choices]
    printed = [name.lower() for name, _ in published.votes if name != "writein"]
    number = "".join(filter(str.isdigit, published.contest))
    if len(names) != len(published.votes) or (number and number not in contest.title):
        return False
    return all(any(name.split()[-1].endswith(one) or one in name for name in names) for one in printed)


def _votes_of(contest: Contest, totals: ContestTotals, published: Published) -> list[tuple[str, int]]:
    """Our votes under the published names: candidates by surname, write-in lines in order."""
    lines = iter([choice for choice in contest.choices if choice.kind == "write-in"])
    ours = []
    for name, _ in published.votes:
        if name == "writein":
            choice = next(lines)
        else:
            choice = next(c for c in contest.choices if name.lower() in c.name.lower())
        ours.append((name, totals.votes[choice.id]))
    return ours


@pytest.mark.parametrize("name", PUBLISHED)
def test_totals_equal_the_published_result(shared: Path, name: str) -> None:
    program = program_of(shared, name)
    sheets = _sheets(shared, name)
    assert [sheet.reasons for sheet in sheets if sheet.status != "counted"] == []
    counted = [CountedSheet(_unit(program, sheet), "all", sheet.contests) for sheet in sheets]
    whole = [CountedSheet("TOTAL", "all", sheet.contests) for sheet in counted]
    totals = {(t.unit, t.contest): t for t in count(program, [*counted, *whole])}
    compared = 0
    for published in _parse((shared / BALLOTS / PUBLISHED[name]).read_text()):
        matching = [contest for contest in program.contests if _same_contest(contest, published)]
        assert len(matching) == 1, (published, [contest.title for contest in matching])
        ours = totals[published.section, matching[0].id]
        read = [*_votes_of(matching[0], ours, published), ("over", ours.overvotes), ("under", ours.blanks)]
        told = [*published.votes, ("over", published.over), ("under", published.under)]
        rest = [there - here for (_, there), (_, here) in zip(told, read, strict=True)]
        assert published.ballots - ours.ballots == NOT_RECORDED.get(name, 0)
        assert min(rest) >= 0, (published, ours)
        assert sum(rest) == NOT_RECORDED.get(name, 0), (published, ours)
        compared += 1
    assert compared == {"durant": 2, "cedar2008s3": 4, "juneau": 6}[name]
