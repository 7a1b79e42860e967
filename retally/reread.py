"""Reading all images of a case again: the same image and program must give the same record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from retally.reading import Done
from retally.station.jobs import SheetJob, SheetPool
from tabulate.errors import EvidenceError
from tabulate.ledger import Ledger, Sheet
from tabulate.ledger.canonical import canonical_text
from tabulate.read import PageSource


def reread(ledger: Ledger, pool: SheetPool, progress: Callable[[], None]) -> Iterator[str]:
    """Read every sheet that has a reading again, and name each whose record differs.

    Sheets with images that do not match their hash are passed over: `tabulate.ledger.verify` names them.

    Args:
        ledger: the case.
        pool: reads with the program of the case.
        progress: called for every sheet.

    Yields:
        One line for each problem.
    """
    recorded: dict[int, Sheet] = {}
    for done in pool.run(_jobs(ledger, recorded)):
        progress()
        problem = _held_against(recorded.pop(done.job.sheet), done)
        if problem is not None:
            yield problem


def _jobs(ledger: Ledger, recorded: dict[int, Sheet]) -> Iterator[SheetJob]:
    for sheet in ledger.sheets():
        if sheet.reading is None:
            continue
        try:
            pages = tuple(
                PageSource(ledger.image(image.sha256), image.page, image.name) for image in sheet.images
            )
        except EvidenceError:
            continue
        recorded[sheet.id] = sheet
        yield SheetJob(sheet.id, sheet.batch, pages)


def _held_against(sheet: Sheet, done: Done[SheetJob, dict[str, Any]]) -> str | None:
    where = f"entry {sheet.id}, sheet {sheet.sequence} of batch {sheet.batch}"
    if done.result is None:
        return f"{where}: the process that read it again ended"
    if canonical_text(done.result) == canonical_text(sheet.reading):
        return None
    return f"{where}: reads otherwise than recorded: {first_difference(sheet.reading, done.result)}"


def first_difference(recorded: Any, now: Any, place: str = "") -> str:
    """Where two records first differ, such as ``pages.0.targets.3.score: recorded 310, reads 12``."""
    if isinstance(recorded, dict) and isinstance(now, dict) and recorded.keys() == now.keys():
        pairs: list[tuple[str, Any, Any]] = [(key, recorded[key], now[key]) for key in recorded]
    elif isinstance(recorded, list) and isinstance(now, list) and len(recorded) == len(now):
        pairs = [(str(index), *pair) for index, pair in enumerate(zip(recorded, now, strict=True))]
    else:
        return f"{place or 'record'}: recorded {_short(recorded)}, reads {_short(now)}"
    different = next(((key, old, new) for key, old, new in pairs if old != new), None)
    if different is None:
        return f"{place or 'record'}: the same values of another kind"
    key, old, new = different
    return first_difference(old, new, f"{place}.{key}" if place else key)


def _short(value: Any) -> str:
    text = canonical_text(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
