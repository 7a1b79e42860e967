"""A simulated device behind a network serial port (RFC 2217), which negotiates the settings of the line."""

from __future__ import annotations

import contextlib
import select
import socket
from typing import Any

import serial
from serial.rfc2217 import PortManager

from scanner.devices.simulated.bench import Bench
from scanner.link.memory import Peripheral, Ticking
from scanner.link.serial import LineSettings


class Rfc2217Bench(Bench):
    """A server on this machine for one host at a time.

    A host whose baud rate, data bits, parity or stop bits are not the device's gets NUL characters, as a line
    gives rubbish then, and is not understood.
    """

    def __init__(
        self, settings: LineSettings, device: Peripheral, *others: Ticking, speed: float = 1.0, port: int = 0
    ) -> None:
        super().__init__(device, *others, speed=speed)
        self._settings = settings
        self._server = socket.create_server(("127.0.0.1", port))
        self._host: socket.socket | None = None
        self._manager: Any = None
        self._port: Any = None

    @property
    def url(self) -> str:
        """What pySerial opens."""
        return f"rfc2217://127.0.0.1:{self._server.getsockname()[1]}"

    def close(self) -> None:
        super().close()
        self._server.close()

    @property
    def settings(self) -> LineSettings | None:
        """What the host has negotiated; None while there is none."""
        port = self._port
        if port is None:
            return None
        return LineSettings(port.baudrate, port.bytesize, port.parity, port.stopbits)

    def _plug_in(self) -> None:
        """The server is there; hosts come by themselves."""

    def _unplug(self) -> None:
        host, self._host, self._manager, self._port = self._host, None, None, None
        if host is not None:
            host.close()

    def _receive(self, seconds: float) -> bytes:
        host = self._host
        readable, _, _ = select.select([self._server, *([] if host is None else [host])], [], [], seconds)
        if self._server in readable:
            self._meet(self._server.accept()[0])
            return b""
        if host is None or not readable:
            return b""
        try:
            data = host.recv(4096)
        except OSError:
            data = b""
        if not data:
            with self.lock:
                self._unplug()
            return b""
        text = b"".join(self._manager.filter(data))
        return text if self._understood else b""

    def _send(self, data: bytes) -> None:
        manager = self._manager
        if manager is not None:
            self.write(b"".join(manager.escape(data if self._understood else bytes(len(data)))))

    def write(self, data: bytes) -> None:
        """Send on the network; pySerial's manager calls this, too."""
        host = self._host
        if host is not None:
            with contextlib.suppress(OSError):
                host.sendall(data)

    @property
    def _understood(self) -> bool:
        host, ours = self.settings, self._settings
        return host is not None and str(host) == str(ours)

    def _meet(self, host: socket.socket) -> None:
        """A host came; it is turned away when there is one already, or the device is off."""
        with self.lock:
            if self._host is not None or not self._device.attached:
                host.close()
                return
            self._host = host
            self._port = serial.serial_for_url("loop://", timeout=0)
            manager: Any = PortManager  # it needs no more of a connection than `write`
            self._manager = manager(self._port, self)
