"""Numbers while a file is read: each is written once, and sums that the file states are held against them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from tabulate.compare import OriginalContest
from tabulate.errors import OriginalCountError

What = Literal["ballots", "overvotes", "undervotes"]
Key = tuple[str, str, str]
"""Unit, mode and contest."""


@dataclass(slots=True)
class _Contest:
    votes: dict[str, int] = field(default_factory=dict)
    others: dict[What, int] = field(default_factory=dict)

    def row(self, key: Key, vote_for: int | None) -> OriginalContest:
        others = self.others
        return OriginalContest(
            *key,
            vote_for,
            others.get("ballots"),
            others.get("overvotes"),
            others.get("undervotes"),
            dict(self.votes),
        )


class Tallies:
    """Builds `OriginalContest` rows in the order of the file.

    Attributes:
        notes: what a person should know of this file, in the order in which it was noticed, each once.
        homes: precinct and the county it lies in (empty when the file is of one county); units that are no
            precincts, such as a county's absentee precinct or a whole county, are not in it.
    """

    def __init__(self, wrong_totals: bool = False) -> None:
        """Starts empty; with `wrong_totals`, `hold` notes what does not add up instead of refusing it."""
        self._wrong_totals = wrong_totals
        self._contests: dict[Key, _Contest] = {}
        self._places: dict[tuple[str, ...], str] = {}
        self._vote_for: dict[str, int] = {}
        self.notes: dict[str, None] = {}
        self.homes: dict[str, str] = {}

    def note(self, text: str) -> None:
        """Keeps a remark for the preview."""
        self.notes[text] = None

    def vote(self, key: Key, choice: str, votes: int, where: str) -> None:
        """Takes the votes of a choice.

        Raises:
            OriginalCountError: that number was there before.
        """
        self._once((*key, "votes", choice), where)
        self._contests.setdefault(key, _Contest()).votes[choice] = votes

    def other(self, key: Key, what: What, number: int, where: str) -> None:
        """Takes the ballots, overvoted ballots or undervotes of a contest.

        Raises:
            OriginalCountError: that number was there before.
        """
        self._once((*key, what), where)
        self._contests.setdefault(key, _Contest()).others[what] = number

    def hold(self, parts: Iterable[int | None], total: int | None, what: str, where: str) -> None:
        """Holds parts against a total above them, see `hold_sum`.

        Raises:
            OriginalCountError: they do not add up, and nobody said that they need not.
        """
        try:
            hold_sum(parts, total, what, where)
        except OriginalCountError as error:
            if not self._wrong_totals:
                raise
            self.note(str(error))

    def may_choose(self, contest: str, number: int, where: str) -> None:
        """Takes how many may be chosen.

        Raises:
            OriginalCountError: none, or another number than before.
        """
        known = self._vote_for.setdefault(contest, number)
        if known != number or number < 1:
            before = f" where it was {known} before" if known != number else ""
            raise OriginalCountError(
                f"{where}: vote for {number} in '{contest}'{before}; the file must be corrected"
            )

    def vote_for(self, contest: str) -> int | None:
        """How many may be chosen, as far as the file said so."""
        return self._vote_for.get(contest)

    def rows(self) -> tuple[OriginalContest, ...]:
        """Everything taken, contests in the order of their first number."""
        return tuple(found.row(key, self._vote_for.get(key[2])) for key, found in self._contests.items())

    def _once(self, key: tuple[str, ...], where: str) -> None:
        before = self._places.get(key)
        if before is not None:
            unit, mode, contest, what = key[0], key[1], key[2], key[-1]
            raise OriginalCountError(
                f"{where}: '{what}' of {unit}, {mode}, '{contest}' stands at {before} already; "
                "one of the two must go"
            )
        self._places[key] = where


def hold_sum(parts: Iterable[int | None], total: int | None, what: str, where: str) -> None:
    """Holds parts against the total that the file states for them.

    Unknown parts leave only that the known ones may not exceed it; an unknown total says nothing.

    Raises:
        OriginalCountError: they do not add up.
    """
    if total is None:
        return
    given = list(parts)
    known = sum(part for part in given if part is not None)
    if known > total or (known != total and None not in given):
        raise OriginalCountError(
            f"{where}: {what} add up to {known}, but {total} is stated; find out which number is wrong"
        )
