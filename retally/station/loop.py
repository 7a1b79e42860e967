"""The way of a sheet through the station.

    sheet -> ledger: captured, on the medium -> scanner: accept -> read -> ledger: read

Capture does not wait for reading, until so many sheets are in hand that memory would fill.  Killed at any
moment and run again, the station goes on: what is captured is not captured twice, what is unread is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from retally.reading import Done
from retally.standing import Standing, standing
from retally.station.feeder import Feeder, Pause
from retally.station.jobs import SheetJob, SheetPool
from scanner.interface import Scanner
from scanner.sheet import CapturedSheet
from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import Batch, CapturedImage, Ledger, Sheet
from tabulate.read import PageSource

Wish = Callable[[], bool]
LOOK_EVERY = 0.2
"""Seconds without a sheet after which finished readings are recorded."""
Show = Callable[[Standing, int], None]


@dataclass(slots=True)
class Outcome:
    """What one run of the station did.

    Attributes:
        standing: how the batch stands now.
        new: sheets captured by this run.
        known: sheets the scanner gave that were captured before.
        read: sheets read by this run, of whatever batch.
        not_read: sheets (numbers in the ledger) at which the reading process died.
        interrupted: the operator asked to stop before the scanner was empty.
        closed: the batch was closed before, and there was nothing new.
    """

    batch: str
    standing: Standing
    new: int = 0
    known: int = 0
    read: int = 0
    not_read: list[int] = field(default_factory=list)
    interrupted: bool = False
    closed: bool = False


def scan_batch(
    ledger: Ledger, scanner: Scanner, batch: Batch, pool: SheetPool, *, stop: Wish, show: Show | None = None
) -> Outcome:
    """Take all sheets of a scanner into an open batch, and read everything that is unread.

    Args:
        ledger: the case, open for writing.
        scanner: gives the sheets, and holds each until it is durable.
        batch: the open batch they belong to.
        pool: reads them with the program of the case.
        stop: asked between sheets; when it says so, what is in hand is finished and no sheet is taken any more.
        show: told after every sheet how the batch stands, and how many sheets this run read.

    Raises:
        EvidenceError: the scanner gives another sheet under a key that is captured; it was returned.
        ScannerError, StorageError: the device or the medium failed; what is captured stays captured.
    """
    outcome = Outcome(batch.name, standing(ledger.sheets(batch)))
    _read_backlog(ledger, outcome, pool, stop, show)
    with Feeder(scanner) as feeder:
        for sheet in _sheets(feeder, stop, lambda: _record(ledger, outcome, pool.finished(), show)):
            job, new = _capture(ledger, batch, feeder, sheet)
            outcome.new += new
            outcome.known += not new
            if new:
                outcome.standing.capture()
                _record(ledger, outcome, pool.add(job), show)
    _record(ledger, outcome, pool.drain(), show)
    outcome.interrupted = stop()
    return outcome


def rescan_closed(ledger: Ledger, scanner: Scanner, batch: Batch, pool: SheetPool, *, stop: Wish) -> Outcome:
    """Hold the sheets of a scanner against a closed batch: nothing new is fine, anything new is refused.

    Raises:
        OrderError: a sheet that is not in the batch; it was returned.
    """
    outcome = Outcome(batch.name, standing(ledger.sheets(batch)), closed=True)
    there = {sheet.key: _content_of(sheet) for sheet in ledger.sheets(batch)}
    with Feeder(scanner) as feeder:
        for sheet in _sheets(feeder, stop, lambda: None):
            if there.get(sheet.key) != _content(_images(sheet)):
                reason = f"batch '{batch.name}' is closed and does not have sheet '{sheet.key}'"
                feeder.return_to_operator(sheet, reason)
                raise OrderError(f"{ledger.path}: {reason}; scan it into a batch of another name")
            feeder.accept(sheet)
            outcome.known += 1
    _read_backlog(ledger, outcome, pool, stop, None)
    _record(ledger, outcome, pool.drain(), None)
    outcome.interrupted = stop()
    return outcome


def finish_batch(
    ledger: Ledger, outcome: Outcome, *, by_hand: int | None = None, explanation: str | None = None
) -> Batch:
    """Close a batch whose scanner is empty.

    Args:
        ledger: the case, open for writing.
        outcome: of the run that emptied the scanner.
        by_hand: number of sheets as people counted them.
        explanation: why the hand count differs.

    Raises:
        EvidenceError: the hand count differs and nobody explained it; the batch stays open.
    """
    captured = outcome.standing.captured
    if by_hand is not None and by_hand != captured and not explanation:
        raise EvidenceError(
            f"{ledger.path}: batch '{outcome.batch}' has {captured} sheets and {by_hand} were counted by hand; "
            "it stays open: find the difference and scan again, or close it with --explain and the reason"
        )
    return ledger.close_batch(outcome.batch, by_hand, explanation)


def _sheets(feeder: Feeder, stop: Wish, meanwhile: Callable[[], None]) -> Iterator[CapturedSheet]:
    """The sheets as they come; `meanwhile` is done whenever none is there.

    A scanner that was asked to stop still gives the sheet that it holds, and then says that it is empty.
    """
    while (sheet := feeder.next(LOOK_EVERY)) is not Pause.EMPTY:
        if not isinstance(sheet, Pause):
            yield sheet
        elif stop():
            return
        else:
            meanwhile()


def _capture(ledger: Ledger, batch: Batch, feeder: Feeder, sheet: CapturedSheet) -> tuple[SheetJob, bool]:
    """Make a sheet durable, then let the scanner drop it."""
    images = _images(sheet)
    try:
        number, new = ledger.add_sheet(batch, sheet.key, images, sheet.source)
    except EvidenceError as error:
        feeder.return_to_operator(sheet, str(error))
        raise
    feeder.accept(sheet)
    pages = tuple(PageSource(data, page, name) for data, _, page, name in images)
    return SheetJob(number, batch.name, pages), new


def _read_backlog(ledger: Ledger, outcome: Outcome, pool: SheetPool, stop: Wish, show: Show | None) -> None:
    """Hand everything that is captured and unread to the pool, of whatever batch."""
    for sheet in ledger.unread():
        if stop():
            return
        pages = tuple(PageSource(ledger.image(image.sha256), image.page, image.name) for image in sheet.images)
        _record(ledger, outcome, pool.add(SheetJob(sheet.id, sheet.batch, pages)), show)


def _record(
    ledger: Ledger, outcome: Outcome, done: Iterable[Done[SheetJob, dict[str, Any]]], show: Show | None
) -> None:
    for sheet in done:
        if sheet.result is None:
            outcome.not_read.append(sheet.job.sheet)
            continue
        ledger.add_reading(sheet.job.sheet, sheet.result)
        outcome.read += 1
        if sheet.job.batch == outcome.batch:
            outcome.standing.read(sheet.result)
    if show is not None:
        show(outcome.standing, outcome.read)


def _images(sheet: CapturedSheet) -> list[CapturedImage]:
    return [(page.encoded, page.media_type, page.page, page.name) for page in sheet.pages]


def _content(images: Iterable[CapturedImage]) -> list[tuple[str, int]]:
    return [(hashlib.sha256(data).hexdigest(), page) for data, _, page, _ in images]


def _content_of(sheet: Sheet) -> list[tuple[str, int]]:
    return [(image.sha256, image.page) for image in sheet.images]
