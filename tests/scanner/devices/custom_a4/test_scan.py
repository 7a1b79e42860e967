"""From bytes to pages: no row is lost, none comes twice, no byte of one side is in the other."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.devices.custom_a4.driver.channel import Channel
from scanner.devices.custom_a4.driver.scan import Scan
from scanner.devices.custom_a4.driver.session import Session
from scanner.devices.custom_a4.protocol import (
    Ack,
    Command,
    Request,
    Side,
    SideStatus,
    Status,
    encode_answer,
    parameters,
)
from scanner.link import SimulatedClock
from scanner.link.recorder import Recorder
from scanner.trouble import Trouble, TroubleKind
from tests.scanner.devices.custom_a4.pictures import drawn, pixels
from tests.scanner.devices.custom_a4.station import station


class Pages:
    """A device that makes bytes ready in given steps, and says 'S' before the last of them are fetched."""

    def __init__(self, pages, steps):
        self.pages = {side: page.tobytes() for side, page in zip(Side, pages, strict=False)}
        self.shapes = {side: page.shape for side, page in zip(Side, pages, strict=False)}
        self.fetched = dict.fromkeys(self.pages, 0)
        self.ready = dict.fromkeys(self.pages, 0)
        self.steps = iter(steps)
        self.out = []

    def _status(self, side):
        if side not in self.pages:
            return SideStatus()
        total = len(self.pages[side])
        self.ready[side] = min(total, self.ready[side] + next(self.steps, total))
        done = self.ready[side] == total
        height, width = self.shapes[side]
        return SideStatus(0, self.ready[side] - self.fetched[side], width, height if done else 0, done, done)

    def write(self, data, *, pipe=0, timeout=1.0):
        if len(data) == 40:
            self.out.append(encode_answer(Ack(1)))
            return
        request = Request.decode(data)
        if request.command is Command.STATUS:
            self.out.append(Status(self._status(Side.A), self._status(Side.B), motor="S").encode())
        elif request.command is Command.IMAGE:
            side = Side(request.arguments[3])
            start = self.fetched[side]
            self.fetched[side] += request.image_length
            assert self.fetched[side] <= self.ready[side]
            self.out.append(self.pages[side][start : self.fetched[side]])
        elif request.command is not Command.PARAMETERS:
            self.out.append(encode_answer(Ack(1)))

    def read(self, *, pipe=0, timeout):
        return self.out.pop(0) if self.out else None

    def drain(self, *, pipe=0, grace):
        return b""

    def close(self):
        pass


def scan(device):
    clock = SimulatedClock()
    channel = Channel(device, clock)
    return Scan(channel, Session(channel), clock, parameters()).run()


@settings(max_examples=60)
@given(
    st.tuples(st.integers(1, 40), st.integers(1, 70)),
    st.tuples(st.integers(1, 40), st.integers(1, 70)),
    st.lists(st.sampled_from([0, 1, 7, 511, 512, 513, 1024]), max_size=40),
)
def test_however_the_bytes_become_ready_the_pages_are_the_same(first, second, steps):
    pages = drawn(1, *first), drawn(2, *second)
    front, back = scan(Pages(pages, steps))
    assert np.array_equal(front, pages[0]) and np.array_equal(back, pages[1])


def test_bytes_that_are_ready_after_the_end_are_fetched():
    """Upstream's loop leaves at 'S' and drops the end of the page: the last contests of a ballot."""
    pages = drawn(1, 64, 32), drawn(2, 64, 32)
    front, back = scan(Pages(pages, [2048, 2048]))
    assert np.array_equal(front, pages[0]) and np.array_equal(back, pages[1])


def test_a_side_that_does_not_come_is_a_short_image():
    device = Pages([drawn(1)], [])
    device._status = lambda side, old=device._status: old(side) if side is Side.A else SideStatus(ended=True)
    with pytest.raises(Trouble) as caught:
        scan(device)
    assert caught.value.kind is TroubleKind.SHORT_IMAGE


def test_a_motor_that_runs_for_ever_is_a_trouble():
    device = Pages([drawn(1), drawn(2)], [0] * 100_000)
    with pytest.raises(Trouble) as caught:
        scan(device)
    assert caught.value.kind is TroubleKind.SILENT


def rebuilt(path):
    """The pages of a session, by a plain reading of what is in its file: the twin of the driver's assembly."""
    sides, sheets, asked = {0: b"", 1: b""}, [], None
    widths = {}
    for text in path.read_text().splitlines()[1:]:
        event = json.loads(text)
        data = base64.b64decode(event["data"])
        if event["what"] == "write":
            asked = data[7] if data[:4] == b"IMG\0" else None
            if data[:4] == b"SCAN":
                sides, widths = {0: b"", 1: b""}, {}
        elif event["what"] == "read" and asked is not None:
            sides[asked] += data
        elif event["what"] == "read" and data[:4] == b"IDAT":
            widths = {side: data[16 + 2 * side] + 256 * data[17 + 2 * side] for side in (0, 1)}
        elif event["what"] == "outcome" and data == b"sheet":
            sheets.append(
                [
                    [
                        list(sides[side][at : at + widths[side]])
                        for at in range(0, len(sides[side]), widths[side])
                    ]
                    for side in (0, 1)
                    if sides[side]
                ]
            )
    return sheets


def test_pages_are_what_a_plain_reading_of_the_bytes_gives(tmp_path):
    path = tmp_path / "session"
    with Recorder(path, "sim+custom-a4:test") as tee:
        happened = station(sheets=2, tee=tee).run()
        happened.scanner.close()
    twins = rebuilt(path)
    assert len(twins) == 2
    for captured, twin in zip(happened.counted, twins, strict=True):
        for page, rows in zip(captured.pages, twin, strict=True):
            assert pixels(page).tolist() == rows
