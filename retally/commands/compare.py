"""`retally compare`: the count of the case beside the original count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.console import meter

if TYPE_CHECKING:
    from retally.count import Count
    from tabulate.ledger import Ledger

ORIGINAL = "The original count as CSV; without it, the one imported last."
TEST_DECK = "Expected result of the public test, CSV: finds units whose test was reported."


def register(app: typer.Typer) -> None:
    """Adds `retally compare`."""
    app.command("compare")(compare)


def compare(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    original: Annotated[Path | None, typer.Option("--original", help=ORIGINAL)] = None,
    test_deck: Annotated[Path | None, typer.Option("--test-deck", help=TEST_DECK)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Compare with the original count, unit by unit: where it differs, by how much, and why.

    The counts given are recorded in the case.  Differences are findings, not errors: the exit code is 0.
    """
    import json

    from retally.comparison import compare_case
    from tabulate.report import render_text

    with open_with_counts(case, original, test_deck) as ledger:
        comparison = compare_case(ledger, counted(ledger))
    if as_json:
        typer.echo(json.dumps(comparison.to_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(render_text(comparison), nl=False)


def open_with_counts(case: Path, original: Path | None, test_deck: Path | None) -> Ledger:
    """Opens a case after recording the counts given; for writing only as far as there are any."""
    from retally.case import open_to_read, open_to_write, program_of
    from retally.comparison import ORIGINAL, TEST_DECK, import_count

    given = {ORIGINAL: original, TEST_DECK: test_deck}
    if any(given.values()):
        with open_to_write(case) as ledger:
            program = program_of(ledger)
            for role, path in given.items():
                if path is not None:
                    import_count(ledger, role, path, program)
    return open_to_read(case)


def counted(ledger: Ledger) -> Count:
    """Counts a case and shows how far it is."""
    from retally.case import program_of
    from retally.count import count_case

    with meter("Counting", sum(batch.sheets for batch in ledger.batches())) as shown:
        return count_case(ledger, program_of(ledger), shown.advance)
