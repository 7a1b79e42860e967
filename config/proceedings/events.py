"""What happens in a recount of §50.48, one class a step, in the order of the statute.

Every event says when it happened, in Iowa wall-clock time.  Names are those of persons as they sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import ConfigDict

from config.law import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events; `body` reads them as strictly as this configuration says.

    Attributes:
        words: the step as something to be done.
        cite: the clause that it serves; a key is entered for the signatures of (4)(c).  Empty where none
            was read.
        at: when it was done, Iowa wall-clock time.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)
    words: ClassVar[str]
    cite: ClassVar[str]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFiled(Event):
    """(1)(a), (3)(a)(1).  `designee` is the first member, whom the request names under the law of three."""

    words: ClassVar[str] = "file the request"
    cite: ClassVar[str] = "50.48(1)(a), (3)(a)(1)"
    candidate: str
    designee: str | None = None
    precincts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRequestFiled(Event):
    """(1)(a), 721—26.103(1): another candidate asks for a recount of the same office in the same county.

    Its precincts join those of the recount, (4)(a), when it is ordered.  `designee` is named in it, (3)(a)(1),
    and does not sit: of several requests the one filed first has the member.
    """

    words: ClassVar[str] = "file a further request"
    cite: ClassVar[str] = "50.48(1)(a)"
    candidate: str
    designee: str | None = None
    precincts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfFurther(Event):
    """Base of steps on a further request; `candidate` says whose."""

    candidate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRequestOrdered(OfFurther):
    """(1)(a): the county board orders the recount that a further request asks for."""

    words: ClassVar[str] = "order the recount of a further request"
    cite: ClassVar[str] = "50.48(1)(a)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRequestRefused(OfFurther):
    """(1)(a): the county board does not order it; the recount of the other requests goes on."""

    words: ClassVar[str] = "refuse a further request"
    cite: ClassVar[str] = "50.48(1)(a)"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherCopySent(OfFurther):
    """(1)(b): a copy of a further request is sent to the apparent winner by certified mail."""

    words: ClassVar[str] = "notify the apparent winner of a further request"
    cite: ClassVar[str] = "50.48(1)(b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherBondPosted(OfFurther):
    """(2)(a): the bond that is due for a further request; no other sum."""

    words: ClassVar[str] = "post the bond of a further request"
    cite: ClassVar[str] = "50.48(2)(a)"
    dollars: int
    filed_with: Literal["state commissioner", "commissioner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherBondSettled(OfFurther):
    """(2)(b): the bond of a further request is returned or kept, as that of the first one."""

    words: ClassVar[str] = "return or keep the bond of a further request"
    cite: ClassVar[str] = "50.48(2)(b)"
    winners_after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused(Event):
    """The county board does not order a recount; nothing follows."""

    words: ClassVar[str] = "refuse the request"
    cite: ClassVar[str] = "50.48(1)(a)"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerNotified(Event):
    """(1)(b): a copy of the request is sent to the apparent winner by certified mail."""

    words: ClassVar[str] = "notify the apparent winner"
    cite: ClassVar[str] = "50.48(1)(b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairpersonActs(Event):
    """(1)(b): the winner was not reached in four days; a party's chairperson acts on the winner's behalf."""

    words: ClassVar[str] = "let the party's chairperson act for the apparent winner"
    cite: ClassVar[str] = "50.48(1)(b)"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountOrdered(Event):
    """(1)(a): the county board of canvassers orders the recount."""

    words: ClassVar[str] = "order the recount"
    cite: ClassVar[str] = "50.48(1)(a)"


@dataclass(frozen=True, slots=True, kw_only=True)
class BondPosted(Event):
    """(2)(a): the bond that is due; no other sum."""

    words: ClassVar[str] = "post the bond"
    cite: ClassVar[str] = "50.48(2)(a)"
    dollars: int
    filed_with: Literal["state commissioner", "commissioner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerDesignated(Event):
    """(3)(a)(2): the second member is named."""

    words: ClassVar[str] = "name the apparent winner's designee"
    cite: ClassVar[str] = "50.48(3)(a)(2)"
    designee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardConvened(Event):
    """(3)(b): the commissioner convenes the board; again after each adjournment."""

    words: ClassVar[str] = "convene the board"
    cite: ClassVar[str] = "50.48(3)(b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNamed(Event):
    """As is reported of the law of 2025: the auditor names one of the staff or a hired worker."""

    words: ClassVar[str] = "name a member of the board"
    cite: ClassVar[str] = ""
    name: str
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeNotified(Event):
    """(3)(b): the two members cannot agree on the third and notify the chief judge."""

    words: ClassVar[str] = "notify the chief judge"
    cite: ClassVar[str] = "50.48(3)(b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdChosen(Event):
    """(3)(a)(3), (3)(b): the third member, chosen by the two or appointed by the chief judge."""

    words: ClassVar[str] = "choose the third member"
    cite: ClassVar[str] = "50.48(3)(a)(3), (3)(b)"
    name: str
    by: Literal["members", "chief judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntered(Event):
    """The public key of a member, from the member's card: 64 hex digits.  Who has none signs on paper."""

    words: ClassVar[str] = "enter a member's key"
    cite: ClassVar[str] = "50.48(4)(c)"
    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecinctsExtended(Event):
    """(4)(b): a member extends the recount to other precincts; no further bond."""

    words: ClassVar[str] = "extend the recount"
    cite: ClassVar[str] = "50.48(4)(b)"
    by: str
    precincts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodChosen(Event):
    """(4)(a): how a precinct is recounted.

    Fields as in `config.law.PrecinctMethod`.
    """

    words: ClassVar[str] = "choose a method"
    cite: ClassVar[str] = "50.48(4)(a)"
    precinct: str
    method: Method
    reported: Literal["hand", "machine"] | None = None
    authority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameProgramUsed(Event):
    """(4)(a): the program in the equipment is election day's.  `program` is its identity, 64 hex digits."""

    words: ClassVar[str] = "hold the program against its seal"
    cite: ClassVar[str] = "50.48(4)(a)"
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlawFound(Event):
    """(4)(a): election day's program is believed or known to be flawed, and `program` is used instead."""

    words: ClassVar[str] = "find the program flawed"
    cite: ClassVar[str] = "50.48(4)(a)"
    degree: Literal["believed", "known"]
    reason: str
    decided_by: str
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerOpened(Event):
    """(4)(a).  `seal` is the number found on the container."""

    words: ClassVar[str] = "open a container"
    cite: ClassVar[str] = "50.48(4)(a)"
    container: str
    precinct: str
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecinctRecounted(Event):
    """(4)(a): the ballots voted and counted for the office were recounted in one precinct."""

    words: ClassVar[str] = "record a precinct as recounted"
    cite: ClassVar[str] = "50.48(4)(a)"
    precinct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerResealed(Event):
    """(4)(c).  `seal` is the number of the new seal."""

    words: ClassVar[str] = "reseal a container"
    cite: ClassVar[str] = "50.48(4)(c)"
    container: str
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjourned(Event):
    """(4)(c)."""

    words: ClassVar[str] = "adjourn"
    cite: ClassVar[str] = "50.48(4)(c)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMade(Event):
    """(4)(c): the report's text is fixed.

    Attributes:
        digest: SHA-256 of the report, 64 hex digits; this is what is signed.
        abstracts_incorrect: (5), whether it reports that the abstracts were incorrect as to the votes.
        unexamined: precincts of the recount that were not recounted, each with the reason.
    """

    words: ClassVar[str] = "make the report"
    cite: ClassVar[str] = "50.48(4)(c)"
    digest: str
    abstracts_incorrect: bool
    unexamined: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSigned(Event):
    """(4)(c): a member signs the report, with a key or on paper.

    `signature` is that of `config.signing.sign_report`; None where the member signed on paper.
    """

    words: ClassVar[str] = "sign the report"
    cite: ClassVar[str] = "50.48(4)(c)"
    member: str
    digest: str
    signature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiled(Event):
    """(4)(c): the report is filed with the commissioner, by however many it is signed."""

    words: ClassVar[str] = "file the report"
    cite: ClassVar[str] = "50.48(4)(c)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyBoardNotified(Event):
    """(5): the commissioner tells the county board that the abstracts were incorrect."""

    words: ClassVar[str] = "notify the county board"
    cite: ClassVar[str] = "50.48(5)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyBoardCorrected(Event):
    """(5): the county board reconvened and corrected its previous proceedings."""

    words: ClassVar[str] = "correct the county board's proceedings"
    cite: ClassVar[str] = "50.48(5)"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNotified(Event):
    """(6): the state commissioner is told that there is a recount."""

    words: ClassVar[str] = "notify the state commissioner"
    cite: ClassVar[str] = "50.48(6)"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateInformed(Event):
    """(6): the state commissioner is told whether the outcome changed in this county or district."""

    words: ClassVar[str] = "inform the state commissioner of the outcome"
    cite: ClassVar[str] = "50.48(6)"
    outcome_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BondSettled(Event):
    """(2)(b): the bond is returned or kept, by who has won over the whole jurisdiction of the office."""

    words: ClassVar[str] = "return or keep the bond"
    cite: ClassVar[str] = "50.48(2)(b)"
    winners_after: tuple[str, ...]
