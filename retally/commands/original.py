"""`retally original`: look at an original count in the file it was published in, and import it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.console import remark

if TYPE_CHECKING:
    from tabulate.originals import Preview
    from tabulate.originals.preview import ContestPreview

original_app = typer.Typer(
    name="original", help="Read original counts from the files they are published in.", no_args_is_help=True
)
"""The group `retally original`."""

FILES = "The file; an archive or a folder where an export has several, or all of its files."
NAMES = "A file of names (TOML): which column is what, and how names become those of the program."
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help=FILES)]
Names = Annotated[Path | None, typer.Option("--map", metavar="MAP.toml", help=NAMES)]


def register(app: typer.Typer) -> None:
    """Adds the group `retally original`."""
    app.add_typer(original_app)


@original_app.command("preview")
def show(
    files: Files,
    names: Names = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Show what a file holds: its format, contests, units and modes, what it comes to, and what is not sure.

    Nothing is guessed: a file with a wrong sum, a row given twice or a missing number is refused with the
    place, exit code 3.
    """
    import json

    from retally.originals import load_original
    from tabulate.originals import preview

    seen = preview(load_original(files, names))
    if as_json:
        typer.echo(json.dumps(seen.to_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_for_people(seen)))


@original_app.command("import")
def take(
    files: Files,
    output: Annotated[Path, typer.Option("--output", "-o", help="The original count as CSV, to be made.")],
    names: Names = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the CSV if it exists.")] = False,
) -> None:
    """Write the original count as CSV, the form in which `retally compare` takes it.

    Look at `retally original preview` first.  Absentee votes that are published by home precinct are added up
    as the county's one absentee precinct, unless the file of names says otherwise.
    """
    from retally.originals import load_original, save_original

    count = load_original(files, names)
    left_out = save_original(count, output, replace)
    for note in (*count.notes, *left_out):
        remark(note)
    units = len({row.unit for row in count.rows})
    contests = len({row.contest for row in count.rows})
    typer.echo(f"{output}: {contests} contests in {units} units, read as {count.format}")


def _for_people(seen: Preview) -> list[str]:
    from tabulate.compare.words import some

    lines = [f"Format: {seen.format}"]
    lines += [f"Election: {seen.election}"] if seen.election else []
    lines += [f"Status: {seen.status}"] if seen.status else []
    lines += [f"Ballots on record: {seen.ballots}"] if seen.ballots else []
    lines.append(f"Units: {len(seen.units)} ({some(seen.units, 8)})")
    lines.append(f"Modes: {', '.join(seen.modes)}")
    for contest in seen.contests:
        lines += ["", *_contest(contest)]
    if seen.notes:
        lines += ["", "To know before you use it:", *(f"- {note}" for note in seen.notes)]
    return lines


def _contest(contest: ContestPreview) -> list[str]:
    limit = f"vote for {contest.vote_for}, " if contest.vote_for is not None else ""
    units = f"{contest.units} unit{'s' if contest.units != 1 else ''}"
    lines = [f"{contest.contest} ({limit}{units}; {', '.join(contest.modes)})"]
    lines += [f"  {_number(votes)}  {choice}" for choice, votes in contest.votes.items()]
    for word, number in (
        ("undervotes", contest.undervotes),
        ("overvoted ballots", contest.overvotes),
        ("ballots", contest.ballots),
    ):
        if number is not None:
            lines.append(f"  {_number(number)}  {word}")
    return lines


def _number(number: int | None) -> str:
    return f"{number:>9}" if number is not None else "  unknown"
