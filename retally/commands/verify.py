"""`retally verify`: is the evidence whole, and does it still read the same?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from retally.console import Meter, meter, remark
from retally.exit_codes import ExitCode

CHECKPOINT = "A checkpoint of this case that was kept elsewhere; it must be in the chain."
FEW = 24
"""Sheets up to which starting further processes takes longer than reading."""


def register(app: typer.Typer) -> None:
    """Adds `retally verify`."""
    app.command("verify")(verify)


def verify(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    reread: Annotated[bool, typer.Option(help="Read all images again and compare the records.")] = True,
    checkpoint: Annotated[Path | None, typer.Option("--checkpoint", help=CHECKPOINT)] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Reading processes; 0: one per CPU.")] = 0,
) -> None:
    """Check every entry and every byte of a case, and read all its images again.

    Prints one line for each problem and ends with exit code 5 if there is one.  Without problems it prints
    the checkpoint of the case: three lines to keep on paper, against which the case can be verified later.
    """
    from retally.case import open_to_read
    from tabulate.ledger import verify as verify_ledger

    known = None if checkpoint is None else checkpoint.read_text(encoding="utf-8", errors="replace")
    with meter("Checking entries and images") as shown:
        found = verify_ledger(case, known, progress=_advance(shown))
    for problem in found:
        typer.echo(f"{case}: {problem}")
    problems = len(found)
    if reread:
        problems += _reread(case, workers, broken=bool(problems))
    if problems:
        many = "1 problem" if problems == 1 else f"{problems} problems"
        remark(f"{case}: {many}; keep the file as it is and compare it with another copy")
        raise typer.Exit(ExitCode.EVIDENCE)
    with open_to_read(case) as ledger:
        typer.echo(f"{case}: whole; {ledger.head.seq} entries{', all images read the same' if reread else ''}")
        typer.echo(ledger.checkpoint(), nl=False)


def _advance(shown: Meter) -> Callable[[int, int], None]:
    """Tells a meter what is done since it was told last."""
    told = 0

    def tell(done: int, _: int) -> None:
        nonlocal told
        shown.advance(done - told)
        told = done

    return tell


def _reread(case: Path, workers: int, *, broken: bool) -> int:
    """Reads all images again; gives the number of problems, each printed."""
    from config.errors import ConfigError
    from retally.case import open_to_read, program_of
    from retally.reread import reread
    from retally.station import SheetPool
    from tabulate.errors import TabulateError

    problems = 0
    try:
        with open_to_read(case) as ledger:
            sheets = sum(batch.sheets for batch in ledger.batches())
            if not workers and sheets <= FEW:
                workers = 1
            with SheetPool(program_of(ledger), workers) as pool, meter("Reading again", sheets) as shown:
                for problem in reread(ledger, pool, shown.advance):
                    typer.echo(f"{case}: {problem}")
                    problems += 1
    except (TabulateError, ConfigError) as error:
        if not broken:
            raise
        remark(f"the images are not all read again, as the case is broken: {error}")
    return problems
