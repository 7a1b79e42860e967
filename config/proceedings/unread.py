"""A recount under a law that nobody here has read: its steps are recorded, and not judged.

No deadline, bond, clause or number of signatures is known, so nothing is called late, enough or complete.  The
order is that of the things themselves: a seal is broken before it is replaced, a report is made before it is
signed, and no ballots are counted before somebody said how.
"""

from __future__ import annotations

import re
from typing import Final

from config.law import Edition, as_reported
from config.proceedings.state import Opening

CLAUSE: Final = re.compile(r",? \(?§?(?:50\.48)?\(\d\)(?:\([a-z]\))?(?:\(\d\))?\)?|,? \(?721—26\.\d+\(\d+\)\)?")
"""A clause of the text that was in force before, with the comma or space before it."""


def said_under(law: Edition, words: str) -> str:
    """Words of ours; without the clauses in them where they are of a text that is no longer in force."""
    return words if law.read else CLAUSE.sub("", words)


def told_at_opening(opening: Opening) -> tuple[str, ...]:
    """What a person is told before the first step; nothing where the law was read.

    Raises:
        LawError: abstracts that cannot be, or without a winner.
    """
    law = opening.law
    if law.read:
        return ()
    reported = as_reported(law, opening.office, opening.abstracts, opening.winners)
    return (f"{reported}. Steps are recorded here, and not judged",)
