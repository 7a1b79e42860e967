"""What a contest came to on one ballot, and how far two ballots are from each other."""

from __future__ import annotations

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.contests import ContestInfo

Key = tuple[frozenset[tuple[str, frozenset[str]]], frozenset[str], frozenset[str]]
"""All that was recorded of a ballot's contests; equal for equal ballots, whatever their order."""

Outcome = tuple[str, ...]
"""Choices with a vote, sorted; or one of the three below; empty for a contest without a vote."""

OVERVOTED: Outcome = ("(overvoted)",)
UNDECIDED: Outcome = ("(undecided)",)
NOT_RECORDED: Outcome = ("(not on the record)",)

PRICE_ABSENT = 100
"""Price of a contest that only one of the two has: dearer than any number of contests read differently."""
PRICE_CONTEST = 10
"""Price of a contest read differently, besides 1 for each choice that has a vote on one only."""


def key_of(ballot: BallotRecord) -> Key:
    """The ballot's contests as something to compare and count."""
    return frozenset(ballot.votes.items()), ballot.overvoted, ballot.undecided


def outcomes_of(key: Key) -> dict[str, Outcome]:
    """What each contest came to."""
    votes, overvoted, undecided = key
    return {contest: _outcome(contest, chosen, overvoted, undecided) for contest, chosen in votes}


def _outcome(
    contest: str, chosen: frozenset[str], overvoted: frozenset[str], undecided: frozenset[str]
) -> Outcome:
    if contest in undecided:
        return UNDECIDED
    return OVERVOTED if contest in overvoted else tuple(sorted(chosen))


def price(one: dict[str, Outcome], two: dict[str, Outcome]) -> int:
    """How unlikely it is that the two are the same ballot: 0 when nothing differs."""
    total = PRICE_ABSENT * len(one.keys() ^ two.keys())
    for contest in one.keys() & two.keys():
        if one[contest] != two[contest]:
            total += PRICE_CONTEST + len(set(one[contest]) ^ set(two[contest]))
    return total


def outcome_words(outcome: Outcome, info: ContestInfo | None = None) -> str:
    """An outcome, for people."""
    if outcome in (OVERVOTED, UNDECIDED, NOT_RECORDED):
        return {OVERVOTED: "overvote", UNDECIDED: "undecided", NOT_RECORDED: "not on the record"}[outcome]
    return " and ".join(choice if info is None else info.name(choice) for choice in outcome) or "undervote"
