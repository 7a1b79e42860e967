"""Causes within one contest of one unit: transcription, ballots more or less, and voter intent."""

from __future__ import annotations

from tabulate.compare.case import Case
from tabulate.compare.change import ContestChange
from tabulate.compare.findings import Cause
from tabulate.compare.moves import ballots_read_differently
from tabulate.compare.tally import Unit, Vector
from tabulate.compare.words import count, listed, place, signed


def contest_causes(case: Case, change: ContestChange, searched: str) -> list[Cause]:
    """Explanations of one contest that differs, when the unit as a whole has none.

    Args:
        case: the two counts and the evidence.
        change: the contest in one unit.
        searched: what the search for batches came to, for people.
    """
    named = _all_zero(case, change) + _mistyped(case, change) + _swapped(case, change)
    if not any(cause.strength == "exact" for cause in named):
        named += _ballots(case, change, searched) + _intent(case, change)
    return named or [_unexplained(case, change)]


def _where(case: Case, change: ContestChange) -> str:
    return f"{case.title(change.contest)} in {place(change.unit, change.mode)}"


def _differing(change: ContestChange) -> Vector:
    return {part: number for part, number in change.vector().items() if number}


def _all_zero(case: Case, change: ContestChange) -> list[Cause]:
    votes = [number.original for _, number in change.choices if number.original is not None]
    if not votes or any(votes) or not change.votes.retabulated:
        return []
    few = change.votes.retabulated <= case.limits.intent(change.ballots.retabulated or 0)
    also = "; so few votes can also be ballots read differently" if few else ""
    return [
        Cause(
            "contest_all_zero",
            "consistent" if few else "exact",
            (change.contest,),
            f"the original count has no vote at all for {_where(case, change)}, where the ballots give "
            f"{count(change.votes.retabulated, 'vote')}: the contest was not captured or not reported{also}",
            {"votes": change.votes.retabulated},
        )
    ]


def _mistyped(case: Case, change: ContestChange) -> list[Cause]:
    """One number alone differs: then one side cannot add up, and ours does."""
    differing = _differing(change)
    if len(differing) != 1 or change.retabulated is None or change.retabulated.imbalance() != 0:
        return []
    ((part, number),) = differing.items()
    if change.original is None or not change.original.excess():
        return []
    ours = change.retabulated.parts()[part]
    theirs = ours - number
    return [
        Cause(
            "number_mistyped",
            "exact",
            (change.contest,),
            f"one number alone differs in {_where(case, change)}: {case.say(part)} {theirs}, where the ballots "
            f"give {ours}{_pattern(theirs, ours)}; with it the original count does not add up, without "
            "it it does",
            {"original": theirs, "retabulated": ours},
        )
    ]


def _pattern(theirs: int, ours: int) -> str:
    """How a person may have come from our number to theirs."""
    a, b = str(theirs), str(ours)
    if ours and theirs == 2 * ours:
        return " (counted twice)"
    if len(a) == len(b):
        places = [index for index in range(len(a)) if a[index] != b[index]]
        if len(places) == 2 and [a[i] for i in places] == [b[i] for i in reversed(places)]:
            return " (two digits changed places)"
        if len(places) == 1 and len(a) > 1:
            return " (one digit is another)"
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if len(longer) == len(shorter) + 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    ):
        return " (a digit too many)" if longer == a else " (a digit is missing)"
    return ""


def _swapped(case: Case, change: ContestChange) -> list[Cause]:
    """Two choices have each other's number and nothing else differs."""
    differing = list(_differing(change))
    if len(differing) != 2 or any(part.what != "votes" for part in differing):
        return []
    numbers = dict(change.choices)
    first, second = (numbers[part.choice] for part in differing)
    if first.original != second.retabulated or second.original != first.retabulated:
        return []
    names = listed(case.say(part) for part in differing)
    apart = abs(first.change or 0)
    few = apart <= case.limits.intent(change.ballots.retabulated or 0)
    also = "; so few votes can also be ballots read differently" if few else ""
    return [
        Cause(
            "choices_swapped",
            "consistent" if few else "exact",
            (change.contest,),
            f"{names} have each other's number in {_where(case, change)} ({first.original} and "
            f"{second.original}), "
            f"and nothing else differs: entered the wrong way round{also}",
            {"first": first.original or 0, "second": second.original or 0},
        )
    ]


def _ballots(case: Case, change: ContestChange, searched: str) -> list[Cause]:
    """More or fewer ballots, never netted with what was read differently."""
    ballots, split = change.ballots.change, change.split
    if not ballots:
        return []
    numbers = {"ballots": ballots} | (split.to_json() if split else {})
    apart = ""
    if split:
        most = signed(split.ballots_at_most)
        apart = f"; of the change of {signed(split.votes)} votes they can be at most {most}"
        if split.intent_at_least:
            apart += f", so at least {signed(split.intent_at_least)} come from ballots read differently"
    review = case.review.get(Unit(change.unit, change.mode))
    if review and review.quarantined and ballots == -review.quarantined:
        sheets = count(review.quarantined, "sheet")
        return [
            Cause(
                "sheets_quarantined",
                "exact",
                (change.contest,),
                f"{_where(case, change)} lacks {count(-ballots, 'ballot')} in the retabulation, and "
                f"{sheets} of "
                f"the unit could not be read and wait for a person{apart}",
                numbers | {"quarantined": review.quarantined},
            )
        ]
    if ballots > 0:
        says = f"{count(ballots, 'ballot')} more than in the original count in {_where(case, change)}"
    else:
        says = f"{count(-ballots, 'ballot')} fewer than in the original count in {_where(case, change)}"
    return [
        Cause(
            "ballots_added" if ballots > 0 else "ballots_missing",
            "consistent",
            (change.contest,),
            f"{says}; {searched}{apart}; hold it against the poll book and the containers",
            numbers,
        )
    ]


def _intent(case: Case, change: ContestChange) -> list[Cause]:
    """As many ballots, read differently: votes against undervotes and overvotes, or between choices."""
    ballots, split = change.ballots, change.split
    if ballots.change and not (split and split.intent_at_least):
        return []
    differing = {part: number for part, number in _differing(change).items() if part.what != "ballots"}
    unknown = ballots.change is None
    if (unknown and change.votes.change != 0) or not differing or change.vote_for is None:
        return []
    if change.original is None or change.original.excess():
        return []
    if ballots.change:
        assert split is not None
        least = -(-abs(split.intent_at_least) // change.vote_for)
    else:
        least = ballots_read_differently(differing, change.vote_for)
    if least > case.limits.intent(ballots.retabulated or 0):
        return []
    moves = ", ".join(f"{case.say(part)} {signed(number)}" for part, number in differing.items())
    same = (
        "the number of ballots is not in the original count"
        if unknown
        else (
            "besides the ballots"
            if ballots.change
            else f"as many ballots on both sides ({ballots.retabulated})"
        )
    )
    review = case.review.get(Unit(change.unit, change.mode))
    wait = (
        f"; {count(review.flagged, 'counted sheet')} of the unit wait for a person"
        if review and review.flagged
        else ""
    )
    return [
        Cause(
            "voter_intent",
            "consistent",
            (change.contest,),
            f"{_where(case, change)}: {same}, and at least {count(least, 'ballot')} read differently "
            f"({moves}){wait}",
            {"ballots_at_least": least} | {part.key: number for part, number in differing.items()},
        )
    ]


def _unexplained(case: Case, change: ContestChange) -> Cause:
    moves = ", ".join(f"{case.say(part)} {signed(number)}" for part, number in _differing(change).items())
    if change.ballots.change is None:
        why = "the original count gives no number of ballots, so ballots and intent cannot be told apart"
    elif change.original is not None and change.original.excess():
        why = "the original count does not add up here"
    else:
        why = "more than ballots read differently would explain"
    return Cause(
        "unexplained",
        "none",
        (change.contest,),
        f"{_where(case, change)}: {moves}; {why}",
        {part.key: number for part, number in _differing(change).items()},
    )
