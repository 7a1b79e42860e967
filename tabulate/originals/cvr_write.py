"""Ballots as NIST cast vote records, SP 1500-103, JSON and XML.

Names are those that people know, and our ids stand beside them as codes.  The format has no mode: it is a code
of the unit, which is written once for each mode.  Records stand in the order given; who publishes them must not
give them in the order of the scan: see `tabulate.originals.cvr_marks.in_public_order`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord
from tabulate.originals.cdf_write import Tree, XmlShape, to_json, to_xml
from tabulate.originals.cvr_marks import MARK_METRIC, MarkedBallot, decisions_of, selection, selections
from tabulate.originals.cvr_names import MODE, OURS


@dataclass(frozen=True, slots=True)
class CvrFacts:
    """What a report says besides ballots.

    Attributes:
        generated: given, because nothing here looks at a clock.
        version: of the program that read the ballots.
        notes: what a reader must know before using the records; empty for nothing.
    """

    election: str
    scope: str
    generated: datetime
    version: str
    notes: str = ""


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
    report: Tree = {
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
            {
                "@type": "CVR.ReportingDevice",
                "@id": "device",
                "Application": OURS,
                "MarkMetricType": MARK_METRIC,
                "Notes": [facts.version],
            }
        ],
        "ReportType": ["aggregated"],
        "Version": "1.0.0",
    }
    return {**report, "Notes": facts.notes} if facts.notes else report


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
    known = [("BallotStyleId", ballot.style), ("BatchId", ballot.batch), ("UniqueId", ballot.id)]
    if isinstance(ballot, MarkedBallot):
        known.append(("BallotSheetId", ballot.card))
        if ballot.decisions:
            record["CVRSnapshot"][0]["Annotation"] = decisions_of(ballot)
    return {**record, **{part: value for part, value in known if value}}


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
    if isinstance(ballot, MarkedBallot):
        written["CVRContestSelection"] = selections(
            ballot, contest, {choice: ids[contest, choice] for choice in info.choices}
        )
    if contest in ballot.overvoted:
        return {**written, "Status": ["overvoted"]}
    if not isinstance(ballot, MarkedBallot):
        written["CVRContestSelection"] = [
            selection(ids[contest, choice]) for choice in info.choices if choice in votes
        ]
    if info.vote_for is not None:
        written["Undervotes"] = info.vote_for - len(votes)
    return written


_SHAPE = XmlShape(
    namespace="http://itl.nist.gov/ns/voting/1500-103/v1",
    order={
        "CastVoteRecordReport": (
            "CVR",
            "Election",
            "GeneratedDate",
            "GpUnit",
            "Notes",
            "ReportGeneratingDeviceIds",
            "ReportingDevice",
            "ReportType",
            "Version",
        ),
        "CVR": (
            "BallotSheetId",
            "BallotStyleId",
            "BallotStyleUnitId",
            "BatchId",
            "CurrentSnapshotId",
            "CVRSnapshot",
            "ElectionId",
            "UniqueId",
        ),
        "CVRSnapshot": ("Annotation", "CVRContest", "Type"),
        "Annotation": ("AdjudicatorName", "Message"),
        "CVRContest": ("ContestId", "CVRContestSelection", "Status", "OtherStatus", "Undervotes"),
        "CVRContestSelection": ("ContestSelectionId", "SelectionPosition", "TotalNumberVotes"),
        "SelectionPosition": (
            "HasIndication",
            "IsAllocable",
            "MarkMetricValue",
            "NumberVotes",
            "Status",
            "OtherStatus",
        ),
        "Election": ("Candidate", "Contest", "ElectionScopeId", "Name"),
        "Candidate": ("Code", "Name"),
        "CandidateContest": ("Code", "ContestSelection", "Name", "VotesAllowed"),
        "CandidateSelection": ("CandidateIds", "IsWriteIn"),
        "Code": ("Type", "OtherType", "Value"),
        "GpUnit": ("Code", "Name", "Type", "OtherType"),
        "ReportingDevice": ("Application", "MarkMetricType", "Notes"),
    },
    subclasses=frozenset({"CandidateContest", "CandidateSelection"}),
)
