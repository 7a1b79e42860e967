"""What is known of a law that nobody here has read: said to a person, and never acted on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from config.law.abstracts import SCATTERING, totals_of
from config.law.bond import Office
from config.law.edition import Edition
from config.law.errors import LawError, LawUnknownError
from config.law.request import may_be_recounted

BOARDS = {
    "three-members": "a board of three members recounts",
    "auditor-and-staff": "the county auditor recounts with staff and hired workers",
}
SCOPES = {
    "named-precincts": "the precincts named are recounted",
    "whole-jurisdiction": "the whole jurisdiction is recounted",
}
METHODS = {
    "board-chooses": "the board chooses how",
    "as-original": "each precinct is recounted as it was counted first",
}


WIDE = frozenset({Office.STATEWIDE, Office.US_REPRESENTATIVE})
"""Statewide and federal offices, for which reports tell of another limit."""


def as_reported(
    law: Edition, office: Office, counties: Mapping[str, Mapping[str, int]], winners: Collection[str]
) -> str:
    """What reports say of a recount with this margin, and what they do not say.

    The margin is that between the winner with the fewest votes and the first of the others.

    Args:
        law: an edition of which no text was read.
        office: the office in question.
        counties: votes by county and person, from the abstracts.
        winners: the apparent winners, each of whom is in the abstracts.

    Raises:
        LawError: votes that cannot be; no winner, or one who is not in the abstracts.
    """
    totals = totals_of(counties)
    if not winners or not totals.keys() >= set(winners):
        raise LawError("winners: name those who have won, as they are in the abstracts")
    votes_cast = sum(totals.values())
    last = min(totals[name] for name in winners)
    beaten = [votes for name, votes in totals.items() if name not in (*winners, SCATTERING)]
    difference = max(0, last - max(beaten, default=0))
    try:
        may = may_be_recounted(law, difference=difference, votes_cast=votes_cast, wide=office in WIDE)
        margin = "may" if may else "may not"
    except LawUnknownError:
        margin = "is exactly at the limit, and it is not known whether it may"
    unknown = [
        *(["deadlines"] if not law.clocks else []),
        *(["whether a bond is due"] if law.bond is None else []),
        *(["who signs the report"] if law.board.signatures is None else []),
    ]
    return (
        f"{law.scope.cite}: a difference of {difference:,} in {votes_cast:,} votes {margin} be "
        f"recounted; {SCOPES[law.scope.kind]}; {BOARDS[law.board.kind]}; {METHODS[law.methods.rule]}. "
        f"Not known here: {', '.join(unknown)}"
    )
