"""NIST Election Results Reporting, SP 1500-100 version 2, as JSON and XML.

Counts of a unit that are also given for the units it is composed of are totals, held against those and not
taken; so are counts of type ``total`` beside counts by mode.  Other counts (over- and undervotes) have no mode
in this format; they are taken where the unit has one mode alone.  Otherwise the format states no number twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.errors import OriginalCountError
from tabulate.originals.cdf import Node, by_id, is_cdf, tree_of
from tabulate.originals.err_units import Units, text_in, units_of
from tabulate.originals.identity import take_over_and_under
from tabulate.originals.imported import Imported, imported
from tabulate.originals.naming import Naming
from tabulate.originals.source import Source
from tabulate.originals.tallies import Key, Tallies
from tabulate.originals.values import TOTAL, mode_of, name_of

NAME = "nist-err"
TITLE = "NIST Election Results Reporting"
OURS = "retally"
"""VendorApplicationId of reports we wrote: their overvotes are overvoted ballots, their identifiers our ids."""

_NO_MODES = ("write-in", "seats")
"""Types of counts that are no way of voting."""
_Counts = dict[tuple[str, str], tuple[int, str]]
"""Number and place by unit id and mode."""


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one ElectionReport."""
    return is_cdf(files, "ElectionReport")


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one report.

    Raises:
        OriginalCountError: naming the object, by its path or line, and its id.
    """
    root = tree_of(files[0], "ElectionReport")
    tallies = Tallies(wrong_totals=naming.wrong_totals)
    units = units_of(root.all("GpUnit"))
    tallies.homes.update(units.homes)
    parties = by_id(root.all("Party"))
    titles, contests = [], 0
    for election in root.all("Election"):
        titles.append(text_in(election.one("Name"), election.where))
        reader = _Election(election, units, parties, root.text("VendorApplicationId") == OURS, tallies)
        for contest in election.all("Contest"):
            reader.contest(contest)
            contests += 1
    return imported(tallies, NAME, "; ".join(filter(None, titles)), contests, root.text("Status"))


class _Election:
    """The contests of one election."""

    def __init__(
        self, election: Node, units: Units, parties: dict[str, Node], ours: bool, tallies: Tallies
    ) -> None:
        self.units = units
        self.parties = parties
        self.ours = ours
        self.tallies = tallies
        self.candidates = by_id(election.all("Candidate"))
        self.cast: dict[tuple[str, str], int] = {}
        for counts in election.all("BallotCounts"):
            number = counts.count("BallotsCast")
            if number is not None:
                key = (_unit(counts, units), _mode(counts, True))
                if key in self.cast:
                    raise OriginalCountError(f"{counts.where}: ballots of this unit and type stand there twice")
                self.cast[key] = number

    def contest(self, contest: Node) -> None:
        where = contest.where
        name = name_of(self._id(contest) or contest.text("Name"), f"{where}, Name")
        allowed = contest.count("VotesAllowed")
        if allowed is not None:
            self.tallies.may_choose(name, allowed, f"{where}, VotesAllowed")
        sums: dict[tuple[str, str], int] = {}
        titles: set[str] = set()
        for selection in contest.all("ContestSelection"):
            choice = self._title(selection)
            if choice in titles:
                raise OriginalCountError(f"{selection.where}: '{choice}' stands in '{name}' twice")
            titles.add(choice)
            for (unit, mode), (number, place) in self._taken(selection, choice).items():
                self.tallies.vote((self.units.names[unit], mode, name), choice, number, place)
                sums[unit, mode] = sums.get((unit, mode), 0) + number
        self._others(contest, name, sums)

    def _taken(self, selection: Node, choice: str) -> _Counts:
        """Counts that are totals of nothing else in the report."""
        counts: _Counts = {}
        for node in selection.all("VoteCounts"):
            if node.true("IsSuppressedForPrivacy"):
                self.tallies.note(f"'{choice}': numbers withheld for privacy are unknown")
                continue
            if node.text("Type") in _NO_MODES:
                self.tallies.note(f"counts of type '{node.text('Type')}' were not taken")
                continue
            if node.all("Round"):
                raise OriginalCountError(f"{node.where}: counts by round are of ranked choice")
            key = (_unit(node, self.units), _mode(node, self.ours))
            number = node.count("Count")
            if number is None:
                raise OriginalCountError(f"{node.where}: no Count")
            if key in counts:
                raise OriginalCountError(
                    f"{node.where}: a count of this unit and type stands at {counts[key][1]} already; "
                    "counts by device cannot be told from a count given twice"
                )
            counts[key] = (number, node.where)
        return self._without_sums(self._without_totals(counts, choice), choice)

    def _without_totals(self, counts: _Counts, choice: str) -> _Counts:
        taken = dict(counts)
        for unit, mode in counts:
            parts = [number for (at, kind), (number, _) in counts.items() if at == unit and kind != TOTAL]
            if mode == TOTAL and parts:
                number, where = taken.pop((unit, mode))
                self.tallies.hold(parts, number, f"the types of '{choice}' in {self.units.names[unit]}", where)
        return taken

    def _without_sums(self, counts: _Counts, choice: str) -> _Counts:
        taken = dict(counts)
        for (unit, mode), (number, where) in counts.items():
            parts = self._parts(unit, mode, counts)
            if any(part is not None for part in parts):
                del taken[unit, mode]
                self.tallies.hold(parts, number, f"the parts of {self.units.names[unit]}, '{choice}'", where)
        return taken

    def _parts(self, unit: str, mode: str, counts: _Counts) -> list[int | None]:
        parts: list[int | None] = []
        for part in self.units.parts[unit]:
            if (part, mode) in counts:
                parts.append(counts[part, mode][0])
            else:
                parts.extend(self._parts(part, mode, counts) or [None])
        return parts

    def _others(self, contest: Node, name: str, sums: dict[tuple[str, str], int]) -> None:
        seen: set[str] = set()
        for node in contest.all("OtherCounts"):
            unit = _unit(node, self.units)
            if unit in seen:
                raise OriginalCountError(f"{node.where}: other counts of this unit stand there twice")
            seen.add(unit)
            modes = [mode for at, mode in sums if at == unit]
            if len(modes) != 1:
                self.tallies.note(
                    f"'{name}': over- and undervotes are not given by mode, or of no unit; left out"
                )
                continue
            key = (self.units.names[unit], modes[0], name)
            over, under = node.count("Overvotes"), node.count("Undervotes")
            if self.ours:
                self._as_we_wrote(key, over, under, node.where)
                continue
            cast = self.cast.get((unit, modes[0]), self.cast.get((unit, TOTAL)))
            take_over_and_under(self.tallies, key, (sums[unit, modes[0]], over, under), cast, node.where)
        for unit, mode in sums:
            number = self.cast.get((unit, contest.id)) if self.ours else None
            if number is not None:
                self.tallies.other((self.units.names[unit], mode, name), "ballots", number, contest.where)

    def _as_we_wrote(self, key: Key, over: int | None, under: int | None, where: str) -> None:
        if over is not None:
            self.tallies.other(key, "overvotes", over, where)
        if under is not None:
            self.tallies.other(key, "undervotes", under, where)

    def _id(self, node: Node) -> str:
        """Our id of a contest or choice, in reports that we wrote; else nothing."""
        codes = node.all("ExternalIdentifier") if self.ours else []
        return codes[0].text("Value") if codes else ""

    def _title(self, selection: Node) -> str:
        names = []
        for own in selection.refs("CandidateIds"):
            if own not in self.candidates:
                raise OriginalCountError(f"{selection.where}: candidate '{own}' is not in the report")
            candidate = self.candidates[own]
            names.append(self._id(candidate) or text_in(candidate.one("BallotName"), candidate.where) or own)
        for own in selection.refs("PartyIds"):
            if own not in self.parties:
                raise OriginalCountError(f"{selection.where}: party '{own}' is not in the report")
            names.append(text_in(self.parties[own].one("Name"), selection.where) or own)
        if selection.one("Selection") is not None:
            names.append(text_in(selection.one("Selection"), selection.where))
        title = name_of(" and ".join(names), selection.where, missing="")
        return title or ("Write-in" if selection.true("IsWriteIn") else selection.id)


def _unit(node: Node, units: Units) -> str:
    ids = node.refs("GpUnitId")
    if len(ids) != 1 or ids[0] not in units.names:
        raise OriginalCountError(f"{node.where}: counts of '{' '.join(ids)}', which is no unit of the report")
    return ids[0]


def _mode(node: Node, as_written: bool) -> str:
    kind, other = node.text("Type"), node.text("OtherType")
    if kind == "other" and other:
        return other if as_written else mode_of(other)
    return mode_of(name_of(kind, f"{node.where}, Type"))
