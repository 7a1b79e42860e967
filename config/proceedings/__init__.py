"""The recount proceedings of §50.48, step by step: what was done, what comes next, and where they stand.

Reading order: `events` (what can happen), `state` (what it comes to), `order` (the table of what must come
first), `unread` (a law of which reports alone are known), `special` (what must come before one particular
step), `facts` (what an event may say), `apply` (what it changes), `advance` (one step), `kept` (deadlines),
`body` (all of it as JSON), `unrecorded` (what is missing).  Pure: the state is made from the opening and the
list of events each time.
A step before its time is an `OrderError`, a fact that cannot be a `LawError`; neither changes anything.
"""

from config.proceedings.advance import advance, derive
from config.proceedings.body import KINDS, event_body, opening_body, read_event, read_opening
from config.proceedings.events import (
    Adjourned,
    BoardConvened,
    BondPosted,
    BondSettled,
    ChairpersonActs,
    ContainerOpened,
    ContainerResealed,
    CountyBoardCorrected,
    CountyBoardNotified,
    Event,
    FlawFound,
    FurtherRequestFiled,
    JudgeNotified,
    KeyEntered,
    MemberNamed,
    MethodChosen,
    PrecinctRecounted,
    PrecinctsExtended,
    RecountOrdered,
    ReportFiled,
    ReportMade,
    ReportSigned,
    RequestFiled,
    RequestRefused,
    SameProgramUsed,
    StateInformed,
    StateNotified,
    ThirdChosen,
    WinnerDesignated,
    WinnerNotified,
)
from config.proceedings.kept import is_moot, is_overdue, kept
from config.proceedings.order import EVENTS, is_over, possible
from config.proceedings.state import Container, FurtherRequest, Opening, Proceedings
from config.proceedings.unread import said_under
from config.proceedings.unrecorded import beyond, unrecorded

__all__ = [
    "EVENTS",
    "KINDS",
    "Adjourned",
    "BoardConvened",
    "BondPosted",
    "BondSettled",
    "ChairpersonActs",
    "Container",
    "ContainerOpened",
    "ContainerResealed",
    "CountyBoardCorrected",
    "CountyBoardNotified",
    "Event",
    "FlawFound",
    "FurtherRequest",
    "FurtherRequestFiled",
    "JudgeNotified",
    "KeyEntered",
    "MemberNamed",
    "MethodChosen",
    "Opening",
    "PrecinctRecounted",
    "PrecinctsExtended",
    "Proceedings",
    "RecountOrdered",
    "ReportFiled",
    "ReportMade",
    "ReportSigned",
    "RequestFiled",
    "RequestRefused",
    "SameProgramUsed",
    "StateInformed",
    "StateNotified",
    "ThirdChosen",
    "WinnerDesignated",
    "WinnerNotified",
    "advance",
    "beyond",
    "derive",
    "event_body",
    "is_moot",
    "is_over",
    "is_overdue",
    "kept",
    "opening_body",
    "possible",
    "read_event",
    "read_opening",
    "said_under",
    "unrecorded",
]
