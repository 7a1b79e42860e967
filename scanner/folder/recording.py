"""``folder:`` a directory or ZIP archive of recorded images, complete, as a scanner."""

from __future__ import annotations

from collections.abc import Container, Iterator

from scanner.errors import RecordingError
from scanner.folder.options import Options
from scanner.folder.pairing import plan_sheets
from scanner.folder.reader import Reader, classify
from scanner.folder.store import Store
from scanner.interface import Scanner, ScannerInfo
from scanner.sheet import CapturedSheet


class RecordingScanner(Scanner):
    """Recorded images as a scanner: all sheets are known when it is opened.

    Nothing in the folder is changed, so a returned sheet stays there too; only the caller's books tell accepted
    from returned.  A damaged image is a sheet like any other and is left to the reader to refuse.
    """

    def __init__(self, address: str, store: Store, options: Options) -> None:
        """List the recording and plan its sheets.

        Raises:
            RecordingError: it can not be read, holds no image, or can not be paired without a guess.
        """
        super().__init__(address)
        self._store = store
        self._reader = Reader(store)
        try:
            images, ignored = classify(store)
            self._plans = plan_sheets(images, options.pages, lone=options.lone)
            if not self._plans:
                raise RecordingError(f"{address}: there is no image in it; check the path")
        except BaseException:
            store.close()
            raise
        self._ignored = tuple(ignored)
        self._next = 0

    def describe(self) -> ScannerInfo:
        two = sum(plan.back is not None for plan in self._plans)
        name = f"recorded images: {two} two-sided and {len(self._plans) - two} one-sided sheets"
        return ScannerInfo(self.address, name, expected=len(self._plans), ignored=self._ignored)

    def _feed(self, known: Container[str]) -> Iterator[CapturedSheet]:
        while self._next < len(self._plans):
            plan = self._plans[self._next]
            sheet = None if plan.key in known else self._reader.capture(plan, self.address)
            self._next += 1
            if sheet is not None:
                yield sheet

    def _close(self) -> None:
        self._store.close()
