"""What two persons read on single sheets of a case, as the report and the totals take it."""

from __future__ import annotations

from collections.abc import Sequence

from retally.comparison import original_of
from retally.count import Count
from retally.hand_readings import decided, standing_readings
from retally.review import to_be_seen
from tabulate.compare.hand import (
    AgreedReading,
    margins_with_readings,
    over_units,
    read_by_hand,
    with_readings,
)
from tabulate.ledger import Ledger
from tabulate.report import HandReadings
from tabulate.votes import ContestTotals


def readings_of(ledger: Ledger, count: Count) -> HandReadings | None:
    """The readings that stand, and what they would change; None when nothing was read by hand.

    Raises:
        OrderError: no original count was imported.
    """
    agreed = agreed_in(ledger, count)
    if not agreed:
        return None
    read = read_by_hand(agreed, count.program)
    settled = {(decision.sheet, decision.contest) for decision in decided(ledger)}
    asked = {own: to_be_seen(ledger.sheet(own), count.contests) for own in {one.sheet.id for one in agreed}}
    return HandReadings(
        over_units(read),
        margins_with_readings(original_of(ledger, count), count.totals(), read, count.infos),
        flagged_decided=sum(
            bool(contests) and all((own, contest) in settled for contest in contests)
            for own, contests in asked.items()
        ),
        refused_read=len({one.sheet.id for one in agreed if one.sheet.machine is None}),
    )


def totals_with_readings(count: Count, agreed: Sequence[AgreedReading]) -> list[ContestTotals]:
    """The totals with what two persons read in place of the machine's reading, by unit, mode and contest."""
    order = {contest: place for place, contest in enumerate(count.contests)}
    taken = with_readings(count.totals(), read_by_hand(agreed, count.program))
    return sorted(taken, key=lambda row: (row.unit, row.mode, order[row.contest]))


def agreed_in(ledger: Ledger, count: Count) -> list[AgreedReading]:
    """What stands of the contests that are counted."""
    return [one for one in standing_readings(ledger) if one.contest in count.contests]
