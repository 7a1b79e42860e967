"""A replay that differs from its session in one byte would be another batch under the same name."""

from __future__ import annotations

import pytest

from scanner import RecordingError, Surroundings, open_scanner
from scanner.address import parse_address
from scanner.devices.simulated.faults import FaultKind, Moment
from scanner.link import LinkBusyError, LinkError, LinkLostError
from scanner.link.heard import HeardClock, HeardTransport, heard_link
from scanner.link.recorded import Cursor, RecordedClock, RecordedTransport
from scanner.link.recorder import Recorder
from tests.scanner.contract import ScannerContract
from tests.scanner.devices.custom_a4.station import station
from tests.scanner.link.sessions import data_of, lines_of, recorded_session, set_data, write_lines

K, M = FaultKind, Moment


def pages(sheet):
    return [(page.encoded, page.media_type, page.page, page.name, page.dpi) for page in sheet.pages]


def replayed(path, options=""):
    notices = []
    with open_scanner(f"replay:{path}{options}", Surroundings(notify=notices.append)) as scanner:
        sheets = []
        for sheet in scanner.sheets():
            sheets.append(sheet)
            scanner.accept(sheet)
    return sheets, notices


class TestReplay(ScannerContract):
    def open_loaded(self, folder, sheets):
        path = folder / "session"
        if not path.exists():
            recorded_session(path, sheets=sheets)
        return open_scanner(f"replay:{path}")


FAULTS = [
    (),
    ((K.JAM, 2, M.DURING),),
    ((K.UNPLUGGED, 2, M.ACCEPTING),),
    ((K.RESET, 2, M.DURING), (K.BUSY, 2, M.CONNECTING)),
    ((K.SILENT, 1, M.AFTER),),
    ((K.STALE_REPLY, 2, M.DURING), (K.SPLIT_REPLY, 3, M.AFTER), (K.SLOW, 1, M.ACCEPTING)),
    ((K.COVER_OPEN, 0, M.CONNECTING), (K.DOUBLE_FEED, 1, M.DURING)),
]


@pytest.mark.parametrize("faults", FAULTS, ids=str)
def test_a_replay_gives_the_same_sheets(tmp_path, faults):
    """Faults included: their bytes, silences and times are in the session, too."""
    happened = recorded_session(tmp_path / "session", *faults)
    happened.check_books()
    sheets, notices = replayed(tmp_path / "session")
    assert [pages(sheet) for sheet in sheets] == [pages(sheet) for sheet in happened.counted]
    assert [sheet.key for sheet in sheets] == [sheet.key for sheet in happened.counted]
    assert notices == []


def test_recording_changes_nothing(tmp_path):
    heard = recorded_session(tmp_path / "session")
    alone = station().run()
    assert [pages(sheet) for sheet in heard.counted] == [pages(sheet) for sheet in alone.counted]


def test_it_says_what_it_is(tmp_path):
    recorded_session(tmp_path / "session")
    with open_scanner(f"replay:{tmp_path / 'session'}") as scanner:
        info = scanner.describe()
    assert info.simulated and info.expected == 4 and info.name.startswith("session of 20")


def test_sheets_that_were_given_back_are_not_counted_when_they_are_replayed(tmp_path):
    """The same paper may have come again in the same session."""
    happened = recorded_session(tmp_path / "session", refuse=lambda sheet: sheet.key == "000002")
    sheets, notices = replayed(tmp_path / "session")
    assert [sheet.key for sheet in sheets] == ["000001", "000003", "000004"]
    assert [(notice.code, notice.sheet) for notice in notices] == [("not-replayed", "000002")]
    everything, _ = replayed(tmp_path / "session", "?sheets=all")
    assert len(everything) == 4
    assert pages(everything[1]) == pages(happened.returned[0])


def test_a_sheet_that_was_left_in_the_scanner_is_not_counted(tmp_path):
    with Recorder(tmp_path / "session", "sim+custom-a4:test") as tee:
        happened = station(tee=tee)
        feed = happened.scanner.sheets()
        happened.scanner.accept(next(feed))
        next(feed)
        happened.scanner.close()
    sheets, notices = replayed(tmp_path / "session")
    assert [sheet.key for sheet in sheets] == ["000001"]
    assert "left in the scanner" in str(notices[0])


def test_an_operator_who_stopped_early_is_replayed_too(tmp_path):
    """The driver then stops waiting, at a moment that nothing on the link tells of."""
    path = tmp_path / "session"
    with Recorder(path, "sim+custom-a4:test") as tee:
        happened = station(tee=tee)
        asked = iter([False] * 7)
        object.__setattr__(happened.scanner._around, "finished", lambda: next(asked, True))
        happened.run()
        happened.scanner.close()
    assert 0 < len(happened.counted) < 4
    assert sum(line.get("what") == "unwanted" for line in lines_of(path)) >= 1
    sheets, _ = replayed(path)
    assert [pages(sheet) for sheet in sheets] == [pages(sheet) for sheet in happened.counted]


def changed(tmp_path, change):
    """A session with one line changed on purpose; says which."""
    path = tmp_path / "session"
    recorded_session(path, sheets=2)
    lines = lines_of(path)
    number = change(lines)
    write_lines(path, lines)
    return path, number


def nth(lines, what, number, begins=b""):
    """Index of the n-th line of a kind."""
    found = [
        at for at, line in enumerate(lines) if line.get("what") == what and data_of(line).startswith(begins)
    ]
    return found[number]


def another_command(lines):
    at = nth(lines, "write", 0, b"SCAN")
    set_data(lines[at], b"STOP\0\0\0\x01")
    return at + 1


def another_pipe(lines):
    at = nth(lines, "read", 3)
    lines[at]["pipe"] = 0x82
    return at + 1


def one_read_less(lines):
    at = nth(lines, "read", 6)
    del lines[at]
    return at + 1


def one_read_more(lines):
    at = nth(lines, "read", 6)
    lines.insert(at, dict(lines[at]))
    return at + 2


def another_sleep(lines):
    at = nth(lines, "sleep", 0)
    set_data(lines[at], b"9.0")
    return at + 1


def another_outcome(lines):
    at = nth(lines, "outcome", 1)
    set_data(lines[at], b"trouble jam")
    return at + 1


def unknown_call(lines):
    at = nth(lines, "call", 1)
    set_data(lines[at], b"dance")
    return at + 1


@pytest.mark.parametrize(
    "change",
    [another_command, another_pipe, one_read_less, one_read_more, another_sleep, another_outcome, unknown_call],
)
def test_a_difference_is_an_error_that_names_the_line(tmp_path, change):
    path, number = changed(tmp_path, change)
    with pytest.raises(RecordingError) as caught:
        replayed(path)
    assert f"line {number}:" in str(caught.value), str(caught.value)


def test_both_sides_of_a_difference_are_shown(tmp_path):
    path, _ = changed(tmp_path, another_command)
    with pytest.raises(RecordingError) as caught:
        replayed(path)
    mine, theirs = b"SCAN\0\0\0\x01".hex(" "), b"STOP\0\0\0\x01".hex(" ")
    assert mine in str(caught.value) and theirs in str(caught.value)
    assert "recorded by retally" in str(caught.value)


def test_a_read_past_the_end(tmp_path):
    path = tmp_path / "session"
    recorded_session(path, sheets=2)
    lines = lines_of(path)
    end = lines.pop()
    del lines[nth(lines, "write", -1) :]
    write_lines(path, [*lines, end])
    with pytest.raises(RecordingError, match="recorded is the end of the recording"):
        replayed(path)


def test_a_cut_session_gives_no_sheet_at_all(tmp_path):
    path = tmp_path / "session"
    recorded_session(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(RecordingError, match="after sheet 4"):
        open_scanner(f"replay:{path}")


def test_a_family_that_we_do_not_have(tmp_path):
    def change(lines):
        set_data(lines[1], b"folder:somewhere")
        return 2

    path, _ = changed(tmp_path, change)
    with pytest.raises(RecordingError, match="sessions of folder: cannot be replayed"):
        open_scanner(f"replay:{path}")


class Failing:
    """A link that fails in all ways."""

    def write(self, data, *, pipe=0, timeout=1.0):
        if data == b"fail":
            raise LinkError("no")

    def read(self, *, pipe=0, timeout):
        if pipe == 9:
            raise LinkLostError("gone")
        return None if pipe == 8 else b"abc"

    def drain(self, *, pipe=0, grace):
        return b"rest"

    def close(self):
        pass


class Ticks:
    """A clock that never gives the same time, and no round one."""

    def __init__(self):
        self.time = 100.1

    def now(self):
        self.time += 0.1 / 3
        return self.time

    def sleep(self, seconds):
        self.time += seconds * 1.01


def use(link, clock):
    """What a driver does, and all that it sees."""
    seen = [clock.now()]
    for step in (
        lambda: link.write(b"hello", pipe=2),
        lambda: link.write(b"fail", pipe=2),
        lambda: link.read(pipe=1, timeout=1),
        lambda: link.read(pipe=8, timeout=1),
        lambda: link.read(pipe=9, timeout=1),
        lambda: link.drain(pipe=1, grace=0.1),
        lambda: clock.sleep(0.3),
        link.close,
    ):
        try:
            seen.append(step())
        except LinkError as error:
            seen.append(type(error))
        seen.append(clock.now())
    return seen


def test_a_driver_sees_the_same_bytes_failures_and_times(tmp_path):
    with Recorder(tmp_path / "session", "custom-a4:") as tee:
        clock = HeardClock(Ticks(), tee)
        clock.note("open")
        first = use(HeardTransport(Failing(), clock), clock)
    cursor = Cursor(tmp_path / "session")
    clock = RecordedClock(cursor)
    assert use(RecordedTransport(cursor), clock) == first
    assert len(set(first[0::2])) > 5, "time passed"


@pytest.mark.parametrize("error", [LinkLostError, LinkBusyError, LinkError])
def test_a_device_that_could_not_be_opened(tmp_path, error):
    def link():
        raise error("no")

    with Recorder(tmp_path / "session", "custom-a4:") as tee, pytest.raises(error):
        heard_link(link, HeardClock(Ticks(), tee))()
    with pytest.raises(LinkError) as caught:
        RecordedTransport(Cursor(tmp_path / "session"))
    assert type(caught.value) is error


def test_replay_wants_a_file():
    assert parse_address("replay:x").path == "x"
    with pytest.raises(RecordingError, match="No such file"):
        open_scanner("replay:/nowhere")
