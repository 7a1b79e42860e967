"""A kernel that does not give a cancelled read back must neither hold up the station nor crash it."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest
import usb1

from scanner.link import usb
from scanner.link.usb import UsbTransport
from scanner.link.usb_spec import InPipe, UsbSpec

SPEC = UsbSpec(0x0BD7, 0xA002, 1, 0, 0x05, (InPipe(0x86, 64),))


class Kernel:
    """A read that is cancelled ends when `let_go` is set.

    Attributes:
        freed: what was freed, in order.
        libusb: handle, transfer, context and lock in one, by libusb's names.
    """

    def __init__(self) -> None:
        self.freed: list[str] = []
        self.let_go = threading.Event()
        self.cancelled = threading.Event()
        self._ended = None
        self.libusb = SimpleNamespace(
            getTransfer=lambda: self.libusb,
            setBulk=self.ask,
            submit=lambda: None,
            cancel=self.cancelled.set,
            getUserData=lambda: self._read,
            getBuffer=lambda: b"",
            getActualLength=lambda: 0,
            getStatus=lambda: usb1.TRANSFER_CANCELLED,
            handleEventsTimeout=self.pass_time,
            releaseInterface=lambda number: self.freed.append("interface"),
            close=lambda: self.freed.append("handle or context"),
            release=lambda: self.freed.append("lock"),
        )

    def ask(self, pipe, size, ended, read):
        self._ended, self._read = ended, read

    def pass_time(self, seconds):
        self.cancelled.wait(seconds)
        if self.cancelled.is_set() and self.let_go.wait(seconds) and self._ended is not None:
            ended, self._ended = self._ended, None
            ended(self.libusb)


FREED = ["interface", "handle or context", "handle or context", "lock"]


@pytest.fixture
def link(monkeypatch):
    monkeypatch.setattr(usb, "CANCELLING", 0.3)
    kernel = Kernel()
    made = UsbTransport(SPEC, kernel.libusb, kernel.libusb, kernel.libusb, "1-1")
    yield made, kernel
    kernel.let_go.set()
    made._events.join(10)


def test_what_the_kernel_gives_back_is_freed_at_once(link):
    made, kernel = link
    kernel.let_go.set()
    made.close()
    assert kernel.freed == FREED


def test_what_it_keeps_is_freed_when_it_lets_go_and_not_before(link):
    made, kernel = link
    began = time.monotonic()
    made.close()
    assert time.monotonic() - began < 5
    assert kernel.freed == []
    made.close()
    kernel.let_go.set()
    made._events.join(10)
    assert kernel.freed == FREED
