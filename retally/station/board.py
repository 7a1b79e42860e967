"""What the scanner tells, from its thread: shown at once, and kept until the station writes it down."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from scanner.notice import Ask, Notice

Told = Callable[[Notice], None]


class NoticeBoard:
    """Hears notices in the scanner's thread; everything else is the station's.

    Args:
        show: called for every notice, in the scanner's thread; must not write the case.
    """

    def __init__(self, show: Told | None = None) -> None:
        self.show = show
        self._new: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        self._open: list[Notice] = []
        self._lock = threading.Lock()

    def hear(self, notice: Notice) -> None:
        """A notice comes; one that says that a trouble is over ends everything that was asked."""
        with self._lock:
            if notice.over:
                self._open = []
            elif notice.ask is not Ask.NOTHING:
                self._open.append(notice)
        if not notice.over:
            self._new.put(notice)
        if self.show is not None:
            self.show(notice)

    @property
    def open(self) -> tuple[Notice, ...]:
        """What the operator must do now."""
        with self._lock:
            return tuple(self._open)

    def take(self) -> Iterator[Notice]:
        """The notices that came since the last time, for the case."""
        while True:
            try:
                yield self._new.get_nowait()
            except queue.Empty:
                return
