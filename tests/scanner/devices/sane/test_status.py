"""How scanimage ended.  An end taken for an empty feeder leaves ballots uncounted."""

from __future__ import annotations

import pytest

from scanner.devices.sane.protocol.status import Outcome, how_it_ended
from scanner.devices.sane.scanimage import no_answer

CHATTER = (
    "Scanning infinity pages, incrementing by 1, numbering from 1\nPlace document no. 1 on the scanner.\n"
    "Press <RETURN> to continue.\nPress Ctrl + D to terminate.\nScanning page 1\n"
)


@pytest.mark.parametrize(
    ("code", "text", "outcome"),
    [
        (0, "Batch terminated, 0 pages scanned\n", Outcome.OK),
        (0, "scanimage: sane_start: Document feeder out of documents\n", Outcome.EMPTY),
        (7, "scanimage: sane_start: Document feeder out of documents\n", Outcome.EMPTY),
        (7, "scanimage: sane_read: Document feeder out of documents\n", Outcome.STOPPED),
        (6, "scanimage: sane_read: Document feeder jammed\n", Outcome.JAMMED),
        (8, "scanimage: sane_start: Scanner cover is open\n", Outcome.COVER_OPEN),
        (9, "scanimage: sane_read: Error during device I/O\n", Outcome.GONE),
        (3, "scanimage: sane_start: Device busy\n", Outcome.BUSY),
        (1, "scanimage: open of device net:h:fi failed: Device busy\n", Outcome.BUSY),
        (1, "scanimage: open of device net:h:fi failed: Invalid argument\n", Outcome.GONE),
        (1, "scanimage: open of device x failed: Access to resource has been denied\n", Outcome.DENIED),
        (1, "scanimage: unrecognized option '--sauce'\n", Outcome.USAGE),
        (1, "scanimage: setting of option --source failed (Invalid argument)\n", Outcome.USAGE),
        (1, "something nobody has seen\n", Outcome.OTHER),
        (10, "scanimage: sane_read: Out of memory\n", Outcome.OTHER),
    ],
)
def test_each_end_has_its_meaning(code, text, outcome):
    assert how_it_ended(code, CHATTER + text).outcome is outcome


def test_a_connection_lost_at_the_start_of_a_page_is_no_empty_feeder():
    """scanimage 1.1.1 exits with 0 then (seen): as an empty feeder it would end the batch as if complete."""
    text = (
        "scanimage: sane_start: Operation not supported\nBatch terminated, 0 pages scanned\n"
        "scanimage: received signal 13\nscanimage: trying to stop scanner\nscanimage: aborting\n"
    )
    assert how_it_ended(0, CHATTER + text).outcome is Outcome.GONE


def test_what_was_said_counts_for_a_process_that_had_to_be_killed():
    """It hangs at its end now and then, after it has said everything (seen with the test backend)."""
    text = "scanimage: sane_read: Document feeder jammed\nBatch terminated, 1 page scanned\n"
    assert how_it_ended(-9, CHATTER + text).outcome is Outcome.JAMMED


def test_a_crash_is_no_empty_feeder():
    assert how_it_ended(-11, CHATTER).outcome is Outcome.GONE


def test_the_detail_is_the_device_s_own_word():
    ended = how_it_ended(
        6, CHATTER + "scanimage: sane_read: Document feeder jammed\nBatch terminated, 1 page scanned\n"
    )
    assert ended.detail == "scanimage: sane_read: Document feeder jammed"


def test_a_device_without_permission_says_how_to_get_it():
    text = "scanimage: open of device fujitsu:fi-8170:1 failed: Access to resource has been denied\n"
    assert "retally scanners setup" in str(no_answer("fujitsu:fi-8170:1", how_it_ended(1, text)))
