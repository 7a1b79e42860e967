"""`retally totals`: the count, derived from the readings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.commands._counting import CONTEST, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.program import ElectionProgram
    from tabulate.votes import ContestTotals

CSV_COLUMNS = ("unit", "mode", "contest", "choice", "votes", "ballots", "overvotes", "undervotes")
"""The columns of an original count, so that two retabulations can be compared with each other."""

READINGS = "With what two persons read on single sheets in place of the machine's reading."


def register(app: typer.Typer) -> None:
    """Adds `retally totals`."""
    app.command("totals")(totals)


def totals(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV in the form of an original count.")] = False,
    contest: Annotated[list[str] | None, typer.Option("--contest", help=CONTEST)] = None,
    with_readings: Annotated[bool, typer.Option("--with-readings", help=READINGS)] = False,
) -> None:
    """Print the totals by unit, mode, contest and choice.

    Counted sheets only: quarantined and unread ones are named beside the totals.  The same case gives the
    same output, byte for byte.
    """
    import json

    from retally.by_hand import agreed_in, totals_with_readings
    from retally.case import open_to_read
    from retally.count import totals_json
    from retally.hand_readings import hand_standing
    from tabulate.compare.words import count

    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other")
    with open_to_read(case) as ledger:
        found = counted(ledger, contest or ())
        agreed = agreed_in(ledger, found) if with_readings else ()
        rows = totals_with_readings(found, agreed) if with_readings else found.totals()
        read = hand_standing(agreed) if with_readings else None
        if as_json:
            typer.echo(json.dumps(totals_json(ledger, found, rows, read), ensure_ascii=False, indent=2))
        elif as_csv:
            typer.echo(_csv(rows), nl=False)
        else:
            typer.echo("\n".join(_for_people(rows, found.program)))
            if read is not None:
                typer.echo(
                    f"With the readings by hand of {count(read['contests'], 'contest')} on "
                    f"{count(read['sheets'], 'sheet')} in place of the machine's"
                )
            for sentence in found.left_out:
                typer.echo(sentence)
            for (unit, mode), at in sorted(found.standings.items()):
                if at.counted != at.captured:
                    typer.echo(f"Not all in the totals: {unit}, {mode}: {at}")


def _csv(counted: list[ContestTotals]) -> str:
    import csv
    import io

    from retally.count import rows

    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(counted))
    return into.getvalue()


def _for_people(counted: list[ContestTotals], program: ElectionProgram) -> Iterator[str]:
    titles = {contest.id: contest.title for contest in program.contests}
    names = {(contest.id, choice.id): choice.name for contest in program.contests for choice in contest.choices}
    unit: tuple[str, str] | None = None
    for contest in counted:
        if (contest.unit, contest.mode) != unit:
            unit = (contest.unit, contest.mode)
            yield f"{contest.unit}, {contest.mode}"
        yield f"  {titles[contest.contest]} (vote for {contest.vote_for}): {contest.ballots} ballots"
        for choice, votes in contest.votes.items():
            yield f"    {votes:>7}  {names[contest.contest, choice]}"
        yield f"    {contest.undervotes:>7}  undervotes ({contest.blanks} ballots blank here)"
        yield f"    {contest.overvotes:>7}  overvoted ballots"
    if unit is None:
        yield "No sheet is counted yet."
