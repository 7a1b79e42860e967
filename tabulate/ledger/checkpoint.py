"""The checkpoint of a case: three lines for a printed page, which fix everything written so far.

    retally/case/6f0c2a9d1b7e4c33
    1284
    9b1c...                                  (64 hex digits)

In the manner of C2SP checkpoints: which log, how many entries, their hash.  The hash is that of the last entry,
and so of the whole chain; hex, because a person may have to read it from paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tabulate.errors import EvidenceError

PREFIX = "retally/case/"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A case as it stood at one moment.

    Attributes:
        origin: `PREFIX` and the first 16 hex digits of the first entry's hash.
        seq: number of the last entry.
        hash: its hash in hex.
    """

    origin: str
    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.origin}\n{self.seq}\n{self.hash}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Reads a checkpoint as printed or typed: blank lines, spaces and capitals do not matter.

        Raises:
            EvidenceError: no checkpoint.
        """
        lines = [re.sub(r"\s+", "", line).lower() for line in text.splitlines()]
        lines = [line for line in lines if line]
        if len(lines) != 3:
            raise EvidenceError(f"checkpoint: {len(lines)} lines; it needs origin, number of entries, hash")
        origin, seq, digest = lines
        if not re.fullmatch(PREFIX + "[0-9a-f]{16}", origin):
            raise EvidenceError(f"checkpoint, line 1: '{origin[:80]}' is not '{PREFIX}' and 16 hex digits")
        if not re.fullmatch("[1-9][0-9]{0,14}", seq):
            raise EvidenceError(f"checkpoint, line 2: '{seq[:80]}' is no number of entries")
        if not re.fullmatch("[0-9a-f]{64}", digest):
            raise EvidenceError("checkpoint, line 3: the hash has 64 hex digits; compare with the print")
        return cls(origin, int(seq), digest)


def origin_of(first_hash: str) -> str:
    """The origin of the case whose first entry has this hash."""
    return PREFIX + first_hash[:16]
