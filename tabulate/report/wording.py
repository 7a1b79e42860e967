"""Sentences that text and HTML share: margins, changes and causes."""

from __future__ import annotations

from tabulate.compare import (
    Cause,
    CauseKind,
    Change,
    Comparison,
    ContestChange,
    MarginChange,
    Standing,
    Strength,
    UnitComparison,
)
from tabulate.compare.findings import UNIT_CAUSES
from tabulate.compare.words import count, listed, place, signed

CAUSE_TITLES: dict[CauseKind, str] = {
    "test_deck_not_cleared": "Stale: test numbers reported instead of the ballots",
    "test_deck_included": "Test numbers not cleared before the count",
    "unit_all_zero": "Stale: nothing reported for the unit",
    "contest_all_zero": "Contest not captured or not reported",
    "units_swapped": "Two units under each other's name",
    "other_units_numbers": "Another unit's numbers",
    "batch_in_other_unit": "Batch counted under another unit",
    "batch_counted_twice": "Batch counted twice in the original count",
    "batch_left_out": "Batch left out of the original count",
    "batch_scanned_twice": "Batch scanned twice in the retabulation",
    "sheets_quarantined": "Sheets waiting for a person",
    "choices_swapped": "Two choices entered the wrong way round",
    "choices_shifted": "Votes one line off",
    "contest_not_captured": "Contest not captured on some ballots",
    "number_mistyped": "One number mistyped",
    "voter_intent": "Voter intent: marks read differently",
    "ballots_added": "More ballots than in the original count",
    "ballots_missing": "Fewer ballots than in the original count",
    "ballots_out_of_scope": "Ballots counted that the canvass had not counted",
    "unexplained": "Not explained",
}
"""Short names of the causes."""

STRENGTH_WORDS: dict[Strength, str] = {
    "proved": "proved by evidence and numbers",
    "exact": "fits every number",
    "consistent": "possible, not proved",
    "none": "open",
}


def seats(vote_for: int | None) -> str:
    """How many may be chosen, when that is more than one."""
    return f" (vote for {vote_for})" if vote_for and vote_for > 1 else ""


def standing_words(comparison: Comparison, standing: Standing | None) -> str:
    """Who leads and by how much."""
    if standing is None:
        return "not known"
    info = comparison.info(standing.contest)
    names = listed(info.name(choice) for choice in standing.elected)
    if standing.tied:
        tie = f"tie of {listed(info.name(choice) for choice in standing.tied)}"
        return f"{names}, {tie}" if standing.elected else tie
    if standing.margin is None:
        return f"{names}, unopposed" if standing.elected else "no choice"
    last = ", the last of them" if len(standing.elected) > 1 else ""
    return f"{names}{last} by {count(standing.margin, 'vote')}"


def outcome_words(margin: MarginChange) -> str:
    """Whether others are elected."""
    changed = margin.outcome_changed
    return "outcome not known" if changed is None else "OUTCOME CHANGES" if changed else "same outcome"


def margin_words(comparison: Comparison, margin: MarginChange) -> str:
    """One line: margin before and after, and the outcome."""
    before, after = standing_words(comparison, margin.before), standing_words(comparison, margin.after)
    if margin.before is not None and margin.after is not None:
        return f"{before} -> {after}; {outcome_words(margin)}"
    line = f"before {before}, after {after}"
    both = margin.units - len(margin.not_in_original) - len(margin.not_retabulated)
    if margin.both_before and margin.both_after:
        line += (
            f"; in the {both} of {margin.units} units on both sides "
            f"{standing_words(comparison, margin.both_before)}"
            f" -> {standing_words(comparison, margin.both_after)}"
        )
    if margin.carried and margin.not_retabulated:
        line += (
            f"; with the original where nothing was retabulated {standing_words(comparison, margin.carried)}"
        )
    return line


def number_words(change: Change) -> str:
    """Before -> after (change), with "?" for what is unknown."""
    before = "?" if change.original is None else str(change.original)
    after = "?" if change.retabulated is None else str(change.retabulated)
    return f"{before} -> {after}" + (f" ({signed(change.change)})" if change.change is not None else "")


def change_words(comparison: Comparison, contest: ContestChange) -> str:
    """The numbers of a contest that changed."""
    info = comparison.info(contest.contest)
    named = [(info.name(choice), change) for choice, change in contest.choices]
    named += [
        ("undervotes", contest.undervotes),
        ("overvoted ballots", contest.overvotes),
        ("ballots", contest.ballots),
    ]
    return ", ".join(f"{name} {number_words(change)}" for name, change in named if change.change)


def total_words(contest: ContestChange) -> str:
    """The contest's votes, undervotes, overvoted ballots and ballots, where they changed."""
    named = (
        ("votes", contest.votes),
        ("undervotes", contest.undervotes),
        ("overvoted ballots", contest.overvotes),
        ("ballots", contest.ballots),
    )
    changed = ", ".join(f"{name} {number_words(change)}" for name, change in named if change.change)
    return changed or "votes moved between choices"


MOST_STORIES = 3
"""Stories of a unit for people; JSON has all that were kept."""
RIVAL = 10
"""Bits above the simplest story up to which another is shown: a thousand times less simple at most."""
STORIES_HEAD = "What would account for every number, the simplest first (the fewer bits, the simpler):"


def stories_shown(unit: UnitComparison) -> tuple[str, ...]:
    """The simplest complete stories of a unit; none where one cause alone is the only one."""
    complete = [story for story in unit.explanations if story.complete]
    complete = [story for story in complete if story.bits <= complete[0].bits + RIVAL][:MOST_STORIES]
    if len(complete) == 1 and len(complete[0].causes) == 1:
        return ()
    return tuple(
        f"{' + '.join(_short(cause) for cause in story.causes)} [{story.bits} bits]" for story in complete
    )


def _short(cause: Cause) -> str:
    about = [*cause.batches, *([place(*cause.other)] if cause.other else [])]
    if not about and cause.kind not in UNIT_CAUSES:
        about = list(cause.contests)
    return CAUSE_TITLES[cause.kind] + (f" ({', '.join(about)})" if about else "")


def cause_words(cause: Cause) -> str:
    """Title, strength and evidence of a cause."""
    return f"{CAUSE_TITLES[cause.kind]} [{STRENGTH_WORDS[cause.strength]}]: {cause.evidence}"
