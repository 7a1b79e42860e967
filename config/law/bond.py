"""Whether a bond is due, how much, with whom it is filed, and what becomes of it: §50.48(2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from config.law.abstracts import SCATTERING, totals_of
from config.law.edition import BondAmount, BondRule, Edition
from config.law.errors import LawError


class Office(Enum):
    """Offices as §50.48(2)(a)(1) to (6) tells them apart; which county is large is the law's parameter."""

    STATEWIDE = "statewide"
    US_REPRESENTATIVE = "us-representative"
    STATE_SENATOR = "state-senator"
    STATE_REPRESENTATIVE = "state-representative"
    COUNTY = "county"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bond:
    """What §50.48(2)(a) comes to.

    Attributes:
        difference: votes that the candidate is behind: of the apparent winner, of several the one with the
            fewest; or, under §43.56(2), of the votes needed to be nominated.
        below: no bond is due where the difference is less than this, exactly.
        dollars: 0 where none is due.
        filed_with: where it is filed; None where none is due.
        cite: the clause that fixes it.
    """

    difference: int
    below: Fraction
    dollars: int
    filed_with: str | None
    cite: str

    @property
    def due(self) -> bool:
        return self.dollars > 0


def bond_due(
    law: Edition,
    office: Office,
    counties: Mapping[str, Mapping[str, int]],
    *,
    candidate: str,
    seats: int = 1,
    population: int | None = None,
    needed: int | None = None,
) -> Bond:
    """Whether the candidate must post a bond.

    Args:
        law: the edition in force.
        office: the office or nomination in question.
        counties: votes by county and person, from the abstracts; all counties of the office are totalled.
            Votes for persons whom the abstract does not name stand under `SCATTERING`.
        candidate: who requests the recount.
        seats: how many persons were elected.
        population: of the county, for an office filled by the electors of an entire county.
        needed: votes needed to be nominated, for a primary in which nobody got them (§43.56).

    Raises:
        LawError: votes that cannot be; a candidate who is not there, or who is elected already.
        LawUnknownError: this edition's bond is not known.
    """
    if law.bond is None:
        law.unknown("bond")
    totals = totals_of(counties)
    votes_cast = sum(totals.values())
    totals.pop(SCATTERING, None)
    if candidate not in totals:
        raise LawError(
            f"'{candidate}' is not in these abstracts; §50.48(1)(a) wants a person who was on the ballot or "
            "received votes: correct the name"
        )
    if needed is None:
        difference, cite = _behind(totals, candidate, seats), law.bond.cite
    else:
        difference, cite = _short_of(law.bond, totals, candidate, needed)
    below = max(Fraction(law.bond.free_below_votes), law.bond.free_below_percent / 100 * votes_cast)
    amount = _amount(law.bond, office, population)
    if difference < below:
        return Bond(difference, below, 0, None, cite)
    return Bond(difference, below, amount.dollars, amount.filed_with, amount.cite)


def bond_fate(bond: Bond, winners_before: Collection[str], winners_after: Collection[str]) -> str:
    """What becomes of a bond when all is over, §50.48(2)(b).

    It is returned where the apparent winner before the recount is not the winner after it; of several, where
    any of them is not.  In all other cases it is deposited.

    Raises:
        LawError: there is no bond, or nobody has won.
    """
    if not bond.due:
        raise LawError("no bond was due, so there is none to return or to keep")
    if not winners_before or not winners_after:
        raise LawError("winners: name who had won before the recount, and who has after it (§50.48(2)(b))")
    if set(winners_before) - set(winners_after):
        return "returned to the candidate who requested the recount"
    fund = "general fund of the state" if bond.filed_with == "state commissioner" else "county's election fund"
    return f"deposited in the {fund}"


def _behind(totals: Mapping[str, int], candidate: str, seats: int) -> int:
    if not 1 <= seats < len(totals):
        raise LawError(f"{seats} to be elected of {len(totals)} persons; correct the abstracts")
    order = sorted(totals.values(), reverse=True)
    last_elected, first_beaten = order[seats - 1], order[seats]
    # In a tie for the last seat the lot decides who is behind, and any of them may ask.
    if totals[candidate] > first_beaten:
        raise LawError(f"'{candidate}' is elected by these abstracts; §50.48(2) is about one who is behind")
    return last_elected - totals[candidate]


def _short_of(rule: BondRule, totals: Mapping[str, int], candidate: str, needed: int) -> tuple[int, str]:
    if rule.nomination is None:
        raise LawError("votes needed to be nominated: this edition measures the difference to the winner alone")
    reached = [person for person, votes in totals.items() if votes >= needed]
    if reached:
        raise LawError(
            f"'{reached[0]}' has the {needed} votes needed to be nominated; §43.56 is for a primary where "
            "nobody has: leave the votes needed out"
        )
    return needed - totals[candidate], rule.nomination.cite


def _amount(rule: BondRule, office: Office, population: int | None) -> BondAmount:
    if office is not Office.COUNTY:
        return rule.amounts[office.value]
    if population is None or population < 1:
        raise LawError("population: §50.48(2)(a)(5) needs it for an office of an entire county; give it")
    large = rule.amounts["large-county"]
    return large if large.population is not None and population >= large.population else rule.amounts["other"]
