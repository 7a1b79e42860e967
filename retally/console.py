"""What the operator sees while a command works: progress and remarks, on stderr.

Results go to stdout, by `print` or `typer.echo`; everything here goes to stderr, so that
``retally totals CASE --json > totals.json`` writes nothing but the totals.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

T = TypeVar("T")

PLAIN_LINE_EVERY = 5.0
"""Seconds between two progress lines when stderr is not a terminal (a log file, a pipe)."""


def console() -> Console:
    """Returns a console on the present stderr; plain text when that is not a terminal."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def remark(text: str) -> None:
    """Prints one plain line for the operator to stderr."""
    print(f"retally: {text}", file=sys.stderr)


class Meter:
    """Counts finished pieces of work and shows them; made by `meter`."""

    def __init__(self, label: str, total: int | None, bar: Progress | None) -> None:
        self._label = label
        self._total = total
        self._bar = bar
        self._task = bar.add_task(label, total=total) if bar is not None else None
        self._done = 0
        self._last_line = time.monotonic()

    def advance(self, pieces: int = 1, *, note: str = "") -> None:
        """Tells that `pieces` more are finished; `note` is shown beside the bar, such as the page's name."""
        self._done += pieces
        if self._bar is not None and self._task is not None:
            description = f"{self._label} {note}" if note else self._label
            self._bar.update(self._task, advance=pieces, description=description)
        elif time.monotonic() - self._last_line >= PLAIN_LINE_EVERY:
            self._last_line = time.monotonic()
            remark(f"{self._label}: {self._done}" + (f" of {self._total}" if self._total is not None else ""))


@contextmanager
def meter(label: str, total: int | None = None) -> Iterator[Meter]:
    """Shows progress for work that does not come as an iterable.

    Args:
        label: what is being done, such as ``Reading pages``.
        total: how many pieces there are, or None when nobody knows yet.

    Yields:
        The meter; call its `advance` for every finished piece.
    """
    where = console()
    if not where.is_terminal:
        yield Meter(label, total, None)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=where, transient=True) as bar:
        yield Meter(label, total, bar)


def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Yields the items and shows how far it is; for every loop that can take more than a second.

    A piece counts as finished when the next one is asked for, so the bar never runs ahead of the work.

    Args:
        items: what is worked through.
        label: what is being done, such as ``Reading pages``.
        total: how many there are; taken from `items` when it has a length.
    """
    if total is None and isinstance(items, Sized):
        total = len(items)
    with meter(label, total) as shown:
        for item in items:
            yield item
            shown.advance()
