"""Ballots as NIST cast vote records, SP 1500-103, JSON and XML.

Names are those that people know, and our ids stand beside them as codes.  The format has no mode: it is a code
of the unit, which is written once for each mode.  Records stand in the order given; who publishes them must not
give them in the order of the scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord
from tabulate.originals.cdf_write import Tree, XmlShape, to_json, to_xml
from tabulate.originals.cvr_names import MODE, OURS


@dataclass(frozen=True, slots=True)
class CvrFacts:
    """What a report says besides ballots.

    Attributes:
        generated: given, because nothing here looks at a clock.
        version: of the program that read the ballots.
    """

    election: str
    scope: str
    generated: datetime
    version: str


def write_cvr_json(ballots: Sequence[BallotRecord], contests: Sequence[ContestInfo], facts: CvrFacts) -> bytes:
    """The records as JSON.

    Raises:
        ValueError: a ballot with a contest or choice that is not among the contests.
    """
    return to_json(_report(ballots, contests, facts))


def write_cvr_xml(ballots: Sequence[BallotRecord], contests: Sequence[ContestInfo], facts: CvrFacts) -> bytes:
    """The records as XML, in the namespace of version 1.0.3.

    Raises:
        ValueError: as for JSON.
    """
    return to_xml(_report(ballots, contests, facts), _SHAPE)


def _report(ballots: Sequence[BallotRecord], contests: Sequence[ContestInfo], facts: CvrFacts) -> Tree:
    units = {key: f"gpu-{at}" for at, key in enumerate(dict.fromkeys((one.unit, one.mode) for one in ballots))}
    ids = {
        (info.id, choice): f"sel-{at}-{index}"
        for at, info in enumerate(contests)
        for index, choice in enumerate(info.choices)
    }
    infos = {info.id: (f"con-{at}", info) for at, info in enumerate(contests)}
    return {
        "@type": "CVR.CastVoteRecordReport",
        "CVR": [_record(at, ballot, units, infos, ids) for at, ballot in enumerate(ballots)],
        "Election": [_election(contests, facts)],
        "GeneratedDate": facts.generated.isoformat(timespec="seconds"),
        "GpUnit": [
            {
                "@type": "CVR.GpUnit",
                "@id": "gpu-scope",
                "Name": facts.scope,
                "Type": "other",
                "OtherType": "scope",
            },
            *(_unit(own, *key) for key, own in units.items()),
        ],
        "ReportGeneratingDeviceIds": ["device"],
        "ReportingDevice": [
            {"@type": "CVR.ReportingDevice", "@id": "device", "Application": OURS, "Notes": [facts.version]}
        ],
        "ReportType": ["aggregated"],
        "Version": "1.0.0",
    }


def _unit(own: str, unit: str, mode: str) -> Tree:
    code = {"@type": "CVR.Code", "Type": "other", "OtherType": MODE, "Value": mode}
    return {"@type": "CVR.GpUnit", "@id": own, "Code": [code], "Name": unit, "Type": "precinct"}


def _election(contests: Sequence[ContestInfo], facts: CvrFacts) -> Tree:
    candidates, written = [], []
    for at, info in enumerate(contests):
        selections = []
        for index, choice in enumerate(info.choices):
            candidates.append(
                {
                    "@type": "CVR.Candidate",
                    "@id": f"can-{at}-{index}",
                    "Code": [_local(choice)],
                    "Name": info.name(choice),
                }
            )
            selections.append(
                {
                    "@type": "CVR.CandidateSelection",
                    "@id": f"sel-{at}-{index}",
                    "CandidateIds": [f"can-{at}-{index}"],
                    "IsWriteIn": choice in info.write_ins,
                }
            )
        contest: Tree = {
            "@type": "CVR.CandidateContest",
            "@id": f"con-{at}",
            "Code": [_local(info.id)],
            "ContestSelection": selections,
            "Name": info.title,
        }
        written.append(contest if info.vote_for is None else {**contest, "VotesAllowed": info.vote_for})
    return {
        "@type": "CVR.Election",
        "@id": "election",
        "Candidate": candidates,
        "Contest": written,
        "ElectionScopeId": "gpu-scope",
        "Name": facts.election,
    }


def _local(value: str) -> Tree:
    return {"@type": "CVR.Code", "Type": "local-level", "Value": value}


def _record(
    at: int,
    ballot: BallotRecord,
    units: dict[tuple[str, str], str],
    infos: dict[str, tuple[str, ContestInfo]],
    ids: dict[tuple[str, str], str],
) -> Tree:
    missing = [contest for contest in ballot.votes if contest not in infos]
    if missing:
        raise ValueError(f"ballot {ballot.id}: contest '{missing[0]}' is not among the contests")
    record: Tree = {
        "@type": "CVR.CVR",
        "BallotStyleUnitId": units[ballot.unit, ballot.mode],
        "CVRSnapshot": [
            {
                "@type": "CVR.CVRSnapshot",
                "@id": f"snap-{at}",
                "CVRContest": [_contest(contest, ballot, *infos[contest], ids) for contest in ballot.votes],
                "Type": "interpreted",
            }
        ],
        "CurrentSnapshotId": f"snap-{at}",
        "ElectionId": "election",
    }
    for part, value in (("BallotStyleId", ballot.style), ("BatchId", ballot.batch), ("UniqueId", ballot.id)):
        if value:
            record[part] = value
    return record


def _contest(
    contest: str, ballot: BallotRecord, own: str, info: ContestInfo, ids: dict[tuple[str, str], str]
) -> Tree:
    votes = ballot.votes[contest]
    unknown = votes - set(info.choices)
    if unknown:
        raise ValueError(f"ballot {ballot.id}: '{min(unknown)}' is no choice of '{contest}'")
    written: Tree = {"@type": "CVR.CVRContest", "ContestId": own}
    if contest in ballot.undecided:
        return {**written, "Status": ["other"], "OtherStatus": "needs adjudication"}
    if contest in ballot.overvoted:
        return {**written, "Status": ["overvoted"]}
    written["CVRContestSelection"] = [
        _selection(ids[contest, choice]) for choice in info.choices if choice in votes
    ]
    if info.vote_for is not None:
        written["Undervotes"] = info.vote_for - len(votes)
    return written


def _selection(own: str) -> Tree:
    mark = {"@type": "CVR.SelectionPosition", "HasIndication": "yes", "IsAllocable": "yes", "NumberVotes": 1}
    return {
        "@type": "CVR.CVRContestSelection",
        "ContestSelectionId": own,
        "SelectionPosition": [mark],
        "TotalNumberVotes": 1,
    }


_SHAPE = XmlShape(
    namespace="http://itl.nist.gov/ns/voting/1500-103/v1",
    order={
        "CastVoteRecordReport": (
            "CVR",
            "Election",
            "GeneratedDate",
            "GpUnit",
            "ReportGeneratingDeviceIds",
            "ReportingDevice",
            "ReportType",
            "Version",
        ),
        "CVR": (
            "BallotStyleId",
            "BallotStyleUnitId",
            "BatchId",
            "CurrentSnapshotId",
            "CVRSnapshot",
            "ElectionId",
            "UniqueId",
        ),
        "CVRSnapshot": ("CVRContest", "Type"),
        "CVRContest": ("ContestId", "CVRContestSelection", "Status", "OtherStatus", "Undervotes"),
        "CVRContestSelection": ("ContestSelectionId", "SelectionPosition", "TotalNumberVotes"),
        "SelectionPosition": ("HasIndication", "IsAllocable", "NumberVotes"),
        "Election": ("Candidate", "Contest", "ElectionScopeId", "Name"),
        "Candidate": ("Code", "Name"),
        "CandidateContest": ("Code", "ContestSelection", "Name", "VotesAllowed"),
        "CandidateSelection": ("CandidateIds", "IsWriteIn"),
        "Code": ("Type", "OtherType", "Value"),
        "GpUnit": ("Code", "Name", "Type", "OtherType"),
        "ReportingDevice": ("Application", "Notes"),
    },
    subclasses=frozenset({"CandidateContest", "CandidateSelection"}),
)
