"""Reads that are always outstanding on one IN pipe, and what they brought, in order."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from typing import Final

import usb1

from scanner.link.usb_spec import InPipe

ENOUGH: Final = 256 << 20
"""Bytes that wait to be taken before no more are asked for.  A duplex page is 7 MB (scanner-protocols 1.6), so
only a device gone mad, or a program that does not read, gets there.  Nothing is dropped: the device waits."""


class _Read:
    """One read that was asked for."""

    def __init__(self, transfer: usb1.USBTransfer) -> None:
        self.transfer = transfer
        self.data = b""
        self.done = False
        self.whole = False


class Reader:
    """One IN pipe.  Its reads end in the thread that handles libusb's events; all else is the caller's thread.

    Attributes:
        failed: the status of the transfer that failed; None while all is well.
    """

    def __init__(self, handle: usb1.USBDeviceHandle, pipe: InPipe, changed: threading.Condition) -> None:
        """Read nothing yet; call `start`.

        Args:
            handle: the claimed device.
            pipe: what to read, and how.
            changed: guards everything here, and is told of every read that ended.
        """
        self.failed: int | None = None
        self._pipe = pipe
        self._changed = changed
        self._asking = False
        self._asked: deque[_Read] = deque()
        self._came: deque[bytes] = deque()
        self._waiting = 0
        self._free = [handle.getTransfer() for _ in range(pipe.outstanding)]

    @property
    def pipe(self) -> int:
        return self._pipe.pipe

    @property
    def came(self) -> bool:
        """Whether there is something to take."""
        return bool(self._came)

    @property
    def idle(self) -> bool:
        """Whether nothing is outstanding."""
        return not self._asked

    def start(self) -> None:
        """From now on have reads outstanding."""
        with self._changed:
            self.failed = None
            self._asking = True
            self._ask()

    def take(self) -> bytes:
        """The oldest transfer that was not taken; there is one."""
        with self._changed:
            data = self._came.popleft()
            self._waiting -= len(data)
            self._ask()
            return data

    def stop(self) -> None:
        """Cancel what is outstanding; what a read had so far is kept.  Ends before the reads do: see `idle`."""
        with self._changed:
            self._asking = False
            # The latest first, so that no read gets what an earlier one would have got.
            for read in reversed(self._asked):
                with contextlib.suppress(usb1.USBError):  # it ended meanwhile, or the device is gone
                    read.transfer.cancel()

    def _ask(self) -> None:
        while self._asking and self.failed is None and self._free and self._waiting < ENOUGH:
            read = _Read(self._free.pop())
            read.transfer.setBulk(self._pipe.pipe, self._pipe.size, self._ended, read)
            self._asked.append(read)
            try:
                read.transfer.submit()
            except usb1.USBError as error:
                self._asked.pop()
                self._free.append(read.transfer)
                self.failed = (
                    usb1.TRANSFER_NO_DEVICE if error.value == usb1.ERROR_NO_DEVICE else usb1.TRANSFER_ERROR
                )

    def _ended(self, transfer: usb1.USBTransfer) -> None:
        """A read ended, in libusb's thread."""
        with self._changed:
            read: _Read = transfer.getUserData()
            read.data = bytes(memoryview(transfer.getBuffer())[: transfer.getActualLength()])
            read.done = True
            status = transfer.getStatus()
            read.whole = status == usb1.TRANSFER_COMPLETED
            if status not in {usb1.TRANSFER_COMPLETED, usb1.TRANSFER_CANCELLED}:
                self.failed = status
            while self._asked and self._asked[0].done:
                self._keep(self._asked.popleft())
            self._ask()
            self._changed.notify_all()

    def _keep(self, read: _Read) -> None:
        self._free.append(read.transfer)
        if read.whole or read.data:
            self._came.append(read.data)
            self._waiting += len(read.data)
