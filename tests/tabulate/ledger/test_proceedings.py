"""Were a step of the recount lost or slipped in, nobody could show that the board did what the law asks."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import ConfigError
from config.errors import OrderError as TooEarly
from config.law import LawError
from config.proceedings import ContainerOpened, FlawFound, Proceedings, advance, derive, is_over
from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import Ledger, verify
from tests.config.proceedings.way import day
from tests.tabulate.ledger.cases import SEAL, CrashError, Crashing, new_case, opening, ticking, way


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c"


@pytest.fixture
def ledger(path: Path):
    with new_case(path) as ledger:
        yield ledger


def held(ledger: Ledger) -> Proceedings:
    state = ledger.proceedings()
    assert state is not None
    return state


def test_a_whole_recount_is_kept_and_verified(ledger: Ledger, path: Path) -> None:
    assert ledger.proceedings() is None
    ledger.open_proceedings(opening())
    for event in way(ledger.origin).values():
        ledger.add_steps([event])
    ledger.close()
    assert verify(path) == []
    with Ledger.open(path, readonly=True) as again:
        state = held(again)
    assert is_over(state)
    assert state.stands == "report"
    assert state == derive(replace(opening(), case=ledger_origin(path)), way(ledger_origin(path)).values())


def ledger_origin(path: Path) -> str:
    with Ledger.open(path, readonly=True) as ledger:
        return ledger.origin


def test_the_signature_of_another_case_is_refused(ledger: Ledger) -> None:
    ledger.open_proceedings(opening())
    steps = way("retally/case/0123456789abcdef")
    with pytest.raises(ConfigError, match="the signature of 'Ben Bell' is not of this report, case"):
        ledger.add_steps(list(steps.values()))
    assert held(ledger).events == ()


def test_a_file_of_steps_is_taken_whole_or_not_at_all(ledger: Ledger, path: Path) -> None:
    ledger.open_proceedings(opening())
    steps = list(way(ledger.origin).values())
    before = ledger.head
    with pytest.raises(TooEarly):
        ledger.add_steps([*steps[:3], way(ledger.origin)["open 1"]])
    assert ledger.head == before
    assert verify(path) == []


def test_it_is_opened_once_and_for_this_case(ledger: Ledger) -> None:
    with pytest.raises(OrderError, match="not opened yet"):
        ledger.add_steps([])
    with pytest.raises(OrderError, match="not opened yet"):
        ledger.withdraw_step("why", "A")
    with pytest.raises(EvidenceError, match="the opening is of case retally/case/0"):
        ledger.open_proceedings(replace(opening(), case="retally/case/0"))
    with pytest.raises(LawError, match="the year of 9999-12-31 is mistyped"):
        ledger.open_proceedings(replace(opening(), canvass=date(9999, 12, 31)))
    assert ledger.head.seq == 2
    ledger.open_proceedings(opening())
    with pytest.raises(OrderError, match="is opened already"):
        ledger.open_proceedings(opening())


def test_a_step_with_the_last_year_of_the_calendar_is_no_overflow(ledger: Ledger) -> None:
    ledger.open_proceedings(opening())
    request = way(ledger.origin)["request"]
    with pytest.raises(LawError, match="the year of 9999-12-31 10:00:00 is mistyped"):
        ledger.add_steps([replace(request, at=request.at.replace(year=9999, month=12, day=31))])


def test_another_program_than_the_case_reads_with_is_refused(ledger: Ledger, path: Path) -> None:
    ledger.open_proceedings(opening())
    steps = way(ledger.origin)
    ledger.add_steps([steps[name] for name in list(steps)[: list(steps).index("program")]])
    flaw = FlawFound(at=day(17, 11), degree="known", reason="ovals swapped", decided_by="Cy", program="b" * 64)
    before = ledger.head
    with pytest.raises(EvidenceError, match="this case reads with program"):
        ledger.add_steps([flaw])
    assert ledger.head == before
    assert list(ledger.program_exceptions()) == []
    ledger.add_program_exception("the card is lost", "Dana")
    ledger.add_steps([replace(flaw, program=SEAL)])
    assert list(ledger.program_exceptions()) == [
        ("the card is lost", "Dana"),
        ("known to be flawed: ovals swapped", "Cy"),
    ]
    ledger.withdraw_step("it is not", "Cy")
    assert list(ledger.program_exceptions()) == [("the card is lost", "Dana")]
    assert verify(path) == []


def test_a_mistyped_seal_is_withdrawn_and_stays_as_evidence(ledger: Ledger, path: Path) -> None:
    ledger.open_proceedings(opening())
    steps = way(ledger.origin)
    upto = list(steps).index("open 1")
    ledger.add_steps(list(steps.values())[: upto + 1])
    gone = ledger.withdraw_step("the seal is s7", "C. Clerk")
    assert gone == steps["open 1"]
    assert isinstance(gone, ContainerOpened)
    ledger.add_steps([replace(gone, seal="s7")])
    assert held(ledger).containers["1"].found == "s7"
    (entry,) = ledger.entries("proceedings-step-withdrawn")
    assert (entry.body["reason"], entry.body["by"]) == ("the seal is s7", "C. Clerk")
    assert verify(path) == []


STEPS = st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 9)), max_size=25)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_any_order_of_steps_withdrawals_and_crashes_leaves_what_a_list_would_hold(
    doings: list[tuple[int, int | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c"
        ledger = new_case(path)
        ledger.open_proceedings(opening())
        start = derive(replace(opening(), case=ledger.origin))
        steps = list(way(ledger.origin).values())
        standing = [start]
        following = 0
        for which, crash in doings:
            step = steps[min(following, len(steps) - 1) if which >= len(steps) else which]
            crashing = None
            if crash is not None:
                crashing = Crashing(ledger._connection, path, crash)
                ledger._connection = crashing  # type: ignore[assignment]  # stands in for the connection
            try:
                if which % 7 == 6:
                    ledger.withdraw_step("why", "A")
                    standing.pop()
                else:
                    ledger.add_steps([step])
                    standing.append(advance(standing[-1], step))
                following = len(standing) - 1
            except CrashError:
                assert crashing is not None
                ledger.close()
                crashing.leave_as_killed()
            except (ConfigError, OrderError):
                with pytest.raises((ConfigError, IndexError)):
                    [standing[-2]] if which % 7 == 6 else advance(standing[-1], step)
            if crash is not None:
                ledger.close()
                ledger = Ledger.open(path, now=ticking())
            assert ledger.proceedings() == standing[-1]
        ledger.close()
        assert verify(path) == []
