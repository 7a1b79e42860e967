"""Two tables brought to the finest level that both have."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare.contests import WRITE_INS, ContestInfo
from tabulate.compare.original import OriginalContest
from tabulate.compare.published.table import Line, Table, add_known
from tabulate.errors import OriginalCountError

ABSENTEE = "absentee"
ABSENTEE_PRECINCT = "absentee precinct"
"""Iowa Code section 53.20: the absentee ballots of a county are one special precinct.  Canvasses publish them
by home precinct all the same, and a recount board counts them as the one."""

Level = tuple[int, bool]
"""Parts of a place, and whether votes are by mode."""


def common_level(original: Table, recount: Table) -> Level:
    """The finest level of both."""
    return min(original.depth, recount.depth), original.by_mode and recount.by_mode


def level_words(level: Level) -> str:
    """A level, for people."""
    return ("precinct" if level[0] == 2 else "county or unit") + (" and mode" if level[1] else "")


def infos_of(tables: Sequence[Table], vote_for: int) -> tuple[ContestInfo, ...]:
    """The contests and choices of the tables, in their order; names are told apart without regard to case.

    Args:
        tables: of one comparison.
        vote_for: how many may be chosen where no table says it.

    Raises:
        OriginalCountError: the tables say it differently.
    """
    said: dict[str, int] = {}
    for table in tables:
        for contest, number in table.vote_for.items():
            if said.setdefault(contest, number) != number:
                raise OriginalCountError(
                    f"{table.name}: '{contest}' is vote for {number}, in the other file for {said[contest]}; "
                    "is it the same contest?"
                )
    contests: dict[str, dict[str, str]] = {}
    for table in tables:
        for line in table.lines:
            contests.setdefault(line.contest, {}).setdefault(line.choice.casefold(), line.choice)
    return tuple(
        ContestInfo(
            contest,
            contest,
            said.get(contest, vote_for),
            tuple(choices.values()),
            tuple(choice for choice in choices.values() if choice == WRITE_INS),
            tuple((choice, "Write-ins" if choice == WRITE_INS else choice) for choice in choices.values()),
        )
        for contest, choices in contests.items()
    )


def rows_at(table: Table, level: Level, infos: Sequence[ContestInfo]) -> tuple[OriginalContest, ...]:
    """The table's votes added up to a level.

    A sum with an unknown part is unknown: its choice has no entry in ``votes``.
    """
    known = {info.id: {choice.casefold(): choice for choice in info.choices} for info in infos}
    votes: dict[tuple[str, str, str], dict[str, int | None]] = {}
    beside: dict[tuple[str, str, str], dict[tuple[tuple[str, ...], str], Line]] = {}
    for line in table.lines:
        key = (*_unit(line, level), line.contest)
        choice = known[line.contest][line.choice.casefold()]
        row = votes.setdefault(key, {})
        row[choice] = add_known(row.get(choice, 0), line.votes)
        beside.setdefault(key, {}).setdefault((line.place, line.mode), line)
    rows = []
    for key, row in votes.items():
        parts = [line.beside for line in beside[key].values()]
        ballots, overvotes, undervotes = (_sum([part[at] for part in parts]) for at in range(3))
        numbers = {choice: number for choice, number in row.items() if number is not None}
        unit, mode, contest = key
        rows.append(OriginalContest(unit, mode, contest, None, ballots, overvotes, undervotes, numbers))
    return tuple(rows)


def _unit(line: Line, level: Level) -> tuple[str, str]:
    depth, by_mode = level
    if depth == 2 and by_mode and line.mode == ABSENTEE:
        return f"{line.place[0]} {ABSENTEE_PRECINCT}", line.mode
    return " / ".join(line.place[:depth]), line.mode if by_mode else ""


def _sum(parts: Sequence[int | None]) -> int | None:
    total: int | None = 0
    for part in parts:
        total = add_known(total, part)
    return total
