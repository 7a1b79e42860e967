"""The editions of §50.48, and which one an election falls under."""

from __future__ import annotations

import tomllib
from datetime import date, time
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Annotated, Literal, NoReturn

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from config.law.errors import LawUnknownError

FILE = "iowa-50-48.toml"

Percent = Annotated[Fraction, BeforeValidator(Fraction)]
"""Written as a decimal string, so that 0.15 is exactly that."""

Start = Literal["election", "canvass", "request", "notice"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Clock(_Part):
    """One time limit: so many days after something, or the first such weekday after it.

    Attributes:
        at: time of day on the last day; None where the statute names the day alone.
        at_unsettled: a time of day that may bind although the clause does not name it.
        filing: whether §47.4 moves the last day when the office is closed.
    """

    days: Annotated[int, Field(ge=1)] | None = None
    weekday: Literal["friday"] | None = None
    after: Start
    at: time | None = None
    at_unsettled: time | None = None
    filing: Literal["yes", "unsettled", "no"] = "no"
    cite: str

    @model_validator(mode="after")
    def _one_way(self) -> Clock:
        if (self.days is None) == (self.weekday is None):
            raise ValueError("either days or weekday")
        if self.at is not None and self.at_unsettled is not None:
            raise ValueError("either at or at_unsettled")
        return self


class BondAmount(_Part):
    """Attributes: `population` of the county from which on it holds, for offices of an entire county."""

    dollars: Annotated[int, Field(ge=1)]
    filed_with: Literal["state commissioner", "commissioner"]
    cite: str
    population: int | None = None


class NominationRule(_Part):
    """A primary in which nobody was nominated: the difference is taken to the votes needed."""

    cite: str


class BondRule(_Part):
    """No bond is due where the difference is less than the greater of a number and a part of the votes."""

    cite: str
    free_below_votes: int
    free_below_percent: Percent
    amounts: dict[str, BondAmount]
    nomination: NominationRule | None = None


class EligibleRule(_Part):
    """Margins up to which a recount may be had: for other offices the lesser of a part and a number."""

    cite: str
    statewide_and_federal_percent: Percent
    other_percent: Percent
    other_votes: int


class BoardRule(_Part):
    kind: Literal["three-members", "auditor-and-staff"]
    signatures: int | None = None
    cite: str


class ScopeRule(_Part):
    kind: Literal["named-precincts", "whole-jurisdiction"]
    cite: str


class MethodRule(_Part):
    rule: Literal["board-chooses", "as-original"]
    cite: str
    source: str


class Edition(_Part):
    """The law between two dates.

    Attributes:
        basis: ``text`` where the statute's words were read, ``secondary`` where only reports of them were.
        clocks: time limits by kind of election; empty where they are not known.
        bond: None where no bond is known of.
        eligible: None where every margin can be recounted.
    """

    id: str
    from_: Annotated[date, Field(alias="from")]
    until: date | None = None
    basis: Literal["text", "secondary"]
    source: str
    clocks: dict[str, dict[str, Clock]] = {}
    bond: BondRule | None = None
    eligible: EligibleRule | None = None
    board: BoardRule
    scope: ScopeRule
    methods: MethodRule

    @property
    def read(self) -> bool:
        """Whether its words were read.  Of an edition that was not, what is done is recorded and not judged."""
        return self.basis == "text"

    @property
    def warning(self) -> str | None:
        """What a reader must be told before relying on this edition."""
        if self.read:
            return None
        return f"{self.id}: {self.source}. Read the law in force before you rely on this"

    def unknown(self, what: str) -> NoReturn:
        """Refuses to guess.

        Raises:
            LawUnknownError: always.
        """
        raise LawUnknownError(f"{self.id}: {what}: not known here ({self.source}); read the law in force")


@cache
def editions() -> tuple[Edition, ...]:
    """All editions, the oldest first."""
    raw = tomllib.loads(resources.files("config.law").joinpath(FILE).read_text(encoding="utf-8"))
    found = tuple(Edition.model_validate(edition) for edition in raw["edition"])
    return tuple(sorted(found, key=lambda edition: edition.from_))


def edition_on(day: date) -> Edition:
    """The law in force for an election held on a day.

    Raises:
        LawUnknownError: the law of that day is not here.
    """
    for edition in editions():
        if edition.from_ <= day and (edition.until is None or day <= edition.until):
            return edition
    raise LawUnknownError(
        f"the recount law of {day.isoformat()} is not here; the oldest edition is that of "
        f"{editions()[0].from_.isoformat()}. Read §50.48 as it stood then"
    )
