"""What the operator sees while a batch goes through: a bar at a terminal, a line now and then elsewhere."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from retally.console import PLAIN_LINE_EVERY, console, remark
from retally.standing import Standing


@dataclass(slots=True)
class Display:
    """Shows how a batch stands; `show` is called after every sheet and costs next to nothing.

    Attributes:
        label: what is going through, such as the name of the batch.
        total: how many sheets are expected, or None when nobody knows.
    """

    label: str
    total: int | None = None
    bar: Progress | None = None
    began: float | None = None
    before: int = 0
    last_line: float = field(default_factory=time.monotonic)

    def show(self, standing: Standing, new: int) -> None:
        """Show `standing`; `new` are the sheets read by this command, for the rate."""
        if new and self.began is None:
            self.began, self.before = time.monotonic(), new
        seconds = 0.0 if self.began is None else time.monotonic() - self.began
        rate = f", {(new - self.before) / seconds:.1f} a second" if seconds > 1 else ""
        line = f"{self.label}: {standing}{rate}"
        if self.bar is None:
            if time.monotonic() - self.last_line >= PLAIN_LINE_EVERY:
                self.last_line = time.monotonic()
                remark(line)
            return
        if not self.bar.task_ids:
            self.bar.add_task(line, total=self.total)
        self.bar.update(self.bar.task_ids[0], completed=standing.captured - standing.unread, description=line)


@contextlib.contextmanager
def display(label: str, total: int | None = None) -> Iterator[Display]:
    """A display for one batch, taken away when it is done."""
    where = console()
    if not where.is_terminal:
        yield Display(label, total)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=where, transient=True) as bar:
        yield Display(label, total, bar)
