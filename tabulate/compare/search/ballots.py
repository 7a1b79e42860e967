"""Ballots more or fewer, and ballots read differently: kept apart, never netted."""

from __future__ import annotations

from dataclasses import dataclass

from tabulate.compare.search.space import Layout, Numbers


@dataclass(frozen=True, slots=True)
class Moves:
    """The least that must have happened to ballots for a change of a contest's numbers.

    Attributes:
        ballots: recount - original; 0 when unknown.
        read: ballots at least that were read differently, besides those that came or went.
    """

    ballots: int
    read: int


def least_moves(layout: Layout, change: Numbers) -> Moves | None:
    """Ballots and intent behind a change; None when the change breaks the identity of design rule 4.

    A ballot that comes or goes brings or takes at most one vote of a choice and N votes in all.  What lies
    outside of that is on ballots read differently, each of which can gain or lose N votes or turn over once.

    Args:
        layout: the contest; N must be known.
        change: recount - original.
    """
    each = layout.vote_for
    if each is None or (layout.imbalance(change) or 0) != 0:
        return None
    ballots = change[layout.ballots] if layout.ballots is not None else 0
    sign = -1 if ballots < 0 else 1
    # With the sign turned, ballots only come: fewer ballots are the same story told backwards.
    came = sign * ballots
    votes = [sign * change[place] for place in layout.votes]
    over = sign * change[layout.overvotes] if layout.overvotes is not None else 0
    under = sign * change[layout.undervotes] if layout.undervotes is not None else 0
    lost = sum(-number for number in votes if number < 0)
    beyond = sum(number - came for number in votes if number > came)
    gained = max(sum(votes) - each * came, beyond)
    if not layout.whole and sum(votes) < 0:
        lost = max(lost, -sum(votes))
    read = max(-(-max(gained, lost, 0) // each), -over, over - came)
    return Moves(ballots, max(read, -(-max(-under - each * max(-over, 0), 0) // each)))
