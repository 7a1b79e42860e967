"""The station: takes sheets from a scanner, makes them durable, reads them and shows how the batch stands.

Reading order: `jobs`, `policy`, `feeder`, `loop`, `outcome`; `board`, `keyboard`, `display`, `interruption`.
"""

from retally.station.board import NoticeBoard
from retally.station.display import Display, display
from retally.station.interruption import Interruption
from retally.station.jobs import SheetJob, SheetPool
from retally.station.keyboard import Keyboard
from retally.station.loop import Station
from retally.station.outcome import Outcome, finish_batch
from retally.station.policy import ReturnPolicy

__all__ = [
    "Display",
    "Interruption",
    "Keyboard",
    "NoticeBoard",
    "Outcome",
    "ReturnPolicy",
    "SheetJob",
    "SheetPool",
    "Station",
    "display",
    "finish_batch",
]
