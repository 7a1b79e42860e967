"""Who may sign a request for a recount, and for which precincts: §50.48(1)(a)(1) and (2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from config.law.edition import Edition
from config.law.errors import LawError


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person may sign the request.

    Attributes:
        clauses: by precinct, the clause under which the person may ask for it.
        lacking: precincts for which no clause holds, in the order asked.
    """

    clauses: Mapping[str, str]
    lacking: tuple[str, ...]

    @property
    def full(self) -> bool:
        """Whether the request may be signed as it is.

        The statute does not say what becomes of one that holds for some of its precincts only; a person
        decides.
        """
        return not self.lacking


def standing(
    precincts: Collection[str], *, printed_in: Collection[str], votes: Mapping[str, int], qualified: bool
) -> Standing:
    """Who may sign, precinct by precinct.

    Args:
        precincts: those where the recount is requested.
        printed_in: precincts on whose ballot the person's name was printed for this office.
        votes: votes the person received for this office by precinct.
        qualified: whether the person is legally qualified to seek and to hold the office; needed by (2) alone.

    Raises:
        LawError: no precinct is named.
    """
    if not precincts:
        raise LawError("the request names no precinct; §50.48(1)(a) wants one or more specified precincts")
    clauses = {}
    for precinct in precincts:
        if precinct in printed_in:
            clauses[precinct] = "50.48(1)(a)(1)"
        elif qualified and votes.get(precinct, 0) > 0:
            clauses[precinct] = "50.48(1)(a)(2)"
    return Standing(clauses, tuple(precinct for precinct in precincts if precinct not in clauses))


def may_be_recounted(law: Edition, *, difference: int, votes_cast: int, wide: bool) -> bool:
    """Whether a margin is small enough for a recount at all.

    Args:
        law: the edition in force.
        difference: votes between the apparent winner and the candidate.
        votes_cast: for the office in question.
        wide: whether it is a statewide or federal office.

    Raises:
        LawError: numbers that cannot be.
        LawUnknownError: the margin is exactly the limit, of which our sources say both "at most" and "less".
    """
    if not 0 <= difference <= votes_cast:
        raise LawError(f"a difference of {difference} in {votes_cast} votes; correct the numbers")
    if law.eligible is None:
        return True
    if wide:
        limit = law.eligible.statewide_and_federal_percent / 100 * votes_cast
    else:
        limit = min(law.eligible.other_percent / 100 * votes_cast, Fraction(law.eligible.other_votes))
    if difference == limit:
        law.unknown("whether a margin of exactly the limit may be recounted")
    return difference < limit
