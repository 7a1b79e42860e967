"""USB scanners through a real kernel's USB stack, in a guest.

The emulated bus of the fast tests answers as we think that a kernel does.  If the kernel did something else,
the first real scanner in a county would be the test.
"""

import hashlib
import json
import re
import socket
import sys
import threading
from pathlib import Path

import pytest

from scanner import Surroundings, open_scanner
from scanner.devices.simulated.faults import Fault, FaultKind, Faults, Moment
from scanner.devices.simulated.paper import Paper, Spot
from scanner.devices.simulated.person import Person
from scanner.devices.simulated.skins.usbip import serve_usbip
from scanner.notice import Ask, Notice
from tests.scanner.usb.families import FAMILIES, Eyes, recorded
from tests.scanner.usb.guest import HOST, guest
from tests.scanner.usb.toy import DESCRIPTORS, Toy, pattern

__all__ = ["guest"]

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.slow


class Pulled(Toy):
    """Its cable is pulled when it is told so, and put back two seconds later."""

    back = None

    def receive(self, pipe, data):
        if data == b"pull":
            self.attached, self.back = False, self.now + 2
        else:
            super().receive(pipe, data)

    def advance(self, now):
        super().advance(now)
        if self.back is not None and now >= self.back:
            self.attached, self.back = True, None

    def due(self):
        times = [one for one in (super().due(), self.back) if one is not None]
        return min(times, default=None)


def said(console):
    return re.findall(r"^said: (.*)$", console, re.MULTILINE)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_the_link_on_a_real_usb_stack(guest):
    life, server = serve_usbip(Pulled(), DESCRIPTORS, port=0)
    try:
        program = f"{sys.executable} -m tests.scanner.usb.guest_link {HOST} {server.address[1]}"
        code, console = guest(f"cd {ROOT} && {program}")
    finally:
        server.close()
        life.close()
    assert code == 0, console
    assert said(console) == [
        "listed toy:TOY1",
        *(f"image {length} {sha256(pattern(length))}" for length in (6_900_000, 1 << 20, 5000)),
        f"drained {sha256(pattern(51200))}",
        "lost",
        "again",
    ]


class Operator:
    """The person's ears, and eyes for the pile, for a station in the guest."""

    def __init__(self, person):
        self.person = person
        self.life = None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self):
        try:
            guest, _ = self.listener.accept()
        except OSError:
            return
        with guest, guest.makefile("rw", encoding="utf-8") as lines:
            for line in lines:
                lines.write(json.dumps(self.reply(json.loads(line))) + "\n")
                lines.flush()

    def reply(self, question):
        with self.life.touching():
            if question:
                notice = {**question, "ask": Ask[question["ask"]]}
                self.person.hear(Notice(**notice))
            return self.person.done

    def close(self):
        self.listener.close()


def in_process(folder, family):
    """Hashes of the pages, sheet by sheet, as the same driver gets them inside this process."""
    for number in range(1, 4):
        for page, side in zip(recorded(number).pages, ("front", "back"), strict=True):
            (folder / f"{number:03d}-{side}.png").write_bytes(page.encoded)
    address = f"sim+{family.scheme}:{folder}{family.options}"
    sheets = []
    with open_scanner(address, Surroundings(optics=Eyes())) as scanner:
        for sheet in scanner.sheets():
            sheets.append(" ".join(sha256(page.encoded) for page in sheet.pages))
            scanner.accept(sheet)
    return sheets


@pytest.mark.parametrize("name", list(FAMILIES))
def test_the_unchanged_driver_scans_the_same_on_a_real_usb_stack(guest, tmp_path, name):
    """Three sheets; at the second one the cable is pulled in the middle of the image, and put back."""
    paper = Paper(recorded(number) for number in range(1, 4))
    faults = Faults((Fault(FaultKind.UNPLUGGED, 2, Moment.DURING),))
    family = FAMILIES[name](paper, faults)
    person = Person(paper, family.hands)
    operator = Operator(person)
    life, server = serve_usbip(family.device, family.descriptors, port=0, others=(person,))
    operator.life = life
    ids = [int.from_bytes(family.descriptors.device[at : at + 2], "little") for at in (8, 10)]
    words = [HOST, server.address[1], operator.port, *ids, f'"{family.address}"']
    try:
        program = f"{sys.executable} -m tests.scanner.usb.guest_scan {' '.join(map(str, words))}"
        code, console = guest(f"cd {ROOT} && {program}")
    finally:
        server.close()
        life.close()
        operator.close()
    assert code == 0, console
    lines = said(console)
    assert lines[-1] == "done" and faults.left == ()
    assert any(line.startswith("notice disconnected") for line in lines)
    scanned = [line.split(" ", 2)[2] for line in lines if line.startswith("sheet ")]
    assert scanned == in_process(tmp_path, family)
    assert len(scanned) == len(paper.at(Spot.COUNTED)) == 3
