"""Dominion cast vote records as JSON: manifests, and sessions in ``CvrExport.json`` or one file for each batch.

Of a session the version with ``IsCurrent`` counts, whole; marks with ``IsVote`` are votes, ambiguous ones wait
for a person, and contests that a rule made invalid have no votes.  Undervotes that a contest states are held
against its marks where only one may be chosen and there are no ranks.  All parts of the export must be there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from config.errors import ProgramError
from config.program.strict_json import parse_strict
from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import Records, marked, write_in
from tabulate.originals.source import Source, for_tree
from tabulate.originals.values import TOTAL, json_whole, mode_of, name_of

NAME = "dominion-cvr-json"
TITLE = "Dominion cast vote records, JSON"
_EXPORT = re.compile(r"CvrExport(_[0-9]+)?\.json")
_NUMBER = re.compile(r"_([0-9]+)\*?\.\*$")
_INVALID = "InvalidContest"

_Object = dict[str, Any]


@dataclass(slots=True)
class _Manifests:
    """Names by number, as the manifests have them."""

    contests: dict[int, str] = field(default_factory=dict)
    ranked: set[int] = field(default_factory=set)
    candidates: dict[int, tuple[str, int, str]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    conditions: dict[int, str] = field(default_factory=dict)
    election: str = ""


def detect(files: Sequence[Source]) -> bool:
    """Whether an export with its manifests is among the files."""
    names = {file.base for file in files}
    return "ContestManifest.json" in names and any(_EXPORT.fullmatch(name) for name in names)


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads one export.

    Raises:
        OriginalCountError: naming file and object.
    """
    records = Records()
    by_name: dict[str, Source] = {}
    for file in files:
        if file.base in by_name:
            raise OriginalCountError(f"{file.name}: a second file of this name; give one export alone")
        by_name[file.base] = file
    manifests = _manifests(by_name, records)
    places = set()
    for name, file in sorted(by_name.items()):
        if not _EXPORT.fullmatch(name):
            continue
        root = _parsed(file)
        for at, session in enumerate(_list(root, "Sessions", file.name)):
            where = f"{file.name}, Sessions[{at}]"
            record, own = _session(_object(session, where), where, manifests, records)
            if own in places:
                raise OriginalCountError(f"{where}: this record of its tabulator and batch was there before")
            places.add(own)
            records.add(record, where)
    records.note("whether the export is complete is for the number of ballots to tell; the files do not")
    return records.finished(NAME, manifests.election)


def _manifests(files: dict[str, Source], records: Records) -> _Manifests:
    found = _Manifests()
    for name, number, entry, where in _entries(files, "ContestManifest.json"):
        found.contests[number] = name if name not in found.contests.values() else f"{name} [{number}]"
        if json_whole(entry.get("NumOfRanks", 0), f"{where}, NumOfRanks") > 0:
            found.ranked.add(number)
        records.contest(
            found.contests[number], json_whole(entry.get("VoteFor"), f"{where}, VoteFor"), (), where
        )
    for name, number, entry, where in _entries(files, "CandidateManifest.json"):
        contest = json_whole(entry.get("ContestId"), f"{where}, ContestId")
        if contest not in found.contests:
            raise OriginalCountError(f"{where}: contest {contest} is not in ContestManifest.json")
        taken = any(other[:2] == (name, contest) for other in found.candidates.values())
        title = f"{name} [{number}]" if taken else name
        found.candidates[number] = (title, contest, str(entry.get("Type", "")))
        if entry.get("Type") != "WriteIn":
            records.contest(found.contests[contest], None, (title,), where)
    _units(files, found)
    for file, into in (
        ("CountingGroupManifest.json", found.groups),
        ("BallotTypeManifest.json", found.styles),
        ("OutstackConditionManifest.json", found.conditions),
    ):
        for name, number, _, _ in _entries(files, file):
            into[number] = f"{name} [{number}]" if name in into.values() else name
    if "ElectionEventManifest.json" in files:
        found.election = next(iter(_entries(files, "ElectionEventManifest.json")))[0]
    return found


def _units(files: dict[str, Source], found: _Manifests) -> None:
    """Names of units by number of the precinct portion: the precinct's where the export has it."""
    precincts: dict[int, str] = {}
    if "PrecinctManifest.json" in files:
        for name, number, _, _ in _entries(files, "PrecinctManifest.json"):
            precincts[number] = f"{name} [{number}]" if name in precincts.values() else name
    for name, number, entry, where in _entries(files, "PrecinctPortionManifest.json"):
        if precincts:
            found.units[number] = _named(entry.get("PrecinctId"), precincts, f"{where}, PrecinctId")
        else:
            found.units[number] = f"{name} [{number}]" if name in found.units.values() else name


def _entries(files: dict[str, Source], name: str) -> list[tuple[str, int, _Object, str]]:
    """Name, number, whole entry and place of each entry of a manifest."""
    if name not in files:
        raise OriginalCountError(f"{name} is missing beside {min(files)}; give all files of the export")
    entries = []
    seen = set()
    for at, raw in enumerate(_list(_parsed(files[name]), "List", files[name].name)):
        where = f"{files[name].name}, List[{at}]"
        entry = _object(raw, where)
        number = json_whole(entry.get("Id"), f"{where}, Id")
        if number in seen:
            raise OriginalCountError(f"{where}: number {number} stands there twice")
        seen.add(number)
        entries.append((_text(entry.get("Description"), f"{where}, Description"), number, entry, where))
    return entries


def _session(session: _Object, where: str, names: _Manifests, records: Records) -> tuple[BallotRecord, Any]:
    current = [
        version
        for part in ("Original", "Modified")
        if part in session and (version := _object(session[part], f"{where}, {part}")).get("IsCurrent") is True
    ]
    if len(current) != 1:
        raise OriginalCountError(f"{where}: {len(current)} current versions where there must be one")
    tabulator = json_whole(session.get("TabulatorId"), f"{where}, TabulatorId")
    number = json_whole(session.get("BatchId"), f"{where}, BatchId")
    own = _record_id(session, where)
    votes: dict[str, frozenset[str]] = {}
    overvoted: set[str] = set()
    undecided: set[str] = set()
    for contest in _contests(current[0], where):
        name, chosen, state = _contest(contest, where, names, records)
        if name in votes:
            raise OriginalCountError(f"{where}: '{name}' stands twice on one ballot")
        votes[name] = chosen
        {"over": overvoted, "open": undecided}.get(state, set()).add(name)
    group = session.get("CountingGroupId")
    batch = f"{tabulator}-{number}"
    record = BallotRecord(
        f"{batch}-{own}" if own is not None else None,
        batch,
        votes,
        frozenset(overvoted),
        frozenset(undecided),
        _named(current[0].get("PrecinctPortionId"), names.units, f"{where}, PrecinctPortionId"),
        mode_of(_named(group, names.groups, f"{where}, CountingGroupId")) if group is not None else TOTAL,
        _named(current[0].get("BallotTypeId"), names.styles, f"{where}, BallotTypeId"),
    )
    return record, (batch, own if own is not None else where)


def _record_id(session: _Object, where: str) -> int | None:
    """Number of the record; from the name of its image where the export hides the order with an X."""
    own = session.get("RecordId")
    if own != "X":
        return json_whole(own, f"{where}, RecordId")
    match = _NUMBER.search(str(session.get("ImageMask", "")))
    return int(match[1][:9]) if match else None


def _contests(version: _Object, where: str) -> list[_Object]:
    """Contests of all cards (5.10 and later), or of the ballot (5.2)."""
    holders = [version]
    if "Cards" in version:
        holders = [_object(card, f"{where}, Cards") for card in _list(version, "Cards", where)]
    return [
        _object(contest, f"{where}, Contests")
        for holder in holders
        for contest in _list(holder, "Contests", where)
    ]


def _contest(
    contest: _Object, where: str, names: _Manifests, records: Records
) -> tuple[str, frozenset[str], str]:
    number = json_whole(contest.get("Id"), f"{where}, Contests, Id")
    name = _named(number, names.contests, f"{where}, Contests, Id")
    conditions = {
        _named(json_whole(one, f"{where}, {name}"), names.conditions, f"{where}, {name}")
        for one in contest.get("OutstackConditionIds") or ()
    }
    if _INVALID in conditions:
        records.note(f"'{name}': contests that a rule made invalid have no votes")
        return name, frozenset(), ""
    chosen: list[str] = []
    unsure = False
    for raw in _list(contest, "Marks", where):
        mark = _object(raw, f"{where}, {name}, Marks")
        rank = json_whole(mark.get("Rank", 1), f"{where}, {name}, Rank")
        if rank > 1:
            records.note("ranked contests: first choices alone are taken")
            continue
        if type(mark.get("IsVote")) is not bool or type(mark.get("IsAmbiguous", False)) is not bool:
            raise OriginalCountError(f"{where}, {name}: IsVote and IsAmbiguous must be true or false")
        unsure |= mark.get("IsAmbiguous") is True
        if mark["IsVote"]:
            chosen.append(_candidate(mark, number, chosen, names, f"{where}, {name}"))
    if unsure:
        return name, frozenset(), "open"
    votes, over = marked(records, name, chosen, f"{where}, {name}")
    if number not in names.ranked:
        _hold(contest, len(votes), bool(over), records.vote_for(name), f"{where}, {name}")
    return name, votes, "over" if over else ""


def _candidate(mark: _Object, contest: int, chosen: list[str], names: _Manifests, where: str) -> str:
    number = json_whole(mark.get("CandidateId"), f"{where}, CandidateId")
    name, of_contest, kind = names.candidates.get(number, ("", -1, ""))
    if of_contest != contest:
        raise OriginalCountError(f"{where}: candidate {number} is none of this contest")
    return write_in(chosen) if kind == "WriteIn" else name


def _hold(contest: _Object, votes: int, over: bool, limit: int | None, where: str) -> None:
    """Holds stated undervotes against the marks, for one vote alone: nothing says how more are counted."""
    stated = contest.get("Undervotes")
    if limit != 1 or stated is None or over:
        return
    if json_whole(stated, f"{where}, Undervotes") != 1 - votes:
        raise OriginalCountError(f"{where}: {stated} undervotes are stated, the marks give {1 - votes}")


def _parsed(file: Source) -> _Object:
    try:
        return _object(parse_strict(for_tree(file), file.name), file.name)
    except ProgramError as error:
        raise OriginalCountError(str(error)) from error


def _object(value: Any, where: str) -> _Object:
    if not isinstance(value, dict):
        raise OriginalCountError(f"{where}: not an object; export the files again")
    return value


def _list(value: _Object, name: str, where: str) -> list[Any]:
    found = value.get(name)
    if not isinstance(found, list):
        raise OriginalCountError(f"{where}: no list '{name}'; export the files again")
    return found


def _text(value: Any, where: str) -> str:
    return name_of(value if isinstance(value, str) else "", where)


def _named(number: Any, names: dict[int, str], where: str) -> str:
    found = names.get(json_whole(number, where))
    if found is None:
        raise OriginalCountError(f"{where}: {number} is in no manifest; give all files of one export")
    return found
