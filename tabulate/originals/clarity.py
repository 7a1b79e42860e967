"""Clarity ``detail.xml``: contest, choice, vote type (mode), and the votes of each precinct or county.

Every number is in it three times: by unit, as the sum of its vote type, and as the sum of its choice; all must
agree.  Attributes are found by name, their order varies.  Under- and overvotes are vote types directly under
the contest and have no mode of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tabulate.errors import OriginalCountError
from tabulate.originals.identity import take_over_and_under
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.source import Source
from tabulate.originals.tallies import Tallies, hold_sum
from tabulate.originals.values import mode_of, name_of, optional, whole
from tabulate.originals.xml_tree import Element, children, local, place, root_name, root_of, text_of

NAME = "clarity"
TITLE = "Clarity detail.xml"
_UNITS = ("Precinct", "County")
_ASIDE = {"overvotes": "over", "undervotes": "under", "over votes": "over", "under votes": "under"}


@dataclass(slots=True)
class _Contest:
    """A contest while it is read: votes by unit and mode, and what was not cast, by unit."""

    name: str
    sums: dict[tuple[str, str], int] = field(default_factory=dict)
    over: dict[str, int] = field(default_factory=dict)
    under: dict[str, int] = field(default_factory=dict)


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one XML file with Clarity's root."""
    return len(files) == 1 and root_name(files[0]) == "ElectionResult"


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one file.

    Raises:
        OriginalCountError: naming line and element.
    """
    (file,) = files
    root = root_of(file)
    tallies = Tallies(wrong_totals=naming.wrong_totals)
    cast = _turnout(root, file, tallies)
    contests = list(children(root, "Contest"))
    titles = [name_of(contest.get("text"), place(file, contest)) for contest in contests]
    for contest, title in zip(contests, titles, strict=True):
        name = title if titles.count(title) == 1 else f"{title} [{contest.get('key')}]"
        _contest(contest, name, cast, file, tallies)
    if any(local(child) not in _KNOWN for child in root):
        strange = next(child for child in root if local(child) not in _KNOWN)
        raise OriginalCountError(
            f"{place(file, strange)}: not known in this format; the file is damaged or newer"
        )
    return imported(tallies, NAME, name_of(text_of(root, "ElectionName"), file.name, missing=""), len(contests))


_KNOWN = frozenset(
    {"Timestamp", "ElectionName", "ElectionDate", "Region", "VoterTurnout", "ElectionVoterTurnout", "Contest"}
)


def _turnout(root: Element, file: Source, tallies: Tallies) -> dict[str, int]:
    """Ballots cast by unit; empty when they are not published, or do not add up."""
    turnout = next((found for found in root if local(found) in ("VoterTurnout", "ElectionVoterTurnout")), None)
    cast: dict[str, int] = {}
    if turnout is None:
        return cast
    for group in turnout:
        for unit in group:
            number = optional(unit.get("ballotsCast"), place(file, unit))
            if number is not None:
                cast[name_of(unit.get("name"), place(file, unit))] = number
    total = optional(turnout.get("ballotsCast"), place(file, turnout))
    if not any(cast.values()):
        return {}
    if sum(cast.values()) != total:
        tallies.note(
            f"ballots cast by unit come to {sum(cast.values())}, stated is {total}; they were not used"
        )
        return {}
    return cast


def _contest(element: Element, name: str, cast: dict[str, int], file: Source, tallies: Tallies) -> None:
    where = place(file, element)
    tallies.may_choose(name, whole(element.get("voteFor"), f"{where}, voteFor"), where)
    contest = _Contest(name)
    names = [name_of(choice.get("text"), place(file, choice)) for choice in children(element, "Choice")]
    for part in element:
        kind = local(part)
        if kind == "Choice":
            title = name_of(part.get("text"), place(file, part))
            party = name_of(part.get("party"), place(file, part), missing="")
            _choice(
                part,
                f"{title} ({party})" if names.count(title) > 1 and party else title,
                contest,
                file,
                tallies,
            )
        elif kind == "VoteType":
            _aside(part, contest, file)
        elif kind not in ("ParticipatingPrecincts", "ParticipatingCounties"):
            raise OriginalCountError(
                f"{place(file, part)}: not known under a contest; the file is damaged or newer"
            )
    _participants(element, contest, file, tallies)
    _not_cast(contest, cast, where, tallies)


def _choice(element: Element, choice: str, contest: _Contest, file: Source, tallies: Tallies) -> None:
    total = whole(element.get("totalVotes"), f"{place(file, element)}, totalVotes")
    sums = []
    for kind in element:
        if local(kind) != "VoteType":
            raise OriginalCountError(
                f"{place(file, kind)}: not known under a choice; the file is damaged or newer"
            )
        mode = mode_of(name_of(kind.get("name"), place(file, kind)))
        votes = _by_unit(kind, file, tallies)
        sums.append(sum(votes.values()))
        for unit, (number, where) in _placed(kind, file).items():
            tallies.vote((unit, mode, contest.name), choice, number, where)
            contest.sums[unit, mode] = contest.sums.get((unit, mode), 0) + number
    tallies.hold(sums, total, f"the vote types of '{choice}'", f"{place(file, element)}, totalVotes")


def _by_unit(kind: Element, file: Source, tallies: Tallies | None = None) -> dict[str, int]:
    """Votes of a vote type by unit, held against its own sum."""
    votes = {unit: number for unit, (number, _) in _placed(kind, file).items()}
    stated = whole(kind.get("votes"), f"{place(file, kind)}, votes")
    hold_sum(votes.values(), stated, f"the units of '{kind.get('name')}'", f"{place(file, kind)}, votes")
    if tallies is not None and any(local(unit) == "Precinct" for unit in kind):
        tallies.homes.update(dict.fromkeys(votes, ""))
    return votes


def _placed(kind: Element, file: Source) -> dict[str, tuple[int, str]]:
    """Number and place by unit."""
    if len({local(unit) for unit in kind}) > 1:
        raise OriginalCountError(
            f"{place(file, kind)}: counties and precincts mixed; the votes would count twice"
        )
    found: dict[str, tuple[int, str]] = {}
    for unit in kind:
        where = place(file, unit)
        name = name_of(unit.get("name"), f"{where}, name")
        if local(unit) not in _UNITS or name in found:
            raise OriginalCountError(f"{where}: '{name}' stands twice, or is no unit; the file is damaged")
        found[name] = (whole(unit.get("votes"), f"{where}, votes"), where)
    return found


def _aside(kind: Element, contest: _Contest, file: Source) -> None:
    name = name_of(kind.get("name"), place(file, kind))
    into = {"over": contest.over, "under": contest.under}.get(_ASIDE.get(name.casefold(), ""))
    if into is None or into:
        raise OriginalCountError(
            f"{place(file, kind)}: '{name}' under the contest itself, or twice; what is it?"
        )
    into.update(_by_unit(kind, file))


def _participants(element: Element, contest: _Contest, file: Source, tallies: Tallies) -> None:
    group = next((part for part in element if local(part).startswith("Participating")), None)
    if group is None:
        return
    named = {name_of(unit.get("name"), place(file, unit)) for unit in group}
    found = {unit for unit, _ in contest.sums}
    for unit in sorted(named - found):
        tallies.note(f"'{contest.name}': {unit} takes part and has no numbers; they are unknown")
    for unit in sorted(found - named):
        tallies.note(f"'{contest.name}': {unit} has numbers and is not among the units taking part")


def _not_cast(contest: _Contest, cast: dict[str, int], where: str, tallies: Tallies) -> None:
    if not contest.over and not contest.under:
        return
    if not any(contest.over.values()) and not any(contest.under.values()):
        tallies.note(f"'{contest.name}': under- and overvotes are 0 everywhere, as if not published; left out")
        return
    modes = {mode for _, mode in contest.sums}
    if len(modes) != 1:
        tallies.note(f"'{contest.name}': under- and overvotes are not given by mode; left out")
        return
    (mode,) = modes
    for unit, mode_of_unit in contest.sums:
        numbers = (contest.sums[unit, mode_of_unit], contest.over.get(unit), contest.under.get(unit))
        take_over_and_under(tallies, (unit, mode, contest.name), numbers, cast.get(unit), where)
