"""If frames were cut wrongly, a status could be read out of a calibration table and a held ballot be let go."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.devices.pdi.protocol import (
    CalibrationTable,
    CommandParser,
    DeviceSettings,
    ReplyParser,
    Status,
    command_frame,
    crc8,
    reply_frame,
)
from scanner.devices.pdi.protocol import commands as c
from tests.oracles.pdi_oracle import crc8 as plain_crc8

VECTORS = [
    (c.TEST_STRING, "02 44 03 b4"),
    (c.FIRMWARE, "02 56 03 b7"),
    (b"X", "02 58 03 b6"),
    (c.FLOW_CONTROL, "02 1b 55 03 a0"),
    (c.ENABLE_CRC, "02 1b 4b 03 1b"),
    (c.STATUS, "02 51 03 7c"),
    (c.FEEDER_ON, "02 38 03 04"),
    (c.FEEDER_OFF, "02 39 03 93"),
    (c.SETTINGS, "02 49 03 9b"),
    (c.TABLES_HALF, "02 57 31 03 2d"),
    (c.DUPLEX, "02 4a 03 b5"),
    (c.HALF_RESOLUTION, "02 41 03 c6"),
    (c.NATIVE_BITS, "02 79 03 c2"),
    (c.PICK_ON_COMMAND, "02 1b 58 03 8f"),
    (c.RUN_OUT_OFF, "02 1b 64 03 6e"),
    (c.AUTO_START, "02 67 03 79"),
    (c.set_double_feed_sensitivity(50), "02 6e 33 41 35 30 03 7f"),
    (c.set_double_feed_overlap(100), "02 6e 33 42 31 30 30 03 47"),
    (c.set_entry_sensors(2), "02 1b 73 32 03 cc"),
    (c.set_threshold("T", 75), "02 1b 25 54 4b 03 21"),
    (c.TO_FRONT_AND_HOLD, "02 31 03 ce"),
    (c.TO_REAR, "02 33 03 77"),
    (c.OUT_OF_FRONT, "02 34 03 bc"),
    (c.EJECT_PAUSE_ON, "02 4d 03 7e"),
    (c.EJECT_PAUSE_OFF, "02 4e 03 50"),
    (c.read_register(9), "02 3c 30 30 39 03 be"),
]


@pytest.mark.parametrize(("body", "wire"), VECTORS, ids=[wire for _, wire in VECTORS])
def test_commands_as_they_are_on_the_wire(body, wire):
    assert command_frame(body).hex(" ") == wire
    assert CommandParser().feed(bytes.fromhex(wire)) == [(body, True)]


def test_the_check_value():
    assert crc8(b"123456789") == 0x94


@given(st.binary(max_size=40))
def test_checksum_like_its_plain_twin(data):
    assert crc8(data) == plain_crc8(data)


@pytest.mark.parametrize(
    ("inches", "body"),
    [
        (10.5, b"\x1bD\x89"),
        (16.5, b"\x1bD\xc5"),
        (21.5, b"\x1bD\xf7"),
        (22.3, b"\x1bD\xff"),
        (22.5, b"\x1bD\xb61"),
        (40.0, b"\x1bD\xe82"),
    ],
)
def test_longest_document(inches, body):
    assert c.set_longest(inches) == body


def test_the_intake_delay_is_a_raw_byte():
    """As decimal text "0" it would be 256 ms."""
    assert c.set_intake_delay(0) == b"\x1bj\x20"
    assert c.set_intake_delay(32) == b"\x1bj\x22"
    assert c.set_intake_delay(3200) == b"\x1bj\xe8"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: c.set_threshold("T", 101),
        lambda: c.set_double_feed_sensitivity(-1),
        lambda: c.set_double_feed_overlap(9),
        lambda: c.set_intake_delay(4000),
        lambda: c.read_register(256),
        lambda: c.set_serial("short"),
        lambda: c.calibrate_double_feed(3),
        lambda: c.set_longest(0),
        lambda: c.set_longest(1000),
    ],
)
def test_values_that_the_scanner_does_not_have(wrong):
    with pytest.raises(ValueError):
        wrong()


bytes_ = st.integers(0, 255)
text = st.text("0123456789ABCDEF =:/.,", min_size=0, max_size=30).map(str.encode)
tables = (
    st.integers(1, 9)
    .flatmap(
        lambda n: st.tuples(
            bytes_, st.binary(min_size=n + 2, max_size=n + 2), st.binary(min_size=n + 2, max_size=n + 2)
        )
    )
    .map(lambda t: b"W" + (len(t[1]) - 2).to_bytes(2, "little") + bytes((t[0],)) + t[1] + t[2])
)
words = st.integers(0, 0xFFFF)
bodies = st.one_of(
    tables,
    st.tuples(bytes_, bytes_, bytes_).map(lambda t: b"Q" + bytes(byte | 0x80 for byte in t)),
    st.binary(min_size=8, max_size=8).map(lambda b: b"*" + b),
    st.integers(0, 255).map(lambda n: b"#%02X" % n),
    text.map(lambda t: b"#L0" + t),
    text.map(lambda t: b"D" + t),
    text.map(lambda t: b"n3a30=" + t),
    st.tuples(st.sampled_from([b"<", b">"]), st.integers(0, 255), st.integers(0, 2**32 - 1)).map(
        lambda t: t[0] + b"%03X%08X" % t[1:]
    ),
    st.tuples(st.lists(words, min_size=5, max_size=5), st.sampled_from([None, 1, 2, 4])).map(
        lambda t: b"I" + b"".join(w.to_bytes(2, "little") for w in [*t[0], *([t[1]] if t[1] else [])])
    ),
)


@settings(max_examples=300)
@given(st.lists(bodies, max_size=6), st.data())
def test_replies_however_they_are_split_or_merged(frames, data):
    wire = b"".join(reply_frame(body) for body in frames)
    parser = ReplyParser()
    found = []
    while wire:
        size = data.draw(st.integers(0, len(wire)))
        found += parser.feed(wire[:size])
        wire = wire[size:]
        if size == 0:
            found += parser.feed(wire)
            wire = b""
    assert found == frames
    assert not parser.pending and parser.skipped == 0


@given(st.binary(max_size=60))
def test_noise_does_not_hide_the_next_status_for_ever(noise):
    """After noise and a reset, as before every question, a status is understood."""
    parser = ReplyParser()
    parser.feed(noise)
    parser.reset()
    assert parser.feed(reply_frame(b"Q\x80\x80\x81")) == [b"Q\x80\x80\x81"]


@pytest.mark.parametrize("junk", [b"\x00\xff", b"\x02Q\x80\x02", b"\x02Q\x80\x80\x80\x80", b"\x02s12\x99"])
def test_junk_before_a_frame_is_passed_over(junk):
    parser = ReplyParser()
    assert parser.feed(junk + reply_frame(b"#30")) == [b"#30"]
    assert parser.skipped == len(junk)


def test_three_tables_whose_number_looks_like_an_end():
    said = DeviceSettings(200, 8, 3456, 3, False, 3).encode()
    assert ReplyParser().feed(reply_frame(said) + reply_frame(b"#30")) == [said, b"#30"]


def test_an_endless_text_is_given_up():
    parser = ReplyParser()
    parser.feed(b"\x02D" + b"x" * 5000)
    assert parser.feed(reply_frame(b"#31")) == [b"#31"]


@given(
    st.lists(
        st.one_of(
            st.sampled_from([b"Q", b"8", b"9", b"\x1bK", b"\x1bX"]),
            st.integers(0, 100).map(lambda n: c.set_threshold("B", n)),
            st.integers(4, 220).map(lambda n: c.set_longest(n / 10)),
        ),
        max_size=5,
    ),
    st.integers(1, 7),
)
def test_the_scanner_understands_what_the_driver_sends(sent, step):
    """Thresholds of 2 and 3 percent look like the beginning and the end of a frame."""
    wire = b"".join(command_frame(body) for body in sent)
    parser = CommandParser()
    found = [one for at in range(0, len(wire), step) for one in parser.feed(wire[at : at + step])]
    assert found == [(body, True) for body in sent]


def test_a_wrong_checksum_is_seen():
    assert CommandParser().feed(b"\x02Q\x03\x7d") == [(b"Q", False)]


@given(st.integers(0, 1), st.integers(1, 40), st.data())
def test_calibration_tables_come_back(side, pixels, data):
    values = st.binary(min_size=pixels, max_size=pixels)
    import numpy as np

    white, black = (np.frombuffer(data.draw(values), np.uint8) for _ in range(2))
    table = CalibrationTable(side, white, black)
    (body,) = ReplyParser().feed(reply_frame(table.encode()))
    again = CalibrationTable.decode(body)
    assert (again.side, again.bits) == (side, 8)
    assert (again.white == white).all() and (again.black == black).all()
    assert (again.upright.white == (white if side == 0 else white[::-1])).all()


def test_checksums_of_tables_are_not_held_against_the_scanner():
    body = bytearray(CalibrationTable.identity(0, 3).encode())
    body[7:9] = b"\x12\x34"
    assert CalibrationTable.decode(bytes(body)).white.tolist() == [255] * 3


@pytest.mark.parametrize("body", [b"W", b"W\x02\x00\x08\x00", b"V\x01\x00\x08\x00\x00\x00\x00\x00\x00"])
def test_what_is_no_table(body):
    with pytest.raises(ValueError):
        CalibrationTable.decode(body)


@pytest.mark.parametrize("body", [b"Q\x00\x80\x80", b"Q\x80\x80", b"R\x80\x80\x80"])
def test_what_is_no_status(body):
    with pytest.raises(ValueError):
        Status.decode(body)
