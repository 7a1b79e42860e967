"""The legal proceedings as plain data for the page and the typesetter; every sentence is made here or above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from config.law import SEATS
from tabulate.compare.words import count, listed
from tabulate.report.recount import MemberSignature, RecountRecord

NOTHING = (
    "No step of the legal proceedings is recorded in this case: who asked, the board, its choice of methods, "
    "seals of containers and signatures stand on paper alone."
)
ALL_RECORDED = "Every step that this recount needs is recorded."
ALL_OF_THE_COUNT = (
    "That every precinct was recounted, every container resealed and a report made and filed is recorded; "
    "which steps the law in force asks for is not known here."
)
PLACES = ("Board member, name in print", "Signature", "Date")
"""What is written on each line at the foot of the report."""
HOW = {
    "key": "Ed25519 key, verified",
    "paper": "on paper, as recorded by the commissioner's office",
}


def words_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], widths: str
) -> dict[str, Any]:
    """A table of words.

    Args:
        caption: its title.
        head: names of the columns.
        rows: cells from left to right.
        widths: of the columns to each other, a digit for each.
    """
    return {
        "caption": caption,
        "head": list(head),
        "rows": [{"cells": list(row)} for row in rows],
        "widths": [int(width) for width in widths],
    }


def recount_parts(record: RecountRecord | None) -> dict[str, Any]:
    """Alarms, tables and sentences of the proceedings; `NOTHING` where none are recorded.

    Empty tables are left out.
    """
    if record is None:
        return {
            "alarms": [],
            "words": [NOTHING],
            "asked": [],
            "how": [],
            "steps": [],
            "keys": [],
            "unrecorded": [],
            "all_recorded": "",
            "beyond": [],
            "doubts": [],
            "signatures": [],
            "signed_words": [],
        }
    return {
        "alarms": list(recount_alarms(record)),
        "words": _words(record),
        "asked": _asked(record),
        "how": [table for table in (_precincts(record), _containers(record)) if table["rows"]],
        "steps": [
            table
            for table in (_steps(record), _board(record), _deadlines(record), _withdrawn(record))
            if table["rows"]
        ],
        "keys": [[f"Key of {member.name}", member.key] for member in record.members if member.key],
        "unrecorded": list(record.unrecorded),
        "all_recorded": ALL_RECORDED if record.warning is None else ALL_OF_THE_COUNT,
        "beyond": list(record.beyond),
        "doubts": list(record.doubts),
        "signatures": [_signatures(record)] if record.signatures else [],
        "signed_words": _signed_words(record),
    }


def recount_alarms(record: RecountRecord) -> tuple[str, ...]:
    """What stands on top of the report, before any number."""
    alarms = []
    if record.stands == "unknown":
        alarms.append(f"Whose numbers stand is not known here. {record.warning}.")
    if record.stands == "original":
        alarms.append(f"The original numbers stand. {_signed_by(record)}")
    late = [item.words for item in record.deadlines if item.outcome in ("missed", "not recorded")]
    if late:
        alarms.append(f"{count(len(late), 'deadline')} missed, or not recorded as met: {'; '.join(late)}.")
    open_ones = [item.container for item in record.containers if item.resealed is None]
    if open_ones:
        alarms.append(f"Not resealed, by the record: {listed(open_ones)}{_under(record, '50.48(4)(c)')}.")
    return tuple(alarms)


def signature_lines(record: RecountRecord | None, lines: int) -> list[str]:
    """Whose line each is, with the clause by which the member sits and the one that is signed under.

    Members who are not named yet have a line for their seat.  Without recorded proceedings the lines are
    anybody's: the law of the election day may be one with other seats.

    Args:
        record: the proceedings, if any.
        lines: how many the law of the election day has.
    """
    if record is None:
        return [""] * lines
    if record.warning is not None:
        names = [f"{member.name}, {member.role}; signs the report" for member in record.members]
        return names or [""] * lines
    known = {member.role: f"{member.name}, " for member in record.members}
    return [
        f"{known.get(role.value, '')}{role.value} (§{role.cite}); signs the report under §50.48(4)(c)"
        for role in SEATS
    ]


def _words(record: RecountRecord) -> list[str]:
    words = [
        f"As the case records them, under {record.law}, for the office '{record.office}', canvassed on "
        f"{record.canvass}. Times are those of clocks in Iowa"
        + (
            "; clauses are of the Iowa Code."
            if record.warning is None
            else ". No clause is named: none was read."
        ),
        f"What stands: {record.stands_words}.",
    ]
    return words + ([f"WARNING: {record.warning}."] if record.warning else [])


def _asked(record: RecountRecord) -> list[list[str]]:
    bond = "not known before the request" if record.warning is None else "whether one is due is not known here"
    return [
        [f"Asked by{_under(record, '50.48(1)(a)')}", record.asked or "no request is recorded"],
        [f"Bond{_under(record, '50.48(2)(a)')}", record.bond or bond],
        [f"Program{_under(record, '50.48(4)(a)')}", record.program or "no finding of the board is recorded"],
    ]


def _under(record: RecountRecord, clause: str) -> str:
    """A clause in brackets; nothing where the law was not read."""
    return f" (§{clause})" if record.warning is None else ""


def _clause(cite: str | None) -> str:
    return "not known" if cite is None else f"§{cite}"


def _precincts(record: RecountRecord) -> dict[str, Any]:
    rows = []
    for item in record.precincts:
        method = item.method or "no method recorded"
        method += f", {item.reported} reported" if item.reported else ""
        method += f", on {item.authority}" if item.authority else ""
        done = item.recounted or "NOT RECOUNTED"
        done += f": {item.unexamined}" if item.unexamined else ""
        rows.append([item.precinct, item.named_by, _clause(item.cite), item.originally, method, done])
    head = ["Precinct", "Named by", "Clause", "First counted by", "Recounted by", "Recounted"]
    caption = f"Precincts of the recount, as the board recorded them{_under(record, '50.48(4)(a)')}"
    return words_table(caption, head, rows, "332323")


def _containers(record: RecountRecord) -> dict[str, Any]:
    rows = [
        [
            item.container,
            item.precinct,
            item.opened,
            item.found,
            item.resealed or "NOT RESEALED",
            item.seal or "none",
        ]
        for item in record.containers
    ]
    head = ["Container", "Precinct", "Opened", "Seal found", "Resealed", "New seal"]
    opened, resealed = (_under(record, clause) for clause in ("50.48(4)(a)", "50.48(4)(c)"))
    return words_table(f"Sealed containers: opened{opened}, resealed{resealed}", head, rows, "323232")


def _steps(record: RecountRecord) -> dict[str, Any]:
    rows = [[item.at, item.words, item.facts, _clause(item.cite)] for item in record.steps]
    return words_table("Steps recorded, in their order", ["When", "What", "Facts", "Clause"], rows, "3464")


def _board(record: RecountRecord) -> dict[str, Any]:
    rows = [
        [item.name, item.role, _clause(item.cite), "entered" if item.key else "none; signs on paper"]
        for item in record.members
    ]
    return words_table("Recount board", ["Member", "Seat", "Clause", "Key"], rows, "2422")


def _deadlines(record: RecountRecord) -> dict[str, Any]:
    rows = []
    for item in record.deadlines:
        # What the law leaves open about a day no longer matters when the day was kept.
        kept = item.outcome in ("met", "does not apply")
        notes = "" if kept else "".join(f"; {note}" for note in item.notes)
        rows.append(
            [f"{item.day} {item.at or ''}".strip(), item.words, f"§{item.cite}", f"{item.outcome}{notes}"]
        )
    return words_table("Deadlines", ["Last moment", "Until then", "Clause", "Kept"], rows, "3644")


def _withdrawn(record: RecountRecord) -> dict[str, Any]:
    rows = [
        [
            item.at,
            item.words + (f" ({item.facts})" if item.facts else ""),
            f"{item.withdrawn} UTC",
            f"{item.reason} ({item.by})",
        ]
        for item in record.withdrawn
    ]
    head = ["Step of", "What", "Withdrawn", "Why, and by whom"]
    return words_table("Steps withdrawn as entered wrongly; none of them counts", head, rows, "3535")


def _signatures(record: RecountRecord) -> dict[str, Any]:
    roles = {member.name: member for member in record.members}

    def row(signed: MemberSignature) -> list[str]:
        member = roles.get(signed.member)
        seat = f"{member.role}, {_clause(member.cite)}" if member is not None else "not on the board"
        return [signed.member, seat, signed.at, HOW[signed.how]]

    head = ["Member", "Seat", "Signed", "How"]
    return words_table(
        f"Signatures under the board's report{_under(record, '50.48(4)(c)')}",
        head,
        [row(item) for item in record.signatures],
        "2433",
    )


def _signed_by(record: RecountRecord) -> str:
    if record.filed is None:
        return "The request for a recount was refused."
    names = listed(item.member for item in record.signatures) if record.signatures else "nobody"
    return (
        f"The report that was filed on {record.filed} is signed by {names}; {record.signatures_needed} members "
        "are needed (§50.48(4)(c))."
    )


def _signed_words(record: RecountRecord) -> list[str]:
    if record.report is None:
        return ["The board's report is not recorded as made; it can be signed when it is."]
    filed = f"filed on {record.filed}" if record.filed else "not recorded as filed"
    return [
        f"The report that the board made, {filed}, is the file with the SHA-256 below. This printing was made "
        "later, from the case with the signatures in it, and is another file.",
    ]
