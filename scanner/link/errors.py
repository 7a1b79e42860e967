"""Errors of the cable, as opposed to those of the paper."""

from __future__ import annotations

from scanner.errors import ScannerError


class LinkError(ScannerError):
    """The link to the device failed in a way that trying again may mend."""


class LinkLostError(LinkError):
    """The device is gone: unplugged, switched off, or reset."""


class LinkBusyError(LinkError):
    """Another process uses the device."""
