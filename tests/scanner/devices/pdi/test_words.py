"""A bit or an event taken for another one would let go a ballot that is jammed, or hide a double feed."""

from __future__ import annotations

import pytest

from scanner.devices.pdi.protocol import EVENTS, DeviceSettings, Firmware, Status, happening
from scanner.devices.pdi.protocol.replies import entry_sensors_of, register_of, threshold_of, value_of
from scanner.trouble import TroubleKind

K = TroubleKind
MEANINGS = {
    "00": None, "01": K.JAM, "02": K.CALIBRATION_NEEDED, "05": K.DEVICE, "06": K.TRANSFER,
    "07": K.CALIBRATION_NEEDED, "08": K.DEVICE, "09": K.TRANSFER, "0C": K.COVER_OPEN, "0D": None,
    "0E": K.TRANSFER, "0F": K.DEVICE, "10": None, "11": K.CALIBRATION_NEEDED, "12": K.CALIBRATION_NEEDED,
    "13": K.CALIBRATION_NEEDED, "19": K.CALIBRATION_NEEDED, "1A": K.CALIBRATION_NEEDED, "1B": None, "1C": None,
    "30": None, "31": None, "33": K.DOUBLE_FEED, "34": K.COVER_OPEN, "35": None, "36": K.SECOND_SHEET,
    "37": None,
    "51": K.CALIBRATION_NEEDED, "53": K.CALIBRATION_NEEDED, "54": K.CALIBRATION_NEEDED,
    "90": None, "9A": K.CALIBRATION_NEEDED,
}  # fmt: skip
LIGHTS = {f"{first + at:02X}": K.CALIBRATION_NEEDED for first in (0x71, 0x81) for at in range(8)}


def test_every_event_of_the_manual_is_there_and_no_other():
    assert {code: one.trouble for code, one in EVENTS.items()} == MEANINGS | LIGHTS


def test_what_stops_the_feed_is_said_in_plain_words():
    for code, one in EVENTS.items():
        assert one.code == code and one.meaning
        assert bool(one.message) == (one.trouble is not None), code
        assert not one.message.endswith(".") and "#" not in one.message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("71", "front image sensor has too little red"),
        ("72", "front image sensor has too much red"),
        ("73", "front image sensor has too little blue"),
        ("76", "front image sensor has too much green"),
        ("77", "front image sensor is too bright"),
        ("78", "front image sensor is too dark"),
        ("81", "back image sensor has too little red"),
        ("86", "back image sensor has too much green"),
        ("88", "back image sensor is too dark"),
        ("13", "front image sensor does not see black"),
        ("53", "back image sensor does not see white"),
    ],
)
def test_which_sensor_and_which_light(code, words):
    assert words in EVENTS[code].message


def test_free_text_and_unknown_codes_stop_nothing():
    remark = happening(b"#L0 gain 12")
    assert (remark.code, remark.text, remark.trouble) == ("L0", " gain 12", None)
    assert happening(b"#E7").trouble is None
    assert happening(b"#0c").trouble is K.COVER_OPEN


NAMES = [
    ("rear", 0, 0), ("rear", 0, 1), ("cover_open", 0, 4), ("enabled", 0, 6),
    *(("front", 1, bit) for bit in range(7)),
    ("ready", 2, 0), ("aborted", 2, 1), ("jam", 2, 2), ("pixel_error", 2, 3), ("diagnostic", 2, 4),
    ("document", 2, 5), ("calibration_needed", 2, 6),
]  # fmt: skip


@pytest.mark.parametrize(("name", "byte", "bit"), NAMES)
def test_each_bit_of_the_status(name, byte, bit):
    body = bytearray(b"Q\x80\x80\x80")
    body[byte + 1] |= 1 << bit
    status = Status.decode(bytes(body))
    properties = {one for one, _, _ in NAMES}
    assert {one for one in properties if getattr(status, one)} == {name}
    assert status.encode() == bytes(body)


def test_the_two_examples():
    idle, held = Status.decode(b"Q\x80\x80\x81"), Status.decode(b"Q\x83\x80\xa1")
    assert idle.ready and not (idle.rear or idle.front or idle.document)
    assert held.rear and held.document and held.covered == ("rear left", "rear right")


def test_other_replies():
    said = DeviceSettings.decode(bytes.fromhex("49 c8 00 08 00 80 0d 03 00 01 00 03 00"))
    assert said == DeviceSettings(200, 8, 3456, 3, True, 3)
    assert DeviceSettings.decode(bytes.fromhex("49 c8 00 01 00 c0 06 01 00 00 00")).tables is None
    assert Firmware.decode(b"V907220051") == Firmware("9072", "20", "05", "1")
    assert threshold_of(b"XT 4B") == ("T", 75)
    assert register_of(b"<00900000200") == (9, 0x200)
    assert entry_sensors_of(b"s25") == (2, 5)
    assert value_of(b"n3a30=41", b"n3a30") == 41


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: DeviceSettings.decode(b"I\0\0"),
        lambda: Firmware.decode(b"V1"),
        lambda: threshold_of(b"XMar 04 2022"),
        lambda: register_of(b"<009"),
        lambda: entry_sensors_of(b"s2"),
        lambda: value_of(b"n3a30=41", b"n3a10"),
    ],
)
def test_replies_that_answer_something_else(wrong):
    with pytest.raises(ValueError):
        wrong()
