"""Contests and choices of one side as drafted, before they get identifiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tabulate.draft.evidence import Frame, Oval

SideName = Literal["front", "back"]
ChoiceKind = Literal["candidate", "write-in", "answer"]


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure the draft is of something, per mille, and how it knows."""

    certainty: int
    reason: str


@dataclass(frozen=True, slots=True)
class RoughChoice:
    """One target and what stands beside it.

    Attributes:
        column, row: its place in grid steps, on the grid where it stands on it.
        place: how sure the place is.
        name: printed name; empty where there is no text.
        party: name of the party printed beside it.
        area: where a voter writes, for a write-in line.
    """

    oval: Oval
    column: float
    row: float
    place: Sure
    name: str
    kind: ChoiceKind
    naming: Sure
    party: str | None = None
    area: Frame | None = None


@dataclass(frozen=True, slots=True)
class RoughContest:
    """Targets that belong together.

    Attributes:
        title: as printed, on one line; empty where there is no text.
        cell: the printed box.
        grouping: how sure it is that these targets are one contest.
    """

    title: str
    titling: Sure
    vote_for: int
    limit: Sure
    choices: tuple[RoughChoice, ...]
    cell: Frame
    grouping: Sure
    party: str | None = None

    @property
    def kind(self) -> Literal["candidate", "measure"]:
        return "measure" if all(choice.kind == "answer" for choice in self.choices) else "candidate"

    def with_party(self, party: str | None) -> RoughContest:
        """The same contest on the ballot of a party."""
        return replace(self, party=party)
