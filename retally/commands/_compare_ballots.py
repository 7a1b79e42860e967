"""`retally compare --cvr`: the original count and the recount ballot by ballot."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from retally.console import meter, remark

if TYPE_CHECKING:
    from retally.ballots import Rules, Sides
    from tabulate.compare.matching import BallotMatch


class Within(StrEnum):
    """What holds the same paper in both counts."""

    batch = "batch"
    unit = "unit"


def compare_ballots(
    case: Path | None,
    cvr: Path,
    recount_cvr: Path | None,
    *,
    names: Path | None,
    recount_names: Path | None,
    within: Within,
    ids: bool,
    show_ids: bool,
    as_json: bool,
) -> None:
    """Matches the ballots and prints what became of them."""
    import json

    from retally.ballots import Rules
    from tabulate.report import render_ballots

    if (case is None) == (recount_cvr is None):
        raise typer.BadParameter("--cvr goes with a case, or without one with --recount-cvr")
    rules = Rules(within.value, ids)
    remark(f"reading {cvr}" + (f" and {recount_cvr}" if recount_cvr is not None else ""))
    if case is not None:
        sides, match = _with_case(case, cvr, names, rules)
    elif recount_cvr is not None:
        sides, match = _of_files(cvr, recount_cvr, names, recount_names, rules)
    for line in sides.remarks:
        remark(line)
    if show_ids:
        remark("with the ids of ballots: for those who fetch the paper, not for publication")
    if as_json:
        typer.echo(json.dumps(match.to_json(show_ids=show_ids), ensure_ascii=False, indent=2))
    else:
        typer.echo(render_ballots(match, sides.contests, show_ids=show_ids), nl=False)


def _of_files(
    cvr: Path, recount_cvr: Path, names: Path | None, recount_names: Path | None, rules: Rules
) -> tuple[Sides, BallotMatch]:
    from retally.ballots import sides_of_files

    with meter("Reading records") as shown:
        sides = sides_of_files(cvr, recount_cvr, names, recount_names, rules=rules, passed=shown.advance)
    return sides, _matched(sides)


def _with_case(case: Path, cvr: Path, names: Path | None, rules: Rules) -> tuple[Sides, BallotMatch]:
    """Matches, and then records in the case what was matched."""
    from retally.ballots import read_cvr, record_cvr, sides_of_case
    from retally.case import open_to_read, open_to_write, program_of

    with open_to_read(case) as ledger:
        program = program_of(ledger)
        with meter("Reading records") as shown:
            given, records = read_cvr(cvr, names, program, rules=rules, passed=shown.advance)
        sides = sides_of_case(ledger, program, records)
    match = _matched(sides)
    with open_to_write(case) as ledger:
        record_cvr(ledger, given, records)
    return sides, match


def _matched(sides: Sides) -> BallotMatch:
    from retally.ballots import match_sides

    with meter("Matching ballots", sides.ballots) as shown:
        return match_sides(sides, shown.advance)
