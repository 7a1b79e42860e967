"""Milliseconds a page, stage by stage, against decoding the same bytes and nothing else.

    python -m benchmarks.speed [--json FILE] [--pages N] [--rounds N]

Every page is timed in turn with a decode-only run of the same bytes in the same process, so that the ratio
holds when the machine's speed drifts.  Stages are timed apart from the whole; the whole is what `read_page`
takes, records and flags included, and "vote" is what it takes beyond the other stages.  Two threads read the
same pages from one queue.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from config.program import ElectionProgram
from fixtures.forge.artwork import card_sides
from fixtures.forge.design import dense_election
from fixtures.forge.files import encode_page
from fixtures.forge.page import forge_page
from fixtures.forge.render import render_blank
from fixtures.forge.voters import random_marks
from tabulate.geometry import NotRegistered, mark_levels, register
from tabulate.identify import measure_cells, read_code
from tabulate.image import decode
from tabulate.image.paper import measure_levels
from tabulate.marks import measure_targets
from tabulate.read import PageSource, Reader
from tabulate.read.layout import prepare
from tabulate.read.sheet import read_page
from tabulate.read.which_card import which_card

STAGES = ("decode", "register", "identify", "sample", "vote")
SEED = 20201103


@dataclass(frozen=True)
class Row:
    """Medians over all pages of a set."""

    pages: str
    targets: int
    decode: float
    register: float
    identify: float
    sample: float
    vote: float
    total: float
    ratio: float
    beyond: float
    per_second: float
    two_threads: float


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000.0


def _stages(reader: Reader, data: bytes) -> dict[str, float]:
    """One page, stage by stage and as a whole, milliseconds."""
    took: dict[str, float] = {}
    took["decode"] = _timed(lambda: decode(data))
    raster = decode(data)
    start = time.perf_counter()
    levels = measure_levels(raster.gray)
    placed = register(raster, levels=levels)
    took["register"] = (time.perf_counter() - start) * 1000.0
    if isinstance(placed, NotRegistered):
        raise RuntimeError(placed.reason)
    start = time.perf_counter()
    levels = mark_levels(levels, raster.gray, placed)
    code = read_code(raster.gray, levels.threshold, placed)
    cells = measure_cells(raster.gray, levels.threshold, placed)
    identity = which_card(_LAYOUTS[reader.seal], placed.rows, code, cells, print_match_at=800)
    took["identify"] = (time.perf_counter() - start) * 1000.0
    layout = identity.layout
    if layout is None:
        raise RuntimeError(f"a page of the set is of no card: {identity.flags}")
    took["sample"] = _timed(lambda: measure_targets(raster.gray, levels, placed, layout.places, layout.sizes))
    took["total"] = _timed(lambda: read_page(reader, PageSource(data, 0, "page")))
    took["vote"] = max(0.0, took["total"] - sum(took[stage] for stage in STAGES[:-1]))
    took["targets"] = len(layout.targets)
    return took


_LAYOUTS: dict[str, tuple] = {}


def _measure(name: str, program: ElectionProgram, pages: list[bytes], rounds: int) -> Row:
    reader = Reader(program, name)
    _LAYOUTS[name] = prepare(program)
    for data in pages:
        _stages(reader, data)
    runs = [_stages(reader, data) for _ in range(rounds) for data in pages]
    middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    ratio = statistics.median(run["total"] / run["decode"] for run in runs)

    def all_pages(threads: int) -> float:
        jobs = pages * rounds
        with ThreadPoolExecutor(threads) as pool:
            return len(jobs) / (
                _timed(lambda: list(pool.map(lambda d: read_page(reader, PageSource(d, 0, "p")), jobs))) / 1000
            )

    one, two = all_pages(1), all_pages(2)
    return Row(
        pages=name,
        targets=round(middle["targets"]),
        **{stage: round(middle[stage], 2) for stage in STAGES},
        total=round(middle["total"], 2),
        ratio=round(ratio, 2),
        beyond=round(statistics.median(run["total"] - run["decode"] for run in runs), 2),
        per_second=round(one, 1),
        two_threads=round(two / one, 2),
    )


def _forged(count: int) -> Iterator[tuple[str, ElectionProgram, list[bytes]]]:
    for paper, rows in (("letter", 41), ("legal", 53)):
        program = dense_election(rows)
        sides = card_sides(program)
        for dpi in (200, 300):
            blank = render_blank(sides[0], float(dpi))
            forged = []
            for number in range(count):
                rng = np.random.default_rng([SEED, rows, dpi, number])
                forged.append(forge_page(blank, random_marks(blank.page, rng), "clean", rng))
            for image_format in ("jpeg", "png", "g4"):
                yield (
                    f"forged {paper} {dpi} {image_format}",
                    program,
                    [encode_page(p, image_format) for p in forged],
                )


def _corpus(count: int) -> Iterator[tuple[str, ElectionProgram, list[bytes]]]:
    """County pages, read with programs drafted from the county's own blanks, where the data is."""
    shared = Path(os.environ.get("RETALLY_SHARED", "../shared")) / "corpus" / "opencount" / "test-ballots"
    if not shared.is_dir():
        print(f"no recorded county pages at {shared}: forged pages only")
        return
    from tabulate.draft import BlankSource, draft_program  # noqa: PLC0415

    one = shared / "1side_1template" / "simple_durant"
    many = shared / "1side_Ntemplates" / "cedar2008primary_full"
    sets = (
        ("Durant 200 g4", one / "blankpdf", one / "votedballots"),
        ("Cedar primary 200 jpeg", many / "blankpdfs", many / "voted"),
    )
    for name, blanks, voted in sets:
        sources = [BlankSource(path.name, path.read_bytes()) for path in sorted(blanks.iterdir())]
        yield (
            name,
            draft_program(sources).program,
            [path.read_bytes() for path in sorted(voted.iterdir())[:count]],
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--pages", type=int, default=8, help="pages of each set")
    parser.add_argument("--rounds", type=int, default=5, help="times each page is read")
    options = parser.parse_args()
    rows = []
    heads = [*STAGES, "total", "total/decode", "beyond", "pages/s", "2 threads"]
    print(f"{'milliseconds a page':28}{'targets':>8}" + "".join(f"{head:>13}" for head in heads))
    for sets in (_corpus(options.pages), _forged(options.pages)):
        for name, program, pages in sets:
            row = _measure(name, program, pages, options.rounds)
            rows.append(row)
            figures = [getattr(row, stage) for stage in STAGES]
            figures += [row.total, row.ratio, row.beyond, row.per_second, row.two_threads]
            print(
                f"{row.pages:28}{row.targets:>8}" + "".join(f"{figure:>13}" for figure in figures), flush=True
            )
    if options.json:
        machine = {"processor": platform.processor() or platform.machine(), "python": platform.python_version()}
        options.json.write_text(
            json.dumps({"machine": machine, "rows": [asdict(row) for row in rows]}, indent=2) + "\n"
        )


if __name__ == "__main__":
    main()
