"""The order of steps of every device: no sheet lost, none counted twice, and each trouble has its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import Ask, Doubt, Scanner
from scanner.device_scanner import DeviceScanner
from scanner.feed import State
from scanner.link import LinkBusyError, LinkLostError
from scanner.trouble import Trouble, TroubleKind
from tests.scanner.contract import ScannerContract
from tests.scanner.toy_machine import Instant, Toy

JAM = Trouble(TroubleKind.JAM, "a sheet is jammed")
GONE = LinkLostError("the scanner is not connected any more")


class TestContract(ScannerContract):
    replays = False

    def open_loaded(self, folder: Path, sheets: int) -> Scanner:
        toy = Toy(sheets)
        return DeviceScanner("toy:", toy, toy.around())


def run(toy: Toy, doubt: Doubt | None = None) -> list[str | None]:
    """Feed everything; the imprints of the stored sheets, in order."""
    stored = []
    with DeviceScanner("toy:", toy, toy.around()) as scanner:
        if doubt is not None:
            scanner.recover(doubt)
        for sheet in scanner.sheets():
            stored.append(sheet.imprint)
            scanner.accept(sheet)
    return stored


@pytest.mark.parametrize("error", [JAM, GONE], ids=["jam", "unplugged"])
@pytest.mark.parametrize("call", ["capture", "accept"])
def test_a_trouble_costs_no_sheet_and_doubles_none(call, error):
    toy = Toy(3, {call: [None, error]})
    stored = run(toy)
    assert sorted(stored) == ["T1", "T2", "T3"]
    assert sorted(toy.counted) == [1, 2, 3] and toy.path is None
    wanted = Ask.PUT_BACK if call == "capture" else Ask.PUT_ON_COUNTED
    assert wanted in {notice.ask for notice in toy.told}
    assert any(notice.over for notice in toy.told) or error is GONE


def test_a_returned_sheet_is_the_operators_even_when_the_machine_jams_on_it():
    toy = Toy(2, {"give_back": [JAM]})
    with DeviceScanner("toy:", toy, toy.around()) as scanner:
        feed = scanner.sheets()
        first = next(feed)
        scanner.return_to_operator(first, "unknown card")
        second = next(feed)
        scanner.accept(second)
    assert toy.returned == [1] and toy.counted == [2]
    assert toy.told[0].code == "returned" and "unknown card" in toy.told[0].text


def test_a_stored_sheet_left_in_the_path_is_passed_on_and_never_fed_again():
    toy = Toy(2)
    toy.path, toy.pile = 1, [2]
    assert run(toy, Doubt(1, "000001", "T1", undisposed=True)) == ["T2"]
    assert toy.counted == [1, 2]


def test_a_sheet_left_in_the_path_that_is_not_stored_is_given_back_and_fed_again():
    toy = Toy(2)
    toy.path, toy.pile = 1, [2]
    assert sorted(run(toy, Doubt(5, "000005"))) == ["T1", "T2"], "it is fed again, once"
    assert sorted(toy.counted) == [1, 2] and toy.returned == []
    assert Ask.PUT_BACK in {notice.ask for notice in toy.told}


@pytest.mark.parametrize("error", [GONE, LinkBusyError("another program uses the scanner")])
def test_a_device_that_is_not_there_at_first_is_an_error_and_later_is_waited_for(error):
    with pytest.raises(type(error)):
        run(Toy(1, {"connect": [error]}))
    toy = Toy(2, {"capture": [GONE], "connect": [None, error, error]})
    assert sorted(run(toy)) == ["T1", "T2"]
    assert sum(notice.ask in (Ask.RECONNECT, Ask.FREE_DEVICE) for notice in toy.told) == 2, "told once each"


def test_a_scanner_that_is_taken_when_it_comes_back_is_said_to_be_taken():
    """Told to plug in what is plugged in, an operator looks for the fault in the wrong place."""
    toy = Toy(
        1, {"capture": [GONE], "connect": [None, GONE, LinkBusyError("another program uses the scanner")]}
    )
    assert run(toy) == ["T1"]
    asked = [notice.ask for notice in toy.told if notice.ask in (Ask.RECONNECT, Ask.FREE_DEVICE)]
    assert asked[-1] is Ask.FREE_DEVICE and asked.count(Ask.FREE_DEVICE) == 1


def test_stop_ends_a_wait_with_the_trouble_as_its_reason():
    toy = Toy(1, {"capture": [JAM]})
    clock = Instant()
    scanner = DeviceScanner("toy:", toy, toy.around(clock))
    toy.hear = lambda notice: scanner.stop()  # type: ignore[method-assign]
    scanner._around = toy.around(clock)
    with pytest.raises(Trouble, match="jammed"):
        next(scanner.sheets())
    assert scanner.state is State.FAILED and toy.counted == []
    scanner.close()


def test_keys_go_on_after_those_in_the_books():
    toy = Toy(1)
    with DeviceScanner("toy:", toy, toy.around()) as scanner:
        sheet = next(scanner.sheets({"000001", "000002"}))
    assert sheet.key == "000003"
