"""Were a status misread by one byte, a ballot would be taken for gone while it is in the scanner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.devices.custom_a4 import protocol
from scanner.devices.custom_a4.protocol import (
    Ack,
    AfterScan,
    Channel,
    CodecError,
    Motion,
    Move,
    Paging,
    Picture,
    Refusal,
    Release,
    Request,
    ScanParameters,
    Side,
    Sides,
    SideStatus,
    Status,
    ToneMap,
    Topic,
    Unknown,
    decode_answer,
    encode_answer,
    parameters,
)

VECTORS = {
    protocol.create_job(): "4a4f4200 43000000",
    protocol.end_job(): "4a4f4200 45000001",
    protocol.get_release(Topic.FIRMWARE): "43415000 1c000200",
    protocol.get_status(): "494e464f 30000001",
    protocol.set_parameters(): "50415200 28000001",
    protocol.start_scan(): "5343414e 00000001",
    protocol.stop_scan(): "53544f50 00000001",
    protocol.get_image(0x012345, Side.B): "494d4700 45230101",
    protocol.move_paper(Move.LOAD): "4d4f544f 00000101",
    protocol.move_paper(Move.FORWARD): "4d4f544f 00000201",
    protocol.move_paper(Move.BACK): "4d4f544f 00000301",
    protocol.reset_hardware(): "50575200 00000001",
    protocol.set_tone(3, 1): "4d415000 50030101",
}
"""Written out by hand from the table of the reference, 2.2."""

WHOLE_RECORD = "41444600 00001200 10000301 52415700 00000807 c800c800 08000000 00000000 b0060000 fc260000"
"""As the reference, 2.3, gives it."""


@pytest.mark.parametrize(("request_", "expected"), VECTORS.items(), ids=lambda value: str(value)[:60])
def test_requests_are_the_bytes_of_the_reference(request_, expected):
    assert request_.encode() == bytes.fromhex(expected)
    assert Request.decode(bytes.fromhex(expected)) == request_


def test_the_whole_record_of_scan_parameters():
    assert parameters().encode() == bytes.fromhex(WHOLE_RECORD)
    assert ScanParameters.decode(bytes.fromhex(WHOLE_RECORD)) == parameters()


def test_parameters_differ_from_the_record_where_they_should():
    record = bytearray.fromhex(WHOLE_RECORD)
    record[8] = 0x30  # reference 2.3: ultrasonic sensor off
    assert parameters(ultrasonic_level=None).encode() == record
    record[8] = 0x10 | 2 << 6
    record[10] = 1
    assert parameters(sides=Sides.A, ultrasonic_level=2).encode() == record
    at_300 = parameters(300).encode()
    assert [int.from_bytes(at_300[at : at + 4], "little") for at in (24, 32, 36)] == [12, 2568, 14970]
    assert at_300[20:24] == bytes.fromhex("2c012c01")


def test_24_bits_a_pixel_stay_24():
    """Upstream's mask of four bits makes 8 of them, and a colour image would come as grey."""
    colour = ScanParameters(200, 8, 1712, 9980, bits=24, channel=Channel.COLOUR)
    assert colour.encode()[18] == 24
    assert ScanParameters.decode(colour.encode()) == colour


def test_a_status_written_out_by_hand():
    raw = bytearray(48)
    raw[0:4] = b"IDAT"
    raw[4:8] = bytes((1, 0, 2, 0))
    raw[8:16] = bytes.fromhex("00100000 ffffff00")
    raw[16:24] = bytes.fromhex("b006 b006 9808 0000")
    raw[24:28] = b"P\0S\0"
    raw[29:30] = b"J"
    raw[30] = 1
    raw[33:34] = b"S"
    raw[35] = 0xF0 | 2
    raw[36] = 0x0F
    raw[37] = 1
    raw[44:48] = bytes.fromhex("01000200")
    status = Status.decode(bytes(raw))
    assert status.a == SideStatus(1, 0x1000, 1712, 2200, page_end=True, ended=True)
    assert status.b == SideStatus(2, 0xFFFFFF, 1712, 0)
    assert status.jam and status.double and not status.held_back and status.cover_open and not status.cancelled
    assert status.motor_on and status.front and status.rear and status.inside and status.jobs == 0x20001
    assert status.encode() == bytes(raw)


def test_flags_are_letters_and_nothing_else():
    """Byte 27 tells of side B with 'S' too; a 'P' there, or a number, is no end."""
    for at in (24, 25, 26, 27, 29, 31):
        raw = bytearray(Status().encode())
        raw[at] = 1
        assert Status.decode(bytes(raw)) == Status()


@pytest.mark.parametrize("missing", range(4))
def test_front_and_rear_need_all_four_sensors(missing):
    entry, rear = 0xF0 & ~(0x10 << missing), 0x0F & ~(1 << missing)
    assert not Status(sensors=entry).front and Status(sensors=entry).entry_covered
    assert not Status(exit=rear).rear and Status(exit=rear).inside
    assert Status(sensors=0x04 << (missing % 2)).inside


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("53544100 41000001", Ack(1)),
        ("53544100 45000081", Refusal(0x81)),
        ("53544100 45000000", Refusal(0)),
        ("43444154 413400", Release("A4")),
    ],
)
def test_answers_are_the_bytes_of_the_reference(raw, answer):
    assert decode_answer(bytes.fromhex(raw)) == (answer, b"")


byte = st.integers(0, 255)
sides = st.builds(
    SideStatus,
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFFFFFF),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFF),
    st.booleans(),
    st.booleans(),
)
statuses = st.builds(
    Status,
    sides,
    sides,
    byte,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    byte,
    byte.map(chr),
    byte,
    byte,
    byte,
    st.integers(0, 0xFFFFFFFF),
)
answers = st.one_of(st.builds(Ack, byte), st.builds(Refusal, byte), statuses)


@given(st.lists(answers, min_size=1, max_size=4), st.data())
def test_answers_come_back_however_they_are_cut(sent, data):
    """A reply may be split over transfers, and a transfer may hold several."""
    raw = b"".join(encode_answer(answer) for answer in sent)
    cut = data.draw(st.integers(0, len(raw)))
    came, read = b"", []
    for part in (raw[:cut], raw[cut:]):
        came += part
        while came and (taken := decode_answer(came)) is not None:
            read.append(taken[0])
            came = taken[1]
    assert (read, came) == (sent, b"")


@given(st.binary(max_size=60))
def test_no_bytes_make_the_decoder_fail(raw):
    """Whatever comes is an answer, a beginning of one, or unknown; nothing gets lost in between."""
    taken = decode_answer(raw)
    if taken is None:
        assert len(raw) < 48
    elif isinstance(taken[0], Unknown):
        assert taken[0].data.startswith(raw[:8])


@given(
    st.builds(
        ScanParameters,
        st.sampled_from([200, 300, 600]),
        st.integers(0, 0xFFFFFFFF),
        st.integers(0, 0xFFFFFFFF),
        st.integers(0, 0xFFFFFFFF),
        st.integers(0, 0xFFFFFFFF),
        st.sampled_from(Sides),
        st.sampled_from(AfterScan),
        st.sampled_from([None, 0, 1, 2, 3]),
        st.booleans(),
        st.sampled_from([1, 8, 24]),
        st.sampled_from(Channel),
        st.integers(0, 15).map(Paging),
        st.integers(0, 127).map(Picture),
        st.integers(0, 31).map(Motion),
    )
)
def test_parameters_come_back(given_):
    raw = given_.encode()
    assert len(raw) == 40 and ScanParameters.decode(raw) == given_


@given(st.builds(ToneMap, st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), byte))
def test_tone_maps_come_back(tone):
    assert ToneMap.decode(tone.encode()) == tone


def test_a_tone_map_written_out_by_hand():
    assert ToneMap(0x0102, 0xFFEE, 22).encode() == bytes.fromhex("0201 eeff 16")


@pytest.mark.parametrize(
    "decode",
    [
        lambda: Request.decode(b"SCAN"),
        lambda: Request.decode(b"HELLO\0\0\0"),
        lambda: Status.decode(b"IDAT"),
        lambda: Status.decode(b"JDAT" + bytes(44)),
        lambda: ScanParameters.decode(bytes(40)),
        lambda: ScanParameters.decode(bytes.fromhex(WHOLE_RECORD)[:-1]),
        lambda: ToneMap.decode(bytes(6)),
        lambda: protocol.get_image(0, Side.A),
        lambda: protocol.get_image(0x1000000, Side.A),
    ],
)
def test_what_means_nothing_is_refused(decode):
    with pytest.raises(CodecError):
        decode()
