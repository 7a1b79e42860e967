"""The way of a sheet through the station.

    sheet -> ledger: captured, on the medium -> scanner: accept -> read -> ledger: read

Capture does not wait for reading, until so many sheets are in hand that memory would fill: then the scanner is
not told to go on.  Where a policy gives sheets back, each is read before the scanner lets it go.  Killed at any
moment and run again, the station goes on: what is captured is not captured twice, what is unread is read.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from retally.reading import Done
from retally.standing import Standing, standing
from retally.station.board import NoticeBoard
from retally.station.doubt import BEGUN, ENDED, doubt_of
from retally.station.feeder import Feeder, Pause
from retally.station.jobs import SheetJob, SheetPool
from retally.station.outcome import Outcome
from retally.station.policy import ReturnPolicy
from scanner.doubt import Doubt
from scanner.errors import ScannerError
from scanner.interface import Scanner
from scanner.sheet import CapturedSheet
from tabulate.errors import OrderError, TabulateError
from tabulate.ledger import Batch, CapturedImage, Ledger, Sheet
from tabulate.read import PageSource

Wish = Callable[[], bool]
LOOK_EVERY = 0.2
"""Seconds without a sheet after which finished readings are recorded."""
Show = Callable[[Standing, int], None]


def never() -> bool:
    """A station that nobody stops."""
    return False


@dataclass(slots=True)
class Station:
    """What the station works with.

    Attributes:
        ledger: the case, open for writing.
        pool: reads sheets with the program of the case.
        stop: asked between sheets; when it says so, what is in hand is finished and no sheet is taken any more.
        show: told after every sheet how the batch stands, and how many sheets this run read.
        policy: which sheets a scanner that moves paper gives back.
        board: hears what the scanner tells.
    """

    ledger: Ledger
    pool: SheetPool
    stop: Wish = never
    show: Show | None = None
    policy: ReturnPolicy = field(default_factory=ReturnPolicy)
    board: NoticeBoard = field(default_factory=NoticeBoard)

    def scan(self, scanner: Scanner, batch: Batch, *, resumed: bool = False) -> Outcome:
        """Take all sheets of a scanner into an open batch, and read everything that is unread.

        Args:
            scanner: gives the sheets, and holds each until it is durable.
            batch: the open batch they belong to.
            resumed: the batch was open before; a device that drops paper early then has its stack compared.

        Raises:
            EvidenceError: the scanner gives another sheet under a key that is captured; it was refused.
            ScannerError, StorageError: the device or the medium failed; what is captured stays captured, and a
                sheet that could not be stored was given back.
        """
        outcome = Outcome(batch.name, standing(self.ledger.sheets(batch)))
        self._read_backlog(outcome)
        _Run(self, scanner, batch, outcome).feed(resumed=resumed)
        self.record(outcome, self.pool.drain())
        outcome.interrupted = self.stop()
        return outcome

    def rescan_closed(self, scanner: Scanner, batch: Batch) -> Outcome:
        """Hold the sheets of a scanner against a closed batch: nothing new is fine, anything new is refused.

        Raises:
            OrderError: a sheet that is not in the batch; it was refused.
        """
        outcome = Outcome(batch.name, standing(self.ledger.sheets(batch)), closed=True)
        there = {sheet.key: _content_of(sheet) for sheet in self.ledger.sheets(batch)}
        with Feeder(scanner) as feeder:
            for sheet in _sheets(feeder, self.stop):
                if there.get(sheet.key) != _content(images_of(sheet)):
                    reason = f"batch '{batch.name}' is closed and does not have sheet '{sheet.key}'"
                    feeder.refuse(sheet, reason)
                    raise OrderError(f"{self.ledger.path}: {reason}; scan it into a batch of another name")
                feeder.accept(sheet)
                outcome.known += 1
        self._read_backlog(outcome)
        self.record(outcome, self.pool.drain())
        outcome.interrupted = self.stop()
        return outcome

    def record(self, outcome: Outcome, done: Iterable[Done[SheetJob, dict[str, Any]]]) -> None:
        """Write readings down."""
        for sheet in done:
            if sheet.result is None:
                outcome.not_read.append(sheet.job.sheet)
                continue
            self.ledger.add_reading(sheet.job.sheet, sheet.result)
            outcome.read += 1
            if sheet.job.batch == outcome.batch:
                outcome.standing.read(sheet.result)
        if self.show is not None:
            self.show(outcome.standing, outcome.read)

    def _read_backlog(self, outcome: Outcome) -> None:
        """Hand everything that is captured and unread to the pool, of whatever batch."""
        for sheet in self.ledger.unread():
            if self.stop():
                return
            pages = tuple(
                PageSource(self.ledger.image(image.sha256), image.page, image.name) for image in sheet.images
            )
            self.record(outcome, self.pool.add(SheetJob(sheet.id, sheet.batch, pages)))


@dataclass(slots=True)
class _End:
    """Where the paper of a sheet is going: the sheet's number, and why it is given back."""

    sheet: int
    returned: str | None


class _Run:
    """One batch going through one scanner."""

    def __init__(self, station: Station, scanner: Scanner, batch: Batch, outcome: Outcome) -> None:
        self._station = station
        self._ledger = station.ledger
        self._scanner = scanner
        self._batch = batch
        self._outcome = outcome
        self._going: _End | None = None

    def feed(self, *, resumed: bool) -> None:
        """Everything from the sheet in doubt to the empty feeder."""
        moves = self._scanner.moves_paper
        known = frozenset(sheet.key for sheet in self._ledger.sheets(self._batch)) if moves else frozenset()
        doubts = self._doubts(resumed=resumed) if moves else ()
        if moves:
            self._ledger.add_notice(self._batch.name, BEGUN, f"Scanning begins with {self._scanner.address}.")
        try:
            with Feeder(self._scanner, known, doubts) as feeder:
                self._take(feeder)
            if moves and not (self._scanner.unasked and self._station.stop()):
                self._ledger.add_notice(self._batch.name, ENDED, "Scanning ends, and no sheet is in doubt.")
        except ScannerError:
            if not self._station.stop():  # otherwise it is how a device stops amid a trouble that was told
                raise
        finally:
            with contextlib.suppress(TabulateError):  # the medium is full: told already, or told next
                self._write_notices()

    def _doubts(self, *, resumed: bool) -> tuple[Doubt, ...]:
        """What the device settles first.

        Raises:
            OrderError: a sheet of another batch is in doubt; taken for one of this batch it would be fed again.
        """
        held = self._ledger.undisposed()
        if held is None:
            return (doubt_of(self._ledger, self._batch.name),) if resumed else ()
        if held.batch != self._batch.name:
            raise OrderError(
                f"{self._ledger.path}: where sheet '{held.key}' of batch '{held.batch}' went is not noted; run "
                "the scan of that batch again first, so that the scanner settles it"
            )
        if self._station.policy.kinds and held.reading is None:
            self._station.record(self._outcome, self._station.pool.drain())
            held = self._ledger.sheet(held.id)
        reason = self._station.policy.reason(held.reading)
        self._going = _End(held.id, reason)
        return (doubt_of(self._ledger, held.batch, held, reason),)

    def _take(self, feeder: Feeder) -> None:
        while (offer := feeder.next(LOOK_EVERY)) is not Pause.EMPTY:
            self._write_notices()
            if isinstance(offer, CapturedSheet):
                self._capture(feeder, offer)
            elif offer is Pause.MOVED:
                self._note_end()
                feeder.go_on()
            elif self._station.stop() and not self._scanner.moves_paper:
                return  # what is in hand there is no paper; a device says itself that it has stopped
            else:
                self._station.record(self._outcome, self._station.pool.finished())

    def _capture(self, feeder: Feeder, sheet: CapturedSheet) -> None:
        """Make a sheet durable, then let the scanner drop it."""
        images = images_of(sheet)
        paper = self._scanner.moves_paper
        try:
            number, new = self._ledger.add_sheet(
                self._batch, sheet.key, images, sheet.source, imprint=sheet.imprint, paper=paper
            )
        except TabulateError as error:
            feeder.refuse(sheet, str(error))
            if paper:
                self._wait_until_back(feeder)
            raise
        pages = tuple(PageSource(data, page, name) for data, _, page, name in images)
        self._outcome.new += new
        self._outcome.known += not new
        if new:
            self._outcome.standing.capture()
        self._dispose(feeder, sheet, SheetJob(number, self._batch.name, pages), new=new)

    def _dispose(self, feeder: Feeder, sheet: CapturedSheet, job: SheetJob, *, new: bool) -> None:
        """Let the scanner drop a sheet that is stored, or give it back; read it after that or before."""
        reason = None
        if self._scanner.moves_paper:
            if self._station.policy.kinds:
                reason = self._station.policy.reason(self._read_now(job))
                new = False
            self._going = _End(job.sheet, reason)
        if reason is None:
            feeder.accept(sheet)
        else:
            feeder.return_to_operator(sheet, reason)
        if new:  # may wait for the readers, and meanwhile the scanner is not told to go on
            self._station.record(self._outcome, self._station.pool.add(job))

    def _read_now(self, job: SheetJob) -> dict[str, Any] | None:
        """The reading of a sheet, written down; None when the reading process died of it."""
        self._station.record(self._outcome, self._station.pool.add(job))
        self._station.record(self._outcome, self._station.pool.drain())
        return self._ledger.sheet(job.sheet).reading

    def _note_end(self) -> None:
        """The paper is where it belongs; that it is, is durable before the next sheet is fed."""
        end, self._going = self._going, None
        if end is None:
            return
        self._ledger.dispose_sheet(end.sheet, "accepted" if end.returned is None else "returned", end.returned)
        if end.returned is not None:
            sheet = self._ledger.sheet(end.sheet)
            if sheet.batch == self._batch.name:
                self._outcome.standing.give_back(sheet.reading)

    def _wait_until_back(self, feeder: Feeder) -> None:
        """Wait until a sheet that could not be stored is out of the scanner, or the operator stops."""
        try:
            while feeder.next(LOOK_EVERY) is Pause.WAITING:
                pass
        except ScannerError:
            return  # the notices say where it belongs, and what stopped us is told by the caller

    def _write_notices(self) -> None:
        for notice in self._station.board.take():
            text = str(notice)
            if text:
                self._ledger.add_notice(self._batch.name, notice.code, text[:MOST_TEXT], notice.sheet)


MOST_TEXT = 2000
"""Characters of a notice that the case takes; longer than any that we know."""


def _sheets(feeder: Feeder, stop: Wish) -> Iterator[CapturedSheet]:
    """The sheets of a recording as they come."""
    while (offer := feeder.next(LOOK_EVERY)) is not Pause.EMPTY:
        if isinstance(offer, CapturedSheet):
            yield offer
        elif offer is Pause.MOVED:
            feeder.go_on()
        elif stop():
            return


def images_of(sheet: CapturedSheet) -> list[CapturedImage]:
    """The pages of a sheet as the ledger takes them."""
    return [(page.encoded, page.media_type, page.page, page.name) for page in sheet.pages]


def _content(images: Iterable[CapturedImage]) -> list[tuple[str, int]]:
    return [(hashlib.sha256(data).hexdigest(), page) for data, _, page, _ in images]


def _content_of(sheet: Sheet) -> list[tuple[str, int]]:
    return [(image.sha256, image.page) for image in sheet.images]
