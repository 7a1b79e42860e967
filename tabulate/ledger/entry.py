"""One link of the chain: its fields and its hash."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

DOMAIN = b"retally-ledger-entry/1\n"
"""Stands before every entry that is hashed, so that no other hash of ours can be taken for one."""

GENESIS = "0" * 64
"""What the first entry names as its predecessor."""

AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
"""A point in time as entries have it: UTC, microseconds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands in the ledger.

    Attributes:
        seq: number from 1, without gaps.
        at: when it was written, ISO 8601 in UTC with microseconds and Z.
        kind: one of `tabulate.ledger.bodies.KINDS`.
        previous, hash: SHA-256 in lower case hex.
    """

    seq: int
    at: str
    kind: str
    body: dict[str, Any]
    previous: str
    hash: str


def entry_hash(seq: int, at: str, kind: str, body: str, previous: str) -> str:
    """SHA-256 over `DOMAIN` and the five fields in this order, in hex.

    Each field is UTF-8 text behind its length in bytes (8 bytes, most significant first), `seq` in decimal
    digits: no two different entries have the same encoding.
    """
    digest = hashlib.sha256(DOMAIN)
    for field in (str(seq), at, kind, body, previous):
        data = field.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def timestamp(moment: datetime) -> str:
    """Writes a point in time as entries have it.

    Raises:
        ValueError: it has no time zone, and so could be any of twenty-four hours.
    """
    if moment.tzinfo is None:
        raise ValueError("the ledger's clock must give times with a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def is_timestamp(text: str) -> bool:
    """Whether a text is a real point in time in the form that `timestamp` gives."""
    if not AT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
