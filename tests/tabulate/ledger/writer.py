"""A process that stores sheets in a loop and says each number once it is durable; it is there to be killed."""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from tabulate.ledger import Ledger


def main(path: Path, size: int) -> None:
    with Ledger.open(path, now=lambda: datetime.now(UTC)) as ledger:
        batch = ledger.open_batch("b", "u", "absentee", "folder:x")
        for number in range(1_000_000):
            data = random.Random(number).randbytes(size)
            sheet, _ = ledger.add_sheet(
                batch, f"{number:06}", [(data, "image/tiff", 0, f"{number:06}.tif")], "folder:x"
            )
            ledger.add_reading(sheet, {"number": number})
            sys.stdout.write(f"{sheet} {number:06}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
