"""Electionware precinct summaries as text: pages with a precinct's name, statistics, and contests in columns.

Totals of rows and of contests are held against their parts.  Named write-ins are parts of the write-in total
and are not taken.  Every line must be understood: one that is not may be a damaged number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import WRITE_IN
from tabulate.originals.report_text import (
    Printed,
    ends_in_numbers,
    head_text,
    headings,
    numbers,
    printed_lines,
)
from tabulate.originals.source import Source
from tabulate.originals.tallies import Tallies, hold_sum
from tabulate.originals.text_contest import ByMode, TextContest, hold_same_rows
from tabulate.originals.values import name_of, whole

NAME = "electionware"
TITLE = "Electionware text"
_FOOT = re.compile(r"(Precinct Summary|Summary Results|Precinct Results).* Page\s+[0-9]+ of [0-9]+")
_END = re.compile(r"Report generated with Electionware.*")
_VOTE_FOR = re.compile(r"Vote For\s+([0-9]+)", re.IGNORECASE)
_PARTY = re.compile(r"(REP|DEM|LIB|GRN|CON|NPA|NPP|NON|IND|NP)\s+(?=\S)")
_ELECTION = re.compile(r".*\belection\b.*", re.IGNORECASE)
_REPORTING = re.compile(r".*\bprecincts (complete|reporting)\b.*", re.IGNORECASE)
_STATISTICS = ("registered voters", "ballots cast", "voter turnout")


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one text that Electionware signed."""
    if len(files) != 1 or not head_text(files[0]):
        return False
    return b"Report generated with Electionware" in files[0].data and "Statistics" in head_text(files[0])


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one report.

    Raises:
        OriginalCountError: naming the line.
    """
    reader = _Reader()
    lines = printed_lines(files[0])
    for line, following in zip(lines, [*lines[1:], Printed("", "")], strict=True):
        reader.take(line, following.text.strip())
    return reader.finished(files[0], naming)


class _Reader:
    """Takes line after line.  After the foot of a page come its heading and the name of a precinct."""

    def __init__(self) -> None:
        self.tallies = Tallies()
        self.election = ""
        self.at_top = True
        self.unit = ""
        self.cast: ByMode = {}
        self.modes: tuple[str, ...] | None = None
        self.titles: list[Printed] = []
        self.contest: TextContest | None = None
        self.written: list[ByMode] = []
        self.after_write_in = False
        self.contests: list[TextContest] = []

    def take(self, line: Printed, following: str) -> None:
        text = line.text.strip()
        after_write_in, self.after_write_in = self.after_write_in, False
        if _END.fullmatch(text):
            self.at_top = True
        elif _FOOT.fullmatch(text):
            self._no_titles()
        elif self.at_top:
            self._top(line, text, following)
        elif following == "Statistics":
            raise line.fail("a precinct in the middle of a page; the foot of the page above is missing")
        elif allowed := _VOTE_FOR.fullmatch(text):
            self._begin(whole(allowed[1], line.where), line)
        elif text.startswith("TOTAL"):
            self._columns(line)
        elif self.contest is None and _REPORTING.fullmatch(text):
            return
        elif row := ends_in_numbers(line.text):
            self._row(*row, line)
        elif text != "Statistics" and not (after_write_in and not re.search(r"[0-9]", text)):
            self.titles.append(line)

    def finished(self, file: Source, naming: Naming) -> Imported:
        self._end()
        if not self.at_top:
            raise OriginalCountError(
                f"{file.name}: ends in the middle of a page; a part of the report is missing"
            )
        if not naming.gaps:
            hold_same_rows(self.contests)
        return imported(self.tallies, NAME, self.election, len(self.contests))

    def _top(self, line: Printed, text: str, following: str) -> None:
        if following == "Statistics":
            self._end()
            self.unit = name_of(text, line.where)
            if self.unit in self.tallies.homes:
                raise line.fail("this precinct was there before")
            self.tallies.homes[self.unit] = ""
            self.cast, self.at_top = {}, False
        elif self.unit and text == self.unit:
            self.at_top = False
        elif _ELECTION.fullmatch(text) and not self.election:
            self.election = name_of(text, line.where)
        elif ends_in_numbers(line.text) or _VOTE_FOR.fullmatch(text):
            raise line.fail("numbers before the name of a precinct")

    def _columns(self, line: Printed) -> None:
        modes = headings(line, "TOTAL")
        if self.modes is not None and modes != self.modes:
            raise line.fail("other columns than above")
        self.modes = modes

    def _begin(self, allowed: int, line: Printed) -> None:
        titles, self.titles = self.titles, []
        self._end()
        if not titles or len(titles) > 4:
            raise line.fail("no contest's name above, or lines that are not understood")
        name = name_of(" ".join(title.text for title in titles), titles[0].where)
        self.tallies.may_choose(name, allowed, line.where)
        self.contest = TextContest(self.unit, name, titles[0])
        self.contests.append(self.contest)

    def _row(self, name: str, cells: str, line: Printed) -> None:
        self._no_titles()
        if self.contest is None:
            self._statistics(name, cells, line)
            return
        if self.contest.totals is not None:
            raise line.fail("a row behind the totals of its contest")
        word = name.casefold()
        if word.startswith(_STATISTICS):
            raise line.fail("statistics behind a contest; the name of the next precinct is missing")
        votes = numbers(line, cells, self.modes or ())
        if word.startswith("write-in:"):
            self.written.append(votes)
            self.after_write_in = True
        elif word == "overvotes":
            self.contest.over = self._once(self.contest.over, votes, line)
        elif word == "undervotes":
            self.contest.under = self._once(self.contest.under, votes, line)
        elif word == "contest totals":
            self.contest.totals = votes
        elif word in ("total votes cast", "total votes"):
            for mode, number in votes.items():
                hold_sum((row[mode] for row, _ in self.contest.rows.values()), number, "the rows", line.where)
        elif word.startswith(("write-in totals", "write-in total")):
            self.contest.add(WRITE_IN, votes, line)
        else:
            self.contest.add(name_of(_PARTY.sub("", name, count=1), line.where), votes, line)

    def _statistics(self, name: str, cells: str, line: Printed) -> None:
        word = name.casefold()
        if not word.startswith(_STATISTICS):
            raise line.fail("a row that belongs to no contest")
        if word == "ballots cast - total":
            if self.cast:
                raise line.fail("the ballots of this precinct were there before")
            self.cast = numbers(line, cells, self.modes or ())

    @staticmethod
    def _once(before: ByMode | None, votes: ByMode, line: Printed) -> ByMode:
        if before is not None:
            raise line.fail("a second row of this kind in one contest")
        return votes

    def _end(self) -> None:
        self._no_titles()
        if self.contest is not None:
            written = self.contest.rows.get(WRITE_IN)
            if written is not None and self.written:
                for mode, number in written[0].items():
                    hold_sum((row[mode] for row in self.written), number, "named write-ins", written[1])
            self.contest.finish(self.tallies, self.cast)
        self.contest, self.written = None, []

    def _no_titles(self) -> None:
        if self.titles:
            raise self.titles[0].fail("not understood; a contest's name would be followed by Vote For")
