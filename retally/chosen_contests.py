"""Contests that a command is asked for: a recount is of the office in question, not of the whole ballot."""

from __future__ import annotations

from collections.abc import Sequence

from config.program import ElectionProgram
from tabulate.compare.words import listed


def chosen_contests(program: ElectionProgram, names: Sequence[str]) -> tuple[str, ...]:
    """Ids of the contests named by id or printed title, in the order of the program; none when none is named.

    Raises:
        ValueError: a name is of no contest, or of more than one.
    """
    found = set()
    for name in names:
        wanted = _key(name)
        ids = [contest.id for contest in program.contests if contest.id == name]
        ids = ids or [contest.id for contest in program.contests if _key(contest.title) == wanted]
        if len(ids) != 1:
            known = listed(f"'{contest.id}' ({contest.title})" for contest in program.contests)
            what = "is the title of several contests, give the id" if ids else "is no contest of the program"
            raise ValueError(f"'{name}' {what}; it has {known}")
        found.add(ids[0])
    return tuple(contest.id for contest in program.contests if contest.id in found)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
