"""Cast vote records while a file is read, and the totals that they add up to."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tabulate.compare import OriginalContest
from tabulate.compare.ballots import BallotRecord, add_ballots
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.values import name_of

WRITE_IN = "Write-in"
"""Choice of a write-in line without a name; further ones of a ballot are "Write-in 2" and so on."""
_LINE = re.compile(rf"{WRITE_IN}( \d+)?")


class _Alike(dict[Any, Any]):
    """What was there before, for something that equals it."""

    def __missing__(self, new: Any) -> Any:
        self[new] = new
        return new


class Records:
    """Collects the records of one file, or of the files that belong together."""

    def __init__(self) -> None:
        self.ballots: list[BallotRecord] = []
        self.notes: dict[str, None] = {}
        self._vote_for: dict[str, int] = {}
        self._choices: dict[str, dict[str, None]] = {}
        self._places: dict[tuple[str, str], str] = {}
        self._incomplete: set[str] = set()
        self._numbers: dict[str, str] = {}
        self._last: int | None = None
        self._alike = _Alike()
        self._votes: dict[tuple[tuple[str, frozenset[str]], ...], Mapping[str, frozenset[str]]] = {}

    def note(self, text: str) -> None:
        """Keeps a remark for the preview."""
        self.notes[text] = None

    def contest(self, name: str, vote_for: int | None, choices: Iterable[str], where: str) -> None:
        """Takes what the file says of a contest.

        Raises:
            OriginalCountError: none may be chosen, or another number than was said before.
        """
        self._choices.setdefault(name, {}).update(dict.fromkeys(choices))
        if vote_for is None:
            return
        if self._vote_for.setdefault(name, vote_for) != vote_for or vote_for < 1:
            raise OriginalCountError(
                f"{where}: vote for {vote_for} in '{name}' cannot be, or was another number"
            )

    def vote_for(self, contest: str) -> int | None:
        """How many may be chosen, as far as the file says it."""
        return self._vote_for.get(contest)

    def not_on_all(self, contest: str) -> None:
        """Says that the writer may have left a contest without marks out: its ballots are not known."""
        self._incomplete.add(contest)

    def add(self, ballot: BallotRecord, where: str) -> None:
        """Takes a record.

        Raises:
            OriginalCountError: its id stands in the same batch already, or has characters that nobody sees.
        """
        for text in (ballot.id, ballot.batch, ballot.style):
            name_of(text, where, missing="none")
        if ballot.id is not None:
            before = self._places.setdefault((ballot.batch, ballot.id), where)
            if before is not where:
                raise OriginalCountError(
                    f"{where}: record '{ballot.id}' of batch '{ballot.batch}' stands at {before} already; a "
                    "ballot must not count twice"
                )
        self.ballots.append(self._shared(ballot))

    def _shared(self, ballot: BallotRecord) -> BallotRecord:
        """The record with parts that are alike in many records kept once: a million must fit into memory."""
        alike = self._alike.__getitem__
        items = tuple(ballot.votes.items())
        votes = self._votes.get(items)
        if votes is None:
            items = tuple(zip(map(alike, ballot.votes), map(alike, ballot.votes.values()), strict=True))
            votes = self._votes[items] = dict(items)
        shared = {
            "votes": votes,
            "batch": alike(ballot.batch),
            "overvoted": alike(ballot.overvoted),
            "undecided": alike(ballot.undecided),
            "unit": alike(ballot.unit),
            "mode": alike(ballot.mode),
            "style": alike(ballot.style),
        }
        if type(ballot) is BallotRecord:  # replace() looks at every field anew, and takes three times as long
            return BallotRecord(ballot.id, **shared)
        return dataclasses.replace(ballot, **shared)

    def running(self, number: str, where: str) -> None:
        """Takes the running number that an export gives each record; a gap is noted.

        Raises:
            OriginalCountError: it was there before.
        """
        if not number:
            return
        before = self._numbers.setdefault(number, where)
        if before is not where:
            raise OriginalCountError(f"{where}: record number {number} stands at {before} already")
        if self._last is not None and number.isdecimal() and int(number[:12]) != self._last + 1:
            self.note(f"record numbers have gaps, such as before {where}; is the export complete?")
        self._last = int(number[:12]) if number.isdecimal() else None

    def finished(self, form: str, election: str) -> Imported:
        """The import: the records and their sums.

        Raises:
            OriginalCountError: ballots that are not overvoted have more votes than may be chosen.
        """
        if self._incomplete:
            self.note(
                f"{len(self._incomplete)} contests, such as '{min(self._incomplete)}', are not in every "
                "record of one ballot style; their ballots and undervotes are unknown"
            )
        for contest, found in _undecided(self.ballots).items():
            self.note(
                f"'{contest}': {found} ballots wait for a person's decision; no votes are given where they are"
            )
        rows = add_ballots(self.ballots, self._vote_for, self._choices)
        for row in rows:
            if row.undervotes is not None and row.undervotes < 0:
                raise OriginalCountError(
                    f"'{row.contest}' in {row.unit}, {row.mode}: more votes than "
                    f"{row.vote_for} a ballot; how many may be chosen is wrong"
                )
        return Imported(
            form,
            election,
            tuple(self._known(_folded(row)) for row in rows),
            tuple(self.ballots),
            tuple(self.notes),
            len(self.ballots),
            dict.fromkeys((row.unit for row in rows), ""),
        )

    def _known(self, row: OriginalContest) -> OriginalContest:
        if row.contest not in self._incomplete:
            return row
        return dataclasses.replace(row, ballots=None, undervotes=None)


def write_in(taken: Iterable[str]) -> str:
    """The name of one more write-in without a name on the same ballot."""
    lines = sum(is_write_in(choice) for choice in taken)
    return WRITE_IN if not lines else f"{WRITE_IN} {lines + 1}"


def is_write_in(choice: str) -> bool:
    """Whether this is what `write_in` calls a write-in without a name."""
    return _LINE.fullmatch(choice) is not None


def marked(
    records: Records, contest: str, chosen: list[str], where: str
) -> tuple[frozenset[str], frozenset[str]]:
    """What marks come to under the rule of the contest: votes, and the contest itself when it is overvoted.

    Raises:
        OriginalCountError: one choice twice.
    """
    if len(set(chosen)) != len(chosen):
        raise OriginalCountError(f"{where}: a choice of '{contest}' is marked twice on one ballot")
    limit = records.vote_for(contest)
    if limit is not None and len(chosen) > limit:
        return frozenset(), frozenset({contest})
    return frozenset(chosen), frozenset()


def _folded(row: OriginalContest) -> OriginalContest:
    """Write-ins without a name as one number, as abstracts give them."""
    votes: dict[str, int] = {}
    for choice, number in row.votes.items():
        name = WRITE_IN if is_write_in(choice) else choice
        votes[name] = votes.get(name, 0) + number
    return dataclasses.replace(row, votes=votes)


def _undecided(ballots: Iterable[BallotRecord]) -> dict[str, int]:
    found: dict[str, int] = {}
    for ballot in ballots:
        for contest in ballot.undecided:
            found[contest] = found.get(contest, 0) + 1
    return found
