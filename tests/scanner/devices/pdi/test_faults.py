"""Whatever goes wrong with paper, machine or cable: each ballot ends on the stack where the books say it is.

The person at the simulated scanner does what the messages ask and nothing else, so a message that is missing or
wrong shows as a sheet in the wrong place.
"""

from __future__ import annotations

import pytest

from scanner.devices.pdi.simulator import Quirks
from scanner.devices.simulated import FaultKind, Moment
from scanner.errors import AddressError
from scanner.link import LinkBusyError, LinkLostError
from scanner.notice import Ask
from tests.scanner.devices.pdi.rig import Rig, fault

PUT_BACK = "put it back on the pile"
ON_STACK = "put it on the counted stack; do not feed it again"
ASIDE = "set it aside"

MESSAGES = [
    ("jam", "before", "jam", "jammed", PUT_BACK),
    ("jam", "during", "jam", "event #01", PUT_BACK),
    ("jam", "after", "jam", "status 8b 80 a4", PUT_BACK),
    ("jam", "accepting", "jam", "did not leave the scanner", ON_STACK),
    ("jam", "returning", "jam", "did not come back to the front", ASIDE),
    ("double-feed", "before", "double-feed", "two sheets went in on each other", PUT_BACK),
    ("double-feed", "during", "double-feed", "two sheets went in on each other", PUT_BACK),
    ("double-feed", "after", "double-feed", "two sheets went in on each other", PUT_BACK),
    ("cover-open", "before", "cover-open", "cover of the scanner is open", PUT_BACK),
    ("cover-open", "during", "cover-open", "cover of the scanner is open", PUT_BACK),
    ("cover-open", "after", "cover-open", "cover of the scanner is open", PUT_BACK),
    ("cover-open", "accepting", "cover-open", "cover of the scanner is open", ON_STACK),
    ("cover-open", "returning", "cover-open", "cover of the scanner is open", ASIDE),
    ("sheet-pulled", "during", "sheet-pulled", "pulled out of the scanner and is not stored", PUT_BACK),
    ("sheet-pulled", "after", "sheet-pulled", "pulled out of the scanner and is not stored", PUT_BACK),
    ("sheet-pulled", "accepting", "sheet-pulled", "pulled out after it was stored", ON_STACK),
    ("sheet-pulled", "returning", "sheet-pulled", "pulled out before it was given back", ASIDE),
    ("second-sheet", "before", "second-sheet", "another sheet was pushed in", "Take away the sheet"),
    ("second-sheet", "during", "second-sheet", "another sheet was pushed in", "Take away the sheet"),
    ("second-sheet", "after", "second-sheet", "another sheet was pushed in", "Take away the sheet"),
    ("second-sheet", "accepting", "second-sheet", "another sheet was pushed in", "Take away the sheet"),
    ("sensor-stuck", "before", "sensor-stuck", "paper sensor (rear left)", "Switch the scanner off and on"),
    ("sensor-stuck", "accepting", "sensor-stuck", "paper sensor (rear left)", ON_STACK),
    ("sensor-stuck", "returning", "sensor-stuck", "paper sensor (rear left)", ASIDE),
    ("calibration-needed", "before", "calibration-needed", "must be calibrated", "clean white sheet"),
    ("calibration-needed", "during", "calibration-needed", "must be calibrated", PUT_BACK),
    ("calibration-needed", "accepting", "calibration-needed", "must be calibrated", ON_STACK),
    ("short-image", "before", "short-image", "image of the sheet is not complete", PUT_BACK),
    ("short-image", "during", "short-image", "image of the sheet is not complete", PUT_BACK),
    ("silent", "before", "silent", "does not answer", "Switch the scanner off and on"),
    ("silent", "during", "silent", "does not answer", PUT_BACK),
    ("silent", "after", "silent", "does not answer", PUT_BACK),
    ("silent", "accepting", "silent", "does not answer", ON_STACK),
    ("silent", "returning", "silent", "does not answer", ASIDE),
    ("reset", "before", "disconnected", "not connected any more", "Plug the scanner in"),
    ("reset", "during", "disconnected", "not connected any more", "Plug the scanner in"),
    ("reset", "after", "disconnected", "not connected any more", "Plug the scanner in"),
    ("reset", "accepting", "disconnected", "not connected any more", "Plug the scanner in"),
    ("reset", "returning", "disconnected", "not connected any more", "Plug the scanner in"),
    ("unplugged", "before", "disconnected", "not connected any more", "Plug the scanner in"),
    ("unplugged", "during", "disconnected", "not connected any more", "Plug the scanner in"),
    ("unplugged", "after", "disconnected", "not connected any more", "Plug the scanner in"),
    ("unplugged", "accepting", "disconnected", "not connected any more", "Plug the scanner in"),
    ("unplugged", "returning", "disconnected", "not connected any more", "Plug the scanner in"),
]


def run(tmp_path, kind, moment, **more):
    rig = Rig(tmp_path, 4, fault(kind, moment, 0 if moment == "connecting" else 2), **more)
    return rig.run({2} if moment == "returning" else ()).check()


@pytest.mark.parametrize(("kind", "moment", "code", "what", "todo"), MESSAGES)
def test_what_the_operator_reads_and_where_the_paper_ends(tmp_path, kind, moment, code, what, todo):
    rig = run(tmp_path, kind, moment)
    assert what.lower() in "\n".join(rig.told(code)).lower()
    assert any(todo.lower() in str(notice).lower() for notice in rig.notices)


@pytest.mark.parametrize("moment", ["before", "during", "after", "accepting", "returning"])
@pytest.mark.parametrize(
    "kind",
    [
        "image-before-begin",
        "no-short-packet",
        "split-reply",
        "merged-replies",
        "crc-error",
        "stale-reply",
        "slow",
    ],
)
def test_what_the_driver_copes_with_alone(tmp_path, kind, moment):
    """Nobody is told of anything, and every pixel is there: `Rig.number` holds all of them."""
    rig = run(tmp_path, kind, moment)
    assert {notice.code for notice in rig.notices} <= {"returned", "taken"}


@pytest.mark.parametrize(
    ("kind", "code", "what"),
    [
        ("cover-open", "cover-open", "Close the cover"),
        ("calibration-needed", "calibration-needed", "clean white sheet"),
        ("second-sheet", "second-sheet", "a sheet lies in the entry"),
        ("silent", "silent", "does not answer"),
        ("sensor-stuck", "sensor-stuck", "rear left"),
    ],
)
def test_what_is_wrong_from_the_beginning(tmp_path, kind, code, what):
    """A cover that is open when the scanner is switched on sends no event: only the status says so."""
    rig = run(tmp_path, kind, "connecting")
    assert what.lower() in "\n".join(rig.told(code)).lower()
    assert set(rig.stored) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("kind", "error"), [("busy", LinkBusyError), ("unplugged", LinkLostError), ("reset", LinkLostError)]
)
def test_a_scanner_that_is_not_there_at_first_is_an_error(tmp_path, kind, error):
    rig = Rig(tmp_path, 2, fault(kind, "connecting", 0))
    with pytest.raises(error):
        next(rig.scanner.sheets())


ALL = [
    (kind, moment)
    for kind in FaultKind
    for moment in Moment
    if kind not in {FaultKind.NOISE, FaultKind.BUSY} and moment is not Moment.CONNECTING
]
QUIRKS = [
    Quirks(end_after_trouble=True, off_aborts_grab=True, front_is_inside=True, manual_codes=True),
    Quirks(end_after_trouble=True, deaf_at_first=False),
]


@pytest.mark.parametrize("quirks", QUIRKS, ids=["contrary", "lively"])
@pytest.mark.parametrize(("kind", "moment"), ALL, ids=[f"{kind.value}-{moment.value}" for kind, moment in ALL])
def test_where_facts_are_unknown_either_way_is_safe(tmp_path, kind, moment, quirks):
    rig = Rig(tmp_path, 4, fault(kind.value, moment.value), quirks=quirks)
    rig.run({2} if moment is Moment.RETURNING else ())
    rig.faults._left.clear()  # some kinds cannot happen at some moments
    rig.check()


def test_every_sheet_meets_something(tmp_path):
    kinds = ["jam", "double-feed", "unplugged", "silent", "short-image", "reset", "cover-open", "sheet-pulled"]
    faults = [fault(kind, "during", at) for at, kind in enumerate(kinds * 2, 1)]
    rig = Rig(tmp_path, 12, *faults).run().check()
    assert sorted(rig.stored) == list(range(1, 13))


def test_noise_is_no_fault_of_this_cable(tmp_path):
    with pytest.raises(AddressError, match="no fault of a scanner on USB"):
        Rig(tmp_path, 1, fault("line-noise"))


def test_after_a_second_sheet_only_that_one_is_taken_away(tmp_path):
    """The stored sheet stays in the rollers and goes to the counted stack by itself."""
    rig = run(tmp_path, "second-sheet", "accepting")
    assert [notice.ask for notice in rig.notices] == [Ask.TAKE_AWAY, Ask.NOTHING]
    assert "#36" not in rig.told("second-sheet")[0]
    assert set(rig.stored) == {1, 2, 3, 4}


def test_both_sheets_of_a_double_feed_are_fed_again(tmp_path):
    rig = run(tmp_path, "double-feed", "during")
    assert set(rig.stored) == {1, 2, 3, 4} and len(rig.told("double-feed")) == 2


@pytest.mark.parametrize(
    ("first", "when"), [("calibration-needed", "during"), ("double-feed", "before"), ("short-image", "during")]
)
def test_a_cover_that_is_open_is_spoken_of_even_if_something_else_was_first(tmp_path, first, when):
    rig = Rig(tmp_path, 4, fault(first, when), fault("cover-open", "after"), fault("cover-open", "during"))
    rig.run()
    rig.faults._left.clear()  # a sheet that stops in the middle does not come to its end
    rig.check()
    assert not rig.device.mechanism.cover_open
    assert set(rig.stored) == {1, 2, 3, 4}


def test_the_end_after_a_double_feed_is_no_second_fault(tmp_path):
    """A double feed is followed by an end with short data, which is not reported as a short image."""
    rig = run(tmp_path, "double-feed", "during")
    assert rig.told("short-image") == []


def test_a_fault_script_in_a_file(tmp_path):
    from scanner import open_scanner
    from scanner.surroundings import Surroundings
    from tests.scanner.devices.pdi.sheets import Eyes, fill

    script = tmp_path / "jam.toml"
    script.write_text('[[fault]]\nkind = "jam"\nsheet = 1\n')
    folder = tmp_path / "batch"
    folder.mkdir()
    fill(folder, 2)
    told = []
    around = Surroundings(optics=Eyes(), notify=told.append)
    with open_scanner(f"sim+pdi:{folder}?fault={script}", around) as scanner:
        for sheet in scanner.sheets():
            scanner.accept(sheet)
    assert told[0].code == "jam"


def test_a_scan_that_was_aborted_before_does_not_stop_the_next_one(tmp_path):
    """A station that was stopped or killed amid a scan leaves the bit set: waiting for it could be for ever."""
    rig = Rig(tmp_path, 4)
    rig.device.mechanism.aborted = True
    rig.run().check()
    assert set(rig.stored) == {1, 2, 3, 4} and not rig.notices


def test_an_image_whose_transmission_was_aborted_is_not_stored(tmp_path):
    rig = Rig(tmp_path, 4)
    mechanism = rig.device.mechanism
    end = mechanism._end

    def aborted():
        end()
        mechanism.aborted = mechanism.feeds == 2

    mechanism._end = aborted
    rig.run().check()
    (text,) = rig.told("transfer-error")[:1]
    assert "could not send the whole image" in text and PUT_BACK in text
    assert set(rig.stored) == {1, 2, 3, 4} and mechanism.feeds == 5
