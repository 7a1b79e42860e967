"""What one tally wrote down for one contest of one batch."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HandEntry:
    """One tally's numbers; nothing in them is unknown, a tally that is not finished is not entered.

    Attributes:
        tally: name of the tally, such as A and B: two persons who count without seeing each other's sheet.
        turn: 1 for the first count of the batch, 2 when it was counted again, and so on.
        votes: by choice id, every choice.
    """

    unit: str
    mode: str
    batch: str
    contest: str
    tally: str
    turn: int
    ballots: int
    overvotes: int
    undervotes: int
    votes: dict[str, int] = field(default_factory=dict)

    def numbers(self) -> dict[str, int]:
        """All numbers by name."""
        beside = {"ballots": self.ballots, "overvotes": self.overvotes, "undervotes": self.undervotes}
        return beside | {f"votes:{choice}": number for choice, number in self.votes.items()}

    def imbalance(self, vote_for: int) -> int:
        """Votes + undervotes + N x overvoted - N x ballots: 0 when the entry adds up."""
        cast = sum(self.votes.values())
        return cast + self.undervotes + vote_for * self.overvotes - vote_for * self.ballots
