"""A case, a toy scanner and the station between them, with readings that a test writes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retally.reading import Done
from retally.standing import standing
from retally.station import NoticeBoard, Outcome, ReturnPolicy, Station
from scanner import Notice, Surroundings
from scanner.device_scanner import DeviceScanner
from scanner.devices.simulated import Spot
from tabulate.ledger import Ledger, verify
from tests.scanner.toy import ToyRig
from tests.tabulate.ledger.cases import new_case, ticking

FOREIGN = {"status": "quarantined", "reasons": ["code-unknown"], "review": True, "contests": []}
UNREADABLE = {"status": "quarantined", "reasons": ["no-timing-grid"], "review": True, "contests": []}


def vote(*votes: str, overvoted: bool = False) -> dict[str, Any]:
    contest = {"contest": "mayor", "votes": list(votes), "overvoted": overvoted}
    return {"status": "counted", "reasons": [], "review": False, "contests": [contest]}


@dataclass
class Readings:
    """Stands in for the pool: reads the number on the page.

    Attributes:
        by_number: readings of some numbers; others have one vote.
        most: jobs in hand at once.
        slow: nothing is finished before it must be.
    """

    by_number: dict[str, dict[str, Any]] = field(default_factory=dict)
    most: int = 3
    slow: bool = False
    hand: deque = field(default_factory=deque)
    most_seen: int = 0

    def add(self, job):
        while len(self.hand) >= self.most:
            yield self._take()
        self.hand.append(job)
        self.most_seen = max(self.most_seen, len(self.hand))
        yield from self.finished()

    def finished(self):
        while self.hand and not self.slow:
            yield self._take()

    def drain(self):
        while self.hand:
            yield self._take()

    def _take(self) -> Done:
        job = self.hand.popleft()
        return Done(job, self.reading(job.pages[0].data))

    def reading(self, page: bytes) -> dict[str, Any]:
        return self.by_number.get(page.decode(), vote("smith"))


class Desk:
    """Scans batches of a toy into a case.

    Attributes:
        heard: every notice.
    """

    def __init__(self, path: Path, rig: ToyRig, pool: Readings | None = None, returns: str = "none") -> None:
        self.path, self.rig = path, rig
        self.pool = pool if pool is not None else Readings()
        self.policy = ReturnPolicy.parse(returns)
        self.heard: list[Notice] = []
        if not path.exists():
            new_case(path).close()

    def scan(
        self,
        batch: str = "b",
        stop: Callable[[], bool] = lambda: False,
        device: Callable[[Surroundings], DeviceScanner] | None = None,
    ) -> Outcome:
        board = NoticeBoard(self.heard.append)
        with Ledger.open(self.path, now=ticking()) as ledger:
            known = ledger.batch(batch)
            opened = ledger.open_batch(batch, "u", "absentee", "toy:")
            scanner = (device or self.rig.open)(Surroundings(notify=board.hear))
            station = Station(ledger, self.pool, stop, policy=self.policy, board=board)  # type: ignore[arg-type]
            with scanner:
                return station.scan(scanner, opened, resumed=known is not None)

    def check(self) -> None:
        """Books and paper agree, all paper is somewhere, and the case is whole."""
        paper = self.rig.paper
        assert verify(self.path) == []
        with Ledger.open(self.path, readonly=True) as ledger:
            sheets = list(ledger.sheets())
        assert [sheet for sheet in sheets if sheet.disposed is None] == []
        accepted = [sheet.images[0].name for sheet in sheets if sheet.counts]
        assert sorted(accepted) == sorted(str(sheet.number) for sheet in paper.at(Spot.COUNTED))
        returned = {sheet.images[0].name for sheet in sheets if not sheet.counts}
        assert returned >= {str(sheet.number) for sheet in paper.at(Spot.RETURNED)}
        assert paper.at(Spot.PILE) == paper.at(Spot.ENTRY) == paper.at(Spot.PATH) == []
        at = standing(sheets)
        assert at.captured == at.counted + at.quarantined + at.unread + at.returned
