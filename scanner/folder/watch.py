"""``folder:DIR?watch=1``: a folder that another program is still filling, as a scanner.

A file is taken when it is whole: its name is not one of a file in the making (``.part``, ``.tmp``, ...), its
size and time of change have stood still for `SETTLE` seconds, and it has the end mark of its format.  Surest is
a writer that writes under such a name and renames when done.

The watch ends when the file ``.end`` (or ``until=NAME``) appears, which says that nothing more comes: what is
there then is waited for until it stands still, and taken even without an end mark, because a damaged image
must reach the reader and not be lost.  It also ends on `stop`, and leaves the rest to the next run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator
from typing import Final

from scanner.errors import RecordingError
from scanner.folder.complete import has_end
from scanner.folder.kinds import is_hidden, is_unfinished, media_type
from scanner.folder.naming import natural_key
from scanner.folder.options import Options, Pages
from scanner.folder.pairing import Image, Plan, find_pairs, plan_sheets, refuse_documents, refuse_twins
from scanner.folder.reader import Reader, image_of
from scanner.folder.store import Entry, Store, VanishedError
from scanner.interface import Scanner, ScannerInfo
from scanner.sheet import CapturedSheet

POLL: Final = 0.5
"""Seconds between two looks into the folder."""

SETTLE: Final = 2.0
"""Seconds that a file must stand still; some file systems keep times to 2 seconds only."""


class WatchScanner(Scanner):
    """See the module.

    Refused, because a sheet would be lost or changed: a file that is written again after it was found whole (a
    program that starts numbering anew), a whole file that goes before it was taken, and a file in the making
    that is still there at the end.
    """

    def __init__(
        self,
        address: str,
        store: Store,
        options: Options,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """Watch a folder.

        Args:
            address: as given.
            store: the folder.
            options: `pages` must be PAIR or SINGLE.
            clock: seconds, monotonic.
            wait: waits that many seconds or less; by default `stop` wakes it up.
        """
        super().__init__(address)
        self._store = store
        self._options = options
        self._clock = clock
        self._wait = wait or self._stopping.wait
        self._reader = Reader(store)
        self._settling: dict[str, tuple[Entry, float]] = {}
        self._whole: dict[str, tuple[Entry, Image]] = {}
        self._taken: set[str] = set()
        self._ignored: dict[str, Entry] = {}

    def describe(self) -> ScannerInfo:
        how = "names tell the sides" if self._options.pages is Pages.PAIR else "one-sided sheets"
        name = f"watched folder, {how}, until {self._options.until} appears"
        return ScannerInfo(self.address, name, ignored=tuple(sorted(self._ignored, key=natural_key)))

    @property
    def waiting(self) -> tuple[str, ...]:
        """Names of files that are not whole yet, or whose other side is not."""
        return tuple(sorted({*self._settling, *self._whole} - self._taken, key=natural_key))

    def _feed(self, known: Container[str]) -> Iterator[CapturedSheet]:
        while not self._stopping.is_set():
            over = self._look()
            plans = self._plans(over)
            for plan in plans:
                sheet = None if plan.key in known else self._capture(plan)
                self._taken.update(plan.names)
                if sheet is not None:
                    yield sheet
            if over:
                return
            if not plans:
                self._wait(POLL)

    def _look(self) -> bool:
        """Take in what the folder holds now; return whether it has ended and every file stands still."""
        entries = {entry.name: entry for entry in self._store.entries()}
        ended = self._options.until in entries
        entries.pop(self._options.until, None)
        self._check_whole(entries)
        now = self._clock()
        before, self._settling = self._settling, {}
        for name, entry in entries.items():
            if is_hidden(name) or name in self._whole or self._ignored.get(name) == entry:
                continue
            seen, since = before.get(name, (entry, now))
            since = since if seen == entry else now
            if now - since < SETTLE or not self._settle(entry, ended):
                self._settling[name] = (entry, since)
        return ended and not self._settling

    def _check_whole(self, entries: dict[str, Entry]) -> None:
        """Refuse that a file that was found whole is written again, or goes before it was taken."""
        for name, (entry, _) in self._whole.items():
            now = entries.get(name)
            if now is None and name not in self._taken:
                raise RecordingError(f"{name} was there and is gone; put it back and scan the batch again")
            if now is not None and now != entry:
                raise RecordingError(
                    f"{name} was complete and has been written again; two sheets may have had one name: find "
                    "both, and let the program that fills the folder number on"
                )

    def _settle(self, entry: Entry, ended: bool) -> bool:
        """Sort a file that stands still; False when it has to be waited for."""
        if is_unfinished(entry.name):
            if ended:
                raise RecordingError(
                    f"{entry.name} was never finished; finish or remove it and scan the batch again"
                )
            return False
        try:
            data = self._store.read(entry.name)
        except VanishedError:
            return True
        kind = media_type(entry.name, data)
        if kind is None:
            self._ignored[entry.name] = entry
        elif len(data) == entry.size and (ended or has_end(data, kind)):
            self._whole[entry.name] = (entry, image_of(entry.name, kind, data))
        else:
            return False
        return True

    def _plans(self, over: bool) -> list[Plan]:
        """Make sheets of what is whole and not taken; at the end nothing may be left over."""
        refuse_twins(image for _, image in self._whole.values())
        images = [image for name, (_, image) in self._whole.items() if name not in self._taken]
        if over or self._options.pages is Pages.SINGLE:
            return plan_sheets(images, self._options.pages, lone=self._options.lone)
        refuse_documents(images)
        pairs = [image for pair in find_pairs(images, sure=False) for image in pair]
        return plan_sheets(pairs, Pages.PAIR)

    def _capture(self, plan: Plan) -> CapturedSheet:
        sheet = self._reader.capture(plan, self.address)
        for page, name in zip(sheet.pages, plan.names, strict=True):
            if len(page.encoded) != self._whole[name][0].size:
                raise RecordingError(
                    f"{name} changed while it was read; scan the batch again when it is complete"
                )
        return sheet

    def _close(self) -> None:
        self._store.close()
