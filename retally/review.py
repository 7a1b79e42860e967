"""What a person must look at on a counted sheet, by contest."""

from __future__ import annotations

from collections.abc import Collection

from tabulate.ledger import Sheet
from tabulate.marks.flags import REVIEW


def to_be_seen(sheet: Sheet, counted: Collection[str] | None = None) -> frozenset[str]:
    """Contests of a counted sheet that a person must look at: all of them where a flag is one of a whole page.

    Args:
        sheet: of the ledger.
        counted: ids of the contests that are asked for; None for all.
    """
    reading = sheet.reading
    if not sheet.counts or reading is None or reading["status"] != "counted":
        return frozenset()
    # A page without a card was refused, and the sheet counts without it: the blank back of a one-sided card.
    whole = any(page["card"] is not None and not REVIEW.isdisjoint(page["flags"]) for page in reading["pages"])
    return frozenset(
        contest["contest"]
        for contest in reading["contests"]
        if (whole or contest["review"]) and (counted is None or contest["contest"] in counted)
    )
