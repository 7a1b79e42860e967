"""`retally case`: make a case, which is one file with all evidence in it, and take its recount step by step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retally.commands import _case_hand, _case_keys, _case_recount

case_app = typer.Typer(
    name="case",
    help="Make a case, one file that holds all evidence, and take its recount step by step.",
    no_args_is_help=True,
)
"""The group `retally case`."""


def register(app: typer.Typer) -> None:
    """Adds the group `retally case`."""
    app.add_typer(case_app)


@case_app.command("new")
def new(
    case: Annotated[Path, typer.Argument(help="The case file to be made.")],
    program: Annotated[Path, typer.Option("--program", "-p", help="The sealed program, program.json.")],
    title: Annotated[str, typer.Option("--title", help="What the case is about.")],
    seal: Annotated[str | None, typer.Option("--seal", help="The seal, if not beside the program.")] = None,
) -> None:
    """Make a case.  It reads with this one program, which must be sealed; the file must not exist."""
    from retally.case import new_case

    used = new_case(case, program, title, seal)
    typer.echo(f"{case}: case '{title}' made with program {used}")


@case_app.command("program-exception")
def program_exception(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    reason: Annotated[str, typer.Option("--reason", help="Why election day's program is not used.")],
    decided_by: Annotated[str, typer.Option("--decided-by", help="The person who decided it.")],
) -> None:
    """Record that the case's program is not election day's, because that one is believed to be flawed."""
    from retally.case import open_to_write

    with open_to_write(case) as ledger:
        entry = ledger.add_program_exception(reason, decided_by)
    typer.echo(f"{case}: exception recorded as entry {entry}")


# Once, and not in `register`, which every building of the command line calls.
_case_hand.add_to(case_app)
_case_recount.add_to(case_app)
_case_keys.add_to(case_app)
