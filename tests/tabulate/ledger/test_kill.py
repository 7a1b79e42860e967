"""A station that is killed, or runs twice: what it reported is there, and one process at a time writes."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tabulate.errors import OrderError
from tabulate.ledger import Ledger, verify
from tests.tabulate.ledger.cases import image, new_case, ticking

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def writer(path: Path, size: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.tabulate.ledger.writer", str(path), str(size)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def run_and_kill(path: Path, size: int, seconds: float, known: Collection[str] = ()) -> list[tuple[int, str]]:
    """Lets the writer work for a time from its first sheet not known, kills it, and gives what it reported."""
    reported = []
    killing: threading.Timer | None = None
    with writer(path, size) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.endswith("\n"):
                break
            sheet, key = line.split()
            reported.append((int(sheet), key))
            if killing is None and key not in known:
                killing = threading.Timer(seconds, process.kill)
                killing.start()
        assert killing is not None
        killing.join()
    return reported


def check_kills(path: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    new_case(path).close()
    reported: dict[str, int] = {}
    for _ in range(rounds):
        for sheet, key in run_and_kill(path, chance.choice((300, 30_000, 3_000_000)), chance.uniform(0, 0.1)):
            assert reported.setdefault(key, sheet) == sheet
        with Ledger.open(path, readonly=True) as ledger:
            stored = {sheet.key: sheet for sheet in ledger.sheets()}
        for key, sheet_id in reported.items():
            assert stored[key].id == sheet_id
            assert stored[key].reading == {"number": int(key)}
        assert [sheet.sequence for sheet in stored.values()] == list(range(1, len(stored) + 1))
        assert len(stored) - len(reported) <= 1  # durable, and killed before it could say so
        assert verify(path) == []
        path.unlink()
        new_case(path).close()
        reported.clear()


def check_resumed_kills(path: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    new_case(path).close()
    reported: dict[str, int] = {}
    for number in range(rounds):
        known = reported if number % 2 else ()  # every other time it dies among the sheets that are there
        for sheet, key in run_and_kill(path, 20_000, chance.uniform(0, 0.1), dict.fromkeys(known)):
            assert reported.setdefault(key, sheet) == sheet
        with Ledger.open(path, readonly=True) as ledger:
            stored = {sheet.key: sheet for sheet in ledger.sheets()}
            assert len(stored) == ledger.batches()[0].sheets
        assert all(stored[key].id == sheet for key, sheet in reported.items())
        assert sorted(stored) == [f"{number:06}" for number in range(len(stored))]
        assert verify(path) == []
    assert len(reported) >= (rounds + 1) // 2


def test_what_was_reported_is_there_after_a_kill(tmp_path: Path) -> None:
    check_kills(tmp_path / "c", 5, seed=1)


def test_a_batch_goes_on_after_each_kill(tmp_path: Path) -> None:
    check_resumed_kills(tmp_path / "c", 5, seed=2)


@pytest.mark.slow
def test_many_kills(tmp_path: Path) -> None:
    check_kills(tmp_path / "a", 60, seed=3)
    check_resumed_kills(tmp_path / "b", 60, seed=4)


def test_one_process_writes_and_others_read(tmp_path: Path) -> None:
    path = tmp_path / "c"
    new_case(path).close()
    with writer(path, 2000) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(OrderError, match="in use by another process"):
            Ledger.open(path, now=ticking())
        seen = 0
        for _ in range(8):
            with Ledger.open(path, readonly=True) as reader:
                count = sum(1 for _ in reader.sheets())
                assert count >= seen
                seen = count
            assert verify(path) == []
        assert process.poll() is None
    with Ledger.open(path, now=ticking()) as ledger:  # the lock went with the killed process
        assert ledger.batches()[0].sheets >= seen > 0


def test_the_lock_ends_with_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "c"
    with new_case(path), pytest.raises(OrderError, match="in use"):
        Ledger.open(path, now=ticking())
    with Ledger.open(path, now=ticking()), pytest.raises(OrderError, match="in use"):
        Ledger.open(path, now=ticking())
    with pytest.raises(OrderError, match="exists already"):
        new_case(path)
    Ledger.open(path, now=ticking()).close()
    assert [it.name for it in tmp_path.iterdir()] == ["c"]


def test_a_reader_that_pauses_keeps_nobody_waiting(tmp_path: Path) -> None:
    path = tmp_path / "c"
    with new_case(path) as ledger, Ledger.open(path, readonly=True) as reader:
        batch = ledger.open_batch("b", "u", "absentee", "folder:x")
        for number in range(100):
            ledger.add_sheet(batch, str(number), [image(b"1")], "folder:x")
        sheets = reader.sheets()
        assert next(sheets).key == "0"
        ledger._connection.execute("PRAGMA busy_timeout = 0")  # waiting would be an error
        ledger.add_sheet(batch, "later", [image(b"2")], "folder:x")
        assert [sheet.key for sheet in sheets] == [
            str(number) for number in range(1, 100)
        ]  # as it was at the start


def test_a_case_on_a_protected_medium_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "medium"
    folder.mkdir()
    path = folder / "c"
    new_case(path).close()
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        assert verify(path) == []
        with Ledger.open(path, readonly=True) as reader:
            assert reader.title == "Durant 2011"
        assert [it.name for it in folder.iterdir()] == ["c"]
    finally:
        folder.chmod(0o755)
