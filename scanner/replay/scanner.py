"""``replay:FILE``: the sheets of a recorded session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from scanner.address import Address
from scanner.interface import Scanner, ScannerInfo
from scanner.link.recorded import Cursor
from scanner.link.session import Line, read_lines
from scanner.notice import Notice
from scanner.replay.run import Fate, RecordedSheet, Run
from scanner.sheet import CapturedSheet
from scanner.surroundings import Surroundings


class ReplayScanner(Scanner):
    """A recording: no paper moves, and the same sheets come under the same keys each time.

    Sheets that were given back while the session was recorded are not counted now either: the same paper may
    have come again later.  ``sheets=all`` gives those, too.
    """

    def __init__(self, address: Address, around: Surroundings) -> None:
        """Check the whole file, and make the driver.

        Raises:
            RecordingError: it cannot be replayed; nothing was taken from it.
            AddressError: an option that there is not.
        """
        super().__init__(address.text)
        address.only("sheets")
        self._all = address.choice("sheets", "accepted", "all") == "all"
        self._around = around
        path = Path(address.path).expanduser()
        self._expected = _count(path, self._all)
        self._cursor = Cursor(path)
        self._run = Run(self._cursor)

    def describe(self) -> ScannerInfo:
        info = self._run.machine.describe()
        header = self._cursor.header
        return replace(
            info,
            address=self.address,
            name=f"session of {header.started}, {info.name}, {self._expected} sheets",
            simulated=header.scheme.startswith("sim+"),
            expected=self._expected,
        )

    def _feed(self, known: Container[str]) -> Iterator[CapturedSheet]:
        while (sheet := self._run.next_sheet()) is not None:
            key = f"{sheet.number:06d}"
            if not self._all and sheet.fate is not Fate.ACCEPTED:
                self._tell(key, sheet)
            elif key not in known:
                capture = sheet.capture
                yield CapturedSheet(key, capture.front, capture.back, self.address, capture.imprint)

    def _tell(self, key: str, sheet: RecordedSheet) -> None:
        text = f"Sheet {key} of the recording was {sheet.fate.value} and is passed over. "
        self._around.notify(Notice("not-replayed", text, sheet=key))

    def _close(self) -> None:
        self._cursor.close()


def open_replay(address: Address, around: Surroundings) -> Scanner:
    """The opener of ``replay:``."""
    return ReplayScanner(address, around)


def _count(path: Path, everything: bool) -> int:
    """How many sheets will come; reads the file to its end, so that a damaged one gives none at all."""
    after = Counter[bytes]()
    sheet = False
    for line in read_lines(path):
        if isinstance(line, Line):
            after[line.data] += sheet and line.what == "call"
            after[b""] += sheet and line.what != "call"
            sheet = line.what == "outcome" and line.data == b"sheet"
    return sum(after.values()) if everything else after[b"accept"]
