"""Who is elected and by how much, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tabulate.compare.contests import ContestInfo
from tabulate.compare.tally import Side, Tally, Unit


@dataclass(frozen=True, slots=True)
class Standing:
    """One contest over many units.

    Attributes:
        votes: choice and its total, most first; write-ins apart, as they are votes for many persons.
        elected: choices ahead of the last seat's tie; all choices when there are no more than seats.
        tied: choices among which the last seats are not decided.
        margin: votes between the last elected and the first not elected; 0 in a tie; None without a loser.
        write_ins: all write-ins; None when unknown or there are no lines for them.
        write_ins_matter: write-ins together reach the last seat: a person must look whom they are for.
    """

    contest: str
    votes: tuple[tuple[str, int], ...]
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    margin: int | None
    write_ins: int | None
    write_ins_matter: bool

    @property
    def outcome(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(self.elected), frozenset(self.tied)

    def to_json(self) -> dict[str, Any]:
        return {
            "votes": [{"choice": choice, "votes": votes} for choice, votes in self.votes],
            "elected": list(self.elected),
            "tied": list(self.tied),
            "margin": self.margin,
            "write_ins": self.write_ins,
            "write_ins_matter": self.write_ins_matter,
        }


def standing_of(contest: str, votes: Mapping[str, int], seats: int, write_in: str | None) -> Standing:
    """Rank the choices of a contest with `seats` to fill.  Equal votes are never decided by order."""
    ranked = sorted(
        ((choice, count) for choice, count in votes.items() if choice != write_in), key=lambda item: -item[1]
    )
    written = votes.get(write_in) if write_in is not None else None
    last = ranked[min(seats, len(ranked)) - 1][1] if ranked else 0
    matter = written is not None and written > 0 and written >= last
    if len(ranked) <= seats:
        everyone = tuple(choice for choice, _ in ranked)
        return Standing(contest, tuple(ranked), everyone, (), None, written, matter)
    first_loser = ranked[seats][1]
    if first_loser == last:
        elected = tuple(choice for choice, count in ranked if count > last)
        tied = tuple(choice for choice, count in ranked if count == last)
        return Standing(contest, tuple(ranked), elected, tied, 0, written, matter)
    elected = tuple(choice for choice, _ in ranked[:seats])
    return Standing(contest, tuple(ranked), elected, (), last - first_loser, written, matter)


@dataclass(frozen=True, slots=True)
class MarginChange:
    """A contest's margin before and after.

    Attributes:
        before: over every unit, from the original count; None when a unit or a choice of it is unknown.
        after: over every unit, from the retabulation; None when a unit is not retabulated.
        both_before, both_after: over the units that both sides have.
        carried: over every unit, the retabulation where there is one and the original elsewhere: what stands if
            only some units are recounted.  None when unknown.
        not_in_original, not_retabulated: the units that are missing on a side.
    """

    contest: str
    before: Standing | None
    after: Standing | None
    both_before: Standing | None
    both_after: Standing | None
    carried: Standing | None
    units: int
    not_in_original: tuple[Unit, ...] = ()
    not_retabulated: tuple[Unit, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether both sides have every unit and every number."""
        return self.before is not None and self.after is not None

    @property
    def side_by_side(self) -> tuple[Standing, Standing] | None:
        """Before and after over the same units: all of them, otherwise those that both sides have."""
        pair = (self.before, self.after) if self.complete else (self.both_before, self.both_after)
        before, after = pair
        return None if before is None or after is None else (before, after)

    @property
    def outcome_changed(self) -> bool | None:
        """Whether others are elected or tied than before; None when it is not known."""
        if self.before is None or self.after is None:
            return None
        return self.before.outcome != self.after.outcome

    def to_json(self) -> dict[str, Any]:
        def standing(value: Standing | None) -> dict[str, Any] | None:
            return value.to_json() if value else None

        return {
            "contest": self.contest,
            "complete": self.complete,
            "before": standing(self.before),
            "after": standing(self.after),
            "both_before": standing(self.both_before),
            "both_after": standing(self.both_after),
            "carried": standing(self.carried),
            "outcome_changed": self.outcome_changed,
            "units": self.units,
            "not_in_original": [list(unit) for unit in self.not_in_original],
            "not_retabulated": [list(unit) for unit in self.not_retabulated],
        }


def margin_change(contest: str, original: Side, retabulated: Side, info: ContestInfo | None) -> MarginChange:
    """Margins of one contest before and after."""
    before = {unit: tallies[contest] for unit, tallies in original.items() if contest in tallies}
    after = {unit: tallies[contest] for unit, tallies in retabulated.items() if contest in tallies}
    both = [unit for unit in before if unit in after]
    new = tuple(unit for unit in after if unit not in before)
    left = tuple(unit for unit in before if unit not in after)

    def standing(tallies: Iterable[Tally]) -> Standing | None:
        return _standing(contest, list(tallies), info)

    return MarginChange(
        contest,
        before=None if new else standing(before.values()),
        after=None if left else standing(after.values()),
        both_before=standing(before[unit] for unit in both),
        both_after=standing(after[unit] for unit in both),
        carried=standing([*after.values(), *(before[unit] for unit in left)]),
        units=len(before) + len(new),
        not_in_original=new,
        not_retabulated=left,
    )


def _standing(contest: str, tallies: list[Tally], info: ContestInfo | None) -> Standing | None:
    """Sum and rank; None without tallies or vote-for, or when a candidate's number is unknown somewhere."""
    seats = next((tally.vote_for for tally in tallies if tally.vote_for is not None), None)
    if not tallies or seats is None:
        return None
    write_in = info.write_in_key if info else None
    choices = dict.fromkeys(choice for tally in tallies for choice in tally.votes)
    totals: dict[str, int] = {}
    for choice in choices:
        counts = [tally.votes.get(choice) for tally in tallies]
        known = [count for count in counts if count is not None]
        if len(known) == len(counts):
            totals[choice] = sum(known)
        elif choice != write_in:
            return None
    return standing_of(contest, totals, seats, write_in)
