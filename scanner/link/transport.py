"""The one protocol of a link."""

from __future__ import annotations

from typing import Protocol


class Transport(Protocol):
    """An open link to one device.

    A *pipe* is one direction of data: the endpoint address on USB (``0x85``), 0 on a serial line.  One
    thread uses a transport.  After `LinkLostError` it is of no use any more: close it and open another.
    """

    def write(self, data: bytes, *, pipe: int = 0, timeout: float = 1.0) -> None:
        """Send all of `data`.

        Raises:
            LinkError: not everything was taken within `timeout` seconds.
            LinkLostError: the device is gone.
        """

    def read(self, *, pipe: int = 0, timeout: float) -> bytes | None:
        """Whatever comes next on a pipe: the content of one USB transfer, or the bytes there on a line.

        Returns:
            None when nothing came for `timeout` seconds; ``b""`` is a transfer without data.

        Raises:
            LinkLostError: the device is gone.
        """

    def drain(self, *, pipe: int = 0, grace: float) -> bytes:
        """Everything still under way on a pipe, until nothing has come for `grace` seconds.

        Where a read is pending that the device never completes, it is cancelled and its part kept.
        """

    def close(self) -> None:
        """Free the device; may be called twice."""


class Tee(Protocol):
    """Is given everything that passes a link, in order."""

    def note(self, what: str, pipe: int, data: bytes, at: float | None = None) -> None:
        """One event of the link.

        Args:
            what: ``write``, ``read``, ``silence`` (a read that timed out), ``drain``, ``lost``, or a
            family's own word.
            pipe: as in `Transport`.
            data: the bytes; empty for ``silence`` and ``lost``.
            at: the time that the driver was told, in seconds; the tee's own time when it is not given.
        """
