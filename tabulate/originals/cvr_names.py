"""What the ids in a NIST cast vote record report stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabulate.errors import OriginalCountError
from tabulate.originals.cdf import Node, by_id
from tabulate.originals.records import WRITE_IN, Records
from tabulate.originals.values import TOTAL, name_of

OURS = "retally"
"""Application of the generating device in reports we wrote: their codes are our ids."""
MODE = "mode"
"""OtherType of the code that gives a unit of ours its mode."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id.

    Attributes:
        choices: by contest (its name), then by id of the selection.
        scope: unit and mode of records that name no unit.
    """

    election: str
    units: Mapping[str, tuple[str, str]]
    contests: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    scope: tuple[str, str]

    def unit(self, record: Node) -> tuple[str, str]:
        """Unit and mode of a record.

        Raises:
            OriginalCountError: its unit is not in the report.
        """
        ids = record.refs("BallotStyleUnitId")
        if not ids:
            return self.scope
        if ids[0] not in self.units:
            raise OriginalCountError(f"{record.where}: unit '{ids[0]}' is not in the report")
        return self.units[ids[0]]

    def contest(self, part: Node) -> str:
        """Name of the contest of a CVRContest.

        Raises:
            OriginalCountError: it is not in the report.
        """
        ids = part.refs("ContestId")
        if len(ids) != 1 or ids[0] not in self.contests:
            raise OriginalCountError(f"{part.where}: contest '{' '.join(ids)}' is not in the report")
        return self.contests[ids[0]]

    def choice(self, contest: str, own: str, selection: Node) -> str:
        """Name of a choice.

        Raises:
            OriginalCountError: it is no choice of the contest.
        """
        if own not in self.choices[contest]:
            raise OriginalCountError(f"{selection.where}: '{own}' is no choice of '{contest}'")
        return self.choices[contest][own]


def names_of(root: Node, records: Records) -> Names:
    """Reads the names of a report and tells the records of its contests.

    Raises:
        OriginalCountError: ids or names that are missing or stand twice.
    """
    ours = any(device.text("Application") == OURS for device in root.all("ReportingDevice"))
    units = {
        own: (name_of(unit.text("Name"), unit.where, missing=own), _mode(unit))
        for own, unit in by_id(root.all("GpUnit")).items()
    }
    parties = by_id(root.all("Party"))
    contests: dict[str, str] = {}
    choices: dict[str, dict[str, str]] = {}
    titles, scope = [], ("", TOTAL)
    for election in root.all("Election"):
        titles.append(name_of(election.text("Name"), election.where, missing=""))
        candidates = {
            own: _called(node, ours)
            for own, node in by_id([*election.all("Candidate"), *parties.values()]).items()
        }
        for own, contest in by_id(election.all("Contest")).items():
            name = _called(contest, ours)
            if name in choices:
                name = f"{name} [{own}]"
            contests[own] = name
            choices[name] = _choices(contest, candidates)
            records.contest(name, _allowed(contest), choices[name].values(), contest.where)
        for own in election.refs("ElectionScopeId"):
            scope = units.get(own, scope)
    if len(units) == 1:
        scope = next(iter(units.values()))
    return Names(
        "; ".join(filter(None, titles)), units, contests, choices, scope if scope[0] else ("all", scope[1])
    )


def _choices(contest: Node, candidates: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for own, selection in by_id(contest.all("ContestSelection")).items():
        names = []
        for candidate in (*selection.refs("CandidateIds"), *selection.refs("PartyIds")):
            if candidate not in candidates:
                raise OriginalCountError(f"{selection.where}: '{candidate}' is not in the report")
            names.append(candidates[candidate])
        title = " and ".join(names) or selection.text("Selection")
        title = name_of(title, selection.where, missing=WRITE_IN if selection.true("IsWriteIn") else own)
        found[own] = f"{title} [{own}]" if title in found.values() else title
    return found


def _allowed(contest: Node) -> int | None:
    allowed = contest.count("VotesAllowed")
    return 1 if allowed is None and contest.kind in ("BallotMeasureContest", "RetentionContest") else allowed


def _called(node: Node, ours: bool) -> str:
    """The name people know, else a code, else the id; in our own reports the code, which is our id."""
    codes = [code.text("Value") for code in node.all("Code")]
    code = codes[0] if codes else ""
    name = node.text("Name")
    return name_of((code or name) if ours else (name or code), node.where, missing=node.id)


def _mode(unit: Node) -> str:
    for code in unit.all("Code"):
        if code.text("OtherType") == MODE:
            return code.text("Value")
    return TOTAL
