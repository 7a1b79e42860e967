"""What may have happened to one contest's numbers, after batches and names are accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from tabulate.compare.case import Case
from tabulate.compare.findings import Cause, CauseKind, Strength
from tabulate.compare.search.ballots import least_moves
from tabulate.compare.search.explanation import PRICE_UNEXPLAINED, choices_bits
from tabulate.compare.search.space import Layout, Numbers, Space
from tabulate.compare.search.typed import ANY_WAY, way_typed
from tabulate.compare.tally import Unit
from tabulate.compare.words import count, listed, place, signed

MOST = 4
"""Stories kept for one contest."""


@dataclass(frozen=True, slots=True)
class Told:
    """Part of a story, about one contest.

    Attributes:
        ballots_bits: how much of `bits` is for ballots more or fewer, which is paid once for all contests.
    """

    causes: tuple[Cause, ...]
    bits: int
    ballots_bits: int = 0


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest of a unit while its story is looked for.

    Attributes:
        right: what the original should have been, as far as accounted for.
        seen: what it is.
        others: change of ballots in each of the unit's other contests, or None when they do not say the same.
    """

    case: Case
    unit: Unit
    space: Space
    layout: Layout
    right: Numbers
    seen: Numbers
    others: int | None

    def change(self) -> Numbers:
        """Right - seen, place by place: recount - original."""
        return tuple(a - b for a, b in zip(self.right, self.seen, strict=True))

    @property
    def where(self) -> str:
        return f"{self.case.title(self.layout.contest)} in {place(*self.unit)}"

    def say(self, at: int) -> str:
        return self.case.say(self.space.parts[at])

    def key(self, at: int) -> str:
        return self.space.parts[at].key


def tell(contest: Contest) -> list[Told]:
    """The cheapest stories of one contest; one without causes when nothing is wrong."""
    change = contest.change()
    if not _differs(contest):
        return [Told((), 0)]
    found = [*_zero(contest), *_not_captured(contest), *_ballots(contest), *_two_numbers(contest)]
    for causes, bits, paper in _typed(contest):
        before = replace(contest, seen=paper)
        told = [*_not_captured(before), *_ballots(before)] if _differs(before) else [Told((), 0)]
        found += [Told((*causes, *t.causes), bits + t.bits, t.ballots_bits) for t in told]
    if not found:
        found = [_unexplained(contest, change)]
    return sorted(found, key=lambda told: (told.bits, len(told.causes)))[:MOST]


def _differs(contest: Contest) -> bool:
    return any(contest.right[at] != contest.seen[at] for at in contest.layout.places)


def _typed(contest: Contest) -> Iterator[tuple[tuple[Cause, ...], int, Numbers]]:
    """Errors of typing: the causes, their bits, and the numbers as they were on the paper that was typed from.

    What was typed from may itself differ from the right numbers, by ballots or intent.
    """
    for cause, bits, before in _one_number(contest):
        yield (cause,), bits, before
    for slip in (_swapped, _shifted):
        for cause, bits, before in slip(contest):
            yield (cause,), bits, before
            then = [_one_number, _swapped] if slip is _shifted else [_one_number]
            for other, more, first in (found for step in then for found in step(replace(contest, seen=before))):
                yield (cause, other), bits + more, first


def _one_number(contest: Contest) -> Iterator[tuple[Cause, int, Numbers]]:
    layout, seen = contest.layout, contest.seen
    change = contest.change()
    wrong = [at for at in layout.places if change[at]]
    broken = layout.imbalance(seen)
    for at in layout.places:
        if broken is None:
            # Nothing proves which number is wrong: only the one that differs alone can be called mistyped.
            paper = contest.right[at] if wrong == [at] else None
        else:
            by, rest = divmod(broken, layout.weight(at))
            paper = seen[at] - by if not rest and by else None
        if paper is None or paper < 0:
            continue
        cause, bits = _mistyped(contest, at, paper)
        if broken is None and way_typed(paper, seen[at])[0] == ANY_WAY:
            continue
        yield cause, bits, (*seen[:at], paper, *seen[at + 1 :])


def _two_numbers(contest: Contest) -> list[Told]:
    """Two numbers typed wrongly, each by itself, and nothing else wrong."""
    wrong = [at for at in contest.layout.places if contest.right[at] != contest.seen[at]]
    # Numbers that add up were not typed wrongly, or only together: that is another story.
    if len(wrong) != 2 or not contest.layout.imbalance(contest.seen):
        return []
    told = [_mistyped(contest, at, contest.right[at]) for at in wrong]
    return [Told(tuple(cause for cause, _ in told), sum(bits for _, bits in told))]


def _mistyped(contest: Contest, at: int, paper: int) -> tuple[Cause, int]:
    """The number at a place typed wrongly, and the price of it."""
    layout, seen = contest.layout, contest.seen
    way, bits = way_typed(paper, seen[at], [seen[other] for other in layout.votes if other != at])
    cause = Cause(
        "number_mistyped",
        "exact",
        (layout.contest,),
        f"{contest.say(at)} {seen[at]} in {contest.where}, where {paper} belongs ({way})",
        {"original": seen[at], "right": paper, f"typed:{contest.key(at)}": seen[at] - paper},
    )
    return cause, 6 + choices_bits(len(layout.places)) + bits


def _swapped(contest: Contest) -> Iterator[tuple[Cause, int, Numbers]]:
    layout, seen = contest.layout, contest.seen
    pairs = list(combinations(layout.votes, 2))
    for one, two in pairs:
        if seen[one] == seen[two] or not (contest.change()[one] and contest.change()[two]):
            continue
        before = list(seen)
        before[one], before[two] = seen[two], seen[one]
        cause = Cause(
            "choices_swapped",
            "exact",
            (layout.contest,),
            f"{contest.say(one)} and {contest.say(two)} have each other's number in {contest.where} "
            f"({seen[one]} and {seen[two]}): entered the wrong way round",
            {contest.key(one): seen[one], contest.key(two): seen[two]},
        )
        yield cause, 7 + choices_bits(len(pairs)), tuple(before)


def _shifted(contest: Contest) -> Iterator[tuple[Cause, int, Numbers]]:
    """Every choice has the number of the line above or below: the rows slipped by one."""
    layout, seen = contest.layout, contest.seen
    if len(layout.votes) < 3:
        return
    for by, words in ((1, "below"), (-1, "above")):
        places = [layout.votes[(index + by) % len(layout.votes)] for index in range(len(layout.votes))]
        before = list(seen)
        for at, source in zip(layout.votes, places, strict=True):
            before[at] = seen[source]
        if tuple(before) == seen:
            continue
        cause = Cause(
            "choices_shifted",
            "exact",
            (layout.contest,),
            f"the votes of {contest.where} stand one line {words} where they belong, all "
            f"{len(layout.votes)} of them",
            {contest.key(at): seen[at] for at in layout.votes},
        )
        yield cause, 8, tuple(before)


def _ballots(contest: Contest) -> list[Told]:
    """What was on paper against what is right: ballots and intent, each said apart."""
    layout, change = contest.layout, contest.change()
    own = [at for at in layout.places if change[at]]
    if not own:
        return [Told((), 0)]
    moves = least_moves(layout, change)
    if moves is None:
        return []
    size = contest.right[layout.ballots] if layout.ballots is not None else 0
    if moves.read > contest.case.limits.intent(size) or (layout.ballots is None and moves.read):
        return []
    told: list[Cause] = []
    bits, ballots_bits = 0, 0
    if moves.ballots:
        cause, ballots_bits = _came_or_went(contest, moves.ballots)
        told.append(cause)
        # What those ballots hold can be anything: that it is just this costs something, as no batch tells it.
        bits += sum(abs(change[at]).bit_length() for at in layout.votes)
    if moves.read:
        told.append(_read(contest, moves.read))
        bits += 4 + 3 * moves.read
    return [Told(tuple(told), bits + ballots_bits, ballots_bits)]


def _read(contest: Contest, least: int) -> Cause:
    change = contest.change()
    own = [at for at in contest.layout.places if change[at]]
    said = ", ".join(f"{contest.say(at)} {signed(change[at])}" for at in own)
    numbers = {contest.key(at): change[at] for at in own}
    says = f"{contest.where}: at least {count(least, 'ballot')} read differently ({said})"
    contests = (contest.layout.contest,)
    return Cause("voter_intent", "consistent", contests, says, {"ballots_at_least": least} | numbers)


def _came_or_went(contest: Contest, ballots: int) -> tuple[Cause, int]:
    review = contest.case.review.get(contest.unit)
    numbers = {"ballots": ballots}
    contests = (contest.layout.contest,)
    if review and review.quarantined and ballots == -review.quarantined:
        says = f"{place(*contest.unit)}: {count(-ballots, 'sheet')} could not be read and wait for a person"
        return Cause("sheets_quarantined", "exact", contests, says, numbers), 4
    aside = [
        item.ballots
        for item in contest.case.events.set_aside
        if (item.unit, item.mode, item.contest) == (*contest.unit, contest.layout.contest) and item.counted
    ]
    if ballots > 0 and sum(aside) == ballots:
        says = f"{place(*contest.unit)}: {count(ballots, 'ballot')} counted that the canvass had not counted"
        return Cause("ballots_out_of_scope", "proved", contests, says, numbers), 4
    more = "more" if ballots > 0 else "fewer"
    says = f"{place(*contest.unit)}: {count(abs(ballots), 'ballot')} {more} than in the original count"
    kind: CauseKind = "ballots_added" if ballots > 0 else "ballots_missing"
    return Cause(kind, "consistent", contests, says, numbers), 8 + 2 * abs(ballots).bit_length()


def _zero(contest: Contest) -> list[Told]:
    layout = contest.layout
    votes = sum(contest.right[at] for at in layout.votes)
    if not votes or any(contest.seen[at] for at in layout.votes):
        return []
    few = votes <= contest.case.limits.intent(votes)
    cause = Cause(
        "contest_all_zero",
        "consistent" if few else "exact",
        (layout.contest,),
        f"no vote at all for {contest.where}, where the ballots give {count(votes, 'vote')}: "
        "the contest was not captured or not reported",
        {"votes": votes},
    )
    return [Told((cause,), 8)]


def _not_captured(contest: Contest) -> list[Told]:
    """Ballots whose image lacks the contest: left out of it alone, or counted in it as undervotes."""
    layout, change = contest.layout, contest.change()
    ballots = change[layout.ballots] if layout.ballots is not None else 0
    under = change[layout.undervotes] if layout.undervotes is not None else 0
    came = contest.others or 0
    lacking = ballots - came
    lacks = [change[at] for at in (*layout.votes, layout.overvotes) if at is not None]
    if layout.imbalance(change) or layout.vote_for is None or min(lacks, default=0) < min(came, 0):
        return []
    key = (*contest.unit, layout.contest)
    evidence = contest.case.not_captured
    shown = sum(item.ballots for item in evidence if (item.unit, item.mode, item.contest) == key)
    strength: Strength = "proved" if shown else "exact"
    if contest.others is not None and lacking > 0 and shown in (0, lacking):
        says = (
            f"{contest.where}: {count(lacking, 'ballot')} fewer than in the unit's other contests: "
            "the contest was not captured on them in the original count"
        )
    elif shown and any(lacks) and not ballots and 0 < -under <= shown * layout.vote_for:
        came, lacking = 0, shown
        says = (
            f"{contest.where}: {count(shown, 'ballot')} whose image lacks the contest; the original count has "
            f"{count(-under, 'undervote')} for them that the ballots do not"
        )
    else:
        return []
    numbers = {"ballots": lacking, "undervotes": under}
    causes = [Cause("contest_not_captured", strength, (layout.contest,), says, numbers)]
    bits, ballots_bits = 5 if shown else 8, 0
    moves = least_moves(layout, change)
    if came:
        cause, ballots_bits = _came_or_went(contest, came)
        causes.append(cause)
    elif ballots and moves and moves.read:
        causes.append(_read(contest, moves.read))
        bits += 4 + 3 * moves.read
    return [Told(tuple(causes), bits + ballots_bits, ballots_bits)]


def _unexplained(contest: Contest, change: Numbers) -> Told:
    own = [at for at in contest.layout.places if change[at]]
    said = listed(f"{contest.say(at)} {signed(change[at])}" for at in own)
    cause = Cause(
        "unexplained",
        "none",
        (contest.layout.contest,),
        f"{contest.where}: {said}; nothing known explains it",
        {contest.key(at): change[at] for at in own},
    )
    return Told((cause,), PRICE_UNEXPLAINED + sum(abs(change[at]).bit_length() for at in own))
