"""Contest rules: from the states of targets to votes."""

from __future__ import annotations

from collections.abc import Iterable

from config.program import Contest
from tabulate.marks.flags import REVIEW
from tabulate.votes.records import ContestVotes, TargetReading


def count_contest(contest: Contest, targets: Iterable[TargetReading]) -> ContestVotes:
    """Apply the contest's rule to its targets on one card.

    Only marked targets count; a choice with several targets counts once.  More marked choices than may be
    chosen void the contest on this ballot (an overvote); fewer leave undervotes.

    Args:
        contest: of the program.
        targets: readings of the contest's targets; others are passed over.
    """
    mine = [target for target in targets if target.contest == contest.id]
    marked = {target.choice for target in mine if target.state == "marked"}
    found = {flag for target in mine for flag in target.flags}
    votes = tuple(choice.id for choice in contest.choices if choice.id in marked)
    overvoted = len(votes) > contest.vote_for
    return ContestVotes(
        contest=contest.id,
        votes=() if overvoted else votes,
        overvoted=overvoted,
        undervotes=0 if overvoted else contest.vote_for - len(votes),
        review=not REVIEW.isdisjoint(found),
    )
