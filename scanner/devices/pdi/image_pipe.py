"""Image bytes as they come: before, between and after their events (scanner-protocols 1.1)."""

from __future__ import annotations

from typing import Final

from scanner.devices.pdi.usb import IMAGE
from scanner.link.transport import Transport
from scanner.trouble import Trouble, TroubleKind

GRACE: Final = 0.1
"""Seconds without data after which nothing more is under way once a scan has ended.  Ours."""


class ImagePipe:
    """Collects the bytes of one sheet."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._chunks: list[bytes] = []
        self._size = 0
        self._most = 0

    def clear(self, most: int) -> None:
        """Throw away what is left of an earlier scan; call while no scan can begin.

        Args:
            most: bytes above which this can be no sheet.
        """
        self._transport.drain(pipe=IMAGE, grace=0.0)
        self._chunks.clear()
        self._size = 0
        self._most = most

    def take(self, timeout: float) -> bool:
        """Take in one transfer; False when there was none."""
        data = self._transport.read(pipe=IMAGE, timeout=timeout)
        if data is None:
            return False
        self._keep(data)
        return True

    def finish(self) -> bytes:
        """All bytes, after the scan has ended: with those that a pending read still holds."""
        self._keep(self._transport.drain(pipe=IMAGE, grace=GRACE))
        data = b"".join(self._chunks)
        self._chunks.clear()
        self._size = 0
        return data

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._most:
            self._chunks.clear()
            raise Trouble(
                TroubleKind.TRANSFER,
                "the scanner sends more than a sheet can have",
                f"{self._size} bytes, at most {self._most} were expected",
            )
        self._chunks.append(data)
