"""Hart Verity cast vote records: one XML file for each sheet, usually many in an archive.

Only marked options are listed, and their order is random.  How many may be chosen is not stated: it is what
votes and undervotes come to where all sheets agree.  Elements without content mean something by being there.
"""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.records import Records, write_in
from tabulate.originals.source import Source
from tabulate.originals.values import TOTAL, name_of, optional
from tabulate.originals.xml_tree import Element, child, children, place, root_name, root_of, text_of

NAME = "hart-cvr"
TITLE = "Hart Verity cast vote records"


def detect(files: Sequence[Source]) -> bool:
    """Whether there is a file of Hart's root among them."""
    return any(root_name(file) == "Cvr" for file in files if file.base.endswith(".xml"))


def read(files: Sequence[Source], naming: Naming) -> Imported:
    """Reads the sheets.

    Raises:
        OriginalCountError: naming file, line and element.
    """
    records = Records()
    limits: dict[str, set[int]] = {}
    for file in files:
        if not file.base.endswith(".xml"):
            records.note(f"files that are no records, such as {file.base}, were left aside")
            continue
        root = root_of(file)
        if place(file, root).rsplit(" ", 1)[-1] != "Cvr":
            raise OriginalCountError(f"{file.name}: no record of a sheet; give the records of one count alone")
        records.add(_sheet(file, root, limits, records), file.name)
    for contest, found in limits.items():
        if len(found) == 1 and not any(len(one.votes.get(contest, ())) > min(found) for one in records.ballots):
            records.contest(contest, min(found), (), files[0].name)
        elif contest in naming.vote_for:
            records.contest(contest, naming.vote_for[contest], (), files[0].name)
        else:
            records.note(f"'{contest}': how many may be chosen is not clear; its undervotes are unknown")
    records.note("records are of sheets and not of ballots; they state nothing twice")
    return records.finished(NAME, "")


def _sheet(file: Source, root: Element, limits: dict[str, set[int]], records: Records) -> BallotRecord:
    votes: dict[str, frozenset[str]] = {}
    overvoted = set()
    listed = child(root, "Contests")
    for contest in children(listed, "Contest") if listed is not None else ():
        where = place(file, contest)
        name = name_of(text_of(contest, "Name"), f"{where}, Name")
        if name in votes:
            raise OriginalCountError(f"{where}: '{name}' stands twice on one sheet")
        chosen = _chosen(file, contest, records)
        under = optional(text_of(contest, "Undervotes"), f"{where}, Undervotes")
        if child(contest, "Overvoted") is not None:
            overvoted.add(name)
            limits.setdefault(name, set())
        elif child(contest, "InvalidStraightPartyVote") is None:
            limits.setdefault(name, set()).add(len(chosen) + (under or 0))
        else:
            limits.setdefault(name, set())
            records.note(
                "some contests are marked as having an invalid straight-party vote; their marks are taken"
            )
        votes[name] = frozenset() if name in overvoted else frozenset(chosen)
    split = child(root, "PrecinctSplit")
    unit = text_of(split, "Name") if split is not None else None
    return BallotRecord(
        name_of(text_of(root, "CvrGuid"), f"{file.name}, CvrGuid"),
        name_of(text_of(root, "BatchNumber"), file.name, missing=""),
        votes,
        frozenset(overvoted),
        unit=name_of(unit, f"{file.name}, PrecinctSplit"),
        mode=_mode(file),
        style="",
    )


def _chosen(file: Source, contest: Element, records: Records) -> list[str]:
    chosen: list[str] = []
    options = child(contest, "Options")
    for option in children(options, "Option") if options is not None else ():
        where = place(file, option)
        value = text_of(option, "Value") or ""
        if not value or value.strip("01"):
            raise OriginalCountError(f"{where}, Value: '{value[:40]}' is not made of 0 and 1")
        if len(value) > 1:
            records.note("ranked contests: first choices alone are taken")
        if value[0] != "1":
            continue
        written = child(option, "WriteInData")
        status = text_of(written, "WriteInDataStatus") if written is not None else None
        if status == "Rejected":
            continue
        if status == "Unresolved":
            records.note("write-ins that nobody has resolved yet count as write-ins")
        name = name_of(text_of(option, "Name"), f"{where}, Name", missing="")
        if not name and written is None:
            raise OriginalCountError(f"{where}: neither a name nor a write-in")
        name = name or write_in(chosen)
        if name in chosen:
            raise OriginalCountError(f"{where}: '{name}' stands twice in one contest")
        chosen.append(name)
    return chosen


def _mode(file: Source) -> str:
    """Provisional ballots have ``p_`` in the name of their file; other modes are not said."""
    return "provisional" if file.base.startswith("p_") else TOTAL
