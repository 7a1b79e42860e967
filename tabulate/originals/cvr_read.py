"""NIST cast vote records, SP 1500-103, as JSON and XML, of both namespaces in use.

Of each record the current snapshot counts.  A mark is a vote when it may be allocated; where that is unknown
the contest waits for a person.  Stated totals of a selection, overvotes and undervotes are held against the
marks; what disagrees is noted.  There is no field for the mode: records that we wrote have it as a code of the
unit.
Files of other programs that the schema would refuse are read as long as nothing needs a guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.cdf import Node, by_id, is_cdf, tree_of
from tabulate.originals.cvr_names import Names, names_of
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import Records, write_in
from tabulate.originals.source import Source

NAME = "nist-cvr"
TITLE = "NIST cast vote records"


def detect(files: Sequence[Source]) -> bool:
    """Whether this is one CastVoteRecordReport."""
    return is_cdf(files, "CastVoteRecordReport")


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one report.

    Raises:
        OriginalCountError: naming the object, by its path or line.
    """
    root = tree_of(files[0], "CastVoteRecordReport")
    records = Records()
    names = names_of(root, records)
    kinds: dict[tuple[str, str, str], list[BallotRecord]] = {}
    for node in root.all("CVR"):
        record = _record(node, names, records)
        records.add(record, node.where)
        sheet = node.text("BallotSheetId")
        kinds.setdefault((record.style or record.unit, record.unit, sheet), []).append(record)
    for same in kinds.values():
        for contest in dict.fromkeys(contest for record in same for contest in record.votes):
            if not all(contest in record.votes for record in same):
                records.not_on_all(contest)
    return records.finished(NAME, names.election)


def _record(node: Node, names: Names, records: Records) -> BallotRecord:
    current = node.refs("CurrentSnapshotId")
    snapshots = by_id(node.all("CVRSnapshot"))
    if len(current) != 1 or current[0] not in snapshots:
        raise OriginalCountError(f"{node.where}: its current snapshot '{' '.join(current)}' is not in it")
    unit, mode = names.unit(node)
    if not node.all("BallotStyleUnitId"):
        records.note(f"records do not say their unit; taken as {unit}")
    votes: dict[str, frozenset[str]] = {}
    overvoted, undecided = set(), set()
    for part in snapshots[current[0]].all("CVRContest"):
        contest = names.contest(part)
        if contest in votes:
            raise OriginalCountError(f"{part.where}: '{contest}' stands twice in one record")
        chosen, state = _votes(part, contest, names, records)
        votes[contest] = frozenset(chosen)
        if state == "overvoted":
            overvoted.add(contest)
        elif state == "undecided":
            undecided.add(contest)
    own = node.text("UniqueId") or node.text("BallotAuditId") or node.text("BallotPrePrintedId")
    return BallotRecord(
        own or None,
        node.text("BatchId"),
        votes,
        frozenset(overvoted),
        frozenset(undecided),
        unit,
        mode,
        node.text("BallotStyleId"),
    )


def _votes(part: Node, contest: str, names: Names, records: Records) -> tuple[list[str], str]:
    """Choices with a vote, and ``overvoted``, ``undecided`` or nothing."""
    chosen: list[str] = []
    open_marks = False
    for selection in part.all("CVRContestSelection"):
        votes, unsure = _allocated(selection, records)
        open_marks |= unsure
        stated = selection.count("TotalNumberVotes")
        if stated is not None and stated != votes and not unsure:
            records.note(
                f"{selection.where}: {stated} votes are stated, the marks give {votes}; the marks count"
            )
        if votes > 1:
            raise OriginalCountError(f"{selection.where}: {votes} votes for one choice cannot be compared")
        if votes:
            ids = selection.refs("ContestSelectionId")
            choice = names.choice(contest, ids[0], selection) if ids else write_in(chosen)
            if choice in chosen:
                raise OriginalCountError(f"{selection.where}: '{choice}' has a vote already on this ballot")
            chosen.append(choice)
    statuses = {str(status.value) for status in part.all("Status")}
    limit = records.vote_for(contest)
    if "invalidated-rules" in statuses:
        records.note(f"'{contest}': contests that a rule made invalid have no votes")
        return [], ""
    if "adjudicat" in part.text("OtherStatus") or open_marks:
        return [], "undecided"
    over = (
        "overvoted" in statuses or bool(part.count("Overvotes")) or (limit is not None and len(chosen) > limit)
    )
    if over and chosen and (limit is None or len(chosen) <= limit):
        records.note(f"{part.where}: overvoted and yet with votes that count; left to a person")
        return [], "undecided"
    under = part.count("Undervotes")
    if under is not None and limit is not None and not over and limit - len(chosen) != under:
        records.note(f"{part.where}: {under} undervotes are stated, the marks give {limit - len(chosen)}")
    return ([], "overvoted") if over else (chosen, "")


def _allocated(selection: Node, records: Records) -> tuple[int, bool]:
    """Votes of a selection, and whether one of its marks waits for a decision."""
    votes, unsure = 0, False
    for position in selection.all("SelectionPosition"):
        rank = position.count("Rank") or selection.count("Rank")
        if rank is not None and rank > 1:
            records.note("ranked contests: first choices alone are taken")
            continue
        seen, allocable = position.text("HasIndication"), position.text("IsAllocable")
        if allocable == "yes" or (not allocable and seen == "yes"):
            votes += position.count("NumberVotes") or 0
        elif allocable != "no" and seen in ("yes", "unknown"):
            unsure = True
        if (seen, allocable) not in _KNOWN:
            raise OriginalCountError(
                f"{position.where}: indication '{seen}', allocable '{allocable}' means nothing"
            )
    return votes, unsure


_KNOWN = frozenset((seen, may) for seen in ("yes", "no", "unknown") for may in ("yes", "no", "unknown", ""))
