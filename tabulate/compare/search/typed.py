"""How a person may come from one number to another when typing it, and the price of each way."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare.search.explanation import choices_bits

ANY_WAY = "another number"
ANY_NUMBER = 14
"""Bits of a number that is simply another one: no way of typing leads there."""


def way_typed(right: int, typed: int, others: Sequence[int] = ()) -> tuple[str, int]:
    """The cheapest way from the right number to the typed one, in words, and its bits.

    Args:
        right: what should have been entered.
        typed: what was.
        others: numbers in the rows beside it, which a slip of the line would enter.
    """
    ways = [(ANY_WAY, ANY_NUMBER + max(typed, right).bit_length()), *_digits(str(right), str(typed))]
    if right and typed == 2 * right:
        ways.append(("counted twice", 1))
    if typed in others and typed:
        ways.append(("the number of another line", 3 + choices_bits(len(others))))
    if typed == 0:
        ways.append(("nothing entered", 4))
    return min(ways, key=lambda way: way[1])


def _digits(right: str, typed: str) -> list[tuple[str, int]]:
    ways: list[tuple[str, int]] = []
    if len(right) == len(typed):
        wrong = [place for place, digit in enumerate(right) if digit != typed[place]]
        if len(wrong) == 2 and [right[at] for at in wrong] == [typed[at] for at in reversed(wrong)]:
            ways.append(("two digits changed places", 2 + choices_bits(len(right))))
        if len(wrong) == 1 and len(right) > 1:
            ways.append(("one digit is another", 7 + choices_bits(len(right))))
    if len(typed) == len(right) + 1:
        for at in range(len(typed)):
            if typed[:at] + typed[at + 1 :] == right:
                doubled = typed[at] in {typed[at - 1 : at], typed[at + 1 : at + 2]}
                way = ("a digit doubled", 3) if doubled else ("a digit too many", 7)
                ways.append((way[0], way[1] + choices_bits(len(right))))
    if len(typed) + 1 == len(right):
        ways += [
            ("a digit is missing", 4 + choices_bits(len(right)))
            for at in range(len(right))
            if right[:at] + right[at + 1 :] == typed
        ]
    return ways
