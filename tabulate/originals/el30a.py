"""ES&S report EL30A ("PREC REPORT-GROUP DETAIL") as text: precincts, dotted leaders, a column for each mode.

The total of each row must be the sum of its columns, and votes, over- and undervotes may not need more ballots
than were cast.  Every line must be understood: one that is not may be a damaged number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.report_text import (
    Printed,
    head_text,
    headings,
    numbers,
    printed_lines,
    without_party,
)
from tabulate.originals.source import Source
from tabulate.originals.tallies import Tallies
from tabulate.originals.text_contest import ByMode, TextContest, hold_same_rows
from tabulate.originals.values import name_of, whole

NAME = "el30a"
TITLE = "ES&S EL30A text"
_PAGE = re.compile(r"PREC REPORT-GROUP DETAIL\b")
_PRECINCT = re.compile(r"([0-9]{1,6}) (\S.*)")
_VOTE_FOR = re.compile(r"\(?VOTE\s+FOR\)?(?:\s+NOT?\s+MORE\s+THAN)?\s+([0-9]+)", re.IGNORECASE)
_ROW = re.compile(r"(?P<name>.*?\S)\s*\.(?:\s+\.)*\s{2,}(?P<numbers>-?[0-9][0-9,.%\s-]*)")
_REPORTING = re.compile(r"\(?(WITH )?[0-9]+ OF [0-9]+ PRECINCTS (COUNTED|REPORTING)\)?", re.IGNORECASE)
_TURNOUT = ("REGISTERED VOTERS", "BALLOTS CAST", "VOTER TURNOUT")
_LEADER = re.compile(r"\.\s+\.")


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one text with the report's title."""
    return len(files) == 1 and _PAGE.search(head_text(files[0])) is not None


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one report.

    Raises:
        OriginalCountError: naming the line.
    """
    reader = _Reader()
    for line in printed_lines(files[0]):
        reader.take(line)
    return reader.finished(files[0], naming)


class _Reader:
    """Takes line after line; which lines may come depends on the last ones."""

    def __init__(self) -> None:
        self.tallies = Tallies()
        self.modes: tuple[str, ...] | None = None
        self.in_heading = False
        self.unit = ""
        self.cast: ByMode = {}
        self.titles: list[Printed] = []
        self.contest: TextContest | None = None
        self.contests: list[TextContest] = []

    def take(self, line: Printed) -> None:
        text = line.text.strip()
        if _PAGE.match(text):
            self.in_heading = True
        elif self.in_heading:
            if text.startswith("TOTAL VOTES"):
                self._columns(line)
        elif _REPORTING.fullmatch(text):
            return
        elif precinct := _PRECINCT.fullmatch(line.text):
            self._precinct(precinct[2], line)
        elif allowed := _VOTE_FOR.fullmatch(text):
            self._begin(whole(allowed[1], line.where), line)
        elif row := _ROW.fullmatch(line.text.rstrip()):
            self._row(row["name"].strip(), row["numbers"], line)
        elif _LEADER.search(text):
            raise line.fail("a row without its numbers")
        else:
            self.titles.append(line)

    def finished(self, file: Source, naming: Naming) -> Imported:
        self._end()
        if not self.unit:
            raise OriginalCountError(f"{file.name}: no precinct in it; a county total is no original count")
        if not naming.gaps:
            hold_same_rows(self.contests)
        return imported(self.tallies, NAME, "", len(self.contests))

    def _columns(self, line: Printed) -> None:
        modes = headings(line, "TOTAL VOTES")
        if self.modes is not None and modes != self.modes:
            raise line.fail("other columns than on the pages before")
        self.modes, self.in_heading = modes, False

    def _precinct(self, name: str, line: Printed) -> None:
        self._end()
        self.unit = name_of(name, line.where)
        if self.unit in self.tallies.homes:
            raise line.fail("this precinct was there before")
        self.tallies.homes[self.unit] = ""
        self.cast = {}

    def _begin(self, allowed: int, line: Printed) -> None:
        titles, self.titles = self.titles, []
        self._end()
        if not titles or len(titles) > 4:
            raise line.fail("no contest's name above, or lines that are not understood")
        if not self.unit:
            raise line.fail("a contest before the first precinct")
        name = name_of(" ".join(title.text for title in titles), titles[0].where)
        self.tallies.may_choose(name, allowed, line.where)
        self.contest = TextContest(self.unit, name, titles[0])
        self.contests.append(self.contest)

    def _row(self, name: str, cells: str, line: Printed) -> None:
        if self.titles:
            raise self.titles[0].fail("not understood; a contest's name would be followed by VOTE FOR")
        if self.modes is None:
            raise line.fail("numbers before the headings of their columns")
        if self.contest is None:
            self._turnout(name, cells, line)
            return
        if name.startswith(_TURNOUT):
            raise line.fail("turnout behind a contest; the line with the next precinct's name is missing")
        votes = numbers(line, cells, self.modes)
        word = re.sub(r"[^a-z]", "", name.casefold())
        if word == "overvotes":
            self.contest.over = self._once(self.contest.over, votes, line)
        elif word == "undervotes":
            self.contest.under = self._once(self.contest.under, votes, line)
        else:
            self.contest.add(name_of(without_party(name), line.where), votes, line)

    def _turnout(self, name: str, cells: str, line: Printed) -> None:
        if not self.unit:
            raise line.fail("numbers before the first precinct")
        if name.startswith("BALLOTS CAST - TOTAL"):
            if self.cast:
                raise line.fail("the ballots of this precinct were there before")
            self.cast = numbers(line, cells, self.modes or ())
        elif not name.startswith(_TURNOUT):
            raise line.fail("a row that belongs to no contest")

    @staticmethod
    def _once(before: ByMode | None, votes: ByMode, line: Printed) -> ByMode:
        if before is not None:
            raise line.fail("a second row of this kind in one contest")
        return votes

    def _end(self) -> None:
        if self.titles:
            raise self.titles[0].fail("not understood; a contest's name would be followed by VOTE FOR")
        if self.contest is not None:
            self.contest.finish(self.tallies, self.cast)
        self.contest = None
