"""Which sheets a scanner gives back at once, instead of leaving them to the board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tabulate.errors import OrderError
from tabulate.marks import flags

FOREIGN_FLAGS: Final = frozenset({flags.CODE_UNKNOWN, flags.PRINT_MISMATCH})
"""Page flags of a card that is read well and is none of the program's: another election, or another form."""

KINDS: Final = ("unreadable", "foreign", "overvoted", "blank")


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """Some of `KINDS`; none of them, when every sheet is accepted and doubtful ones wait for the board."""

    kinds: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str) -> ReturnPolicy:
        """Read ``none``, or kinds with commas between them.

        Raises:
            OrderError: another word.
        """
        words = [word.strip().lower() for word in text.split(",")]
        if words == ["none"]:
            return cls()
        unknown = [word for word in words if word not in KINDS]
        if unknown:
            raise OrderError(f"--return {text}: '{unknown[0]}' is none of: none, {', '.join(KINDS)}")
        return cls(frozenset(words))

    def reason(self, reading: Mapping[str, Any] | None) -> str | None:
        """Why a sheet that reads so is given back; None when it is kept, as one that has no reading is."""
        if reading is None:
            return None
        if reading["status"] != "counted":
            foreign = not FOREIGN_FLAGS.isdisjoint(reading["reasons"])
            words = "it is no ballot of this election" if foreign else "it cannot be read"
            wanted = "foreign" if foreign else "unreadable"
            return f"{words} ({', '.join(reading['reasons'])})" if wanted in self.kinds else None
        over = [contest["contest"] for contest in reading["contests"] if contest["overvoted"]]
        if over and "overvoted" in self.kinds:
            return f"too many choices are marked in: {', '.join(over)}"
        marked = over or any(contest["votes"] for contest in reading["contests"])
        return "nothing is marked" if not marked and "blank" in self.kinds else None
