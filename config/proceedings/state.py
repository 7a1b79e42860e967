"""Where a recount stands: what its opening and its events come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from pydantic import ConfigDict

from config.law import (
    Bond,
    Deadline,
    Edition,
    ElectionKind,
    Member,
    Office,
    OfficeCalendar,
    PrecinctMethod,
    Role,
    Signatures,
    Timing,
    deadlines,
    edition_on,
    same_person,
    signatures,
)
from config.proceedings.events import (
    BondPosted,
    Event,
    FlawFound,
    FurtherRequestFiled,
    ReportFiled,
    ReportMade,
    ReportSigned,
    RequestFiled,
    SameProgramUsed,
)
from config.signing import PublicKey

STATE_OFFICES = frozenset(
    {Office.STATEWIDE, Office.US_REPRESENTATIVE, Office.STATE_SENATOR, Office.STATE_REPRESENTATIVE}
)
"""Offices of which the state commissioner is told, (6): those whose bond is filed there, (2)(a).  (6) names
§50.30 and §43.60, which were not read."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known before the first step, for one county's recount of one office.

    Attributes:
        election: its day, which fixes the law in force.
        canvass: day of the county board's canvass.
        precincts: of this county, the absentee precinct included, and any others whose returns were reported
            to its commissioner, (4)(b); each with how it was counted then.
        abstracts: votes by county and person, of every county in which votes for the office were canvassed.
        winners: the apparent winner; of an office with several seats, all of them.
        program: identity of election day's program; None where no ballot was counted by machine.
        case: what the members' signatures name as the case, such as the origin of its checkpoints.
        population: of the county, for an office of an entire county.
        needed: votes needed to be nominated, for a primary in which nobody got them.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)
    office: Office
    kind: ElectionKind
    election: date
    canvass: date
    precincts: Mapping[str, Literal["hand", "machine"]]
    abstracts: Mapping[str, Mapping[str, int]]
    winners: tuple[str, ...]
    program: str | None = None
    case: str = ""
    population: int | None = None
    needed: int | None = None
    calendar: OfficeCalendar = field(default_factory=OfficeCalendar)

    @property
    def law(self) -> Edition:
        """The edition in force on the election day."""
        return edition_on(self.election)

    @property
    def of_the_state(self) -> bool:
        return self.office in STATE_OFFICES


@dataclass(frozen=True, slots=True)
class Container:
    """A sealed container: whose ballots it holds, the seal found last, and the new one once it is resealed."""

    precinct: str
    found: str
    resealed: str | None = None

    @property
    def open(self) -> bool:
        return self.resealed is None


@dataclass(frozen=True, slots=True)
class FurtherRequest:
    """A request filed after the first one.

    Attributes:
        bond: what §50.48(2)(a) comes to for its candidate, if a bond is known.
        ordered: whether the county board ordered its recount.
        refused: why it did not.
        copied: whether the apparent winner was sent a copy.
        bond_fate: what became of the bond, once that is settled.
    """

    request: FurtherRequestFiled
    bond: Bond | None
    ordered: bool = False
    refused: str | None = None
    copied: bool = False
    bond_posted: bool = False
    bond_fate: str | None = None

    @property
    def owes_bond(self) -> bool:
        """Whether a bond is due that is not posted."""
        due = self.bond is not None and self.bond.due
        return due and not self.bond_posted and self.refused is None


@dataclass(frozen=True, slots=True)
class Proceedings:
    """The state of the recount proceedings; made by `derive` and `advance` alone.

    Attributes:
        events: what happened, in order.
        further: requests of other candidates, in the order of their filing, 721—26.103(1).
        bond: what §50.48(2)(a) comes to for the first request, once there is one and if a bond is known.
        members: of the board, as far as it is named.
        roll: keys of members.
        precincts: that are recounted: named by the requests, then by extensions.
        methods: by precinct, the board's choice.
        program: whether the program is election day's, or which finding allows another one.
        recounted: precincts whose ballots were recounted.
        signed: signatures under the report made last.
        timings: by deadline, whether the step was in time; a step that was not is in `doubts`.
        doubts: what a person has to look at: one line each.
    """

    opening: Opening
    events: tuple[Event, ...] = ()
    request: RequestFiled | None = None
    further: tuple[FurtherRequest, ...] = ()
    refused: str | None = None
    bond: Bond | None = None
    bond_posted: BondPosted | None = None
    bond_fate: str | None = None
    members: tuple[Member, ...] = ()
    roll: tuple[PublicKey, ...] = ()
    in_session: bool = False
    precincts: tuple[str, ...] = ()
    methods: Mapping[str, PrecinctMethod] = field(default_factory=dict)
    program: SameProgramUsed | FlawFound | None = None
    containers: Mapping[str, Container] = field(default_factory=dict)
    recounted: frozenset[str] = frozenset()
    report: ReportMade | None = None
    signed: tuple[ReportSigned, ...] = ()
    timings: Mapping[str, Timing] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def happened(self, kind: type[Event]) -> bool:
        """Whether there was such an event."""
        return any(isinstance(event, kind) for event in self.events)

    def further_of(self, candidate: str) -> FurtherRequest | None:
        """The further request of a person; None where there is none."""
        return next((it for it in self.further if same_person(it.request.candidate, candidate)), None)

    def member(self, role: Role) -> Member | None:
        return next((member for member in self.members if member.role is role), None)

    @property
    def open_containers(self) -> tuple[str, ...]:
        return tuple(name for name, container in self.containers.items() if container.open)

    @property
    def signatures(self) -> Signatures:
        """Who signed the report made last, and whether that is enough, (4)(c)."""
        return signatures(self.opening.law, self.members, [signed.member for signed in self.signed])

    @property
    def stands(self) -> Literal["undecided", "original", "report", "unknown"]:
        """Which numbers stand, (4)(c): the original ones where fewer than two members signed what was filed."""
        if self.refused is not None:
            return "original"
        if not self.happened(ReportFiled):
            return "undecided"
        stands = self.signatures.stands
        return "unknown" if stands is None else "report" if stands else "original"

    def clocks(self, notice: date | None = None) -> tuple[Deadline, ...]:
        """The deadlines of this recount as far as their beginning is known; none where the law was not read."""
        if not self.opening.law.read:
            return ()
        return deadlines(
            self.opening.law,
            self.opening.kind,
            election=self.opening.election,
            canvass=self.opening.canvass,
            calendar=self.opening.calendar,
            request=self.request.at.date() if self.request else None,
            notice=notice,
        )
