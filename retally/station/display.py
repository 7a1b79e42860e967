"""What the operator sees while a batch goes through: how it stands, and what to do now."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from retally.console import PLAIN_LINE_EVERY, console, remark
from retally.standing import Standing
from retally.station.board import NoticeBoard
from scanner.notice import Notice

ENTER = "Press Enter when that is done."


@dataclass(slots=True)
class Display:
    """Shows how a batch stands; `show` is called after every sheet and costs next to nothing.

    Attributes:
        label: what is going through, such as the name of the batch.
        total: how many sheets are expected, or None when nobody knows.
        board: where the notices are that are not over.
    """

    label: str
    total: int | None = None
    board: NoticeBoard = field(default_factory=NoticeBoard)
    bar: Progress | None = None
    began: float | None = None
    before: int = 0
    last_line: float = field(default_factory=time.monotonic)
    waiting: Notice | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def show(self, standing: Standing, new: int) -> None:
        """Show `standing`; `new` are the sheets read by this command, for the rate."""
        if new and self.began is None:
            self.began, self.before = time.monotonic(), new
        seconds = 0.0 if self.began is None else time.monotonic() - self.began
        rate = f", {(new - self.before) / seconds * 60:.0f} a minute" if seconds > 1 else ""
        line = f"{self.label}: {_numbers(standing)}{rate}"
        if self.bar is None:
            if time.monotonic() - self.last_line >= PLAIN_LINE_EVERY:
                self.last_line = time.monotonic()
                self._say(line)
            return
        if not self.bar.task_ids:
            self.bar.add_task(line, total=self.total)
        self.bar.update(self.bar.task_ids[0], completed=standing.captured - standing.unread, description=line)

    def tell(self, notice: Notice) -> None:
        """Show a notice at once; called from the scanner's thread."""
        if notice.over:
            self.waiting = None
        text = str(notice)
        if not text:
            return
        if self.bar is None:
            self._say(text if notice.over else f">>> {text}")
        elif notice not in self.board.open:  # those stand in the panel until they are over
            self.bar.console.print(Text(text))

    def ask(self, notice: Notice) -> None:
        """A notice waits for Enter."""
        self.waiting = notice
        if self.bar is None:
            self._say(f">>> {ENTER}")

    def __rich__(self) -> RenderableType:
        """The bar, and above it what is to be done now."""
        parts: list[RenderableType] = []
        todo = [str(notice) for notice in self.board.open]
        if self.waiting is not None:
            todo += [ENTER] if todo else [str(self.waiting), ENTER]
        if todo:
            parts.append(Panel(Text("\n".join(todo), style="bold"), title="Now do this", border_style="red"))
        if self.bar is not None:
            parts.append(self.bar)
        return Group(*parts)

    def _say(self, line: str) -> None:
        with self._lock:
            remark(line)


def _numbers(standing: Standing) -> str:
    """The five numbers that matter while a pile goes through."""
    flagged = standing.review + standing.quarantined
    unread = f", {standing.unread} to be read" if standing.unread else ""
    return (
        f"{standing.captured} sheets in, {standing.kept} accepted, {standing.returned} returned, "
        f"{flagged} flagged{unread}"
    )


@contextlib.contextmanager
def display(
    label: str, total: int | None = None, board: NoticeBoard | None = None, where: Console | None = None
) -> Iterator[Display]:
    """A display for one batch, taken away when it is done.

    Args:
        label: what is going through.
        total: sheets expected, or None.
        board: its notices are shown from now on.
        where: for tests; the present stderr when None.
    """
    where = where if where is not None else console()
    board = board if board is not None else NoticeBoard()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), TimeElapsedColumn())
    bar = Progress(*columns, console=where) if where.is_terminal else None
    shown = Display(label, total, board, bar)
    board.show = shown.tell
    try:
        if bar is None:
            yield shown
        else:
            with Live(shown, console=where, transient=True, refresh_per_second=8):
                yield shown
    finally:
        board.show = None
