"""Errors of the ledger's own, beside `EvidenceError` and `OrderError`."""

from __future__ import annotations

from typing import ClassVar

from tabulate.errors import TabulateError


class StorageError(TabulateError):
    """The medium does not take or give the bytes: full, protected, unplugged.  Nothing is half written."""

    exit_code: ClassVar[int] = 8


class EntryError(TabulateError):
    """Something that cannot be written as an entry of its kind; the message names the field."""
