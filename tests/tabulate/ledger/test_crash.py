"""After an error or a crash at any statement a step is whole or has not been."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tabulate.errors import OrderError
from tabulate.ledger import Ledger, StorageError, file, verify
from tests.tabulate.ledger.cases import (
    CrashError,
    Crashing,
    contents,
    image,
    new_case,
    noise,
    reading,
    ticking,
)

Step = Callable[[Ledger], object]
STEPS: dict[str, Step] = {
    "open a batch": lambda it: it.open_batch("b3", "u", "absentee", "folder:x"),
    "add a sheet": lambda it: it.add_sheet("b2", "2", [image(noise(5, 9000)), image(noise(6, 40))], "folder:x"),
    "add a reading": lambda it: it.add_reading(it.unread()[0].id, reading()),
    "close a batch": lambda it: it.close_batch("b2", 1),
    "reopen a batch": lambda it: it.reopen_batch("b1", "why", "A"),
    "add an original": lambda it: it.add_original("o.csv", b"1,2,3", [{"votes": 1}]),
    "note": lambda it: it.add_note("text", "A"),
    "record the code": lambda it: it.record_code({"retally": "9"}),
}


@pytest.mark.parametrize("killed", [False, True], ids=["error", "killed"])
@pytest.mark.parametrize("name", STEPS)
def test_a_step_broken_off_anywhere_leaves_nothing(case: Path, sound: bytes, name: str, killed: bool) -> None:
    before = contents(case)
    for after in range(40):
        ledger = Ledger.open(case, now=ticking())
        ledger._connection.execute("PRAGMA cache_size = 1")
        whole = ledger._connection
        crashing = Crashing(whole, case, after)
        ledger._connection = crashing  # type: ignore[assignment]  # stands in for the connection
        try:
            with contextlib.suppress(CrashError):
                STEPS[name](ledger)
            if crashing.files is None:
                break
            if not killed:  # the ledger itself goes on as if nothing had been
                ledger._connection = whole
                STEPS[name](ledger)
        finally:
            ledger.close()
        if killed:
            crashing.leave_as_killed()
            assert contents(case) == before, after
            with Ledger.open(case, now=ticking()) as again:
                STEPS[name](again)
        assert verify(case) == [], after
        assert contents(case) != before
        case.write_bytes(sound)
    assert after >= 4


def test_a_case_whose_making_was_broken_off_is_no_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c"
    connect = file.connect_to_write
    for after in range(60):
        made: list[Crashing] = []

        def crashing(where: Path, after: int = after, made: list[Crashing] = made) -> Crashing:
            made.append(Crashing(connect(where), where, after))
            return made[0]

        monkeypatch.setattr(file, "connect_to_write", crashing)
        try:
            new_case(path).close()
            break
        except CrashError:
            assert list(tmp_path.iterdir()) == []  # an error cleans up; a kill cannot:
            made[0].leave_as_killed()
        monkeypatch.setattr(file, "connect_to_write", connect)
        with pytest.raises(OrderError, match="an empty file"):
            Ledger.open(path, now=ticking())
        with pytest.raises(OrderError, match="exists already"):
            new_case(path)
        path.unlink()
        new_case(path).close()
        assert verify(path) == []
        path.unlink()
    assert after > 12
    assert verify(path) == []


def test_a_full_medium_is_said_and_nothing_is_half_written(case: Path) -> None:
    before = contents(case)
    sheet = [image(noise(5, 3000)), image(noise(6, 400_000))]
    with Ledger.open(case, now=ticking()) as ledger:
        ((pages,),) = ledger._rows("PRAGMA page_count")
        ledger._connection.execute(f"PRAGMA max_page_count = {pages + 10}")
        for _ in range(2):
            with pytest.raises(StorageError, match="the medium is full; nothing was half written") as refused:
                ledger.add_sheet("b2", "2", sheet, "folder:x")
            assert refused.value.exit_code == 8
            assert contents(case) == before
        assert verify(case) == []
        ledger.add_sheet("b2", "3", [image(b"small")], "folder:x")
        ledger._connection.execute("PRAGMA max_page_count = 1000000")
        assert ledger.add_sheet("b2", "2", sheet, "folder:x")[1]
        assert [it.key for it in ledger.sheets("b2")] == ["1", "3", "2"]
    assert verify(case) == []


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Lets no file of this process grow beyond a size, as a medium does that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_write_that_the_system_refuses_is_taken_back(case: Path) -> None:
    before = contents(case)
    with Ledger.open(case, now=ticking()) as ledger:
        with (
            largest_file(case.stat().st_size + 20_000),
            pytest.raises(StorageError, match="nothing was half written"),
        ):
            ledger.add_sheet("b2", "2", [image(noise(6, 400_000))], "folder:x")
        assert contents(case) == before
        assert ledger.add_sheet("b2", "2", [image(noise(6, 400_000))], "folder:x")[1]
    assert verify(case) == []
