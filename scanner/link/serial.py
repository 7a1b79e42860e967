"""A serial line through pySerial: a device path, ``rfc2217://HOST:PORT``, ``socket://HOST:PORT``, ..."""

from __future__ import annotations

import contextlib
import errno
import termios
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import serial

from scanner.link.errors import LinkBusyError, LinkError, LinkLostError

SLICE: Final = 0.05
"""Seconds that one call of pySerial may wait.  Deadlines are kept by looping: changing the time-out of an open
port makes pySerial set up the whole port again, which a pseudo-terminal refuses (scanner-protocols 5.1)."""

STUCK: Final = 10.0
"""Seconds after which a local port counts as not taking bytes: flow control of the other side holds it."""

CLOSED: Final = "is not connected any more; plug it in again"


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How the line is set, once, when it is opened.

    Attributes:
        parity: ``N``, ``E``, ``O``, ``M`` or ``S``.
        stop_bits: 1, 1.5 or 2.
        dtr, rts: state of these lines after opening; None leaves them as the system sets them.
    """

    baud: int = 9600
    data_bits: int = 8
    parity: str = "N"
    stop_bits: float = 1
    rtscts: bool = False
    dsrdtr: bool = False
    xonxoff: bool = False
    dtr: bool | None = None
    rts: bool | None = None

    def __str__(self) -> str:
        return f"{self.baud} {self.data_bits}{self.parity}{self.stop_bits:g}"


class SerialTransport:
    """`Transport` over one serial line; its only pipe is 0."""

    def __init__(self, url: str, settings: LineSettings) -> None:
        """Open the line for this process alone.

        Raises:
            LinkBusyError: another process has it.
            LinkLostError: it is not there, or does not take the settings.
        """
        self._url = url
        self._port: Any = None
        try:
            self._port = _open(url, settings)
        except (serial.SerialException, OSError, ValueError, termios.error) as error:
            raise _why_not_open(url, settings, error) from error

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        with self._watched():
            try:
                self._port.write(data)
                self._port.flush()
            except serial.SerialTimeoutException as error:
                raise LinkError(
                    f"{self._url} does not take any bytes; check the flow control of the profile"
                ) from error

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        until = time.monotonic() + timeout
        while True:
            with self._watched():
                data: bytes = self._port.read(1)
                if data:
                    waiting = self._port.in_waiting
                    return data + (self._port.read(waiting) if waiting else b"")
            if time.monotonic() >= until:
                return None

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        parts = []
        while (data := self.read(pipe=pipe, timeout=grace)) is not None:
            parts.append(data)
        return b"".join(parts)

    def modem_line(self, name: str) -> bool | None:
        """State of ``cts``, ``dsr``, ``ri`` or ``cd``; None where the line has none, as a pseudo-terminal."""
        if self._port is None:
            return None
        try:
            return bool(getattr(self._port, name))
        except (OSError, serial.SerialException):
            return None

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError, serial.SerialException):
                port.close()

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """A hang-up as the one error that it is, whatever pySerial makes of it."""
        if self._port is None:
            raise LinkLostError(f"{self._url} {CLOSED}")
        try:
            yield
        except (serial.SerialException, OSError, TypeError, termios.error) as error:
            # termios.error, which is no OSError: a terminal that hung up was flushed.
            # TypeError: pySerial polls a file descriptor that a hang-up has set to None.
            raise LinkLostError(f"{self._url} {CLOSED}") from error


def _open(url: str, settings: LineSettings) -> Any:
    network = "://" in url
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pySerial 3.5 uses Thread.setDaemon
        port = serial.serial_for_url(
            url,
            do_not_open=True,
            baudrate=settings.baud,
            bytesize=settings.data_bits,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            timeout=SLICE,
            # RFC 2217 in pySerial 3.5 knows no time-out for writing.
            write_timeout=None if network else STUCK,
            rtscts=settings.rtscts,
            dsrdtr=settings.dsrdtr,
            xonxoff=settings.xonxoff,
            exclusive=None if network else True,
        )
        if settings.dtr is not None:
            port.dtr = settings.dtr
        if settings.rts is not None:
            port.rts = settings.rts
        port.open()
    return port


def _why_not_open(url: str, settings: LineSettings, error: Exception) -> LinkError:
    code = getattr(error, "errno", None)
    if "exclusively lock" in str(error) or code == errno.EBUSY:
        return LinkBusyError(f"another program uses {url}; close it")
    if code == errno.EACCES:
        return LinkLostError(f"{url} may not be opened by this user; add the user to the group 'dialout'")
    if code == errno.ENOENT:
        return LinkLostError(f"{url} is not there; plug the reader in and look at 'retally scanners'")
    return LinkLostError(f"{url} cannot be opened with {settings}: {error}; check the address and the profile")
