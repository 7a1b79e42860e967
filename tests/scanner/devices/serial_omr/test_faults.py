"""Whatever goes wrong at a mark reader, each ballot is stored once and lies where the books say.

The paper is the truth: the counted stack, from below, must be the stored cards in their order.
"""

from __future__ import annotations

import pytest

from scanner import open_scanner
from scanner.devices.serial_omr.protocol.library import load_profile
from scanner.devices.serial_omr.simulator.opening import READERS
from scanner.devices.simulated import FaultKind, Moment, Spot
from scanner.errors import RecordingError
from scanner.levels import LevelSheet
from scanner.link.errors import LinkBusyError
from scanner.notice import Ask
from scanner.surroundings import Surroundings
from tests.scanner.devices.serial_omr.cards import LevelEyes, folder_of
from tests.scanner.devices.serial_omr.runs import batch

WAY = (Moment.BEFORE, Moment.DURING, Moment.AFTER)
UNSEEN = {("line-ascii", kind) for kind in (FaultKind.DOUBLE_FEED, FaultKind.SILENT, FaultKind.RESET)}
"""Nothing on the line shows these; see the test of the hand count below."""


def possible(profile: str) -> list[tuple[str, FaultKind]]:
    kinds = READERS[load_profile(profile, {}).speaks].possible - {FaultKind.BUSY}
    pairs = {(profile, kind) for kind in kinds} - UNSEEN
    return sorted(pairs, key=lambda pair: pair[1].value)


CASES = [
    case
    for profile in ("sekonic-sr", "axiome-form", "level-line", "line-ascii", "scantron-esc")
    for case in possible(profile)
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("moment", WAY, ids=lambda moment: moment.value)
@pytest.mark.parametrize(("profile", "kind"), CASES, ids=lambda value: getattr(value, "value", value))
def test_a_batch_comes_through_every_fault(profile, kind, moment):
    for sheet in (1, 3, 5):
        run = batch(profile, (kind, sheet, moment))
        assert not run.faults_left or (profile, moment) == ("scantron-esc", Moment.AFTER), "it happened"
        assert run.stored == run.stack, "the stack is what is stored"
        assert sorted(run.stored) == [1, 2, 3, 4, 5], "each card once"
        assert not run.scanner.paper.at(Spot.PATH)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("moment", WAY, ids=lambda moment: moment.value)
@pytest.mark.parametrize(("profile", "kind"), CASES, ids=lambda value: getattr(value, "value", value))
def test_ballots_that_are_alike_are_not_taken_for_one_another(profile, kind, moment):
    """Data that do not differ prove nothing about the card they are of."""
    run = batch(profile, (kind, 3, moment), alike=True)
    assert len(run.stored) == len(run.stack) == 5


@pytest.mark.parametrize("moment", WAY, ids=lambda moment: moment.value)
def test_no_answer_to_the_feed_command_stops_and_asks(moment):
    """The dangerous one: the command may be lost, and the reader then still holds the card before."""
    run = batch("sekonic-sr", (FaultKind.SILENT, 3, moment))
    assert "did not say whether it read a card" in run.text
    assert "2 sheets are stored and belong on the counted stack. Put every sheet above these" in run.text
    # One '?' for each card, one at the end that finds the hopper empty, and never two for a doubt.
    fed = run.reader.log.count(b"?")
    assert fed == 6 and run.reader.feeds == 6
    assert run.stored == [1, 2, 3, 4, 5]


def test_a_lost_answer_is_proven_by_other_data_where_the_profile_says_so():
    run = batch("sekonic-sr", (FaultKind.SILENT, 3, Moment.DURING), **{"feeding.silence": "prove"})
    assert run.stored == run.stack == [1, 2, 3, 4, 5]
    assert run.asked == []


@pytest.mark.parametrize("alike", [True, False])
@pytest.mark.parametrize(("sheet", "moment"), [(3, Moment.BEFORE), (1, Moment.DURING)])
def test_what_cannot_be_proven_is_asked(alike, sheet, moment):
    """The last card's data again, or nothing to hold them against."""
    prove = {"feeding.silence": "prove"}
    run = batch("sekonic-sr", (FaultKind.SILENT, sheet, moment), alike=alike, **prove)
    assert len(run.stored) == len(run.stack) == 5
    assert Ask.CHECK_STACK in run.asked


def test_alike_ballots_prove_nothing():
    prove = {"feeding.silence": "prove"}
    run = batch("sekonic-sr", (FaultKind.SILENT, 3, Moment.DURING), alike=True, **prove)
    assert len(run.stored) == len(run.stack) == 5
    assert Ask.CHECK_STACK in run.asked


TOLD = [
    (FaultKind.JAM, "stuck in the reader", Ask.PUT_BACK),
    (FaultKind.DOUBLE_FEED, "wo cards went through together", Ask.CHECK_STACK),
    (FaultKind.COVER_OPEN, "cover of the reader is open", Ask.CLOSE_COVER),
    (FaultKind.SHEET_PULLED, "could not draw the card in", Ask.PUT_BACK),
    (FaultKind.SHORT_IMAGE, "did not find the timing marks", Ask.CHECK_STACK),
    (FaultKind.SENSOR_STUCK, "say what cannot be", Ask.CALL_SERVICE),
    (FaultKind.NOISE, "something unknown", Ask.CHECK_STACK),
    (FaultKind.SLOW, "did not say whether it read a card", Ask.CHECK_STACK),
    (FaultKind.RESET, "did not say whether it read a card", Ask.CHECK_STACK),
    (FaultKind.UNPLUGGED, "is not connected any more", Ask.RECONNECT),
]


@pytest.mark.parametrize(("kind", "words", "ask"), TOLD, ids=lambda value: getattr(value, "value", None))
def test_the_operator_is_told_what_happened_and_what_to_do(kind, words, ask):
    run = batch("sekonic-sr", (kind, 3, Moment.BEFORE))
    assert words in run.text
    assert ask in run.asked


@pytest.mark.parametrize("kind", [FaultKind.SPLIT_REPLY, FaultKind.STALE_REPLY, FaultKind.CRC_ERROR])
def test_what_asking_again_mends_disturbs_nobody(kind):
    run = batch("sekonic-sr", (kind, 3, Moment.DURING))
    assert run.asked == [] and run.stored == [1, 2, 3, 4, 5]


def test_a_timing_mark_too_few_is_in_the_evidence():
    """The reader takes the card; whoever reads the sheet refuses it by its rows."""
    run = batch("sekonic-sr", (FaultKind.SHORT_IMAGE, 3, Moment.DURING))
    rows = [LevelSheet.decode(sheet.front.encoded, "x").timing_marks for sheet in run.sheets]
    assert rows == [8, 8, 7, 8, 8]


@pytest.mark.parametrize("kind", [FaultKind.NOISE, FaultKind.CRC_ERROR])
def test_a_damaged_record_is_sent_again_where_its_number_proves_it(kind):
    run = batch("level-line", (kind, 3, Moment.DURING))
    assert run.asked == [] and run.stored == [1, 2, 3, 4, 5]
    assert run.reader.log.count(b"R") == 1
    run = batch("axiome-form", (kind, 3, Moment.DURING))
    assert Ask.PUT_BACK in run.asked and run.stored == [1, 2, 3, 4, 5]
    assert b"R" not in run.reader.log


@pytest.mark.parametrize("profile", ["axiome-form", "level-line"])
@pytest.mark.parametrize("kind", [FaultKind.JAM, FaultKind.SILENT, FaultKind.NOISE, FaultKind.UNPLUGGED])
def test_trouble_while_a_stored_card_is_passed_on(profile, kind):
    run = batch(profile, (kind, 3, Moment.ACCEPTING))
    assert run.stored == [1, 2, 3, 4, 5] and sorted(run.stack) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("profile", ["sekonic-sr", "axiome-form", "level-line", "line-ascii"])
def test_returned_cards_are_set_aside(profile):
    run = batch(profile, returned=lambda number: number in (2, 5))
    assert (run.stored, run.aside, run.stack) == ([1, 3, 4], [2, 5], [1, 3, 4])
    assert [sheet.number for sheet in run.scanner.paper.at(Spot.RETURNED)] == [2, 5]


def test_a_pile_that_is_through_while_the_operator_sets_a_card_aside_is_read_to_its_end():
    """Cards 3 and 4 pass meanwhile, and the cable is pulled: their records are gone, and must be asked for."""
    slow, pulled = (FaultKind.SPLIT_REPLY, 2, Moment.BEFORE), (FaultKind.UNPLUGGED, 4, Moment.DURING)
    run = batch("line-ascii", slow, pulled, cards=4, returned=lambda number: number in (1, 2))
    assert (run.stored, run.aside, run.stack) == ([3, 4], [1, 2], [3, 4])
    assert Ask.RECONNECT in run.asked and Ask.CHECK_STACK in run.asked


def test_a_reader_that_sends_unasked_needs_a_running_number_or_a_hand_count():
    """A lost record of such a reader leaves no trace on the line: only the sheets counted by hand show it."""
    lost = (FaultKind.SILENT, 3, Moment.DURING)
    run = batch("line-ascii", lost)
    assert run.stored == [1, 2, 4, 5] and run.stack == [1, 2, 3, 4, 5]
    run = batch("line-ascii", lost, **{"feeding.counter": "4"})
    assert run.stored == run.stack == [1, 2, 3, 4, 5]
    assert "record is missing or came twice" in run.text


def test_a_reader_that_another_program_uses(tmp_path):
    script = tmp_path / "busy.toml"
    script.write_text('[[fault]]\nkind = "busy"\nsheet = 0\nmoment = "connecting"\n')
    folder = folder_of(tmp_path / "cards", 2)
    address = f"sim+serial:{folder}?profile=sekonic-sr&fault={script}"
    with open_scanner(address, Surroundings(optics=LevelEyes())) as scanner:
        assert scanner.describe().simulated
        with pytest.raises(LinkBusyError, match="another program"):
            next(scanner.sheets())


def test_a_fault_that_a_mark_reader_does_not_have(tmp_path):
    script = tmp_path / "strange.toml"
    script.write_text('[[fault]]\nkind = "image-before-begin"\n')
    folder = folder_of(tmp_path / "cards", 2)
    with pytest.raises(RecordingError, match="has no fault"):
        open_scanner(f"sim+serial:{folder}?profile=sekonic-sr&fault={script}", Surroundings(optics=LevelEyes()))
