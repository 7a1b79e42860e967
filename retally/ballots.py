"""The ballots of two counts matched: cast vote records in files, and the sheets of a case."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from config.program import ElectionProgram
from retally.case_ballots import case_ballots, sheets_left_out
from retally.collecting import nothing_collected
from retally.comparison import imported
from retally.count_files import CountFile, count_file, kept
from retally.processes import beside
from tabulate.compare import ContestInfo, contest_infos
from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching import BallotMatch, match_ballots
from tabulate.compare.words import some
from tabulate.errors import OrderError, OriginalCountError
from tabulate.ledger import Ledger
from tabulate.originals.agreeing import CvrFile, check_names, cvr_file
from tabulate.originals.of_program import ballots_of_program

CVR = "cast vote records"
"""The name under which the original count's records are imported; the last import is the one that counts."""
Within = Literal["batch", "unit"]
LARGE = 32 * 1024 * 1024
"""Bytes of a file from which on two are read by two processes: a hundred thousand records.  Ours."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How ballots are matched.

    Attributes:
        within: what holds the same paper on both sides.
        ids: whether an id that both sides have stands on the paper.
    """

    within: Within = "batch"
    ids: bool = True


@dataclass(frozen=True, slots=True)
class Sides:
    """The ballots of two counts under the same names.

    Attributes:
        names: of the two, for messages.
        contests: what is known of the contests; nothing without a program.
        notes: what a reader of the result must know.
        remarks: what the files say of themselves, for the operator alone: they can name records by their place.
    """

    names: tuple[str, str]
    original: Sequence[BallotRecord]
    recount: Sequence[BallotRecord]
    rules: Rules
    contests: tuple[ContestInfo, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def ballots(self) -> int:
        """On both sides together."""
        return len(self.original) + len(self.recount)


@nothing_collected()
def sides_of_files(
    original: Path,
    recount: Path,
    names: Path | None,
    recount_names: Path | None,
    *,
    rules: Rules,
    passed: Callable[[], None] | None = None,
) -> Sides:
    """Two files of cast vote records; `passed` is called for each row of a table.

    Raises:
        OriginalCountError: a file cannot be read without guessing or has no records, or the two differ in the
            names of contests or choices.
    """
    if min(_size(original), _size(recount)) < LARGE:
        # One after the other: the content of a file is let go before the next one is read.
        one, remarks = _records_of(original, names, passed)
        two, others = _records_of(recount, recount_names, passed)
    else:
        with beside(_records_of, recount, recount_names, None) as second:
            one, remarks = _records_of(original, names, passed)
            two, others = second()
    notes = check_names(one, two)
    return Sides(
        (one.name, two.name), one.ballots, two.ballots, rules, notes=notes, remarks=(*remarks, *others)
    )


@dataclass(frozen=True, slots=True)
class CaseRecords:
    """The original count's cast vote records under the ids of the case's program.

    Attributes:
        name: of the file, for messages.
        contests: those that are on any record.
        remarks: what the file says of itself.
    """

    name: str
    ballots: Sequence[BallotRecord]
    contests: frozenset[str]
    rules: Rules
    remarks: tuple[str, ...]


@nothing_collected()
def read_cvr(
    path: Path,
    names: Path | None,
    program: ElectionProgram,
    *,
    rules: Rules,
    passed: Callable[[], None] | None = None,
) -> tuple[CountFile, CaseRecords]:
    """The original count's cast vote records for a case; `passed` is called for each row of a table.

    Raises:
        OriginalCountError: the file cannot be read without guessing, has no records, has a name that the
            program lacks, or has contests of several cards in one record.
    """
    given = count_file(path, names, passed)
    return given, _under_program(given, program, rules)


def record_cvr(ledger: Ledger, given: CountFile, records: CaseRecords) -> None:
    """Keep the records in the case, with the rules by which they are matched."""
    facts = {"records": len(records.ballots), **dataclasses.asdict(records.rules)}
    ledger.add_original(CVR, given.content(), [facts])


@nothing_collected()
def imported_cvr(ledger: Ledger, program: ElectionProgram) -> CaseRecords:
    """The records that were imported last.

    Raises:
        OrderError: none were imported.
        OriginalCountError: the records cannot be read as they were when they were imported.
    """
    last = imported(ledger, CVR)
    if last is None:
        raise OrderError(f"{ledger.path}: has no cast vote records yet; give them with 'retally compare --cvr'")
    facts: dict[str, Any] = last.rows[0]
    given = kept(ledger.image(last.sha256), f"{CVR} in {ledger.path}")
    return _under_program(given, program, Rules(facts["within"], facts["ids"]))


def sides_of_case(
    ledger: Ledger, program: ElectionProgram, records: CaseRecords, contests: Collection[str] | None = None
) -> Sides:
    """The records and the counted sheets of the case, in all contests or in these."""
    infos = tuple(info for info in contest_infos(program) if contests is None or info.id in contests)
    wanted = records.contests & {info.id for info in infos}
    return Sides(
        (records.name, str(ledger.path)),
        records.ballots if contests is None else [_in_contests(record, wanted) for record in records.ballots],
        list(case_ballots(ledger, infos, wanted)),
        records.rules,
        infos,
        (*_not_compared(infos, records.contests), *_not_counted(ledger)),
        records.remarks,
    )


@nothing_collected()
def match_sides(
    sides: Sides, advance: Callable[[int], None] | None = None, *, common: bool = True
) -> BallotMatch:
    """Match the ballots; `advance` is told how many more are done.

    Raises:
        OriginalCountError: an id stands twice in a batch, or there must be a `common` batch and is none.
    """
    original, recount = (_grouped(side, sides.rules.within) for side in (sides.original, sides.recount))
    if common:
        _check_common(sides, original, recount)
    try:
        match = match_ballots(original, recount, ids=sides.rules.ids, advance=advance)
    except ValueError as error:
        raise OriginalCountError(
            f"{' and '.join(sides.names)}: {error}; it is no id of the paper, match with --no-ids"
        ) from error
    return dataclasses.replace(match, notes=sides.notes)


def _size(path: Path) -> int:
    """Bytes of a file; 0 for what is none, whose reader says so."""
    return path.stat().st_size if path.is_file() else 0


def _records_of(
    path: Path, names: Path | None, passed: Callable[[], None] | None
) -> tuple[CvrFile, tuple[str, ...]]:
    given = count_file(path, names, passed)
    read = given.read()
    return cvr_file(read, given.name, given.naming), read.notes


def _under_program(given: CountFile, program: ElectionProgram, rules: Rules) -> CaseRecords:
    read = given.read()
    ballots = ballots_of_program(read, given.name, contest_infos(program))
    cards = [
        {target.contest for side in (card.front, card.back) if side is not None for target in side.targets}
        for card in program.cards
    ]
    contests: set[str] = set()
    seen: set[int] = set()
    for ballot in ballots:
        if id(ballot.votes) in seen:
            continue
        seen.add(id(ballot.votes))
        contests |= ballot.votes.keys()
        if not any(ballot.votes.keys() <= card for card in cards):
            raise OriginalCountError(
                f"{given.name}: a record of batch '{ballot.batch}' has contests that no card has together: "
                f"{some(sorted(ballot.votes))}; the case has a record for each sheet, export them by "
                "sheet"
            )
    return CaseRecords(given.name, ballots, frozenset(contests), rules, read.notes)


def _in_contests(record: BallotRecord, contests: frozenset[str]) -> BallotRecord:
    if record.votes.keys() <= contests:
        return record
    return dataclasses.replace(
        record,
        votes={contest: votes for contest, votes in record.votes.items() if contest in contests},
        overvoted=record.overvoted & contests,
        undecided=record.undecided & contests,
    )


def _not_compared(infos: Iterable[ContestInfo], contests: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        f"'{info.title}' is on no cast vote record of the original count; it was not compared"
        for info in infos
        if info.id not in contests
    )


def _not_counted(ledger: Ledger) -> tuple[str, ...]:
    out = sheets_left_out(ledger)
    if not out:
        return ()
    sheets = "one sheet of the case is" if out == 1 else f"{out} sheets of the case are"
    return (f"{sheets} quarantined or not read yet, and missing among the ballots of the recount",)


def _grouped(side: Sequence[BallotRecord], within: Within) -> Iterable[BallotRecord]:
    if within == "batch":
        return side
    return [dataclasses.replace(ballot, batch=ballot.unit) for ballot in side]


def _check_common(sides: Sides, original: Iterable[BallotRecord], recount: Iterable[BallotRecord]) -> None:
    here, there = ({ballot.batch for ballot in side} for side in (original, recount))
    if here & there:
        return
    what, table = ("batch", "[batches]") if sides.rules.within == "batch" else ("unit", "[units]")
    other = ", or match within precincts with --within unit" if what == "batch" else ""
    raise OriginalCountError(
        f"{sides.names[0]}: no {what} of it is one of {sides.names[1]}; it has {_some(here)}, the other has "
        f"{_some(there)}; say under {table} in a file of names (--map) which is which{other}"
    )


def _some(names: set[str]) -> str:
    return some((f"'{name}'" for name in sorted(names)), 6) or "none"
