"""Hand tallies, and the three counts side by side: original, retabulation, hand.

    entries = parse_hand(path.read_bytes(), path.name, program)  # HandEntry: one tally's numbers of one batch
    hand = agreed(entries, program)                              # HandCount: what two tallies agree on
    hand.totals                                                  # OriginalContest, of whole units alone
    hand.open                                                    # OpenBatch: what to count again, and why
    three = compare_three(original, retabulation, hand, methods, program=program)

Pure, as the rest of the comparison.  Reading order: `entry`, `file`, `agree`, `three`.
"""

from tabulate.compare.hand.agree import HandCount, OpenBatch, agreed
from tabulate.compare.hand.entry import HandEntry
from tabulate.compare.hand.file import parse_hand
from tabulate.compare.hand.three import ThreeCounts, compare_three

__all__ = [
    "HandCount",
    "HandEntry",
    "OpenBatch",
    "ThreeCounts",
    "agreed",
    "compare_three",
    "parse_hand",
]
