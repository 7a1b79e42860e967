"""What is known of a law that nobody here has read: said to a person, and never acted on."""

from __future__ import annotations

from config.law.edition import Edition
from config.law.errors import LawUnknownError
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


def as_reported(law: Edition, *, difference: int, votes_cast: int, wide: bool) -> str:
    """What reports say of a recount with this margin, and what they do not say.

    Args:
        law: an edition of which no text was read.
        difference: votes between the apparent winner and the next candidate.
        votes_cast: for the office in question.
        wide: whether it is a statewide or federal office.

    Raises:
        LawError: numbers that cannot be.
    """
    try:
        may = may_be_recounted(law, difference=difference, votes_cast=votes_cast, wide=wide)
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
