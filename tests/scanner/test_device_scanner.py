"""One sheet after the other, whatever stops the machine: a ballot fed twice, or dropped unstored, changes the
count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner import Ask, Doubt, Notice, Surroundings
from scanner.device_scanner import DeviceScanner
from scanner.devices.simulated import FaultKind, Moment, Spot
from scanner.devices.simulated.opening import with_person
from scanner.errors import ScannerError
from scanner.feed import State
from scanner.link import LinkBusyError, LinkLostError, SimulatedClock
from scanner.machine import Leftover
from scanner.trouble import Trouble, TroubleKind
from tests.scanner.contract import ScannerContract
from tests.scanner.toy import FEEDING, ToyRig, fault, possible, toy_rig

TAKING = {Ask.PUT_BACK, Ask.PUT_ON_COUNTED, Ask.TAKE_RETURNED, Ask.SET_ASIDE}
"""What moves paper by hand; to be asked once for one sheet."""


class TestToyKeepsTheContract(ScannerContract):
    replays = False

    def open_loaded(self, folder, sheets):
        return toy_rig(sheets).open()


class TestToyThatDoesNotHoldKeepsTheContract(ScannerContract):
    replays = False

    def open_loaded(self, folder, sheets):
        return toy_rig(sheets, holds=False).open()


class Desk:
    """Opens the toy, stores what comes and hears what is said."""

    def __init__(self, rig: ToyRig) -> None:
        self.rig = rig
        self.heard: list[Notice] = []
        self.stored: list[str] = []
        self.returned: list[str] = []
        self.refused: list[str] = []
        self.scanner: DeviceScanner = rig.open(Surroundings(notify=self.heard.append))

    def take(self, returns=(), refuses=()) -> None:
        for sheet in self.scanner.sheets():
            number = sheet.front.name
            if number in refuses and number not in self.refused:
                self.refused.append(number)
                self.scanner.refuse(sheet, "the disk is full")
            elif number in returns:
                self.returned.append(number)
                self.scanner.return_to_operator(sheet, "overvoted")
            else:
                self.stored.append(number)
                self.scanner.accept(sheet)

    def asked(self) -> list[Ask]:
        return [notice.ask for notice in self.heard if notice.ask is not Ask.NOTHING]

    def numbers(self, spot: Spot) -> list[str]:
        return [str(sheet.number) for sheet in self.rig.paper.at(spot)]

    def check(self) -> None:
        """The paper lies where the books say."""
        assert sorted(self.stored) == self.numbers(Spot.COUNTED)
        assert sorted(self.returned) == self.numbers(Spot.RETURNED)
        assert self.numbers(Spot.PILE) == self.numbers(Spot.PATH) == self.numbers(Spot.ENTRY) == []


EVERYTHING = [(holds, *what) for holds in (True, False) for what in possible(holds)]


@pytest.mark.parametrize(("holds", "kind", "moment"), EVERYTHING)
def test_every_trouble_ends_with_each_sheet_where_the_books_have_it(kind, moment, holds):
    when = 0 if moment is Moment.CONNECTING else 2
    rig = toy_rig(4, fault(kind, when, moment), holds=holds)
    desk = Desk(rig)
    met_first = when == 0 and kind in (FaultKind.UNPLUGGED, FaultKind.RESET, FaultKind.BUSY)
    if met_first:
        with pytest.raises((LinkLostError, LinkBusyError)):
            desk.take()
        assert desk.stored == []
        return
    desk.take(returns=("2",) if moment is Moment.RETURNING else ())
    desk.check()
    assert not rig.device.faults.left
    assert any(str(notice).strip() for notice in desk.heard if not notice.over)
    assert sum(ask in TAKING for ask in desk.asked()) <= 1, (
        "asked for once: who did it would take the next sheet"
    )
    assert desk.scanner.state is State.DONE


@pytest.mark.parametrize("moment", [Moment.DURING, Moment.ACCEPTING])
def test_a_second_trouble_while_the_first_is_mended_asks_for_the_sheet_once(moment):
    rig = toy_rig(3, fault("jam", 2, moment))
    desk = Desk(rig)
    machine = desk.scanner._machine
    looks = iter([False, Trouble(TroubleKind.COVER_OPEN, "the cover is open"), LinkLostError("gone")])
    ready = machine.ready

    def look() -> bool:
        now = next(looks, None)
        if isinstance(now, Exception):
            rig.device.attached = not isinstance(now, LinkLostError)
            raise now
        return ready() if now is None else now

    machine.ready = look
    desk.take()
    desk.check()
    paper = Ask.PUT_BACK if moment is Moment.DURING else Ask.PUT_ON_COUNTED
    assert desk.asked().count(paper) == 1
    assert desk.asked().count(Ask.CLOSE_COVER) == desk.asked().count(Ask.RECONNECT) == 1


def test_a_cable_that_flaps_is_waited_for_without_end_or_recursion():
    rig = toy_rig(2)
    desk = Desk(rig)
    machine = desk.scanner._machine
    accept, tries = machine.accept, iter(range(2000))

    def flap() -> None:
        if next(tries, None) is not None:
            raise LinkLostError("gone again")
        accept()

    machine.accept = flap
    desk.take()
    desk.check()
    assert Ask.PUT_ON_COUNTED not in desk.asked()


def test_the_operator_is_asked_again_to_plug_in_and_not_for_paper():
    rig = toy_rig(2, fault("unplugged", 1, "accepting"))
    desk = Desk(rig)
    plug_in, tries = rig.device.plug_in, iter(range(3))
    rig.device.plug_in = lambda: None if next(tries, None) is not None else plug_in()
    desk.take()
    desk.check()
    assert desk.asked() == [Ask.RECONNECT] * 4


@pytest.mark.parametrize(("kind", "ask"), [("cover-open", Ask.CLOSE_COVER), ("silent", Ask.CALL_SERVICE)])
def test_what_goes_wrong_again_while_it_is_put_right_is_asked_for_again(kind, ask):
    """From here it looks as if it had never been put right.  The second time is before anybody could act."""
    rig = toy_rig(2, *[fault(kind, 0, "connecting")] * 3)
    desk = Desk(rig)
    desk.take()
    desk.check()
    assert desk.asked() == [ask] * 2


def test_a_refused_sheet_goes_back_on_the_pile_and_comes_again():
    for holds in (True, False):
        desk = Desk(toy_rig(3, holds=holds))
        desk.take(refuses=("2",))
        desk.check()
        assert desk.stored == ["1", "2", "3"]
        assert desk.asked() == [Ask.PUT_BACK if holds else Ask.CHECK_STACK]
        assert "the disk is full" in str(desk.heard[0])


def test_a_returned_sheet_is_set_aside_and_named():
    desk = Desk(toy_rig(3))
    desk.take(returns=("2",))
    desk.check()
    assert desk.asked() == [Ask.TAKE_RETURNED]
    assert desk.heard[0].sheet == "000002"
    assert "overvoted" in str(desk.heard[0])


def test_a_machine_that_cannot_give_back_has_the_sheet_taken_off_its_stack():
    desk = Desk(toy_rig(4, holds=False))
    desk.take(returns=("2", "3"))
    desk.check()
    assert desk.asked() == [Ask.SET_ASIDE] * 2
    assert [notice.stack for notice in desk.heard] == [1, 1]
    assert "number 2 from below" in str(desk.heard[0])


def test_nothing_is_fed_while_the_stack_is_compared():
    """What is fed meanwhile would lie on top, and would be taken for what is not stored."""
    rig = toy_rig(3, fault("jam", 2), holds=False)
    desk = Desk(rig)
    compared: list[int] = []

    def confirmed(notice: Notice) -> bool:
        compared.append(len(rig.paper.stack))
        return len(compared) > 20 and rig.person.idle

    around = with_person(Surroundings(), rig.person, rig.clock)
    desk.scanner = rig.open_alone(replace(around, confirmed=confirmed))
    desk.take()
    desk.check()
    assert len(compared) > 20
    assert set(compared) == {1}


def test_nothing_is_fed_while_a_refused_sheet_lies_on_the_stack():
    """The next sheet would lie on top of it, and nobody could say any more which one is not stored."""
    rig = toy_rig(3, holds=False)
    desk = Desk(rig)
    seen: list[int] = []

    def confirmed(notice: Notice) -> bool:
        seen.append(len(rig.paper.stack))
        return len(seen) > 20 and rig.person.idle

    around = with_person(Surroundings(), rig.person, rig.clock)
    desk.scanner = rig.open_alone(replace(around, confirmed=confirmed))
    desk.take(refuses=("2",))
    desk.check()
    assert len(seen) > 20
    assert seen[0] == 2
    assert seen[-1] == 1
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(
    ("holds", "kind", "moment"), [it for it in EVERYTHING if it[2] is not Moment.CONNECTING]
)
def test_stop_ends_it_in_any_trouble_and_says_what_to_do(holds, kind, moment):
    """Nobody at the scanner does anything: the operator presses Ctrl-C instead."""
    rig = toy_rig(3, fault(kind, 2, moment), holds=holds)
    rig.clock = SimulatedClock()  # the person is gone
    desk = Desk(rig)

    def hear(notice: Notice) -> None:
        desk.heard.append(notice)
        if notice.code != "returned":
            desk.scanner.stop()

    desk.scanner = rig.open_alone(Surroundings(notify=hear, confirmed=lambda notice: False))
    capture = desk.scanner._machine.capture

    def load(wanted):
        if rig.device.entry_free:
            rig.device.insert()
        return capture(wanted)

    desk.scanner._machine.capture = load
    with pytest.raises(ScannerError):
        desk.take(returns=("2",) if moment is Moment.RETURNING else ())
    if moment in (Moment.ACCEPTING, Moment.RETURNING):
        assert desk.scanner.held is not None, "its end is in doubt, and the books say so"
    assert desk.stored + desk.returned == (["1"] if moment in FEEDING else ["1", "2"])
    assert str(desk.heard[0])
    assert any(notice.ask is not Ask.NOTHING for notice in desk.heard)


def left_in_path() -> ToyRig:
    """A station was killed while it held sheet 2 of 3; sheet 1 is through."""
    rig = toy_rig(3)
    desk = Desk(rig)
    feed = desk.scanner.sheets()
    desk.scanner.accept(next(feed))
    next(feed)
    assert rig.device.path
    return rig


@pytest.mark.parametrize(
    ("doubt", "spots"),
    [
        (Doubt(1, "000001"), ({"1", "2", "3"}, set())),
        (Doubt(2, "000002", undisposed=True), ({"1", "2", "3"}, set())),
        (Doubt(1, "000002", undisposed=True, returned=True), ({"1", "2", "3"}, set())),
    ],
)
def test_a_sheet_left_by_a_killed_station_goes_where_the_books_have_it(doubt, spots):
    rig = left_in_path()
    desk = Desk(rig)
    desk.scanner.recover(doubt)
    assert desk.scanner.state is State.IDLE
    assert not rig.device.path
    desk.take()
    assert (set(desk.numbers(Spot.COUNTED)), set(desk.numbers(Spot.RETURNED))) == spots
    in_the_books = doubt.undisposed and not doubt.returned
    assert desk.stored == (["3"] if in_the_books else ["2", "3"]), "what counts does not come again"
    said = str(desk.heard[0])
    assert (doubt.key in said) == doubt.undisposed, said


def test_a_stored_sheet_that_is_not_in_the_path_is_asked_for_and_not_fed():
    rig = toy_rig(2)
    desk = Desk(rig)
    desk.scanner.recover(Doubt(1, "000007", undisposed=True))
    notice = desk.heard[0]
    assert "Sheet 000007 is not in the scanner." in notice.text
    assert "on the counted stack, and do not feed it again" in notice.text
    assert notice.ask is Ask.PUT_ON_COUNTED
    desk.take()
    assert desk.stored == ["1", "2"]


def test_a_machine_that_does_not_hold_is_recovered_by_comparing_the_stack():
    """Killed between the drop and the disk, the sheet lies on the stack and is in no book."""
    for stored in (0, 1, 2):
        rig = toy_rig(3, holds=False)
        before = Desk(rig)
        feed = before.scanner.sheets()
        for _ in range(stored):
            before.scanner.accept(next(feed))
        next(feed)
        desk = Desk(rig)
        desk.stored = [str(number) for number in range(1, stored + 1)]
        desk.scanner.recover(Doubt(stored, f"{stored:06d}" if stored else None, interrupted=True))
        desk.take()
        desk.check()
        assert desk.asked() == [Ask.CHECK_STACK]


def test_recovery_that_is_stopped_says_so():
    """The books must not note an end that nobody saw."""
    rig = left_in_path()
    rig.device.attached = False
    desk = Desk(rig)
    with pytest.raises(LinkLostError):
        desk.scanner.recover(Doubt(2, "000002", undisposed=True))
    rig.device.attached = True
    rig.device.stuck = TroubleKind.SENSOR_STUCK
    desk = Desk(rig)
    desk.scanner = rig.open_alone(Surroundings(notify=desk.heard.append))
    desk.scanner.stop()
    with pytest.raises(Trouble, match="sensor"):
        desk.scanner.recover(Doubt(2, "000002", undisposed=True))
    assert desk.asked() == [Ask.CALL_SERVICE]


def test_keys_that_are_in_the_books_are_not_given_again():
    rig = toy_rig(2)
    scanner = rig.open()
    taken = []
    for sheet in scanner.sheets(frozenset({"000001", "000002", "000004"})):
        taken.append(sheet.key)
        scanner.accept(sheet)
    assert taken == ["000003", "000005"]


def test_a_feeder_that_says_it_is_empty_ends_the_batch_but_not_when_a_sheet_is_owed():
    rig = toy_rig(3, fault("jam", 2))
    desk = Desk(rig)
    capture = desk.scanner._machine.capture
    fed: list[int] = []

    def hopper(wanted):
        """A hopper that is loaded again only when somebody asks for it."""
        if len(fed) == 2 and not any(notice.ask is Ask.LOAD for notice in desk.heard):
            return None
        if not (rig.paper.pile or rig.device.entry):
            return None
        fed.append(1)
        return capture(wanted)

    around = with_person(Surroundings(notify=desk.heard.append), rig.person, rig.clock)
    desk.scanner = rig.open_alone(replace(around, finished=lambda: False))  # the device alone ends the batch
    desk.scanner._machine.capture = hopper
    desk.take()
    desk.check()
    assert desk.asked() == [Ask.PUT_BACK, Ask.LOAD]


def test_nothing_in_the_path_is_moved_by_a_motor_while_a_hand_may_be_in_it():
    rig = toy_rig(2, fault("jam", 1, "accepting"))
    desk = Desk(rig)
    machine, ready, accept = desk.scanner._machine, desk.scanner._machine.ready, desk.scanner._machine.accept
    moved: list[str] = []
    lose = iter([True])

    def look() -> bool:
        if next(lose, False):
            raise LinkLostError("gone while it is cleared")
        return ready()

    machine.ready = look
    machine.accept = lambda: (moved.append("accept"), accept())[1]
    machine.give_back = lambda: moved.append("give back")
    desk.take()
    desk.check()
    assert moved == ["accept", "accept"], "one for each sheet, none after the jam"
    assert machine.connect() is Leftover.NOTHING
