"""The station: takes sheets from a scanner, makes them durable, reads them and shows how the batch stands.

Reading order: `jobs`, `loop`, `display`, `interruption`.
"""

from retally.station.display import Display, display
from retally.station.interruption import Interruption
from retally.station.jobs import SheetJob, SheetPool
from retally.station.loop import Outcome, finish_batch, rescan_closed, scan_batch

__all__ = [
    "Display",
    "Interruption",
    "Outcome",
    "SheetJob",
    "SheetPool",
    "display",
    "finish_batch",
    "rescan_closed",
    "scan_batch",
]
