"""A reply cut at the wrong place is another ballot's marks; a wrong check that passes is a mark nobody made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.devices.serial_omr.protocol.checks import CHECKS, check_text
from scanner.devices.serial_omr.protocol.framing import Kind, LineError, answer, record, single
from scanner.devices.serial_omr.protocol.library import load_profile

SEKONIC = load_profile("sekonic-sr", {})
WRAPPED = load_profile("sekonic-sr", {"reply.start": "\x02", "reply.end": "\x03"})
FORM = load_profile("axiome-form", {})


def test_the_catalogue_of_checks():
    """CRC-8/SMBUS and CRC-16/XMODEM by their published check values."""
    text = b"123456789"
    assert CHECKS["crc8"](text) == b"\xf4"
    assert CHECKS["crc16"](text) == b"\x31\xc3"
    assert CHECKS["xor"](text) == b"\x31"
    assert CHECKS["sum8"](text) == b"\xdd"
    assert check_text("crc16", "hex", text) == b"31C3"
    assert check_text("none", "hex", text) == b""


def test_bare_and_wrapped_answers():
    """Whether a device wraps a status, an ENQ answer or an ACK as it wraps data is not stated."""
    for frame in (answer(SEKONIC, lambda data: 3), answer(WRAPPED, lambda data: 3)):
        taken = frame(b"064rest")
        assert (taken.text, taken.size) == (b"064", 3)
        assert frame(b"06") is None
    taken = answer(WRAPPED, lambda data: 3)(b"\x02064\x03rest")
    assert (taken.text, taken.size) == (b"064", 5)
    assert answer(WRAPPED, lambda data: 3)(b"\x02064") is None


def test_single_characters():
    assert single(SEKONIC)(b"\x06").kind is Kind.ACKNOWLEDGED
    assert single(SEKONIC)(b"\x15").kind is Kind.REFUSED
    assert single(SEKONIC)(b"@").text == b"@"
    assert single(WRAPPED)(b"\x02\x06\x03").kind is Kind.ACKNOWLEDGED
    assert single(WRAPPED)(b"\x02B\x03").text == b"B"


def test_records_messages_and_lone_codes():
    frame = record(FORM)
    check = check_text("xor", "hex", b"ABC\x03")
    taken = frame(b"\x02ABC\x03" + check + b"x")
    assert (taken.kind, taken.text, taken.size) == (Kind.TEXT, b"ABC", 7)
    assert frame(b"\x02ABC\x03" + check[:1]) is None
    assert frame(b"\x0701\rx").text == b"01" and frame(b"\x0701\rx").kind is Kind.MESSAGE
    assert frame(b"\x0701") is None
    assert frame(b"\x15").kind is Kind.REFUSED
    with pytest.raises(LineError, match="check"):
        frame(b"\x02ABD\x03" + check)
    with pytest.raises(LineError, match="beginning"):
        frame(b"ABC\x03")
    with pytest.raises(LineError, match="does not end"):
        frame(b"\x02" + b"0" * 70_000)
    scantron = record(load_profile("scantron-esc", {}))
    assert scantron(b"!\r").kind is Kind.MESSAGE
    assert (scantron(b"\x07").kind, scantron(b"\x07").text) == (Kind.MESSAGE, b"\x07")


@pytest.mark.parametrize("form", ["raw", "hex"])
@pytest.mark.parametrize("kind", ["xor", "sum8", "crc8", "crc16"])
def test_a_changed_byte_never_passes_the_check(kind, form):
    profile = load_profile("axiome-form", {"reply.check": kind, "reply.check_form": form})
    frame = record(profile)

    @given(st.text("0123456789ABCDEF", min_size=1, max_size=12), st.integers(0, 11), st.integers(1, 255))
    def check(text, at, change):
        body = text.encode()
        whole = b"\x02" + body + b"\x03" + check_text(kind, form, body + b"\x03")
        assert frame(whole).text == body and frame(whole).size == len(whole)
        for cut in range(len(whole)):
            assert cut == 0 or frame(whole[:cut]) is None
        broken = bytearray(whole)
        broken[1 + at % len(body)] ^= change
        try:
            taken = frame(bytes(broken))
        except LineError:
            return
        assert taken is None, "a byte became an end code: more is waited for, and the answer breaks off"

    check()
