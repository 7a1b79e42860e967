"""Two counts ballot by ballot, in sentences: for the terminal, and for the report without ids."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare import ContestInfo
from tabulate.compare.matching import BallotMatch
from tabulate.compare.words import count
from tabulate.report.text import Page

MOST_LINES = 400
"""Sentences of one report; it says how many there are in all."""
MOST_BATCHES = 12
"""Batches of one side alone that are named."""


def ballot_sentences(match: BallotMatch, contests: Sequence[ContestInfo] = ()) -> list[str]:
    """What changed, batch by batch; no ballot is named, and the order of a scan cannot be told from it."""
    return [sentence for batch in match.batches for sentence in batch.sentences(contests)]


def ballot_head(match: BallotMatch) -> str:
    """All of it in one sentence."""
    said = f"{count(match.same, 'ballot')} alike, {match.changed} read differently"
    left = [
        (sum(batch.missing for batch in match.batches), "only in the original count"),
        (sum(batch.added for batch in match.batches), "only in the recount"),
        (sum(batch.unpaired for batch in match.batches), "different and not paired"),
    ]
    return ", ".join([said, *(f"{number} {words}" for number, words in left if number)])


def ballot_remarks(match: BallotMatch) -> list[str]:
    """Batches of one side alone, ids that may be none, and what else limits the comparison."""
    said = []
    for batches, side in ((match.only_original, "the original count"), (match.only_recount, "the recount")):
        if batches:
            names = ", ".join(name or "(no name)" for name, _ in batches[:MOST_BATCHES])
            more = ", ..." if len(batches) > MOST_BATCHES else ""
            ballots = count(sum(number for _, number in batches), "ballot")
            said.append(
                f"{count(len(batches), 'batch', 'batches')} with {ballots} in {side} alone, not compared: "
                f"{names}{more}"
            )
    doubt = match.ids_in_doubt()
    return [*said, *([doubt] if doubt else []), *match.notes]


def ballot_lines(match: BallotMatch, contests: Sequence[ContestInfo]) -> list[str]:
    """What a report prints: `ballot_sentences`, the first of them when there are very many."""
    lines = ballot_sentences(match, contests)
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"and {more} more, which the JSON of the report has"]


def render_ballots(
    match: BallotMatch, contests: Sequence[ContestInfo] = (), *, show_ids: bool = False, width: int = 100
) -> str:
    """The match for a terminal.

    Args:
        match: the ballots of two counts.
        contests: names of contests and choices, as far as they are known.
        show_ids: whether changed ballots are named, where both counts have the id; not for the public.
        width: longest line in characters.
    """
    page = Page(width)
    page.head("Ballot by ballot, original count -> recount")
    page.add(ballot_head(match))
    for sentence in ballot_sentences(match, contests):
        page.add(sentence)
    if show_ids:
        page.head("Ballots to look at (not for publication)")
        said = [line for batch in match.batches for line in batch.ids_said(contests)]
        for line in said or ["no changed ballot has an id on both sides"]:
            page.add(line)
    remarks = ballot_remarks(match)
    if remarks:
        page.head("To know")
        for line in remarks:
            page.add(line)
    return page.text()
