"""How one kind of device wants to be spoken to over USB."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InPipe:
    """A bulk IN endpoint on which reads are always outstanding.

    Attributes:
        pipe: endpoint address, such as ``0x86``.
        size: bytes of one read.
        outstanding: how many reads are queued at any time.
    """

    pipe: int
    size: int
    outstanding: int = 1


@dataclass(frozen=True, slots=True)
class UsbSpec:
    """One kind of device on USB.

    Attributes:
        vendor, product: the ids in its device descriptor.
        configuration, interface: what is set and claimed.
        out_pipe: the bulk OUT endpoint.
        in_pipes: all bulk IN endpoints that are read.
        reset_on_open: reset the device before it is used, and find it again.
        clear_halt: a stalled pipe is cleared and read on, which the driver sees as silence; otherwise a stall
            means that the device is gone.
    """

    vendor: int
    product: int
    configuration: int
    interface: int
    out_pipe: int
    in_pipes: tuple[InPipe, ...]
    reset_on_open: bool = False
    clear_halt: bool = False
