"""One contest of one precinct as a printed report gives it, and what must be true of its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tabulate.errors import OriginalCountError
from tabulate.originals.identity import take_over_and_under
from tabulate.originals.report_text import Printed
from tabulate.originals.tallies import Tallies

ByMode = dict[str, int]


def hold_same_rows(contests: Sequence[TextContest]) -> None:
    """Holds that a contest has the same rows in every precinct: of two rows that ran into one, one is missing.

    Raises:
        OriginalCountError: naming the row, a place that has it and the precinct that lacks it.
    """
    known: dict[str, dict[str, str]] = {}
    for contest in contests:
        of_contest = known.setdefault(contest.name, {})
        for label, where in contest.labels().items():
            of_contest.setdefault(label, where)
    for contest in contests:
        for label, where in known[contest.name].items():
            if label not in contest.labels():
                raise OriginalCountError(
                    f"{contest.line.where}: '{contest.name}' in {contest.unit} has no row '{label}', but "
                    f"{where} has; say 'gaps = true' in the file of names if that is so"
                )


@dataclass(slots=True)
class TextContest:
    """A contest while its rows come in.

    Attributes:
        rows: by choice; the place is that of the row.
        totals: the contest's own line of totals, overvotes and undervotes included.
    """

    unit: str
    name: str
    line: Printed
    rows: dict[str, tuple[ByMode, str]] = field(default_factory=dict)
    over: ByMode | None = None
    under: ByMode | None = None
    totals: ByMode | None = None

    def add(self, choice: str, votes: ByMode, line: Printed) -> None:
        """Takes the row of a choice.

        Raises:
            OriginalCountError: it was there before.
        """
        if choice in self.rows:
            raise line.fail(f"'{choice}' stands at {self.rows[choice][1]} already")
        self.rows[choice] = (votes, line.where)

    def labels(self) -> dict[str, str]:
        """What is printed of the contest, and where."""
        printed = {choice: where for choice, (_, where) in self.rows.items()}
        for label, found in (
            ("overvotes", self.over),
            ("undervotes", self.under),
            ("contest totals", self.totals),
        ):
            if found is not None:
                printed[label] = self.line.where
        return printed

    def finish(self, tallies: Tallies, cast: ByMode) -> None:
        """Puts the numbers among the others.

        Args:
            tallies: takes them.
            cast: ballots cast in the precinct by mode; empty when the report does not say.

        Raises:
            OriginalCountError: no choices, or numbers that cannot be true.
        """
        if not self.rows:
            raise self.line.fail("a contest without a row")
        for choice, (votes, where) in self.rows.items():
            for mode, number in votes.items():
                tallies.vote((self.unit, mode, self.name), choice, number, where)
        modes = dict.fromkeys(mode for votes, _ in self.rows.values() for mode in votes)
        for mode in modes:
            votes_cast = sum(votes[mode] for votes, _ in self.rows.values())
            over = self.over[mode] if self.over is not None else None
            under = self.under[mode] if self.under is not None else None
            self._hold(mode, votes_cast, over, under, tallies)
            key = (self.unit, mode, self.name)
            take_over_and_under(tallies, key, (votes_cast, over, under), cast.get(mode), self.line.where)

    def _hold(self, mode: str, votes: int, over: int | None, under: int | None, tallies: Tallies) -> None:
        if self.totals is None or over is None or under is None:
            return
        vote_for = tallies.vote_for(self.name) or 1
        possible = {votes + under + over, votes + under + vote_for * over}
        if self.totals[mode] not in possible:
            raise OriginalCountError(
                f"{self.line.where}: the rows of '{self.name}', {mode}, add up to {min(possible)}, but "
                f"{self.totals[mode]} is stated; find out which number is wrong"
            )
