"""What the words on a ballot say: how many to vote for, dates, parties, answers, write-in lines."""

from __future__ import annotations

import re
from datetime import date

NUMBERS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]

_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(NUMBERS)})"
_VOTE_FOR = re.compile(
    rf"""\(?\s*
    (?:you\s+may\s+)?
    (?:vote|elect|choose|select|mark)\b (?:\s+for)?
    (?:\s+(?:no|not|any|up|at|a|to|more|most|maximum|of|than|exactly|only|the))*
    \s+ {_COUNT}\b (?!\s*(?:year|month)s?\b)
    (?:\s*\(\s*(?P<again>\d{{1,2}})\s*\))?
    (?:\s+or\s+(?:fewer|less))?
    (?:\s+(?:candidates?|persons?|names?|pairs?|teams?|tickets?|only|ovals?))*
    \s*[.)]?""",
    re.IGNORECASE | re.VERBOSE,
)
_VOTE_YES_NO = re.compile(r"\(?\s*vote\s+(?:for\s+)?(?:\W?yes\W?)\s+or\s+(?:\W?no\W?)\s*[.)]?", re.IGNORECASE)

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DATE = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DATE_NUMBERS = re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)\b")

_YES = re.compile(r"(?:^|[\s,/(\"])(?:yes|s[ií]|for|approved?|retain)\W*$|^(?:yes|for)\b", re.IGNORECASE)
_NO = re.compile(r"(?:^|[\s,/(\"])(?:no|against|reject(?:ed)?|oppose)\W*$|^(?:no|against)\b", re.IGNORECASE)
_WRITE_IN = re.compile(r"\bwrite[\s-]*in\b", re.IGNORECASE)

PARTIES = {
    "Democratic": ("dem", "democrat", "democratic"),
    "Republican": ("rep", "republican"),
    "Libertarian": ("lib", "lbt", "libertarian"),
    "Green": ("grn", "gre", "green"),
    "Constitution": ("con", "constitution"),
}
"""Party names and what stands for them beside a candidate's name."""

_PARTY_LINE = re.compile(
    r"^(?:official\s+)?(?P<name>[A-Za-z][A-Za-z .&'-]{2,40}?)\s+party"
    r"(?:\s+(?:primary|official|ballot|election)\b.*)?$",
    re.IGNORECASE,
)


def vote_for(text: str) -> tuple[int, tuple[int, int], bool] | None:
    """Find how many a voter may vote for.

    Returns:
        the number, where the phrase starts and ends in `text`, and whether a number in brackets behind it
        agrees; None without such a phrase.
    """
    yes_no = _VOTE_YES_NO.search(text)
    if yes_no:
        return 1, yes_no.span(), True
    found = _VOTE_FOR.search(text)
    if not found:
        return None
    count = _number(found["count"])
    agrees = found["again"] is None or int(found["again"]) == count
    return max(1, count), found.span(), agrees and count >= 1


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.index(word.lower()) + 1


def find_date(text: str) -> tuple[date, tuple[int, int]] | None:
    """The first date written out in a text, and where it stands."""
    for pattern in (_DATE, _DATE_NUMBERS):
        for found in pattern.finditer(text):
            month = found["month"]
            number = int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1
            try:
                return date(int(found["year"]), number, int(found["day"])), found.span()
            except ValueError:
                continue
    return None


def is_yes(text: str) -> bool:
    return bool(_YES.search(text)) and not _NO.search(text)


def is_no(text: str) -> bool:
    return bool(_NO.search(text)) and not _YES.search(text)


def says_write_in(text: str) -> bool:
    return bool(_WRITE_IN.search(text)) and len(text) <= 60


def party_beside_name(text: str) -> str | None:
    """The party for which a short note beside a candidate's name stands."""
    word = text.strip(" ().,").lower().removesuffix(" party")
    return next((name for name, words in PARTIES.items() if word in words), None)


def party_in_heading(text: str) -> str | None:
    """The party to which a heading restricts a ballot, such as Democratic for ``DEMOCRATIC PARTY``."""
    found = _PARTY_LINE.match(text.strip())
    if found:
        name = re.sub(r"^(?:official|sample|primary|the)\s+", "", found["name"].strip(), flags=re.IGNORECASE)
        return None if re.search(r"\b(?:no|any|which|political)\b", name, re.IGNORECASE) else name.title()
    word = re.search(r"\b(democratic|republican|libertarian|green)\b", text, re.IGNORECASE)
    if word and len(text) <= 60 and re.search(r"\b(?:primary|ballot)\b", text, re.IGNORECASE):
        return word[1].title()
    return None


def slug(text: str, longest: int = 60) -> str:
    """An identifier of a text: small letters and digits joined by hyphens."""
    plain = re.sub(r"['\u2019.]", "", text.lower())
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:longest].strip("-")
