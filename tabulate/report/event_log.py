"""The ledger as a NIST election event log, SP 1500-101, JSON and XML.

An event has the number, time, kind and hash of a ledger entry, so that the log can be held against the case;
what an entry says stays in the case, because images and readings of ballots have no place in a log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tabulate.errors import EvidenceError
from tabulate.ledger.entry import Entry, is_timestamp
from tabulate.originals.cdf import tree_of
from tabulate.originals.cdf_write import Tree, XmlShape, to_json, to_xml
from tabulate.originals.source import Source


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One entry of the ledger as a log has it; see `tabulate.ledger.entry.Entry`."""

    seq: int
    at: str
    kind: str
    hash: str


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What a log says besides events.

    Attributes:
        generated: given, because nothing here looks at a clock.
        device: name of the station.
        version: of the program.
        details: what a reader must know of the case; empty for nothing.
    """

    election: str
    generated: datetime
    device: str
    version: str
    details: str = ""


def write_event_log_json(entries: Iterable[Entry | LoggedEvent], facts: LogFacts) -> bytes:
    """The log as JSON."""
    return to_json(_log(entries, facts))


def write_event_log_xml(entries: Iterable[Entry | LoggedEvent], facts: LogFacts) -> bytes:
    """The log as XML."""
    return to_xml(_log(entries, facts), _SHAPE)


def read_event_log(data: bytes, name: str) -> tuple[LoggedEvent, ...]:
    """The events of a log that we wrote, JSON or XML.

    Raises:
        OriginalCountError: it is no such document.
        EvidenceError: an event without a number, time, kind or hash as a ledger has them, or out of order.
    """
    events: list[LoggedEvent] = []
    for device in tree_of(Source(name, data), "ElectionEventLog").all("Device"):
        for node in device.all("Event"):
            number, at, digest = node.text("Sequence"), node.text("TimeStamp"), node.text("Hash")
            expected = events[-1].seq + 1 if events else None
            if not number.isdecimal() or (expected is not None and int(number[:18]) != expected):
                raise EvidenceError(
                    f"{node.where}: event '{number[:40]}' is out of order; this is not the whole log"
                )
            if not is_timestamp(at) or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
                raise EvidenceError(f"{node.where}: event {number} has no time or hash as a ledger has them")
            events.append(LoggedEvent(int(number[:18]), at, node.text("Id"), digest))
    return tuple(events)


def _log(entries: Iterable[Entry | LoggedEvent], facts: LogFacts) -> Tree:
    log: Tree = {
        "@type": "EventLogging.ElectionEventLog",
        "Device": [
            {
                "@type": "EventLogging.Device",
                "Event": [_event(entry) for entry in entries],
                "HashType": "sha-256",
                "Id": facts.device,
                "Manufacturer": "Retally",
                "Type": "scan-batch",
                "Version": facts.version,
            }
        ],
        "ElectionId": facts.election,
        "GeneratedTime": facts.generated.isoformat(timespec="seconds"),
    }
    return {**log, "Details": facts.details} if facts.details else log


def _event(entry: Entry | LoggedEvent) -> Tree:
    return {
        "@type": "EventLogging.Event",
        "Disposition": "na",
        "Hash": entry.hash,
        "Id": entry.kind,
        "Sequence": str(entry.seq),
        "TimeStamp": entry.at,
        "Type": "ledger-entry",
    }


_SHAPE = XmlShape(
    namespace="http://itl.nist.gov/ns/voting/1500-101/v1",
    order={
        "ElectionEventLog": ("Details", "Device", "ElectionId", "GeneratedTime"),
        "Device": ("Event", "HashType", "Id", "Manufacturer", "Type", "Version"),
        "Event": ("Disposition", "Hash", "Id", "Sequence", "TimeStamp", "Type"),
    },
    subclasses=frozenset(),
)
