"""Every fault at every moment: each sheet ends where the books say, once, and the operator is told so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner import AddressError, Surroundings, parse_address
from scanner.devices.custom_a4.simulator.mishaps import CAN
from scanner.devices.custom_a4.simulator.opening import open_simulated
from scanner.devices.simulated.faults import FaultKind, Moment
from scanner.devices.simulated.paper import Spot
from scanner.link import LinkBusyError, LinkLostError
from scanner.trouble import Trouble
from tests.scanner.devices.custom_a4.pictures import Eyes, fill
from tests.scanner.devices.custom_a4.station import station

K, M = FaultKind, Moment
GONE = "disconnected"
FIRST_CONNECT = {(K.BUSY, M.CONNECTING), (K.RESET, M.CONNECTING), (K.UNPLUGGED, M.CONNECTING)}
"""A scanner that is not there, or taken, when it is first used is an error."""

SETTLED = {"leftover", "in-doubt", "check-stack"}
"""What is told when a scanner comes back, of the sheet that was under way."""

HARMLESS = {K.SPLIT_REPLY, K.MERGED_REPLIES, K.SLOW, K.NO_SHORT_PACKET}

SAID = {
    K.JAM: {None: "jam"},
    K.DOUBLE_FEED: {None: "double-feed"},
    K.COVER_OPEN: {None: "cover-open"},
    K.SHEET_PULLED: {M.BEFORE: "sheet-pulled", M.DURING: "jam", M.AFTER: "sheet-pulled", M.RETURNING: None},
    K.SECOND_SHEET: {M.RETURNING: None, None: "second-sheet"},
    K.SENSOR_STUCK: {None: "sensor-stuck"},
    K.SHORT_IMAGE: {None: "short-image"},
    K.SILENT: {None: "silent"},
    K.RESET: {None: GONE},
    K.UNPLUGGED: {None: GONE},
    K.STALE_REPLY: {M.DURING: "transfer-error", M.AFTER: "transfer-error", None: None},
}
"""The code of the notice, by moment; None as moment is any other one, None as code is nothing said."""

NOT_STORED = {M.BEFORE, M.DURING, M.AFTER}
CASES = [
    (kind, moment)
    for kind, moments in CAN.items()
    for moment in Moment
    if moment in moments and (kind, moment) not in FIRST_CONNECT
]


def run(kind: FaultKind, moment: Moment):
    refuse = (lambda sheet: sheet.key == "000002") if moment is M.RETURNING else (lambda sheet: False)
    return station((kind, 0 if moment is M.CONNECTING else 2, moment)).run(refuse)


@pytest.mark.parametrize(("kind", "moment"), CASES, ids=lambda value: value.value)
def test_no_sheet_is_lost_and_none_is_counted_twice(kind, moment):
    happened = run(kind, moment)
    happened.check_books()
    assert not happened.device._faults.left, "the fault did not happen"
    expected = None if kind in HARMLESS else SAID[kind].get(moment, SAID[kind].get(None))
    codes = {notice.code for notice in happened.notices if not notice.over} - {"returned"}
    if expected is not None:
        assert expected in codes
        assert codes <= {expected, GONE, "second-sheet"} | (SETTLED if GONE in codes else set())
    elif (kind, moment) != (
        K.SLOW,
        M.RETURNING,
    ):  # the next sheet may lie there already
        assert not codes


@pytest.mark.parametrize(("kind", "moment"), CASES, ids=lambda value: value.value)
def test_the_operator_puts_the_sheet_where_the_books_have_it(kind, moment):
    """A stored sheet is never asked back on the pile, a sheet that is not stored never on the counted stack."""
    asked = {ask for _, ask in run(kind, moment).asked}
    if moment in NOT_STORED and kind not in {K.SECOND_SHEET, K.SENSOR_STUCK}:
        assert not asked & {"PUT_ON_COUNTED", "TAKE_RETURNED"}
    if moment is M.ACCEPTING and kind is not K.SENSOR_STUCK:
        assert "PUT_BACK" not in asked


@pytest.mark.parametrize(
    ("kind", "moment", "text"),
    [
        (K.JAM, M.DURING, "Paper is jammed in the scanner"),
        (K.DOUBLE_FEED, M.DURING, "Two sheets were drawn in at once; neither is counted"),
        (K.COVER_OPEN, M.DURING, "The cover of the scanner is open"),
        (K.SHEET_PULLED, M.BEFORE, "The sheet was taken away before it was scanned"),
        (K.SHEET_PULLED, M.DURING, "The sheet was held back, or the rollers slipped"),
        (K.SHEET_PULLED, M.AFTER, "The sheet was pulled out of the scanner"),
        (K.SECOND_SHEET, M.DURING, "A second sheet was pushed in before the first was out"),
        (K.SECOND_SHEET, M.ACCEPTING, "A second sheet was pushed in while the first was passed on"),
        (K.SENSOR_STUCK, M.BEFORE, "The entry is covered in part"),
        (K.SENSOR_STUCK, M.ACCEPTING, "A sensor at the exit stays covered"),
        (K.SHORT_IMAGE, M.DURING, "The image of the sheet is not complete"),
        (K.SILENT, M.DURING, "The scanner does not answer"),
        (K.STALE_REPLY, M.DURING, "The scanner sent something unexpected"),
        (K.UNPLUGGED, M.DURING, "The scanner is not connected any more"),
    ],
)
def test_the_message_says_what_happened_and_what_to_do(kind, moment, text):
    notice = next(notice for notice in run(kind, moment).notices if not notice.over)
    assert str(notice).startswith(text) and notice.ask.value[1:] in str(notice)


def test_both_sheets_of_a_double_feed_are_fed_again():
    """Byte 35 bit 1: without it the second sheet would be on the counted stack, and in no total."""
    happened = run(K.DOUBLE_FEED, M.DURING)
    assert happened.numbers(happened.counted) == [1, 2, 3, 4]
    assert [sheet.key for sheet in happened.counted] == ["000001", "000002", "000003", "000004"]


def test_without_the_ultrasonic_sensor_only_the_count_by_hand_shows_a_double_feed():
    """Said in the docs; the switch exists for paper that the sensor cannot stand."""
    happened = station((K.DOUBLE_FEED, 2, M.DURING), options="?ultrasonic=off").run()
    assert happened.notices == []
    assert len(happened.counted) == 3 and len(happened.scanner.paper.at(Spot.COUNTED)) == 4


def test_a_stored_sheet_is_not_asked_back_because_of_an_old_answer():
    """A late 'all is empty' while the sheet moves out: it would go back on the pile, and be counted twice."""
    happened = station(*[(K.STALE_REPLY, number, M.ACCEPTING) for number in (1, 2, 3, 4)]).run()
    happened.check_books()
    assert happened.asked == []


def test_a_stored_sheet_that_was_pushed_back_to_the_entry_is_not_taken_in_again():
    """It jammed on its way out, and somebody freed it to the front: scanned again it would count twice."""
    happened = station((K.JAM, 1, M.ACCEPTING), sheets=1)
    machine, mechanics = happened.scanner._machine, happened.device.mechanics
    next(happened.scanner.sheets())
    with pytest.raises(Trouble, match="jammed"):
        machine.accept()
    stuck = mechanics.path[0]
    mechanics.take_out(Spot.COUNTED)
    mechanics.paper.move(stuck, Spot.ENTRY)
    with pytest.raises(Trouble, match="a sheet is in the entry"):
        machine.ready()
    mechanics.paper.move(stuck, Spot.COUNTED)
    assert machine.ready()


def test_a_sheet_in_the_entry_is_not_drawn_through_because_a_sensor_at_the_exit_sticks():
    """Found by chance: the sensor looked like the stored sheet, and the next one was passed on unscanned."""
    happened = station((K.RESET, 2, M.ACCEPTING), (K.SENSOR_STUCK, 2, M.AFTER), sheets=3).run()
    happened.check_books()
    assert ("sensor-stuck", "CALL_SERVICE") in happened.asked


def test_faults_on_every_sheet():
    kinds = [K.JAM, K.UNPLUGGED, K.COVER_OPEN, K.RESET, K.SHORT_IMAGE, K.DOUBLE_FEED, K.SILENT]
    faults = [(kind, number, M.DURING) for number, kind in enumerate(kinds, 1)]
    later = [kind for kind in kinds if M.ACCEPTING in CAN[kind]]
    faults += [(kind, number, M.ACCEPTING) for number, kind in enumerate(later, len(kinds) + 1)]
    happened = station(*faults, sheets=9).run()
    happened.check_books()
    assert happened.device._faults.left == ()


POSSIBLE = [(kind, moment) for kind, moments in CAN.items() for moment in Moment if moment in moments]
ANY = st.tuples(st.sampled_from(POSSIBLE), st.integers(1, 6)).map(lambda one: (one[0][0], one[1], one[0][1]))


@settings(max_examples=60)
@given(st.lists(ANY, max_size=5), st.sets(st.integers(1, 6), max_size=2))
def test_whatever_happens_together_each_sheet_is_where_the_books_say(faults, refused):
    keys = {f"{number:06d}" for number in refused}
    station(*faults, sheets=3).run(lambda sheet: sheet.key in keys).check_books()


def test_another_program_takes_the_scanner_while_it_was_unplugged():
    happened = station((K.UNPLUGGED, 2, M.DURING), (K.BUSY, 2, M.CONNECTING)).run()
    happened.check_books()
    assert ("busy", "FREE_DEVICE") in happened.asked


def test_a_scanner_that_is_taken_or_not_there_at_first_is_an_error():
    for kind, error in ((K.BUSY, LinkBusyError), (K.UNPLUGGED, LinkLostError), (K.RESET, LinkLostError)):
        with pytest.raises(error):
            station((kind, 0, M.CONNECTING)).run()


def test_the_operator_stops_while_the_scanner_is_stuck():
    """Nobody waits for ever: the trouble ends the run, and the sheet in the path is not in the books."""
    happened = station((K.SILENT, 2, M.DURING))
    happened.device.power_on = lambda: None  # a device that does not come back
    heard = happened.scanner._around.notify

    def stop_when_lost(notice):
        heard(notice)
        if notice.code == GONE:
            happened.scanner.stop()

    object.__setattr__(happened.scanner._around, "notify", stop_when_lost)
    with pytest.raises(LinkLostError):
        happened.run()
    assert happened.numbers(happened.counted) == [1]


@pytest.mark.parametrize("line", ['kind = "crc-error"', 'kind = "double-feed"\nmoment = "accepting"'])
def test_a_fault_that_this_device_cannot_have_is_refused(tmp_path, line):
    """A tester who asks for one would believe that it was passed."""
    script = tmp_path / "faults.toml"
    script.write_text(f"[[fault]]\n{line}\n")
    (tmp_path / "in").mkdir()
    address = parse_address(f"sim+custom-a4:{fill(tmp_path / 'in', 2)}?fault={script}")
    with pytest.raises(AddressError, match="a Custom A4 cannot have the fault"):
        open_simulated(address, Surroundings(optics=Eyes()))
