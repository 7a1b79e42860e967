"""Votes of an office as the counties' abstracts have them, added up over all counties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from config.law.errors import LawError

SCATTERING: Final = "scattering"
"""The abstract's line of write-in votes for persons it does not name (721—26.3).  They are votes cast for the
office, and they are nobody's."""


def totals_of(counties: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Votes by person, those of `SCATTERING` among them.

    Args:
        counties: votes by county and person.

    Raises:
        LawError: fewer than no votes.
    """
    totals: dict[str, int] = {}
    for county, persons in counties.items():
        for person, votes in persons.items():
            if votes < 0:
                raise LawError(f"{county}, {person}: {votes} votes; correct the abstract")
            totals[person] = totals.get(person, 0) + votes
    return totals
