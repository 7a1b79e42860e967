"""The bytes of the Sekonic manual: a letter wrong in a command, and other data come than we decode."""

from __future__ import annotations

import pytest

from scanner.devices.serial_omr.driver import SerialMachine
from scanner.devices.serial_omr.protocol.library import load_profile
from scanner.devices.serial_omr.simulator.head import Head
from scanner.devices.serial_omr.simulator.sekonic import Sekonic
from scanner.devices.simulated import Faults, Paper, Spot
from scanner.levels import LevelSheet
from scanner.link.memory import MemoryTransport, SimulatedClock
from tests.scanner.devices.serial_omr.cards import ROWS, LevelEyes, captured, cells
from tests.scanner.devices.serial_omr.runs import batch


def test_the_commands_of_one_card():
    run = batch("sekonic-sr", cards=1)
    log = run.reader.log
    assert log[:4] == [b"\x18", b"\x1312", b"\x140", b"\x05S0"]
    card = log[log.index(b"?") : log.index(b"?") + 7]
    assert card == [b"?", b"\x05T", b"\x05T", *[b"\x10ED001008"] * 2, *[b"\x10C001008"] * 2]


def test_a_batch_is_ended_where_the_reader_has_a_command_for_it():
    run = batch("sekonic-sr", cards=1, **{"commands.end_batch": "EOB"})
    assert run.reader.log[-1] == b"EOB"


def test_the_evidence_holds_every_byte_and_every_cell():
    run = batch("sekonic-sr", cards=1)
    sheet = LevelSheet.decode(run.sheets[0].front.encoded, "x")
    said = bytes.fromhex(sheet.raw)
    assert said.startswith(b"0008008") and said.count(b"\r") == 2 * ROWS
    assert sheet.timing_marks == ROWS
    seen = [[level for level in row if level is not None] for row in sheet.cells]
    assert seen == [list(row[1:13]) for row in cells(1)]
    assert sheet.profile.startswith("sekonic-sr ")


@pytest.fixture
def reader():
    profile = load_profile("sekonic-sr", {})
    made = Sekonic(profile, Paper([captured(5)]), Faults(), Head(profile, LevelEyes()))
    clock = SimulatedClock()
    clock.attach(made)
    link = MemoryTransport(made, clock)

    def say(text: bytes) -> bytes:
        link.write(text + b"\r")
        return link.drain(grace=1.0)

    return made, say


def test_the_answers_of_the_reader(reader):
    made, say = reader
    assert say(b"\x18") == b"\x06"
    assert say(b"\x10ED001001") == b"P", "no card was read"
    assert say(b"?") == b"0"
    assert say(b"?") == b"B", "the hopper is empty"
    assert say(b"\x05T") == b"008", "the data stay until the next card is read"
    assert say(b"\x10C001001") == b"FFF", "the top row has timing marks on every line"
    assert say(b"\x10C002001") == b"000"
    assert say(b"\x10C003001") == b"880", "lines 1 and 5"
    assert say(b"\x10ED003001") == b"23Y?\r", "level 3 on line 5, level 15 on line 1"
    assert say(b"\x10E003002") == b"2Y\rX\r"
    assert say(b"\x10EA003002") == b"Y\rX\r"
    assert say(b"\x10ED009001") == b"P", "past the last column"
    assert say(b"\x05S0") == b"\x40\r"
    made.cover = True
    assert say(b"\x05S0") == b"\x60\r"
    assert say(b"\x05S6") == b"1\r"
    assert say(b"\x05S1") == b"0\r"
    assert say(b"\x144\x03\x02") == b""
    assert say(b"\x10C002001") == b"\x02000\x03"


@pytest.mark.parametrize(
    ("separators", "start", "end"),
    [("\x144\x03\x02", "\x02", "\x03"), ("\x142\x03", "", ""), ("\x141", "", ""), ("\x140", "\x02", "\x03")],
)
def test_separators_around_data_alone_or_around_nothing(separators, start, end):
    """A status and ENQ answers without them are taken, too: what a reader wraps is not stated."""
    profile = load_profile("sekonic-sr", {}).model_dump(mode="json")
    profile["reply"] |= {"start": start, "end": end}
    profile["commands"]["configure"] = ["\x13{lines:02}", separators]
    settings = type(load_profile("sekonic-sr", {})).model_validate(profile)
    made = Sekonic(settings, Paper([captured(n) for n in (1, 2)]), Faults(), Head(settings, LevelEyes()))
    clock = SimulatedClock()
    clock.attach(made)
    machine = SerialMachine("serial:x", settings, lambda: MemoryTransport(made, clock), clock)
    machine.connect()
    taken = [machine.capture(lambda: True) for _ in range(3)]
    assert taken[0] is not None and taken[1] is not None and taken[2] is None
    assert len(made.paper.at(Spot.COUNTED)) == machine.cards == 2
    assert machine.report()["sensors"] == "40h"
    machine.close()
