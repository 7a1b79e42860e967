"""What a case comes to: always derived from the readings in the ledger, in one order, without the clock."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

from config.program import ElectionProgram
from retally.review import to_be_seen
from retally.standing import Standing
from tabulate.compare import BatchTotals, ContestInfo, DuplicateImages, UnitReview, contest_infos
from tabulate.compare.words import count as number_of
from tabulate.compare.words import listed
from tabulate.ledger import Batch, ImageRef, Ledger, Sheet
from tabulate.marks.flags import REVIEW
from tabulate.votes import ContestTotals, ContestVotes, CountedSheet, State, count


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark is that a person must see.

    Attributes:
        sheet: batch and place within it.
        orientation: degrees the stored image must be turned clockwise to stand upright.
        target: the target's reading, as JSON.
    """

    sheet: str
    image: ImageRef
    orientation: int
    target: dict[str, Any]


@dataclass(slots=True)
class Count:
    """Everything that one pass over the sheets of a case gives.

    Attributes:
        contests: those that are counted, by id in the order of the program; all, unless some were chosen.
        batches: totals of each batch, over counted sheets.
        standings: where the sheets of each unit and mode stand.
        refused: labels of quarantined sheets by unit, mode, batch and reasons.
        returned: how many sheets of each batch the scanner gave back.
        scores: how many targets of counted sheets have which score and state.
        flagged: marks of counted sheets that a person must see, in the order of capture.
    """

    program: ElectionProgram
    contests: tuple[str, ...]
    batches: list[BatchTotals] = field(default_factory=list)
    standings: dict[tuple[str, str], Standing] = field(default_factory=lambda: defaultdict(Standing))
    refused: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    returned: Counter[str] = field(default_factory=Counter)
    scores: Counter[tuple[int, State]] = field(default_factory=Counter)
    flagged: list[Place] = field(default_factory=list)

    def totals(self) -> list[ContestTotals]:
        """Totals by unit and mode, contests in program order."""
        parts: dict[tuple[str, str, str], list[ContestTotals]] = defaultdict(list)
        for batch in self.batches:
            for contest in batch.totals:
                parts[contest.unit, contest.mode, contest.contest].append(contest)
        place = {contest.id: number for number, contest in enumerate(self.program.contests)}
        keys = sorted(parts, key=lambda key: (key[0], key[1], place[key[2]]))
        return [reduce(add, parts[key]) for key in keys]

    @property
    def infos(self) -> tuple[ContestInfo, ...]:
        """The contests that are counted, as the comparison takes them."""
        return tuple(info for info in contest_infos(self.program) if info.id in self.contests)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What every reader must be told where only some contests are counted."""
        out = [contest.title for contest in self.program.contests if contest.id not in self.contests]
        if not out:
            return ()
        are = "is" if len(out) == 1 else "are"
        what = f"{number_of(len(out), 'contest')} of these ballots {are}"
        return (f"As asked, {what} in no number here: {listed(out)}.",)

    def reviews(self) -> list[UnitReview]:
        """The standings as the comparison takes them."""
        return [
            UnitReview(unit, mode, at.captured, at.counted, at.quarantined, at.review, at.returned)
            for (unit, mode), at in sorted(self.standings.items())
        ]


def count_case(
    ledger: Ledger,
    program: ElectionProgram,
    advance: Callable[[], None] | None = None,
    contests: Collection[str] = (),
) -> Count:
    """Count a case.  What was given back or withdrawn is in no number.

    Args:
        ledger: the case.
        program: that it reads with.
        advance: called for every sheet.
        contests: ids of those to be counted; all of the program when none is named.
    """
    chosen = tuple(contest.id for contest in program.contests if not contests or contest.id in contests)
    found = Count(program, chosen)
    for batch in ledger.batches():
        if batch.withdrawn is not None:
            continue
        sheets = _noted(found, ledger, batch, advance)
        found.batches.append(BatchTotals(batch.name, batch.unit, batch.mode, count(program, sheets)))
    return found


def duplicate_images(ledger: Ledger) -> list[DuplicateImages]:
    """Batches that hold images of an earlier batch, or of themselves, again."""
    copies: Counter[tuple[str, str, str, str]] = Counter()
    for first, *later in ledger.duplicates():
        for sheet in later:
            copies[sheet.unit, sheet.mode, sheet.batch, first.batch] += 1
    return [DuplicateImages(*place, sheets=count) for place, count in sorted(copies.items())]


def totals_json(
    ledger: Ledger, found: Count, totals: Iterable[ContestTotals], by_hand: dict[str, int] | None
) -> dict[str, Any]:
    """The whole count as JSON: the same case gives the same text.

    Args:
        ledger: the case.
        found: the count of it.
        totals: the machine's, or those with readings by hand in their place.
        by_hand: how much was read by hand, when it is in the totals.
    """
    return {
        "program": ledger.seal,
        **({} if by_hand is None else {"with_readings_by_hand": by_hand}),
        "totals": list(rows(totals)),
        "sheets": [
            {"unit": unit, "mode": mode, **at.to_json()} for (unit, mode), at in sorted(found.standings.items())
        ],
    }


def rows(counted: Iterable[ContestTotals]) -> Iterator[dict[str, Any]]:
    """One row for each unit, mode, contest and choice; the numbers of the contest stand in each."""
    for contest in counted:
        for choice, votes in contest.votes.items():
            yield {
                "unit": contest.unit,
                "mode": contest.mode,
                "contest": contest.contest,
                "choice": choice,
                "votes": votes,
                "overvotes": contest.overvotes,
                "undervotes": contest.undervotes,
                "ballots": contest.ballots,
                "blanks": contest.blanks,
                "vote_for": contest.vote_for,
            }


def _noted(
    found: Count, ledger: Ledger, batch: Batch, advance: Callable[[], None] | None
) -> Iterator[CountedSheet]:
    """The counted sheets of a batch; everything else that a sheet says is noted in passing."""
    counted, all_of_them = frozenset(found.contests), len(found.contests) == len(found.program.contests)
    for sheet in ledger.sheets(batch):
        votes = [_votes(contest) for contest in _read(sheet) if contest["contest"] in counted]
        asked = None if all_of_them else bool(to_be_seen(sheet, counted))
        found.standings[sheet.unit, sheet.mode].add(sheet, asked)
        if advance is not None:
            advance()
        found.returned[batch.name] += sheet.disposed == "returned"
        if sheet.reading is None or not sheet.counts:
            continue
        if sheet.reading["status"] != "counted":
            why = tuple(sheet.reading["reasons"])
            found.refused[sheet.unit, sheet.mode, sheet.batch, why].append(_label(sheet))
            continue
        for image, page in zip(sheet.images, sheet.reading["pages"], strict=True):
            for target in page["targets"]:
                if target["contest"] not in counted:
                    continue
                found.scores[target["score"], target["state"]] += 1
                if not REVIEW.isdisjoint(target["flags"]):
                    found.flagged.append(Place(_label(sheet), image, page["orientation"], target))
        yield CountedSheet(sheet.unit, sheet.mode, votes)


def _read(sheet: Sheet) -> list[dict[str, Any]]:
    return [] if sheet.reading is None else sheet.reading["contests"]


def _label(sheet: Sheet) -> str:
    return f"{sheet.batch}/{sheet.sequence}"


def _votes(contest: dict[str, Any]) -> ContestVotes:
    return ContestVotes(
        contest["contest"],
        tuple(contest["votes"]),
        contest["overvoted"],
        contest["undervotes"],
        contest["review"],
    )
