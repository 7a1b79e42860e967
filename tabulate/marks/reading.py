"""One target as read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["empty", "marginal", "marked"]


@dataclass(frozen=True, slots=True)
class TargetReading:
    """One target as read.

    Attributes:
        box: (x, y, width, height) of the oval in pixels of the stored image, origin top left.
        score: ink inside the oval, per mille of its interior, over what the blank has there.
        residual: distance between the oval's expected and found places, thousandths of an inch.
        flags: why a person should look, or should know; see `tabulate.marks.flags`.
    """

    contest: str
    choice: str
    box: tuple[float, float, float, float]
    score: int
    state: State
    flags: tuple[str, ...] = ()
    residual: float = 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.contest,
            "choice": self.choice,
            "box": list(self.box),
            "score": self.score,
            "state": self.state,
            "flags": list(self.flags),
            "residual": self.residual,
        }
