"""The legal proceedings of a recount as a report shows them: plain words and numbers, each with its clause.

Whoever has the case fills it in; nothing here knows the steps themselves.  Moments are Iowa wall-clock time,
``YYYY-MM-DD HH:MM``; clauses are of the Iowa Code, such as ``50.48(1)(a)``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Outcome = Literal["met", "missed", "doubtful", "not recorded", "open", "does not apply"]
"""How a deadline was kept.  ``not recorded``: it is past and no step of the case says that it was met."""


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step that stands: what was done, what it says, and the clause that it serves; None where unknown."""

    at: str
    words: str
    facts: str
    cite: str | None


@dataclass(frozen=True, slots=True)
class WithdrawnStep:
    """A step that was withdrawn as entered wrongly; it stays as evidence.

    Attributes:
        at, words, facts: of the step.
        withdrawn: when its withdrawal was recorded, UTC.
    """

    at: str
    words: str
    facts: str
    withdrawn: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class BoardMember:
    """A member of the board.

    Attributes:
        role: who designated the member, in words.
        cite: the clause that seats the member; None where the law was not read.
        key: the Ed25519 key as on the member's card, 64 hex digits; None where none was entered.
    """

    name: str
    role: str
    cite: str | None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class RecountedPrecinct:
    """A precinct of the recount.

    Attributes:
        named_by: the request, the member who extended the recount to it, or the law that wants all recounted.
        originally: how it was counted for the canvass.
        method: how it is recounted; None when nobody chose.
        reported: which count is reported where both were done.
        authority: who says that hand and machine may be mixed.
        recounted: when it was recorded as recounted; None when it was not.
        unexamined: why not, by the board's report.
    """

    precinct: str
    named_by: str
    cite: str | None
    originally: str
    method: str | None = None
    reported: str | None = None
    authority: str | None = None
    recounted: str | None = None
    unexamined: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerUse:
    """A sealed container that was opened; one that was opened twice is there twice.

    Attributes:
        found: number of the seal that was found on it.
        resealed: when; None while it is open.
        seal: number of the new seal.
    """

    container: str
    precinct: str
    opened: str
    found: str
    resealed: str | None = None
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineKept:
    """A time limit, its last moment and how it was kept.

    Attributes:
        at: time of day; None where the statute names the day alone.
        notes: what the law leaves open, and what moves the day.
    """

    words: str
    day: str
    at: str | None
    cite: str
    outcome: Outcome
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberSignature:
    """A member's signature under the report.

    Attributes:
        how: ``key``, verified against the key on the member's card, or ``paper``, where whoever recorded it
            vouches for it.
    """

    member: str
    at: str
    how: Literal["key", "paper"]


@dataclass(frozen=True, slots=True)
class RecountRecord:
    """Everything that a case records of the legal proceedings.

    Attributes:
        law: id of the edition in force on the election day.
        warning: what a reader must know of that edition; None where its text was read.
        asked: who asked for the recount, when, and what for; None before the request.
        bond: what was due, posted and became of it.
        program: which program the ballots are read with, by the board's finding.
        report: SHA-256 of the report that the board made last; None before.
        filed: when it was filed with the commissioner.
        signatures_needed: how many members must sign it; None where the law was not read.
        stands: which numbers stand; ``unknown`` where nobody here knows.
        elsewhere: precincts of the county to which the recount does not extend.
        doubts: what a person has to look at.
        unrecorded: steps that apply and are not recorded, with their clause.
        beyond: what the statute asks and no step of a case can record.
    """

    law: str
    warning: str | None
    office: str
    canvass: str
    asked: str | None
    bond: str | None
    program: str | None
    report: str | None
    filed: str | None
    signatures_needed: int | None
    stands: Literal["undecided", "original", "report", "unknown"]
    stands_words: str
    steps: tuple[StepTaken, ...] = ()
    members: tuple[BoardMember, ...] = ()
    precincts: tuple[RecountedPrecinct, ...] = ()
    elsewhere: tuple[str, ...] = ()
    containers: tuple[ContainerUse, ...] = ()
    deadlines: tuple[DeadlineKept, ...] = ()
    signatures: tuple[MemberSignature, ...] = ()
    withdrawn: tuple[WithdrawnStep, ...] = ()
    doubts: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
