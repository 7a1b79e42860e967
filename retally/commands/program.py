"""`retally program`: look at an election program, check it, seal it, draw it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from retally.console import progress, remark
from retally.exit_codes import ExitCode

program_app = typer.Typer(
    name="program", help="Draft, check, seal and draw election programs.", no_args_is_help=True
)
"""The group `retally program`; `retally.commands.draft` adds ``draft`` to it."""

ProgramFile = Annotated[Path, typer.Argument(metavar="PROGRAM", help="The program file, such as program.json.")]


SEAL = "The seal to hold it against; by default the file of the same name ending in .seal, if there."
CONFIRM = "Confirm a draft: name of the person who held it against the paper."
OUTPUT = "A folder for PNG files, or one PDF file."
BLANK = "Image or PDF of unmarked ballots to draw on; may be repeated."
CARD = "Draw this card alone; may be repeated."


def register(app: typer.Typer) -> None:
    """Adds the group `retally program`."""
    app.add_typer(program_app)


@program_app.command()
def show(
    program: ProgramFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Show what a program holds: election, contests, ballot styles, cards and their codes."""
    import json

    from config.program import load_program
    from retally.commands import _program_show

    loaded = load_program(program)
    if as_json:
        print(json.dumps(_program_show.summary(loaded), indent=2, ensure_ascii=False))
    else:
        _program_show.print_tables(loaded)


@program_app.command()
def verify(
    program: ProgramFile,
    seal: Annotated[str, typer.Option("--seal", metavar="FILE|HASH", help=SEAL)] = "",
) -> None:
    """Check a program against every rule, and against its seal.

    Prints the program's identity and what a person should look at.  Exit code 3 when it is no valid program,
    5 when it is not the one that was sealed.
    """
    from config.errors import ProgramError
    from config.program import check_program, check_seal, load_program, load_seal, program_identity

    try:
        loaded = load_program(program)
    except ProgramError as error:
        for problem in error.problems:
            remark(f"error: {problem}")
        raise typer.Exit(error.exit_code) from error
    for doubt in check_program(loaded):
        print(f"warning: {doubt}")
    print(f"program: {program_identity(loaded)}")
    beside = seal_file(program)
    if not seal and not beside.is_file():
        print("seal: none; the program is valid but not sealed")
        return
    check_seal(loaded, load_seal(seal or beside))
    print(f"seal: matches {seal or beside.name}")


@program_app.command()
def seal(
    program: ProgramFile,
    confirm: Annotated[str, typer.Option("--confirm", metavar="NAME", help=CONFIRM)] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Replace the seal of an earlier state.")] = False,
) -> None:
    """Seal a program: write the hash that says which program it is, beside it.

    A draft needs --confirm with the name of the person who checked it against the paper; its guesses are
    shown, and name and date are recorded in the program.
    """
    from config import program as programs
    from config.errors import SealError
    from retally.commands import _program_show
    from retally.files import write_whole

    loaded = programs.load_program(program)
    if loaded.draft is not None:
        _program_show.print_guesses(loaded.draft)
    target = seal_file(program)
    if confirm:
        loaded = programs.confirm(loaded, confirm, date.today())
    text = programs.seal_text(loaded)
    if target.exists() and not replace and programs.load_seal(target) != programs.seal(loaded):
        raise SealError(f"{target} is the seal of another state of this program; --replace replaces it")
    if confirm:
        write_whole(program, programs.dump_program(loaded))
    write_whole(target, text.encode())
    print(text, end="")
    print(f"written: {target}")


def seal_file(program: Path) -> Path:
    """Where the seal of a program file stands: beside it, with the ending ``.seal``."""
    return program.with_suffix(".seal")


@program_app.command()
def draw(
    program: ProgramFile,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR|FILE.pdf", help=OUTPUT)],
    blank: Annotated[list[Path] | None, typer.Option("--blank", metavar="FILE", help=BLANK)] = None,
    card: Annotated[list[str] | None, typer.Option("--card", metavar="ID", help=CARD)] = None,
) -> None:
    """Draw every card with its targets and names, to hold the program against the paper.

    Given blanks are recognised by their code and print, and the cards are drawn on them; the rest is drawn
    on white paper, to scale.  Exit code 4: a page of the blanks is no side of this program.
    """
    from config.program import load_program
    from retally import drawing

    loaded = load_program(program)
    sides = drawing.all_sides(loaded, card or [])
    found = list(progress(drawing.find_blanks(loaded, blank or []), "Finding blanks"))
    sink = drawing.PdfFile(output) if output.suffix.lower() == ".pdf" else drawing.PngFolder(output)
    with sink as pictures:
        drawing.draw_to(pictures, loaded, progress(sides, "Drawing"), found)
    print(f"written: {len(sides)} sides to {output}")
    unknown = [page for page in found if page.card is None]
    for page in unknown:
        remark(f"{page.name}: no side of this program ({', '.join(page.flags)})")
    if unknown:
        raise typer.Exit(ExitCode.REFUSED_PAGE)
