"""A case in the common data formats of NIST: results, cast vote records, event log.

Everything is made from the ledger, and its time is that of the last entry: the same case gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from config.program import ElectionProgram
from retally.cast_records import cast_records, lone_records
from retally.count import count_case
from retally.files import write_whole
from retally.incomplete import what_is_missing
from tabulate.compare import contest_infos, row_of
from tabulate.errors import ExportError, OrderError
from tabulate.ledger import Ledger
from tabulate.originals.cvr_write import CvrFacts, write_cvr_json, write_cvr_xml
from tabulate.originals.err_write import ReportFacts, write_err_json, write_err_xml
from tabulate.report.event_log import LogFacts, write_event_log_json, write_event_log_xml

DEVICE = "retally"
"""The station's name in an event log: the ledger has none, and a machine's own name is nobody's business."""


class Form(StrEnum):
    """What can be written: SP 1500-100, SP 1500-103 and SP 1500-101, each as JSON and XML."""

    RESULTS_JSON = "results-json"
    RESULTS_XML = "results-xml"
    CVR_JSON = "cvr-json"
    CVR_XML = "cvr-xml"
    EVENTS_JSON = "events-json"
    EVENTS_XML = "events-xml"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be written.

    Attributes:
        missing: why the case is not complete; the same sentences stand in the file.
        notes: what the person who publishes it should know.
    """

    data: bytes
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()


def save_export(
    ledger: Ledger,
    program: ElectionProgram,
    form: Form,
    target: Path,
    *,
    replace: bool,
    advance: Callable[[], None] | None = None,
) -> Exported:
    """Write a case into a file; see `export`.

    Raises:
        ExportError: the file exists and is not to be replaced; nothing is written.
        OSError: the folder is missing or cannot be written.
    """
    if target.exists() and not replace:
        raise ExportError(f"{target} exists; --replace replaces it, another name keeps both")
    made = export(ledger, program, form, advance)
    write_whole(target, made.data)
    return made


def export(
    ledger: Ledger, program: ElectionProgram, form: Form, advance: Callable[[], None] | None = None
) -> Exported:
    """Write a case in one of the formats.

    Args:
        ledger: the case.
        program: of the case.
        form: the format.
        advance: called for every sheet that is exported; never for an event log.

    Raises:
        OrderError: nothing is counted yet, so there are no results and no records.
        EvidenceError: the evidence does not match itself.
    """
    missing = what_is_missing(ledger)
    told = f"NOT COMPLETE. {' '.join(missing)}" if missing else ""
    if form in (Form.EVENTS_JSON, Form.EVENTS_XML):
        return Exported(_events(ledger, form, told), missing)
    if form in (Form.RESULTS_JSON, Form.RESULTS_XML):
        return Exported(_results(ledger, program, form, told, advance), missing)
    return _records(ledger, program, form, missing, advance)


def _events(ledger: Ledger, form: Form, told: str) -> bytes:
    facts = LogFacts(ledger.title, _time(ledger), DEVICE, _version(ledger), told)
    write = write_event_log_json if form is Form.EVENTS_JSON else write_event_log_xml
    return write(ledger.entries(), facts)


def _results(
    ledger: Ledger,
    program: ElectionProgram,
    form: Form,
    told: str,
    advance: Callable[[], None] | None,
) -> bytes:
    rows = [row_of(total) for total in count_case(ledger, program, advance).totals()]
    if not rows:
        raise _nothing(ledger)
    election = program.election
    facts = ReportFacts(
        election.title,
        election.date,
        election.jurisdiction,
        _time(ledger),
        election.jurisdiction,
        election.state or election.jurisdiction,
        kind="other",  # a program does not say whether its election is general, primary or special
        notes=told,
    )
    write = write_err_json if form is Form.RESULTS_JSON else write_err_xml
    return write(rows, facts, contest_infos(program))


def _records(
    ledger: Ledger,
    program: ElectionProgram,
    form: Form,
    missing: tuple[str, ...],
    advance: Callable[[], None] | None,
) -> Exported:
    ballots = cast_records(ledger, advance)
    if not ballots:
        raise _nothing(ledger)
    told = f"NOT COMPLETE. {' '.join(missing)}" if missing else ""
    election = program.election
    facts = CvrFacts(election.title, election.jurisdiction, _time(ledger), _version(ledger), told)
    write = write_cvr_json if form is Form.CVR_JSON else write_cvr_xml
    return Exported(write(ballots, contest_infos(program), facts), missing, lone_records(ballots))


def _nothing(ledger: Ledger) -> OrderError:
    return OrderError(
        f"{ledger.path}: no sheet is counted yet; scan a batch, see 'retally status {ledger.path}'"
    )


def _time(ledger: Ledger) -> datetime:
    return datetime.fromisoformat(ledger.changed_at)


def _version(ledger: Ledger) -> str:
    return str(ledger.code["versions"]["retally"])
