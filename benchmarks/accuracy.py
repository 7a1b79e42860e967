"""How often a forged mark is read wrongly: ``python -m benchmarks.accuracy [--targets N]``.

Forges pages of 150 targets by seed, reads them, and prints a table by stress.  The same seed gives the same
table with any number of processes.  Exit code 1 when an error on a clear target was shown to nobody.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.tally import Tally, upper_bound
from config.program import program_identity
from fixtures.forge.artwork import card_sides
from fixtures.forge.design import dense_election
from fixtures.forge.hands import PALE_HANDS
from fixtures.forge.page import forge_page
from fixtures.forge.render import render_blank
from fixtures.forge.stresses import STRESSES
from fixtures.forge.voters import random_marks
from tabulate.read import Reader

PER_PAGE = 150
"""Targets on a page of the dense election."""

CHUNK = 20
"""Pages that a process forges and reads at a time."""

DEFAULT_TARGETS, DEFAULT_STRESSED = 1_000_000, 15_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pages `first` to `first + pages - 1` of a stress."""

    stress: str
    first: int
    pages: int
    seed: int
    dpi: float


def run(plan: dict[str, int], seed: int, workers: int, dpi: float = 200.0) -> dict[str, Tally]:
    """Forge and read at least so many targets of each stress.

    Args:
        plan: targets by stress; rounded up to whole pages.
        seed: of everything.
        workers: processes; 1 stays in this one.
        dpi: resolution of the pages.
    """
    tallies = {stress: Tally() for stress in plan}
    chunks = list(_chunks(plan, seed, dpi))
    for chunk, tally in zip(chunks, _work(chunks, workers), strict=True):
        tallies[chunk.stress].add(tally)
    return tallies


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """Lines for people."""
    yield (
        f"{'stress':15} {'pages':>6} {'refused':>7} {'clear':>9} {'unflagged':>9} {'flagged':>7} "
        f"{'to review':>9} {'rate up to':>10} {'doubtful':>8} {'unseen':>7} {'off px':>6}"
    )
    for name, tally in tallies.items():
        bound = upper_bound(tally.silent, tally.clear)
        review = (tally.shown_right + tally.shown_wrong) / tally.clear if tally.clear else 0.0
        yield (
            f"{name:15} {tally.pages:6} {tally.refused:7} {tally.clear:9} {tally.silent:9} "
            f"{tally.shown_wrong:7} {review:9.3%} {'-' if bound is None else f'{bound:.1e}':>10} "
            f"{tally.doubtful:8} {tally.unseen:7} {tally.misplaced:6.1f}"
        )
    for name, tally in tallies.items():
        for case, number in tally.cases.most_common(4):
            yield f"  {name}: {case}, shown to nobody: {number}"


def _chunks(plan: dict[str, int], seed: int, dpi: float) -> Iterator[Chunk]:
    for stress, targets in plan.items():
        pages = -(-targets // PER_PAGE)
        for first in range(0, pages, CHUNK):
            yield Chunk(stress, first, min(CHUNK, pages - first), seed, dpi)


def _work(chunks: Sequence[Chunk], workers: int) -> Iterable[Tally]:
    if workers == 1:
        yield from map(_read_chunk, chunks)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(_read_chunk, chunks)


class _Desk:
    """What a process needs once: program, blanks, reader."""

    def __init__(self, dpi: float) -> None:
        cv2.setNumThreads(1)
        program = dense_election()
        self.blank = render_blank(card_sides(program)[0], dpi)
        self.reader = Reader(program, program_identity(program))


_desks: dict[float, _Desk] = {}


def _read_chunk(chunk: Chunk) -> Tally:
    if chunk.dpi not in _desks:
        _desks[chunk.dpi] = _Desk(chunk.dpi)
    desk = _desks[chunk.dpi]
    without = PALE_HANDS if chunk.stress.startswith("bitonal") else ()
    tally = Tally()
    for number in range(chunk.first, chunk.first + chunk.pages):
        rng = np.random.default_rng([chunk.seed, list(STRESSES).index(chunk.stress), number])
        page = forge_page(desk.blank, random_marks(desk.blank.page, rng, without=without), chunk.stress, rng)
        tally.add_page(page.truth, desk.reader.read(page.raster, f"{chunk.stress}-{number}"))
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--targets", type=int, default=DEFAULT_TARGETS, help="target positions on clean paper")
    parser.add_argument(
        "--stressed", type=int, default=DEFAULT_STRESSED, help="target positions of each stress"
    )
    parser.add_argument(
        "--stress", nargs="*", choices=list(STRESSES), help="only these, clean included if named"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dpi", type=float, default=200.0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="write the numbers there")
    options = parser.parse_args()
    plan = {
        name: options.targets if name == "clean" else options.stressed for name in options.stress or STRESSES
    }
    started = time.perf_counter()
    tallies = run(
        {name: count for name, count in plan.items() if count}, options.seed, options.workers, options.dpi
    )
    seconds = time.perf_counter() - started
    print("\n".join(table(tallies)))
    pages = sum(tally.pages for tally in tallies.values())
    print(f"{pages} pages, {pages * PER_PAGE} targets, {seconds:.0f} s with {options.workers} processes")
    if options.json:
        numbers = {name: tally.to_json() for name, tally in tallies.items()}
        record = {"seed": options.seed, "dpi": options.dpi, "seconds": round(seconds, 1), "stresses": numbers}
        options.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 1 if any(tally.silent for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
