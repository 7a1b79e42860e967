"""`retally export`: the case in the common data formats of NIST."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retally.console import meter, remark

FORMAT = (
    "results-json or results-xml (SP 1500-100), cvr-json or cvr-xml (SP 1500-103), events-json or events-xml "
    "(SP 1500-101)."
)


def register(app: typer.Typer) -> None:
    """Adds `retally export`."""
    app.command("export")(export)


def export(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    form: Annotated[str, typer.Option("--format", help=FORMAT)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to be made.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file if it exists.")] = False,
) -> None:
    """Write the count, the ballots or the events of a case in a format that other programs read.

    The records of ballots stand in an order that does not tell that of the scan.  A case with sheets that
    nobody has dealt with says so in the file.  The same case gives the same file, byte for byte.
    """
    from retally.case import open_to_read, program_of
    from retally.exporting import Form, save_export

    if form not in set(Form):
        raise typer.BadParameter(f"--format '{form}' is none of {', '.join(Form)}")
    with open_to_read(case) as ledger:
        sheets = sum(batch.sheets for batch in ledger.batches())
        with meter("Exporting", sheets) as shown:
            made = save_export(
                ledger, program_of(ledger), Form(form), output, replace=replace, advance=shown.advance
            )
    for sentence in made.missing:
        remark(f"NOT COMPLETE: {sentence}")
    for note in made.notes:
        remark(note)
    typer.echo(f"{output}: written as {form}{', NOT COMPLETE' if made.missing else ''}")
