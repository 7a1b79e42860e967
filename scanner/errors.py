"""Errors of the scanner rooms."""

from __future__ import annotations

from typing import ClassVar


class ScannerError(Exception):
    """Base of all errors raised in `scanner`: one line that tells the operator what to do, and an exit code."""

    exit_code: ClassVar[int] = 8


class AddressError(ScannerError):
    """A scanner address that names no scanner we can reach."""

    exit_code = 2


class RecordingError(ScannerError):
    """A folder or archive of recorded images that cannot be taken as sheets."""

    exit_code = 3


class OrderError(ScannerError):
    """Steps taken in the wrong order, such as asking for the next sheet while one is still held."""

    exit_code = 6
