"""`retally demo`: a whole retabulation of a made-up county, by the same commands that a recount board uses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retally.exit_codes import ExitCode


def register(app: typer.Typer) -> None:
    """Adds `retally demo`."""
    app.command("demo")(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for case and report.")] = Path("retally-demo"),
) -> None:
    """Scan, count and reconcile the demo case, and show every command on the way.

    The county does not exist.  Its original count has three faults planted in it; the reconciliation names
    them.  The case of an earlier demo in the same folder is replaced.
    """
    from retally.app import main
    from retally.demonstration import case_file, steps

    out.mkdir(parents=True, exist_ok=True)
    case_file(out).unlink(missing_ok=True)  # of an earlier demo
    for step in steps(out):
        typer.echo(f"\n{step}")
        code = main(step.arguments)
        if code not in (ExitCode.OK, ExitCode.REFUSED_PAGE):
            raise typer.Exit(code)
    typer.echo(f"\nThe report, with pictures: {(out / 'report.html').resolve()}, and report.pdf beside it")
