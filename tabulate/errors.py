"""Errors of the tabulate rooms.  A discrepancy between counts is a finding, never one of these."""

from __future__ import annotations

from typing import ClassVar


class TabulateError(Exception):
    """Base of all errors raised in `tabulate`: one line for the operator, and the exit code of the command."""

    exit_code: ClassVar[int] = 3


class ImageError(TabulateError):
    """A file that cannot be decoded as a page image, or is too large to be one."""


class DraftError(TabulateError):
    """Blanks from which no program can be drafted."""


class OriginalCountError(TabulateError):
    """An original count that cannot be read without guessing; the message names file, line and column."""


class ExportError(TabulateError):
    """A file that is not written, because it exists."""


class EvidenceError(TabulateError):
    """Evidence that does not match itself: a broken chain, a changed image, a foreign program."""

    exit_code = 5


class OrderError(TabulateError):
    """Steps taken in the wrong order, such as scanning into a closed batch."""

    exit_code = 6
