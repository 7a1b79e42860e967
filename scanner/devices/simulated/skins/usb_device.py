"""A `Peripheral` as a USB device: transfers that are asked for, and the requests that every device answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import IntEnum
from typing import Final, Protocol, runtime_checkable

from scanner.devices.simulated.skins.descriptors import CONFIGURATION, DEVICE, PACKET, STRING, Descriptors
from scanner.devices.simulated.skins.usbip_wire import ECONNRESET, EPIPE, Submit, Submitted
from scanner.link.memory import MemoryTransport, Peripheral, Unended

TO_HOST: Final = 0x80
ENDPOINT_HALT: Final = 0
PORT_RESET: Final = 4


class Request(IntEnum):
    """Standard requests (USB 2.0, table 9-4) that a device of bulk endpoints may be sent."""

    GET_STATUS = 0
    CLEAR_FEATURE = 1
    SET_FEATURE = 3
    GET_DESCRIPTOR = 6
    GET_CONFIGURATION = 8
    SET_CONFIGURATION = 9
    GET_INTERFACE = 10
    SET_INTERFACE = 11


Finish = Callable[[Submitted, bytes], None]
"""Told of each transfer that ended, and what came in."""


class StallError(Exception):
    """Raised by a peripheral's `receive` or `offer`: the endpoint is halted until the host clears it."""


@runtime_checkable
class Resettable(Protocol):
    """A peripheral that minds being reset over USB."""

    def bus_reset(self) -> None: ...


@runtime_checkable
class Choosy(Protocol):
    """A peripheral that at times does not take what is written: the host's write waits."""

    def takes(self, pipe: int) -> bool: ...


class _Transfer:
    def __init__(self, submit: Submit, data: bytes) -> None:
        self.submit = submit
        self.data = bytearray(data)


class UsbDevice:
    """One plugged-in device.  Its owner lets nothing else move while it is called."""

    def __init__(self, peripheral: Peripheral, descriptors: Descriptors, finish: Finish) -> None:
        self._peripheral = peripheral
        self._descriptors = descriptors
        self._finish = finish
        self._asked: dict[int, deque[_Transfer]] = {}
        self._leaving: dict[int, bytes] = {}
        self._ended: dict[int, bool] = {}
        self._halted: set[int] = set()

    def submit(self, submit: Submit, data: bytes) -> None:
        """The host wants a transfer; `data` is what it sends."""
        if submit.pipe & 0x0F == 0:
            self._answer(submit)
            return
        self._asked.setdefault(submit.pipe, deque()).append(_Transfer(submit, data))

    def _answer(self, submit: Submit) -> None:
        answer = self._control(submit.setup)
        if answer is None:
            self._end(submit, EPIPE)
        elif submit.setup[0] & TO_HOST:
            self._end(submit, 0, answer[: submit.length])
        else:
            self._finish(Submitted(submit.number, 0, submit.length), b"")

    def _end(self, submit: Submit, status: int, data: bytes = b"") -> None:
        self._finish(Submitted(submit.number, status, len(data)), data)

    def unlink(self, number: int) -> int:
        """The host does not want a transfer any more.

        Returns:
            `ECONNRESET`; or 0 when it has ended, which a transfer that has something in it does now.
        """
        for asked in self._asked.values():
            for transfer in asked:
                if transfer.submit.number == number:
                    asked.remove(transfer)
                    if transfer.submit.pipe & TO_HOST and transfer.data:
                        self._end(transfer.submit, 0, bytes(transfer.data))
                        return 0
                    return ECONNRESET
        return 0

    def pump(self) -> bool:
        """Carry on with all transfers as far as the peripheral goes along; whether any ended."""
        ended = False
        for pipe, asked in self._asked.items():
            step = self._to_host if pipe & TO_HOST else self._from_host
            while asked and step(pipe, asked[0]):
                asked.popleft()
                ended = True
        return ended

    def _from_host(self, pipe: int, transfer: _Transfer) -> bool:
        if isinstance(self._peripheral, Choosy) and not self._peripheral.takes(pipe):
            return False
        try:
            if pipe not in self._halted:
                self._peripheral.receive(pipe, bytes(transfer.data))
        except StallError:
            self._halted.add(pipe)
        if pipe in self._halted:
            self._end(transfer.submit, EPIPE)
        else:
            self._finish(Submitted(transfer.submit.number, 0, len(transfer.data)), b"")
        return True

    def _to_host(self, pipe: int, transfer: _Transfer) -> bool:
        """Fill a read.  It ends when it is full, or when the device's transfer is."""
        while True:
            try:
                there = pipe not in self._halted and self._fetch(pipe)
            except StallError:
                self._halted.add(pipe)
            if pipe in self._halted:
                self._end(transfer.submit, EPIPE)
                return True
            if not there:
                return False
            leaving = self._leaving[pipe]
            room = transfer.submit.length - len(transfer.data)
            transfer.data += leaving[:room]
            self._leave(pipe, leaving, room)
            over = pipe not in self._leaving and self._ended[pipe]
            if over or len(transfer.data) == transfer.submit.length:
                self._end(transfer.submit, 0, bytes(transfer.data))
                return True

    def _fetch(self, pipe: int) -> bool:
        """Have something to send on a pipe, if the device has."""
        if pipe not in self._leaving:
            data = self._peripheral.offer(pipe, MemoryTransport.SIZE)
            if data is None:
                return False
            self._leaving[pipe] = bytes(data)
            self._ended[pipe] = not isinstance(data, Unended) and len(data) < MemoryTransport.SIZE
        return True

    def _leave(self, pipe: int, leaving: bytes, room: int) -> None:
        """What is left of the device's transfer.

        When the last packet was a full one and filled the host's read, an empty packet is left, which tells the
        host that this was all (USB 2.0, 5.8.3).
        """
        left = leaving[room:]
        empty = len(leaving) == room and leaving and len(leaving) % PACKET == 0 and self._ended[pipe]
        if left or empty:
            self._leaving[pipe] = left
        else:
            del self._leaving[pipe]

    def _control(self, setup: bytes) -> bytes | None:
        """Answer a request of USB 2.0, chapter 9; None is a stall."""
        kind, request = setup[0], setup[1]
        value, index = int.from_bytes(setup[2:4], "little"), int.from_bytes(setup[4:6], "little")
        match request:
            case Request.GET_DESCRIPTOR if kind & TO_HOST:
                return self._descriptor(value >> 8, value & 0xFF)
            case Request.GET_STATUS:
                return bytes((int(index in self._halted), 0))
            case Request.GET_CONFIGURATION:
                return self._descriptors.configuration[5:6]
            case Request.GET_INTERFACE:
                return b"\0"
            case Request.CLEAR_FEATURE if kind & 0x1F == 2 and value == ENDPOINT_HALT:
                self._halted.discard(index)
            case Request.SET_FEATURE if kind == 0x23 and value == PORT_RESET:
                self._reset()
            case (
                Request.CLEAR_FEATURE | Request.SET_FEATURE | Request.SET_CONFIGURATION | Request.SET_INTERFACE
            ):
                pass
            case _:
                return None
        return b""

    def _descriptor(self, kind: int, index: int) -> bytes | None:
        known = {DEVICE: self._descriptors.device, CONFIGURATION: self._descriptors.configuration}
        return self._descriptors.string(index) if kind == STRING else known.get(kind)

    def _reset(self) -> None:
        self._leaving.clear()
        self._halted.clear()
        if isinstance(self._peripheral, Resettable):
            self._peripheral.bus_reset()
