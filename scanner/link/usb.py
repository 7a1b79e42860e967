"""A device on USB, with reads outstanding at all times."""

from __future__ import annotations

import atexit
import contextlib
import threading
import time
from typing import Final, NoReturn

import usb1

from scanner.link.errors import LinkError, LinkLostError
from scanner.link.usb_library import GONE, plain
from scanner.link.usb_lock import DeviceLock
from scanner.link.usb_reader import Reader
from scanner.link.usb_spec import UsbSpec

CANCELLING: Final = 5.0
"""Seconds until cancelled reads must have ended; libusb ends them at once.  Ours."""


class UsbTransport:
    """`Transport` over libusb's asynchronous transfers.  Made by `scanner.link.usb_open.open_usb`.

    Reads are queued on every IN pipe from the beginning, so that the device never waits for us and its events
    and its image can come in any order.  What came before the device went away can still be read.
    """

    def __init__(
        self,
        spec: UsbSpec,
        context: usb1.USBContext,
        handle: usb1.USBDeviceHandle,
        lock: DeviceLock,
        where: str,
    ) -> None:
        """Start reading from a device that is claimed; all of it is freed by `close`."""
        self._spec = spec
        self._context = context
        self._handle = handle
        self._lock = lock
        self._where = where
        self._changed = threading.Condition()
        self._closing = False
        self._closed = False
        self._dead = False
        self._ended = False
        self._orphaned = False
        self._readers = {one.pipe: Reader(handle, one, self._changed) for one in spec.in_pipes}
        for reader in self._readers.values():
            reader.start()
        self._events = threading.Thread(target=self._handle_events, name=f"usb {where}", daemon=True)
        self._events.start()
        # Otherwise a program that ends without closing hangs, or libusb aborts it.
        atexit.register(self.close)

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        self._require()
        left = bytearray(data)
        until = time.monotonic() + timeout
        while True:
            milliseconds = max(1, round((until - time.monotonic()) * 1000))
            try:
                taken = self._handle.bulkWrite(pipe or self._spec.out_pipe, left, milliseconds)
            except usb1.USBErrorTimeout as error:
                taken = error.transferred
                if time.monotonic() >= until and taken < len(left):
                    raise LinkError(
                        f"the scanner took {len(data) - len(left) + taken} of {len(data)} bytes within "
                        f"{timeout:g} seconds; switch it off and on"
                    ) from error
            except usb1.USBErrorPipe as error:
                self._refused(pipe or self._spec.out_pipe, error)
            except usb1.USBError as error:
                raise self._lost(error) from error
            left = left[taken:]
            if not left:
                return

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        reader = self._reader(pipe)
        until = time.monotonic() + timeout
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: reader.came or self._failed() is not None, until - time.monotonic()
                )
                if reader.came:
                    return reader.take()
            failed = self._failed()
            if failed is not None:
                self._mend(failed)
            elif time.monotonic() >= until:
                return None

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        reader = self._reader(pipe)
        parts: list[bytes] = []
        while True:
            before = len(parts)
            while (data := self.read(pipe=pipe, timeout=grace)) is not None:
                parts.append(data)
            # A read that the device filled in part stays pending until it is cancelled.
            self._stop(reader)
            with self._changed:
                while reader.came:
                    parts.append(reader.take())
            if reader.failed is None:
                reader.start()
            if len(parts) == before:
                return b"".join(parts)

    def close(self) -> None:
        """Ends within `CANCELLING`; what the kernel does not let go by then is freed when it does."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        for reader in self._readers.values():
            reader.stop()
        with self._changed:
            self._closing = True
        self._events.join(CANCELLING)
        with self._changed:
            self._orphaned = not self._ended
        if not self._orphaned:
            self._free()

    def _free(self) -> None:
        with contextlib.suppress(usb1.USBError):
            self._handle.releaseInterface(self._spec.interface)
        self._handle.close()
        self._context.close()
        self._lock.release()

    def _handle_events(self) -> None:
        self._run_events()
        with self._changed:
            self._ended = True
        if self._orphaned:  # the kernel kept a read until now; freed under it, libusb would crash
            self._free()

    def _run_events(self) -> None:
        while not (self._closing and all(reader.idle for reader in self._readers.values())):
            try:
                self._context.handleEventsTimeout(0.1)
            except usb1.USBErrorInterrupted:
                continue
            except usb1.USBError:
                with self._changed:
                    self._dead = True
                    self._changed.notify_all()
                return

    def _reader(self, pipe: int) -> Reader:
        self._require()
        return self._readers[pipe or self._spec.in_pipes[0].pipe]

    def _failed(self) -> Reader | None:
        """A pipe that cannot be read any more; any one will do, since all are of one device."""
        failed = [reader for reader in self._readers.values() if reader.failed is not None or self._dead]
        return failed[0] if failed else None

    def _stop(self, reader: Reader) -> None:
        reader.stop()
        with self._changed:
            if not self._changed.wait_for(lambda: reader.idle or self._dead, CANCELLING):
                raise LinkLostError(GONE)

    def _mend(self, reader: Reader) -> None:
        """Go on after a stall where the device's kind allows it.

        Raises:
            LinkLostError: it does not, or it was something else.
        """
        if self._dead or not self._spec.clear_halt or reader.failed != usb1.TRANSFER_STALL:
            raise LinkLostError(GONE)
        self._stop(reader)
        self._clear_halt(reader.pipe)
        reader.start()

    def _refused(self, pipe: int, error: usb1.USBErrorPipe) -> NoReturn:
        if not self._spec.clear_halt:
            raise self._lost(error) from error
        self._clear_halt(pipe)
        raise LinkError("the scanner refused a command; switch it off and on") from error

    def _clear_halt(self, pipe: int) -> None:
        try:
            self._handle.clearHalt(pipe)
        except usb1.USBError as error:
            raise self._lost(error) from error

    def _lost(self, error: usb1.USBError) -> LinkError:
        return plain(error, self._where)

    def _require(self) -> None:
        if self._closed:
            raise LinkLostError(GONE)
