"""`retally program draft`: make an election program from blank ballots."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from retally.commands.program import program_app
from retally.console import meter, remark
from retally.exit_codes import ExitCode

BLANKS = "Blank ballots: the county's PDFs or scans of unmarked sheets, fronts before their backs."
NAMES = "A table of names (CSV or TOML) that goes before what the blanks say."
WRITE_NAMES = "Write the drafted names as a CSV table, to be corrected by hand and given back with --names."
UNSURE = "Show the guesses of a certainty below this many per cent."


def register(app: typer.Typer) -> None:
    """The command is part of the group `retally program`, which registers itself."""
    del app


@program_app.command()
def draft(
    blanks: Annotated[list[Path], typer.Argument(metavar="BLANK...", help=BLANKS)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The program file to write.")],
    names: Annotated[Path | None, typer.Option("--names", help=NAMES)] = None,
    write_names: Annotated[Path | None, typer.Option("--write-names", metavar="FILE", help=WRITE_NAMES)] = None,
    title: Annotated[str | None, typer.Option(help="Title of the election.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="County or city that holds it.")] = None,
    state: Annotated[str | None, typer.Option(help="State it is in.")] = None,
    date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the election.")] = None,
    unsure: Annotated[float, typer.Option(min=0, max=100, help=UNSURE)] = 90.0,
    replace: Annotated[bool, typer.Option("--replace", help="Replace files that exist.")] = False,
) -> None:
    """Draft a program from blank ballots.

    Finds timing marks, targets and write-in lines, groups them into contests by the printed boxes, and takes
    titles, limits and names from the text of PDFs.  What has no text is named by its place, or by a table given
    with --names.  A draft can be tried but not sealed before somebody has confirmed it: `retally program draw`
    shows it on the paper, `retally program seal --confirm NAME` records who looked.
    """
    from config.program import Draft, check_program, dump_program
    from retally.commands import _program_show
    from retally.files import write_whole
    from tabulate.draft import BlankSource, Said, count_pages, draft_program
    from tabulate.draft import write_names as table_of_names
    from tabulate.errors import DraftError

    for target in filter(None, (output, write_names)):
        if target.exists() and not replace:
            raise DraftError(f"{target} exists; --replace replaces it, another name keeps both")
    sources = [BlankSource(path.name, path.read_bytes()) for path in blanks]
    said = Said(title, jurisdiction, date.date() if date is not None else None, state)
    given = _text(names) if names is not None else None
    with meter("Drafting", count_pages(sources)) as shown:
        drafted = draft_program(sources, names=given, said=said, advance=lambda page: shown.advance(note=page))
    program = drafted.program
    if write_names is not None:
        table = table_of_names([(card.id, card.contests) for card in drafted.cards])
        write_whole(write_names, table.encode())
    write_whole(output, dump_program(program))
    guesses = program.draft.guesses if program.draft is not None else ()
    doubtful = tuple(guess for guess in guesses if guess.certainty < unsure * 10)
    _program_show.print_guesses(Draft(guesses=doubtful))
    problems = check_program(program)
    for problem in problems:
        if not problem.path.startswith("draft"):
            remark(f"{problem.severity}: {problem}")
    targets = sum(len(side.targets) for card in program.cards for side in (card.front, card.back) if side)
    print(
        f"drafted: {len(program.cards)} cards, {len(program.contests)} contests, {targets} targets from "
        f"{len(sources)} files; {len(doubtful)} of {len(guesses)} guesses below {unsure:g} %"
    )
    print(f"written: {output}" + (f" and {write_names}" if write_names is not None else ""))
    if any(problem.is_error for problem in problems):
        remark("this draft breaks the rules named above; correct its table of names (--write-names, --names)")
        raise typer.Exit(ExitCode.BAD_INPUT)
    print("next: hold it against the paper (retally program draw), then retally program seal --confirm NAME")


def _text(path: Path) -> str:
    from tabulate.errors import DraftError

    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DraftError(f"{path} is not UTF-8 text; save the table as CSV with UTF-8") from error
