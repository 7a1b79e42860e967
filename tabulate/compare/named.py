"""Contests and choices of a program, found by what another file calls them."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare.contests import WRITE_IN_WORDS, ContestInfo
from tabulate.compare.words import some
from tabulate.errors import OriginalCountError


def contest_named(name: str, where: str, infos: Sequence[ContestInfo], remedy: str = "") -> ContestInfo:
    """The contest of this id, or of this title without regard to capitals.

    Args:
        name: what the file calls it.
        where: the place of the name, for the message.
        infos: the contests of the program.
        remedy: what to do besides naming it right, for the end of the message.

    Raises:
        OriginalCountError: none of the program, or more than one.
    """
    matches = [info for info in infos if info.id == name]
    matches = matches or [info for info in infos if info.title.casefold() == name.casefold()]
    if len(matches) != 1:
        what = "is in the program more than once; use its id" if matches else "is not in the program"
        raise OriginalCountError(
            f"{where}: '{name}' {what}; known are {some(info.id for info in infos)}{remedy}"
        )
    return matches[0]


def choice_named(name: str, where: str, info: ContestInfo, remedy: str = "") -> str:
    """Id of the choice of this id or printed name; all write-ins together as one.

    Raises:
        OriginalCountError: none of the contest, or more than one.
    """
    if name in info.choices:
        return name
    matches = [choice for choice, printed in info.names if printed.casefold() == name.casefold()]
    if info.write_in_key and name.casefold() in WRITE_IN_WORDS and set(matches) <= set(info.write_ins):
        return info.write_in_key
    if len(matches) == 1:
        return matches[0]
    what = "stands there more than once; use its id" if matches else "is not a choice of it"
    raise OriginalCountError(
        f"{where}: '{name}' in contest '{info.id}' {what}; known are {some(info.compared())}{remedy}"
    )
