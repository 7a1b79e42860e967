"""One thing that is wrong, or doubtful, in a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding about a program.

    Attributes:
        path: the field, such as ``contests[2].choices[0].id``.
        message: what is wrong with it and what the rule is.
        severity: an ``error`` makes the file no program; a ``warning`` is for the person who checks it.
    """

    path: str
    message: str
    severity: Literal["error", "warning"] = "error"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"
