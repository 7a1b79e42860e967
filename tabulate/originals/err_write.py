"""A count as a NIST Election Results Report, SP 1500-100 version 2, JSON and XML; ours has status ``recount``.

What the format has no field for is put where it fits without bending the schema: a unit counted in several
modes gets a counting group for each (a unit of type ``other``), because over- and undervotes carry no mode; the
ballots with a contest are ballot counts of type ``other`` named by the id of the contest.

Where the contests are given, names are those that people know, and our ids stand beside them as identifiers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tabulate.compare import ContestInfo, OriginalContest
from tabulate.compare.contests import WRITE_IN_WORDS
from tabulate.originals.cdf_write import Tree, XmlShape, to_json, to_xml
from tabulate.originals.err_read import OURS
from tabulate.originals.err_units import COUNTING_GROUP

Status = Literal[
    "pre-election", "unofficial-partial", "unofficial-complete", "certified", "correction", "recount"
]
_TYPES = {
    "election_day": "election-day",
    "absentee": "absentee",
    "early": "early",
    "provisional": "provisional",
    "total": "total",
    "uocava": "uocava",
    "absentee_mail": "absentee-mail",
    "absentee_in_person": "absentee-in-person",
    "absentee_fwab": "absentee-fwab",
}
"""Our modes that the format has a name for; others are written as ``other`` with our name."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report says besides numbers.

    Attributes:
        scope: the district or county the election is for.
        generated: with its time zone; given, because nothing here looks at a clock.
        kind: type of the election in the words of the schema.
        notes: what a reader must know before using the numbers; empty for nothing.
    """

    election: str
    day: date
    scope: str
    generated: datetime
    issuer: str
    issuer_abbreviation: str
    status: Status = "recount"
    kind: Literal["general", "primary", "special", "runoff", "other"] = "general"
    notes: str = ""


def write_err_json(
    rows: Sequence[OriginalContest], facts: ReportFacts, contests: Sequence[ContestInfo] = ()
) -> bytes:
    """The report as JSON.

    Args:
        rows: the count.
        facts: what else the report says.
        contests: names of contests and choices whose ids the rows have; others are named as in the rows.

    Raises:
        ValueError: a contest without `vote_for`, which the format demands, or a time without its zone.
    """
    return to_json(_report(rows, facts, contests))


def write_err_xml(
    rows: Sequence[OriginalContest], facts: ReportFacts, contests: Sequence[ContestInfo] = ()
) -> bytes:
    """The report as XML; arguments as for JSON.

    Raises:
        ValueError: as for JSON.
    """
    return to_xml(_report(rows, facts, contests), _SHAPE)


def _report(rows: Sequence[OriginalContest], facts: ReportFacts, contests: Sequence[ContestInfo]) -> Tree:
    if facts.generated.tzinfo is None:
        raise ValueError("the time of a report needs its time zone")
    units = _Units(rows, facts.scope)
    infos = {info.id: info for info in contests}
    report: Tree = {
        "@type": "ElectionResults.ElectionReport",
        "Format": "precinct-level",
        "GeneratedDate": facts.generated.isoformat(timespec="seconds"),
        "GpUnit": units.nodes,
        "Issuer": facts.issuer,
        "IssuerAbbreviation": facts.issuer_abbreviation,
        "SequenceStart": 1,
        "SequenceEnd": 1,
        "Status": facts.status,
        "VendorApplicationId": OURS,
        "Election": [_election(rows, facts, units, infos)],
    }
    return {**report, "Notes": facts.notes} if facts.notes else report


class _Units:
    """Units and counting groups, with the id under which the numbers of a unit and mode stand."""

    def __init__(self, rows: Iterable[OriginalContest], scope: str) -> None:
        modes: dict[str, dict[str, None]] = {}
        for row in rows:
            modes.setdefault(row.unit, {})[row.mode] = None
        self.ids: dict[tuple[str, str], str] = {}
        self.scope = "gpu-scope"
        below: list[Tree] = []
        tops = []
        for at, (unit, of_unit) in enumerate(modes.items()):
            own = f"gpu-{at}"
            tops.append(own)
            node: Tree = _reporting_unit(own, "precinct", unit)
            below.append(node)
            if len(of_unit) == 1:
                self.ids[unit, next(iter(of_unit))] = own
                continue
            node["ComposingGpUnitIds"] = [f"{own}-{index}" for index in range(len(of_unit))]
            for index, mode in enumerate(of_unit):
                self.ids[unit, mode] = f"{own}-{index}"
                group = _reporting_unit(f"{own}-{index}", "other", f"{unit}, {mode}")
                below.append({**group, "OtherType": COUNTING_GROUP})
        top = {**_reporting_unit(self.scope, "other", _unlike(scope, modes)), "OtherType": "scope"}
        self.nodes = [{**top, "ComposingGpUnitIds": tops}, *below]


def _unlike(scope: str, units: Iterable[str]) -> str:
    """The name of the scope, told from a unit of the same name."""
    return f"{scope} (all units)" if scope in set(units) else scope


def _election(
    rows: Sequence[OriginalContest], facts: ReportFacts, units: _Units, infos: Mapping[str, ContestInfo]
) -> Tree:
    by_contest: dict[str, list[OriginalContest]] = {}
    for row in rows:
        by_contest.setdefault(row.contest, []).append(row)
    candidates: list[Tree] = []
    contests, ballots = [], []
    for at, (name, of_contest) in enumerate(by_contest.items()):
        own = f"con-{at}"
        written, of_choices = _contest(own, of_contest, units, infos.get(name))
        contests.append(written)
        candidates += of_choices
        ballots += [
            _counts(
                "BallotCounts", units.ids[row.unit, row.mode], own, {"BallotsCast": row.ballots}, other=True
            )
            for row in of_contest
            if row.ballots is not None
        ]
    day = facts.day.isoformat()
    election: Tree = {
        "@type": "ElectionResults.Election",
        "Name": _text(facts.election),
        "StartDate": day,
        "EndDate": day,
        "Type": facts.kind,
        "ElectionScopeId": units.scope,
        "Candidate": candidates,
        "Contest": contests,
        "BallotCounts": ballots,
    }
    if facts.kind == "other":
        election["OtherType"] = "other"
    return election


def _contest(
    own: str, rows: list[OriginalContest], units: _Units, info: ContestInfo | None
) -> tuple[Tree, list[Tree]]:
    """A contest, and the candidates it refers to."""
    name = rows[0].contest
    vote_for = {row.vote_for for row in rows}
    (allowed,) = vote_for if len(vote_for) == 1 else (None,)
    if allowed is None:
        raise ValueError(f"contest '{name}': how many may be chosen must be known to write a report")
    candidates, selections = [], []
    for at, choice in enumerate(dict.fromkeys(choice for row in rows for choice in row.votes)):
        candidate, selection = f"{own}-can-{at}", f"{own}-sel-{at}"
        candidates.append(_candidate(candidate, choice, info))
        selections.append(
            {
                "@type": "ElectionResults.CandidateSelection",
                "@id": selection,
                "VoteCounts": [
                    _counts("VoteCounts", units.ids[row.unit, row.mode], row.mode, {"Count": row.votes[choice]})
                    for row in rows
                    if choice in row.votes
                ],
                "CandidateIds": [candidate],
                "IsWriteIn": choice.casefold() in WRITE_IN_WORDS
                or (info is not None and choice in info.write_ins),
            }
        )
    contest: Tree = {
        "@type": "ElectionResults.CandidateContest",
        "@id": own,
        **({} if info is None else {"ExternalIdentifier": [_local(name)]}),
        "Name": name if info is None else info.title,
        "ElectionDistrictId": units.scope,
        "VotesAllowed": allowed,
        "VoteVariation": "plurality" if allowed == 1 else "n-of-m",
        "ContestSelection": selections,
        "OtherCounts": [counts for row in rows if (counts := _other(row, units)) is not None],
    }
    return contest, candidates


def _candidate(own: str, choice: str, info: ContestInfo | None) -> Tree:
    named: Tree = {"@type": "ElectionResults.Candidate", "@id": own}
    if info is None:
        return {**named, "BallotName": _text(choice)}
    return {**named, "BallotName": _text(info.name(choice)), "ExternalIdentifier": [_local(choice)]}


def _local(value: str) -> Tree:
    return {"@type": "ElectionResults.ExternalIdentifier", "Type": "local-level", "Value": value}


def _other(row: OriginalContest, units: _Units) -> Tree | None:
    known = {
        name: number
        for name, number in (("Overvotes", row.overvotes), ("Undervotes", row.undervotes))
        if number is not None
    }
    if not known:
        return None
    return {"@type": "ElectionResults.OtherCounts", "GpUnitId": units.ids[row.unit, row.mode], **known}


def _counts(kind: str, unit: str, mode: str, numbers: dict[str, int | None], other: bool = False) -> Tree:
    node: Tree = {"@type": f"ElectionResults.{kind}", "GpUnitId": unit, "Type": "other"}
    if not other and mode in _TYPES:
        node["Type"] = _TYPES[mode]
    else:
        node["OtherType"] = mode
    return {**node, **numbers}


def _reporting_unit(own: str, kind: str, name: str) -> Tree:
    return {"@type": "ElectionResults.ReportingUnit", "@id": own, "Name": _text(name), "Type": kind}


def _text(content: str) -> Tree:
    string = {"@type": "ElectionResults.LanguageString", "Content": content, "Language": "en"}
    return {"@type": "ElectionResults.InternationalizedText", "Text": [string]}


_COUNTS = ("DeviceClass", "GpUnitId", "IsSuppressedForPrivacy", "Round", "Type", "OtherType")
_SHAPE = XmlShape(
    namespace="http://itl.nist.gov/ns/voting/1500-100/v2",
    order={
        "ElectionReport": (
            "Election",
            "Format",
            "GeneratedDate",
            "GpUnit",
            "Issuer",
            "IssuerAbbreviation",
            "Notes",
            "SequenceStart",
            "SequenceEnd",
            "Status",
            "VendorApplicationId",
        ),
        "Election": (
            "BallotCounts",
            "Candidate",
            "Contest",
            "ElectionScopeId",
            "Name",
            "StartDate",
            "EndDate",
            "Type",
            "OtherType",
        ),
        "CandidateContest": (
            "ContestSelection",
            "ElectionDistrictId",
            "ExternalIdentifier",
            "Name",
            "OtherCounts",
            "VoteVariation",
            "VotesAllowed",
        ),
        "CandidateSelection": ("VoteCounts", "CandidateIds", "IsWriteIn"),
        "Candidate": ("BallotName", "ExternalIdentifier"),
        "ExternalIdentifier": ("Type", "OtherType", "Value"),
        "VoteCounts": (*_COUNTS, "Count"),
        "BallotCounts": (*_COUNTS, "BallotsCast"),
        "OtherCounts": ("GpUnitId", "Overvotes", "Undervotes"),
        "ReportingUnit": ("ComposingGpUnitIds", "Name", "Type", "OtherType"),
        "InternationalizedText": ("Text",),
    },
    subclasses=frozenset({"CandidateContest", "CandidateSelection", "ReportingUnit"}),
)
