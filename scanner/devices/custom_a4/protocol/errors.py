"""Bytes that mean nothing."""

from __future__ import annotations


class CodecError(ValueError):
    """Bytes that are not what they should be; the driver makes a trouble of it."""
