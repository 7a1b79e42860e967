"""`retally program`: look at an election program, check it, seal it, draw it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from retally.console import remark

program_app = typer.Typer(
    name="program", help="Draft, check, seal and draw election programs.", no_args_is_help=True
)
"""The group `retally program`; `retally.commands.draft` adds ``draft`` to it."""

ProgramFile = typer.Argument(..., metavar="PROGRAM", help="The program file, such as program.json.")


def register(app: typer.Typer) -> None:
    """Adds the group `retally program`."""
    app.add_typer(program_app)


@program_app.command()
def show(
    program: Path = ProgramFile,
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead of tables."),
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
    program: Path = ProgramFile,
    seal: str = typer.Option(
        "",
        "--seal",
        metavar="FILE|HASH",
        help="The seal to hold it against; by default the file of the same name ending in .seal, if there.",
    ),
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
    program: Path = ProgramFile,
    confirm: str = typer.Option(
        "",
        "--confirm",
        metavar="NAME",
        help="Confirm a draft: name of the person who held it to the paper.",
    ),
    replace: bool = typer.Option(False, "--replace", help="Replace a seal of an earlier state of the program."),
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
