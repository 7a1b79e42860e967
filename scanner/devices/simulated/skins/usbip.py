"""A simulated USB device on the network, which a Linux kernel plugs in with ``usbip attach``.

On the machine that shall have the device (as root)::

    modprobe vhci-hcd
    usbip attach -r HOST -b 1-1
"""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Final, Self

from scanner.devices.simulated.skins import usbip_wire as wire
from scanner.devices.simulated.skins.descriptors import Descriptors
from scanner.devices.simulated.skins.realtime import RealTime
from scanner.devices.simulated.skins.usb_device import TO_HOST, UsbDevice
from scanner.link.memory import Peripheral, Ticking

PORT: Final = 3240
"""Registered for USB/IP."""
BUS_ID: Final = "1-1"
LARGEST: Final = 16 << 20
"""Bytes of one transfer; what usbfs allows in all (usbfs_memory_mb)."""


class UsbIpServer:
    """Lends one simulated device to one host at a time; a pulled cable ends the loan."""

    def __init__(
        self,
        peripheral: Peripheral,
        descriptors: Descriptors,
        life: RealTime,
        host: str = "127.0.0.1",
        port: int = PORT,
    ) -> None:
        """Listen at once; `life` moves the device and is its owner's to start and to close.

        Raises:
            OSError: the port is taken.
        """
        self._peripheral = peripheral
        self._descriptors = descriptors
        self._life = life
        self._listener = socket.create_server((host, port))
        self._borrower: tuple[socket.socket, UsbDevice] | None = None
        self._guests: set[socket.socket] = set()
        self._closed = False
        life.pump(self._pump)
        threading.Thread(target=self._accept, name="USB/IP", daemon=True).start()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        host, port = self._listener.getsockname()[:2]
        return str(host), int(port)

    @property
    def lent(self) -> bool:
        """Whether a host has the device now."""
        return self._borrower is not None

    def close(self) -> None:
        """Take the device away from whoever has it, and listen no more; may be called twice."""
        with self._life.touching():
            self._closed = True
            for guest in self._guests:
                _hang_up(guest)
        _hang_up(self._listener)
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                guest, _ = self._listener.accept()
            except OSError:
                return
            guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(guest,), name="USB/IP guest", daemon=True).start()

    def _serve(self, guest: socket.socket) -> None:
        with self._life.touching():
            if self._closed:
                guest.close()
                return
            self._guests.add(guest)
        try:
            self._greet(guest)
        except (OSError, EOFError, ValueError):
            pass  # the host went away, or is none: nothing here depends on it
        finally:
            with self._life.touching():
                if self._borrower is not None and self._borrower[0] is guest:
                    self._borrower = None
                self._guests.discard(guest)
                guest.close()

    def _greet(self, guest: socket.socket) -> None:
        """Answer what a host asks before it has the device; then serve the device."""
        while True:
            _, code, _ = wire.OPERATION.unpack(_exactly(guest, wire.OPERATION.size))
            if code == wire.REQUEST | wire.DEVLIST:
                self._list(guest)
            elif code == wire.REQUEST | wire.IMPORT:
                _exactly(guest, wire.BUS_ID.size)
                device = self._lend(guest)
                if device is not None:
                    self._loan(guest, device)
                return
            else:
                raise ValueError(f"USB/IP has no operation {code:#x}")

    def _list(self, guest: socket.socket) -> None:
        attached = self._peripheral.attached
        reply = wire.OPERATION.pack(wire.VERSION, wire.DEVLIST, wire.FINE) + int(attached).to_bytes(4, "big")
        if attached:
            interface = self._descriptors.configuration[9 + 5 : 9 + 8]
            reply += self._about() + wire.INTERFACE.pack(*interface)
        guest.sendall(reply)

    def _lend(self, guest: socket.socket) -> UsbDevice | None:
        with self._life.touching():
            status = wire.FINE
            if not self._peripheral.attached:
                status = wire.ABSENT
            elif self._borrower is not None:
                status = wire.BUSY
            reply = wire.OPERATION.pack(wire.VERSION, wire.IMPORT, status)
            guest.sendall(reply + (self._about() if status == wire.FINE else b""))
            if status != wire.FINE:
                return None

            def finish(result: wire.Submitted, data: bytes) -> None:
                with contextlib.suppress(OSError):  # the reading side notices that the host is gone
                    guest.sendall(wire.pack_submitted(result) + data)

            device = UsbDevice(self._peripheral, self._descriptors, finish)
            self._borrower = guest, device
            return device

    def _loan(self, guest: socket.socket, device: UsbDevice) -> None:
        while True:
            command = wire.unpack_command(_exactly(guest, wire.HEADER.size))
            if isinstance(command, wire.Submit):
                out = not (command.setup[0] if command.pipe & 0x0F == 0 else command.pipe) & TO_HOST
                if not 0 <= command.length <= LARGEST:
                    raise ValueError(f"a transfer of {command.length} bytes")
                data = _exactly(guest, command.length) if out else b""
                with self._life.touching():
                    device.submit(command, data)
            else:
                with self._life.touching():
                    status = device.unlink(command.target)
                    guest.sendall(wire.pack_unlinked(wire.Unlinked(command.number, status)))

    def _pump(self) -> bool:
        """Runs while nothing else moves."""
        if self._borrower is None:
            return False
        guest, device = self._borrower
        if self._peripheral.attached:
            return device.pump()
        self._borrower = None
        _hang_up(guest)
        return True

    def _about(self) -> bytes:
        device, configuration = self._descriptors.device, self._descriptors.configuration
        ids = [int.from_bytes(device[at : at + 2], "little") for at in (8, 10, 12)]
        return wire.DEVICE.pack(
            b"/sys/devices/retally/usb1/1-1",
            BUS_ID.encode(),
            *(1, 2, wire.HIGH_SPEED, *ids, *device[4:7], configuration[5], device[17], configuration[4]),
        )


def _exactly(guest: socket.socket, length: int) -> bytes:
    """So many bytes.

    Raises:
        EOFError: the other side hung up.
    """
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = guest.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(data)


def _hang_up(guest: socket.socket) -> None:
    """Wake whoever reads from it; that thread closes it."""
    with contextlib.suppress(OSError):
        guest.shutdown(socket.SHUT_RDWR)


def serve_usbip(
    peripheral: Peripheral,
    descriptors: Descriptors,
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    others: tuple[Ticking, ...] = (),
    rate: float = 1.0,
) -> tuple[RealTime, UsbIpServer]:
    """Bring a simulated device to life and lend it; close both when done.

    Args:
        peripheral: the device.
        descriptors: what it says of itself.
        host: address to listen at; the default one lets only this machine in.
        port: 0 takes a free one.
        others: who moves with it, such as the person at it.
        rate: seconds that pass for them in one second.
    """
    life = RealTime((peripheral, *others), rate)
    server = UsbIpServer(peripheral, descriptors, life, host, port)
    return life.start(), server
