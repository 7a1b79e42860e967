"""What an imprinter (SANE calls it endorser) prints on each sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COUNTERS: Final = {5: "%05ud", 8: "%08ud"}
"""Digits -> how SANE's fujitsu backend writes a counter at the end of a string.  It documents these two; other
software was seen with ``%04ud``, which it does not (scanner-protocols 3.1)."""

LAST: Final = {5: 65535, 8: 16777215}
"""The greatest number of a counter: it has 16 or 24 bits."""

LONGEST: Final = 40
"""Characters.  A longer string prints nothing at all, without a word, on an fi-8950 (scanner-protocols 3.1)."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """A text with a counter.

    Attributes:
        prefix: what stands before the counter; names the run, so that no two runs print the same.
        digits: of the counter, 5 or 8.
        longest: how many characters the device prints.
    """

    prefix: str
    digits: int = 5
    longest: int = LONGEST

    def fault(self) -> str | None:
        """Why this cannot be printed, or None."""
        if not all(char.isascii() and (char.isalnum() or char in " -./:_") for char in self.prefix):
            return "an imprint is made of letters, digits, blanks and - . / : _"
        if len(self.prefix) + self.digits > self.longest:
            return f"an imprint has {self.longest} characters at most, its {self.digits} digits included"
        return None

    @property
    def template(self) -> str:
        """The string for the device, its counter at the end."""
        return self.prefix + COUNTERS[self.digits]

    def text(self, number: int) -> str:
        """What is printed on the sheet with this number."""
        return f"{self.prefix}{number:0{self.digits}d}"
