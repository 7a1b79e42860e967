"""What a count comes to when the readings of two persons are taken in place of the machine's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from config.program import ElectionProgram
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.hand.ballots import AgreedReading, ContestRead
from tabulate.compare.margin import MarginChange, margin_change
from tabulate.compare.original import OriginalContest
from tabulate.compare.tally import side_of
from tabulate.compare.words import place
from tabulate.votes.totals import ContestTotals


@dataclass(frozen=True, slots=True)
class ReadByHand:
    """One contest of a unit, as far as two persons read it on single sheets.

    Attributes:
        sheets: on how many they read it.
        refused: how many of these the machine could not read.
        differ: how many of the others they read otherwise than the machine.
        change: what their readings add to the machine's totals; numbers below zero are taken away.
    """

    sheets: int
    refused: int
    differ: int
    change: ContestTotals

    def in_words(self, info: ContestInfo) -> str:
        """The numbers that change, by name; empty when none does."""
        change = self.change
        numbers = [
            ("ballots", change.ballots),
            *((_name(choice, info), votes) for choice, votes in change.votes.items()),
            ("undervotes", change.undervotes),
            ("overvoted ballots", change.overvotes),
        ]
        return ", ".join(f"{name} {number:+d}" for name, number in numbers if number)


def read_by_hand(
    agreed: Iterable[AgreedReading], program: ElectionProgram | Sequence[ContestInfo]
) -> tuple[ReadByHand, ...]:
    """What is read by hand, by unit, mode and contest in the order of the program.

    Raises:
        KeyError: a contest is not in the program.
        ValueError: of a contest it is not known how many may be chosen.
    """
    infos = {info.id: info for info in as_infos(program)}
    order = {contest: place for place, contest in enumerate(infos)}
    found: dict[tuple[str, str, int], ReadByHand] = {}
    for one in agreed:
        nothing = _nothing(one, infos[one.contest])
        change = _add(nothing, one.hand, 1)
        if one.machine is not None:
            change = _add(change, one.machine, -1)
        refused = one.machine is None
        read = ReadByHand(1, int(refused), int(one.differs and not refused), change)
        key = (one.sheet.unit, one.sheet.mode, order[one.contest])
        found[key] = _together(found[key], read) if key in found else read
    return tuple(found[key] for key in sorted(found))


def with_readings(totals: Sequence[ContestTotals], read: Iterable[ReadByHand]) -> list[ContestTotals]:
    """Totals with the readings in place of the machine's, contests of which it read no sheet included."""
    found = {(item.unit, item.mode, item.contest): item for item in totals}
    for one in read:
        key = (one.change.unit, one.change.mode, one.change.contest)
        found[key] = found[key] + one.change if key in found else one.change
    return list(found.values())


def margins_with_readings(
    original: Sequence[OriginalContest],
    totals: Sequence[ContestTotals],
    read: Sequence[ReadByHand],
    program: ElectionProgram | Sequence[ContestInfo],
) -> tuple[MarginChange, ...]:
    """Margins of the original count and of the totals with the readings, for contests that these change."""
    infos = {info.id: info for info in as_infos(program)}
    before, after = side_of(original, infos), side_of(with_readings(totals, read), infos)
    changed = dict.fromkeys(one.change.contest for one in read if one.refused or one.differ)
    return tuple(
        margin_change(contest, before, after, infos[contest]) for contest in infos if contest in changed
    )


def over_units(read: Iterable[ReadByHand]) -> tuple[ReadByHand, ...]:
    """The same by contest alone: a unit with one such sheet would show how that ballot was voted."""
    found: dict[str, ReadByHand] = {}
    for one in read:
        contest = one.change.contest
        bare = replace(one, change=replace(one.change, unit="", mode=""))
        before = found.get(contest)
        found[contest] = bare if before is None else _together(before, bare)
    return tuple(found.values())


def changes(
    agreed: Iterable[AgreedReading], program: ElectionProgram | Sequence[ContestInfo]
) -> tuple[str, ...]:
    """What would change in the machine's numbers if these readings were taken, a sentence for each contest."""
    infos = {info.id: info for info in as_infos(program)}
    said = []
    for one in read_by_hand(agreed, program):
        info, change = infos[one.change.contest], one.change
        if one.refused or one.differ:
            said.append(f"{place(change.unit, change.mode)}, {info.title}: {one.in_words(info)}")
    return tuple(said)


def _nothing(one: AgreedReading, info: ContestInfo) -> ContestTotals:
    if info.vote_for is None:
        raise ValueError(f"{info.id}: how many may be chosen is not known")
    votes = dict.fromkeys(info.choices, 0)
    return ContestTotals(one.sheet.unit, one.sheet.mode, info.id, info.vote_for, 0, 0, 0, 0, votes)


def _add(to: ContestTotals, read: ContestRead, times: int) -> ContestTotals:
    """One ballot more, or less, in a contest."""
    left = 0 if read.overvoted else to.vote_for - len(read.votes)
    return replace(
        to,
        ballots=to.ballots + times,
        overvotes=to.overvotes + times * read.overvoted,
        undervotes=to.undervotes + times * left,
        blanks=to.blanks + times * (not read.votes and not read.overvoted),
        votes={choice: votes + times * (choice in read.votes) for choice, votes in to.votes.items()},
    )


def _together(one: ReadByHand, other: ReadByHand) -> ReadByHand:
    return ReadByHand(
        one.sheets + other.sheets,
        one.refused + other.refused,
        one.differ + other.differ,
        one.change + other.change,
    )


def _name(choice: str, info: ContestInfo) -> str:
    """The printed name, with the id where several choices have it: write-in lines."""
    name = info.name(choice)
    return name if [info.name(other) for other in info.choices].count(name) == 1 else f"{name} ({choice})"
