"""Contest rules and totals."""

from tabulate.votes.contest_rules import count_contest
from tabulate.votes.records import ContestVotes, PageReading, SideName, State, TargetReading
from tabulate.votes.totals import ContestTotals, CountedSheet, count

__all__ = [
    "ContestTotals",
    "ContestVotes",
    "CountedSheet",
    "PageReading",
    "SideName",
    "State",
    "TargetReading",
    "count",
    "count_contest",
]
