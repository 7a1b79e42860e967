"""A recording that was cut off or changed must not be taken for the whole batch."""

from __future__ import annotations

import errno
import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import RecordingError
from scanner.link.recorder import Recorder
from scanner.link.session import Chain, Header, Line, read_lines
from tests.scanner.link.sessions import lines_of, write_lines

ADDRESS = "sim+custom-a4:batch-17?dpi=300"


@pytest.fixture
def session(tmp_path):
    path = tmp_path / "session"
    with Recorder(path, ADDRESS) as tee:
        tee.note("call", 0, b"connect", 0.0)
        tee.note("write", 2, bytes(range(256)), 0.125)
        tee.note("silence", 0x81, b"", 1 / 3)
        tee.note("outcome", 0, b"sheet", 0.5)
        tee.note("read", 0x81, b"IDAT", 0.625)
    return path


def test_everything_comes_back_as_it_was_told(session):
    header, *lines = read_lines(session)
    assert isinstance(header, Header)
    assert (header.address, header.scheme, header.options) == (ADDRESS, "sim+custom-a4", {"dpi": "300"})
    assert header.format == 1 and header.code and header.started.endswith("+00:00")
    assert lines == [
        Line(2, 0.0, "call", 0, b"connect"),
        Line(3, 0.125, "write", 2, bytes(range(256))),
        Line(4, 1 / 3, "silence", 0x81, b""),
        Line(5, 0.5, "outcome", 0, b"sheet"),
        Line(6, 0.625, "read", 0x81, b"IDAT"),
        Line(7, lines[-1].at, "end", 0, b"1"),
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["write", "read"]), st.integers(0, 255), st.binary(max_size=40)), max_size=9
    )
)
def test_any_bytes_come_back(tmp_path_factory, events):
    path = tmp_path_factory.mktemp("session") / "session"
    with Recorder(path, ADDRESS) as tee:
        for what, pipe, data in events:
            tee.note(what, pipe, data)
    read = [(line.what, line.pipe, line.data) for line in list(read_lines(path))[1:-1]]
    assert read == events


def test_only_its_owner_reads_it_and_none_is_written_over(session):
    """It holds ballots."""
    assert stat.S_IMODE(session.stat().st_mode) == 0o600
    before = session.read_bytes()
    with pytest.raises(RecordingError, match="exists already"):
        Recorder(session, ADDRESS)
    assert session.read_bytes() == before


def test_every_cut_is_found_and_says_after_which_sheet(session, tmp_path):
    whole = session.read_bytes()
    cut = tmp_path / "cut"
    first = whole.index(b"\n") + 1
    sheet = [at for at, byte in enumerate(whole) if byte == 10][4] + 1
    for size in range(first, len(whole)):
        cut.write_bytes(whole[:size])
        with pytest.raises(RecordingError, match=f"after sheet {int(size >= sheet)};"):
            list(read_lines(cut))


def test_every_changed_byte_is_found_and_its_line_named(session, tmp_path):
    whole = session.read_bytes()
    changed = tmp_path / "changed"
    for at in range(whole.index(b"\n") + 1, len(whole)):
        if whole[at] == 10:
            continue
        changed.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        number = whole[:at].count(b"\n") + 1
        with pytest.raises(
            RecordingError, match=rf"line {number} (is damaged|holds)|cut off at line {number},"
        ):
            list(read_lines(changed))


@pytest.mark.parametrize("change", ["drop", "double", "swap"])
def test_lines_that_are_missing_or_moved_are_found(session, tmp_path, change):
    lines = session.read_bytes().splitlines(keepends=True)
    match change:
        case "drop":
            del lines[3]
        case "double":
            lines.insert(3, lines[3])
        case "swap":
            lines[3], lines[2] = lines[2], lines[3]
    path = tmp_path / "changed"
    path.write_bytes(b"".join(lines))
    with pytest.raises(RecordingError, match=r"line [345] is damaged"):
        list(read_lines(path))


def test_what_follows_the_end_is_refused(session):
    with session.open("ab") as file:
        file.write(b"{}\n")
    with pytest.raises(RecordingError, match="line 8: something follows"):
        list(read_lines(session))


@pytest.mark.parametrize("content", [b"", b"{}\n", b"\x89PNG\r\n", b'{"fault": []}\n', b"hello"])
def test_a_foreign_file_is_refused(tmp_path, content):
    path = tmp_path / "foreign"
    path.write_bytes(content)
    with pytest.raises(RecordingError, match="not a recorded session"):
        list(read_lines(path))


def test_a_newer_version_is_refused_before_its_sums(session):
    text = session.read_text()
    session.write_text(text.replace('"retally-session":1', '"retally-session":2', 1))
    with pytest.raises(RecordingError, match="newer version of retally"):
        list(read_lines(session))


def test_a_file_that_is_not_there():
    with pytest.raises(RecordingError, match="No such file"):
        list(read_lines(Path("/nowhere/session")))


@pytest.mark.parametrize(
    ("field", "value"), [("at", -1), ("at", "now"), ("pipe", 256), ("data", "%%"), ("more", 1), ("what", "")]
)
def test_fields_that_cannot_be(session, tmp_path, field, value):
    """Even with a sum that fits."""
    lines = session.read_bytes().splitlines(keepends=True)
    chain = Chain()
    bodies = [json.loads(line) for line in lines]
    out = []
    for number, body in enumerate(bodies):
        del body["sum"]
        if number == 2:
            body[field] = value
        raw = json.dumps(body, separators=(",", ":")).encode()[:-1]
        out.append(raw + f',"sum":"{chain._next(raw)}"}}\n'.encode())
    path = tmp_path / "changed"
    path.write_bytes(b"".join(out))
    with pytest.raises(RecordingError, match="line 3 is damaged"):
        list(read_lines(path))


def test_lines_changed_on_purpose_are_read(session, tmp_path):
    """So that a recording can be made a test of something that never happened."""
    lines = lines_of(session)
    lines[1]["at"] = 0.0625
    _, first, *_ = read_lines(write_lines(tmp_path / "changed", lines))
    assert first.at == 0.0625


def test_a_full_medium_ends_the_recording_and_not_the_scanning(tmp_path):
    path = tmp_path / "session"
    recorder = Recorder(path, ADDRESS)
    recorder.note("outcome", 0, b"sheet", 0.0)

    class Full:
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self):
            file.close()

    file, recorder._file = recorder._file, Full()
    recorder.note("read", 0, b"x", 1.0)
    recorder.note("outcome", 0, b"sheet", 2.0)
    with pytest.raises(RecordingError, match="stopped after sheet 1: No space left"):
        recorder.close()
    recorder.close()
    with pytest.raises(RecordingError, match="cut off at line 2, after sheet 1"):
        list(read_lines(path))
