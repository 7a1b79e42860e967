"""Changes that somebody stated without the numbers themselves, and what follows from them for a contest.

An abstract has no overvotes, undervotes or ballots; a board or a newspaper may still have said by how much they
changed.  With them a change of votes can be parted into ballots and intent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tabulate.compare.case import Case
from tabulate.compare.change import ContestChange, split_of
from tabulate.compare.findings import Cause
from tabulate.compare.words import count, listed, place, signed

Stated = Literal["ballots", "overvotes", "undervotes", "write-ins", "voter-intent"]


@dataclass(frozen=True, slots=True)
class KnownChange:
    """One stated change of a contest in a unit.

    Attributes:
        what: which number; ``voter-intent`` has none and says that a person judged marks there.
        change: recount - original; None for ``voter-intent``.
        source: who says so, for people.
    """

    unit: str
    mode: str
    contest: str
    what: Stated
    change: int | None
    source: str


def known_causes(case: Case, change: ContestChange, stated: Sequence[KnownChange]) -> list[Cause]:
    """Ballots and intent of one contest that differs, from what was stated; empty when that gives nothing.

    Design rule 4: change of votes = N x change of ballots - change of undervotes - N x change of overvoted
    ballots - change of write-ins.  Ballots and intent are never netted.
    """
    own = [item for item in stated if (item.unit, item.contest) == (change.unit, change.contest)]
    own = [item for item in own if item.mode in ("", change.mode)]
    numbers = _numbers(change, own)
    votes = _candidates(change)
    if not own or votes is None or change.vote_for is None:
        return []
    source = listed(dict.fromkeys(item.source for item in own if item.source))
    where = f"{case.title(change.contest)} in {place(change.unit, change.mode)}"
    said = f" (stated by {source})" if source != "none" else ""
    causes = []
    ballots = numbers.get("ballots", 0)
    written = numbers.get("write-ins")
    split = split_of(votes + (written or 0), ballots, change.vote_for)
    if ballots:
        more = "more" if ballots > 0 else "fewer"
        causes.append(
            Cause(
                "ballots_added" if ballots > 0 else "ballots_missing",
                "consistent",
                (change.contest,),
                f"{where}: {count(abs(ballots), 'ballot')} {more} than in the original count{said}; "
                f"of the change of {signed(split.votes)} votes they can be at most "
                f"{signed(split.ballots_at_most)}",
                {"ballots": ballots, "votes": split.votes, "ballots_at_most": split.ballots_at_most},
            )
        )
    judged = any(item.what == "voter-intent" for item in own)
    return causes + _intent(where + said, change, numbers, votes, split.intent_at_least, judged=judged)


def _numbers(change: ContestChange, own: Sequence[KnownChange]) -> dict[str, int]:
    """Changes by name: those of the two counts, and what was stated of the others."""
    counted = {what: getattr(change, what).change for what in ("ballots", "overvotes", "undervotes")}
    counted["write-ins"] = next(
        (item.change for choice, item in change.choices if choice == change.write_in), 0
    )
    stated: dict[str, int | None] = {item.what: item.change for item in own}
    both = {what: stated.get(what) if known is None else known for what, known in counted.items()}
    return {what: number for what, number in both.items() if number is not None}


def _candidates(change: ContestChange) -> int | None:
    changes = [item.change for choice, item in change.choices if choice != change.write_in]
    known = [number for number in changes if number is not None]
    return sum(known) if known and len(known) == len(changes) else None


def _intent(
    where: str, change: ContestChange, numbers: Mapping[str, int], votes: int, least: int, *, judged: bool
) -> list[Cause]:
    assert change.vote_for is not None
    if len(numbers) == 4:
        turned = -numbers["undervotes"] - change.vote_for * numbers["overvotes"]
        left = votes + numbers["write-ins"] - change.vote_for * numbers["ballots"] - turned
        if left:
            return [
                Cause(
                    "unexplained",
                    "none",
                    (change.contest,),
                    f"{where}: the changes do not add up, {signed(left)} votes are left over",
                    {"left_over": left},
                )
            ]
        if not turned:
            return []
        how = f"overvoted ballots {signed(numbers['overvotes'])}, undervotes {signed(numbers['undervotes'])}"
        return [
            Cause(
                "voter_intent",
                "exact",
                (change.contest,),
                f"{where}: {how}, so {signed(turned)} votes come from ballots read differently",
                {"votes": turned, "overvotes": numbers["overvotes"], "undervotes": numbers["undervotes"]},
            )
        ]
    written = "" if "write-ins" in numbers else " or as a write-in"
    if least and "ballots" in numbers:
        unvoted = f"overvoted or undervoted{written}"
        how = f"were first seen as {unvoted}" if least > 0 else f"are now seen as {unvoted}"
        says = f"{where}: {signed(least)} votes at least cannot come from the change of ballots; they {how}"
        return [Cause("voter_intent", "consistent", (change.contest,), says, {"votes_at_least": least})]
    moves = ", ".join(f"{choice} {signed(item.change or 0)}" for choice, item in change.choices if item.change)
    if not judged:
        return []
    says = (
        f"{where}: marks were judged by a person there ({moves}); whether the ballots are the same is not known"
    )
    return [Cause("voter_intent", "consistent", (change.contest,), says, {"votes": votes})]
