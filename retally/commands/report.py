"""`retally report`: the reconciliation for the file, the board and the public."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retally.commands._counting import CONTEST, counted
from retally.commands.compare import ORIGINAL, TEST_DECK, open_with_counts
from retally.console import meter, remark

NAMES_OF_ORIGINAL = "A file of names (TOML) for --original, as `retally original import` takes it."


def register(app: typer.Typer) -> None:
    """Adds `retally report`."""
    app.command("report")(report)


def report(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The HTML page to be written.")] = None,
    original: Annotated[Path | None, typer.Option("--original", help=ORIGINAL)] = None,
    test_deck: Annotated[Path | None, typer.Option("--test-deck", help=TEST_DECK)] = None,
    names: Annotated[Path | None, typer.Option("--map", metavar="MAP.toml", help=NAMES_OF_ORIGINAL)] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Also write the report as PDF, to be signed.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the report as JSON.")] = None,
    contest: Annotated[list[str] | None, typer.Option("--contest", help=CONTEST)] = None,
    text: Annotated[bool, typer.Option("--text", help="Also print the report as text.")] = False,
) -> None:
    """Write the report: an HTML page that needs nothing else, PDF to sign, JSON for machines, text for people.

    It has the margins, the differences of every unit and their causes, the spread of the mark scores, and
    pictures of the marks that a person must see.  No sheet is named in it.  Its time is that of the last entry
    of the case: while nothing is added, the same report comes out again, byte for byte.
    """
    import json

    from retally.files import write_whole
    from retally.reporting import report_of
    from tabulate.report import render_ballots, render_html, render_pdf, render_text

    if not any((output, pdf, json_file, text)):
        raise typer.BadParameter(
            "say what to write: -o report.html, --pdf report.pdf, --json report.json or --text"
        )
    if names and not original:
        raise typer.BadParameter("--map goes with --original")
    with open_with_counts(case, original, test_deck, names) as ledger:
        count = counted(ledger, contest or ())
        with meter("Cutting out marks") as shown:
            made = report_of(ledger, count, shown.advance)
    if output is not None:
        write_whole(output, render_html(made).encode())
        remark(f"written: {output}")
    if pdf is not None:
        write_whole(pdf, render_pdf(made))
        remark(f"written: {pdf}")
    if json_file is not None:
        write_whole(json_file, (json.dumps(made.to_json(), ensure_ascii=False, indent=2) + "\n").encode())
        remark(f"written: {json_file}")
    if text:
        typer.echo(render_text(made), nl=False)
        if made.ballots is not None:
            typer.echo("\n" + render_ballots(made.ballots, made.comparison.contests), nl=False)
