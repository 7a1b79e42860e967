"""One batch from a scanner into a case: everything around the station that the command needs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from retally.bare import plainly
from retally.case import program_of
from retally.console import remark
from retally.doubts import doubts_about
from retally.level_optics import usual_size
from retally.optics import DeskOptics
from retally.recording import recorder
from retally.station import (
    Display,
    Interruption,
    Keyboard,
    NoticeBoard,
    Outcome,
    ReturnPolicy,
    SheetPool,
    Station,
    display,
)
from retally.station.keyboard import typed
from scanner.address import open_scanner
from scanner.interface import Scanner
from scanner.notice import Notice
from scanner.surroundings import Surroundings
from tabulate.ledger import Batch, Ledger

FEW = 24
"""Sheets up to which starting further processes takes longer than reading."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be scanned, as the operator says it.

    Attributes:
        scanner: its address.
        policy: which sheets it gives back.
        record: file for every byte of the link; None for none.
        stack_checked: the counted stack was compared, where no terminal can ask for it.
    """

    scanner: str
    batch: str
    unit: str
    mode: str
    policy: ReturnPolicy
    record: Path | None = None
    stack_checked: bool = False


def scan_into(ledger: Ledger, order: Order, workers: int = 0) -> tuple[Outcome, list[str]]:
    """Scan a batch.

    Args:
        ledger: the case, open for writing.
        order: what is to be scanned.
        workers: reading processes; 0 for one per CPU.

    Returns:
        What was done, and in words what looks doubtful in the batch as a whole.

    Raises:
        OrderError: the batch is of another unit, or closed and there is something new, or withdrawn.
        ScannerError, StorageError: the device or the medium failed; what is captured stays captured.
    """
    board = NoticeBoard(plainly)
    asking: list[Display] = []
    keyboard = Keyboard(
        typed if sys.stdin is not None and sys.stdin.isatty() else None,
        stack_checked=order.stack_checked,
        ask=lambda notice: _ask(asking, notice),
    )
    program = program_of(ledger)
    with recorder(order.record, order.scanner) as tee:
        around = Surroundings(
            notify=board.hear,
            finished=keyboard.finished,
            confirmed=keyboard.confirmed,
            optics=DeskOptics(usual_size(program)),
            tee=tee,
        )
        with open_scanner(order.scanner, around) as device, Interruption(device.stop) as stop:
            about = device.describe()
            remark(f"{about.name}{' (simulated)' if about.simulated else ''}")
            if about.ignored:
                remark(f"passed over, no images: {', '.join(about.ignored)}")
            few = not workers and about.expected is not None and about.expected <= FEW
            with SheetPool(program, 1 if few else workers) as pool:
                station = Station(ledger, pool, lambda: stop.requested, policy=order.policy, board=board)
                opened, run = _batch(ledger, device, order, station)
                with display(order.batch, about.expected, board) as shown:
                    asking.append(shown)
                    station.show = shown.show
                    outcome = run()
    return outcome, doubts_about(ledger, program, opened)


def _batch(
    ledger: Ledger, device: Scanner, order: Order, station: Station
) -> tuple[Batch, Callable[[], Outcome]]:
    """The batch, and what is done with it."""
    known = ledger.batch(order.batch)
    same = known is not None and known.closed and (known.unit, known.mode) == (order.unit, order.mode)
    if known is not None and same and known.withdrawn is None and not device.moves_paper:
        # A recording can be held against what is there; paper would be fed for nothing.
        return known, lambda: station.rescan_closed(device, known)
    opened = ledger.open_batch(order.batch, order.unit, order.mode, order.scanner)
    return opened, lambda: station.scan(device, opened, resumed=known is not None)


def _ask(asking: list[Display], notice: Notice) -> None:
    for shown in asking:
        shown.ask(notice)
