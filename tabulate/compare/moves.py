"""How many ballots must have been read differently for a change of votes."""

from __future__ import annotations

from collections.abc import Mapping

from tabulate.compare.case import Case
from tabulate.compare.tally import Part, Unit


def ballots_read_differently(change: Mapping[Part, int], vote_for: int) -> int:
    """Least number of ballots on which one contest must have been read differently, the ballots being the same.

    A ballot can gain or lose at most N votes, and turn over or back once.

    Args:
        change: changes of the numbers of one contest.
        vote_for: N.
    """
    votes = [number for part, number in change.items() if part.what == "votes"]
    gained = sum(number for number in votes if number > 0)
    lost = -sum(number for number in votes if number < 0)
    overvoted = sum(abs(number) for part, number in change.items() if part.what == "overvotes")
    return max(-(-max(gained, lost) // vote_for), overvoted)


def moved(case: Case, unit: Unit, change: Mapping[Part, int]) -> int:
    """The same over all contests of a unit, each taken by itself."""
    total = 0
    for contest in dict.fromkeys(part.contest for part in change):
        tally = case.retabulated[unit][contest]
        own = {part: number for part, number in change.items() if part.contest == contest}
        total += ballots_read_differently(own, tally.vote_for or 1)
    return total
