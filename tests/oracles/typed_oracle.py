"""Plain twin of the ways of typing: every number that one slip can make, written out one after the other."""

from __future__ import annotations


def transposed(number):
    """Every number with two digits of another one exchanged."""
    digits = list(str(number))
    made = set()
    for one in range(len(digits)):
        for two in range(len(digits)):
            changed = list(digits)
            changed[one], changed[two] = digits[two], digits[one]
            made.add("".join(changed))
    return made - {str(number)}


def with_digit_twice(number):
    """Every number with one digit typed twice."""
    digits = str(number)
    return {digits[:at] + digits[at] + digits[at:] for at in range(len(digits))}


def without_a_digit(number):
    """Every number with one digit left out."""
    digits = str(number)
    return {digits[:at] + digits[at + 1 :] for at in range(len(digits))}
