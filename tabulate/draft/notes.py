"""Guesses as they are made."""

from __future__ import annotations

from config.program import Guess
from tabulate.draft.rough import Sure

LONGEST = 300


class Notes:
    """Collects guesses; one field of the program may have several."""

    def __init__(self) -> None:
        self.guesses: list[Guess] = []

    def put(self, field: str, value: str, sure: Sure) -> None:
        """Record how sure the draft is of a field."""
        self.guesses.append(
            Guess(
                field=field[:LONGEST],
                value=value[:LONGEST],
                certainty=min(1000, max(0, sure.certainty)),
                reason=sure.reason[:LONGEST],
            )
        )

    def add(self, field: str, value: str, agreed: int, reason: str, absent: str) -> None:
        """Record a field taken from headings of which `agreed` per mille say the same, or from none."""
        self.put(field, value, Sure(agreed * 9 // 10, reason) if agreed else Sure(0, absent))
