"""Hand tallies, and the three counts side by side: original, retabulation, hand.

    entries = parse_hand(path.read_bytes(), path.name, program)  # HandEntry: one tally's numbers of one batch
    hand = agreed(entries, program)                              # HandCount: what two tallies agree on
    hand.totals                                                  # OriginalContest, of whole units alone
    hand.open                                                    # OpenBatch: what to count again, and why
    three = compare_three(original, retabulation, hand, methods, program=program)

Single ballots that two persons read stand beside the machine's reading of the same sheet:

    readings = parse_hand_ballots(path.read_bytes(), path.name, program, sheets)  # HandReading: one person's
    ballots = agreed_ballots(readings, sheets, program)    # HandBallots: what two agree on, and what is open
    read = read_by_hand(ballots.agreed, program)           # ReadByHand: what that changes, contest by contest
    with_readings(totals, read)                            # the totals with it

Pure, as the rest of the comparison.  Reading order: `entry`, `file`, `agree`, `three`; `ballots`,
`ballot_file`, `taken`.
"""

from tabulate.compare.hand.agree import HandCount, OpenBatch, agreed
from tabulate.compare.hand.ballot_file import parse_hand_ballots
from tabulate.compare.hand.ballots import (
    AgreedReading,
    ContestRead,
    HandBallots,
    HandReading,
    KnownSheet,
    OpenReading,
    agreed_ballots,
)
from tabulate.compare.hand.entry import HandEntry
from tabulate.compare.hand.file import parse_hand
from tabulate.compare.hand.taken import (
    ReadByHand,
    changes,
    margins_with_readings,
    over_units,
    read_by_hand,
    with_readings,
)
from tabulate.compare.hand.three import ThreeCounts, compare_three

__all__ = [
    "AgreedReading",
    "ContestRead",
    "HandBallots",
    "HandCount",
    "HandEntry",
    "HandReading",
    "KnownSheet",
    "OpenBatch",
    "OpenReading",
    "ReadByHand",
    "ThreeCounts",
    "agreed",
    "agreed_ballots",
    "changes",
    "compare_three",
    "margins_with_readings",
    "over_units",
    "parse_hand",
    "parse_hand_ballots",
    "read_by_hand",
    "with_readings",
]
