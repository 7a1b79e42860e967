"""With a scanner that moves paper: what the case says of each sheet, and where its paper lies, must agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retally.station import ReturnPolicy, finish_batch
from retally.station.doubt import interrupted
from scanner import Ask, ScannerError
from scanner.devices.simulated import Moment, Spot
from scanner.link import SimulatedClock
from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger import Ledger, StorageError
from tests.retally.paper_desk import FOREIGN, UNREADABLE, Desk, Readings, vote
from tests.scanner.toy import ToyRig, fault, toy_rig
from tests.tabulate.ledger.cases import ticking


@pytest.fixture
def desk(tmp_path):
    def make(rig: ToyRig, **more) -> Desk:
        return Desk(tmp_path / "case", rig, **more)

    return make


def asked(at: Desk) -> list[Ask]:
    return [notice.ask for notice in at.heard if not notice.over]


def watched(at: Desk, look):
    """Opens the toy; `look` is called with the case before each feed."""

    def opening(around):
        scanner = at.rig.open(around)
        capture = scanner._machine.capture

        def watching(wanted):
            with Ledger.open(at.path, readonly=True) as ledger:
                look(ledger)
            return capture(wanted)

        scanner._machine.capture = watching
        return scanner

    return opening


@pytest.mark.parametrize("holds", [True, False])
def test_each_sheet_is_noted_with_its_end(desk, holds):
    at = desk(toy_rig(4, holds=holds))
    outcome = at.scan()
    at.check()
    assert (outcome.new, outcome.standing.counted, outcome.standing.kept) == (4, 4, 4)


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize(
    ("returns", "back"),
    [
        ("none", []), ("unreadable", ["1"]), ("foreign", ["2"]), ("overvoted", ["3"]), ("blank", ["4"]),
        ("unreadable, foreign,overvoted,blank", ["1", "2", "3", "4"]),
    ],
)  # fmt: skip
def test_the_policy_gives_back_what_it_names_and_nothing_else(desk, returns, back, holds):
    kinds = {"1": UNREADABLE, "2": FOREIGN, "3": vote(overvoted=True), "4": vote(), "5": vote("smith")}
    at = desk(toy_rig(5, holds=holds), pool=Readings(kinds), returns=returns)
    outcome = at.scan()
    at.check()
    assert [str(sheet.number) for sheet in at.rig.paper.at(Spot.RETURNED)] == back
    assert outcome.standing.returned == len(back)
    assert asked(at) == [Ask.TAKE_RETURNED if holds else Ask.SET_ASIDE] * len(back)


def test_a_word_that_is_no_policy_is_refused():
    with pytest.raises(OrderError, match="'smudged' is none of: none, unreadable"):
        ReturnPolicy.parse("blank,smudged")


def test_no_sheet_is_fed_before_the_last_ones_end_is_durable(desk):
    at = desk(toy_rig(4))
    seen: list[tuple[int, int]] = []

    def look(ledger):
        sheets = list(ledger.sheets())
        seen.append((len(sheets), sum(sheet.disposed is not None for sheet in sheets)))

    at.scan(device=watched(at, look))
    assert seen == [(number, number) for number in range(4)]


def test_the_feeder_is_held_back_when_the_readers_are_slow(desk):
    """Or a thousand images would wait in memory for a reader that cannot keep up."""
    at = desk(toy_rig(30), pool=Readings(slow=True, most=4))
    ahead: list[int] = []
    at.scan(device=watched(at, lambda ledger: ahead.append(len(ledger.unread()))))
    at.check()
    assert max(ahead) == at.pool.most_seen == 4


@pytest.mark.parametrize("holds", [True, False])
def test_a_sheet_that_the_disk_does_not_take_goes_back_on_the_pile(desk, holds, monkeypatch):
    at = desk(toy_rig(3, holds=holds))
    add, full = Ledger.add_sheet, iter([False, True])

    def store(*given, **named):
        if next(full, False):
            raise StorageError("the medium is full; see to it and run the command again")
        return add(*given, **named)

    monkeypatch.setattr(Ledger, "add_sheet", store)
    with pytest.raises(StorageError, match="full"):
        at.scan()
    assert asked(at) == [Ask.PUT_BACK if holds else Ask.CHECK_STACK]
    assert "the medium is full" in str(at.heard[0])
    assert at.scan().new == 2
    at.check()


@pytest.mark.parametrize("moment", [Moment.DURING, Moment.ACCEPTING])
def test_what_the_operator_was_told_is_in_the_case(desk, moment):
    at = desk(toy_rig(3, fault("jam", 2, moment)))
    at.scan()
    at.check()
    with Ledger.open(at.path, readonly=True) as ledger:
        _, entry, _ = ledger.entries("notice")
    assert entry.body["code"] == "jam"
    assert entry.body["key"] == (None if moment is Moment.DURING else "000002")
    assert entry.body["text"] == str(next(notice for notice in at.heard if notice.code == "jam"))


def leave_in_doubt(at: Desk, batch: str, overvoted: bool = False) -> None:
    """A station was killed after it stored the first sheet, and before it noted where its paper went."""
    with Ledger.open(at.path, now=ticking()) as ledger:
        ledger.open_batch(batch, "u", "absentee", "toy:")
        sheet = next(at.rig.open().sheets())
        number, _ = ledger.add_sheet(batch, sheet.key, [(b"1", "image/png", 0, "1")], "toy:", paper=True)
        if overvoted:
            ledger.add_reading(number, vote(overvoted=True))


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize(("returns", "back"), [("none", []), ("overvoted", ["1"]), ("blank", [])])
def test_a_sheet_in_doubt_is_settled_as_the_policy_says_before_anything_is_fed(desk, returns, back, read):
    at = desk(toy_rig(3), pool=Readings({"1": vote(overvoted=True)}), returns=returns)
    leave_in_doubt(at, "b", overvoted=read)
    outcome = at.scan()
    at.check()
    # One that was to be given back is fed again: the paper in the scanner may be the next one.
    assert outcome.standing.captured == 3 + len(back)
    assert [str(sheet.number) for sheet in at.rig.paper.at(Spot.RETURNED)] == back


def test_another_batch_cannot_begin_while_a_sheet_is_in_doubt(desk):
    """Its sheet would be given back as one that is not stored, and counted again in the other batch."""
    at = desk(toy_rig(2))
    leave_in_doubt(at, "a")
    with pytest.raises(OrderError, match="sheet '000001' of batch 'a' went is not noted"):
        at.scan("b")
    at.scan("a")
    at.scan("b")
    at.check()


def test_stopping_amid_a_trouble_is_no_failure_and_is_settled_next_time(desk):
    rig = toy_rig(3, fault("jam", 2, "accepting"))
    at = desk(rig)
    wish: list[bool] = []

    def open_alone(around):
        def stop(notice):
            around.notify(notice)
            wish.append(True)
            scanner.stop()

        scanner = rig.open_alone(replace(around, notify=stop))
        capture = scanner._machine.capture

        def load(wanted):
            if rig.device.entry_free:
                rig.device.insert()
            return capture(wanted)

        scanner._machine.capture = load
        return scanner

    attended, rig.clock = rig.clock, SimulatedClock()  # nobody clears it
    outcome = at.scan(device=open_alone, stop=lambda: bool(wish))
    assert outcome.interrupted
    assert outcome.standing.captured == 2
    rig.clock = attended
    at.scan()
    at.check()


def test_a_device_that_is_not_there_is_an_error(desk):
    rig = toy_rig(2)
    rig.device.attached = False
    with pytest.raises(ScannerError, match="not connected"):
        desk(rig).scan()


def test_the_hand_count_is_held_against_the_counted_stack(desk):
    at = desk(toy_rig(3), pool=Readings({"2": vote()}), returns="blank")
    outcome = at.scan()
    with Ledger.open(at.path, now=ticking()) as ledger:
        with pytest.raises(EvidenceError, match=r"has 2 sheets \(1 more were given back\) and 3 were counted"):
            finish_batch(ledger, outcome, by_hand=3)
        assert finish_batch(ledger, outcome, by_hand=2).closed


@pytest.mark.parametrize("unasked", [True, False])
def test_what_passes_while_nobody_listens_is_in_doubt_after_a_stop(desk, unasked):
    """A reader that feeds by itself may have taken one more ballot: the next run compares the stack."""
    at = desk(toy_rig(4, holds=False))

    def opening(around):
        scanner = at.rig.open(around)
        scanner.unasked = unasked
        return scanner

    at.scan(device=opening, stop=lambda: True)
    with Ledger.open(at.path, readonly=True) as ledger:
        assert interrupted(ledger, "b") is unasked
