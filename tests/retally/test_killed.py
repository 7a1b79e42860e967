"""The station killed or interrupted: a sheet lost or counted twice after a power cut would change the count."""

import contextlib
import io
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from tabulate.ledger import Ledger
from tabulate.ledger.file import connect_to_read, patiently

SHEETS = 200
CHOICES = [
    [("supervisor", "ocampo"), ("measure-k", "yes")],
    [("supervisor", "whitaker"), ("school-board", "abbott"), ("school-board", "dvorak")],
    [("supervisor", "halvorsen"), ("supervisor", "ocampo"), ("measure-k", "no")],
    [("school-board", "lindqvist"), ("school-board", "hamid"), ("school-board", "pruitt")],
    [],
    [("measure-k", "no"), ("measure-k", "yes")],
    [("supervisor", "write-in-1")],
]  # fmt: skip
PATIENCE = 120.0
"""Seconds after which something that should have happened is taken not to happen at all."""


@pytest.fixture(scope="module")
def batch(election, tmp_path_factory) -> Path:
    """Two hundred sheets, each a file of its own bytes; every 40th is a page that no program knows."""
    folder = tmp_path_factory.mktemp("batch")
    for number in range(SHEETS):
        if number % 40 == 39:
            page = Image.new("L", (400, 500), 128 + number % 100)
        else:
            kind = number % (2 * len(CHOICES))
            page = Image.open(io.BytesIO(election.page(CHOICES[kind // 2], seed=kind)))
        name = f"sheet-{number:03d}.tif"
        compression = "group4" if page.mode == "1" else "tiff_lzw"
        page.save(folder / name, "TIFF", compression=compression, dpi=(150, 150), description=name)
    return folder


@pytest.fixture(scope="module")
def expected(election, batch, tmp_path_factory) -> str:
    """The totals of a station that nobody disturbed."""
    from tests.retally.conftest import RETALLY

    def run(code: int, *given: object) -> str:
        done = subprocess.run([RETALLY, *map(str, given)], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout

    case = tmp_path_factory.mktemp("undisturbed") / "case.retally"
    run(0, "case", "new", case, "--program", election.program_file, "--title", "T")
    run(4, *arguments(case, batch, 1))
    return run(0, "totals", case, "--json")


def arguments(case: Path, batch: Path, workers: int) -> list[object]:
    return [
        "scan", case, "--scanner", f"folder:{batch}", "--batch", "b1", "--unit", "fairview",
        "--mode", "election_day", "--workers", workers,
    ]  # fmt: skip


def entries(case: Path) -> int:
    """Entries in the ledger, while another process writes it."""
    connection = connect_to_read(case)  # as every command does: it takes back what a killed writer left
    try:
        return patiently(lambda: connection.execute("SELECT seq FROM head").fetchone()[0])
    finally:
        connection.close()


def wait_for(condition, running: subprocess.Popen | None = None) -> bool:
    """Waits until the condition holds; False when the process ended before it did."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if running is not None and running.poll() is not None:
            return False
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.005)
    return True


def check_whole(cli, case: Path, expected: str) -> None:
    """Nothing lost, nothing twice, all read, and the evidence holds."""
    assert cli("totals", case, "--json").out == expected
    with Ledger.open(case, readonly=True) as ledger:
        sheets = list(ledger.sheets())
        assert not ledger.unread()
    assert len(sheets) == SHEETS
    assert max(Counter(sheet.key for sheet in sheets).values()) == 1
    assert max(Counter(sheet.images[0].sha256 for sheet in sheets).values()) == 1
    assert [sheet.sequence for sheet in sheets] == list(range(1, SHEETS + 1))
    run = cli("verify", case, "--no-reread")
    assert run.code == 0, run.out


def kill_again_and_again(kills: int, seed: int, case: Path, batch: Path, process, cli, expected: str) -> None:
    """Kills the station at random moments of its work; each time it goes on, and in the end all is whole."""
    rng = random.Random(seed)
    fresh = case.with_suffix(".fresh")
    shutil.copy(case, fresh)
    done = 0
    while done < kills:
        before = entries(case)
        running = process(*arguments(case, batch, rng.choice([1, 2])))
        if rng.random() < 0.7:  # amid the work, so many entries on
            target = before + rng.randint(1, 70)
            wait_for(lambda target=target: entries(case) >= target, running)
        else:  # at any moment from the start, before the first sheet too
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(rng.uniform(0.0, 4.0))
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        done += running.returncode == -signal.SIGKILL
        if running.returncode == 4:  # it came to its end before it was killed
            check_whole(cli, case, expected)
            shutil.copy(fresh, case)
        else:
            assert running.returncode == -signal.SIGKILL
    assert cli(*arguments(case, batch, 1)).code == 4
    check_whole(cli, case, expected)
    assert cli("verify", case).code == 0


def test_killed_twelve_times(case, batch, process, cli, expected):
    kill_again_and_again(12, 1, case, batch, process, cli, expected)


@pytest.mark.slow
def test_killed_fifty_times(case, batch, process, cli, expected):
    kill_again_and_again(50, 2, case, batch, process, cli, expected)


def test_a_killed_station_leaves_no_reading_process_behind(case, batch, process):
    running = process(*arguments(case, batch, 2))
    assert wait_for(lambda: entries(case) > 20, running)
    children = descendants(running.pid)
    assert len(children) >= 2
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    wait_for(lambda: not any(alive(child) for child in children))


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on(case, batch, process, cli, expected, workers):
    running = process(*arguments(case, batch, workers))
    assert wait_for(lambda: entries(case) > 20, running)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert "the same command continues" in err
    with Ledger.open(case, readonly=True) as ledger:
        captured = len(list(ledger.sheets()))
        assert 0 < captured < SHEETS
        assert not ledger.unread()
    assert f"b1 (fairview, election_day): {captured} sheets" in out
    assert cli(*arguments(case, batch, 1)).code == 4
    check_whole(cli, case, expected)


def descendants(pid: int) -> list[int]:
    """Processes started by `pid`, and by those."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def alive(pid: int) -> bool:
    """Whether it runs; a zombie that nobody has collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def test_ctrl_c_ends_the_watch_of_a_folder_that_is_still_being_filled(case, election, process, cli, tmp_path):
    folder = tmp_path / "hot"
    folder.mkdir()
    running = process(
        "scan", case, "--scanner", f"folder:{folder}?watch=1&pages=single", "--batch", "b1",
        "--unit", "fairview", "--mode", "election_day", "--workers", 2,
    )  # fmt: skip
    (folder / "s0.tif").write_bytes(election.page(CHOICES[0]))
    assert wait_for(lambda: read_sheets(case) == 1, running)  # recorded although no other sheet comes
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130, err
    assert "1 sheet, 1 counted" in out


def read_sheets(case: Path) -> int:
    """Readings in the ledger, while another process writes it."""
    with Ledger.open(case, readonly=True) as ledger:
        return sum(1 for sheet in ledger.sheets() if sheet.reading is not None)
