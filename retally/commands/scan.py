"""`retally scan`: the station, a batch at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.console import remark
from retally.exit_codes import ExitCode

if TYPE_CHECKING:
    from retally.station import Outcome
    from tabulate.ledger import Ledger

BY_HAND = "Sheets as people counted them; the batch is closed when it agrees."
EXPLAIN = "Why the hand count differs; closes the batch all the same."
RETURN = "Which sheets a scanner gives back: none, or some of unreadable,foreign,overvoted,blank."
RECORD = "Write every byte of the scanner's link, with its time, into a new file."
STACK_CHECKED = "Without a terminal: the counted stack was compared with the case, as it asked for."
MOST_LISTED = 10
"""Quarantined sheets named at the end; `retally status` names all."""


def register(app: typer.Typer) -> None:
    """Adds `retally scan`."""
    app.command("scan")(scan)


def scan(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    scanner: Annotated[str, typer.Option("--scanner", "-s", help="Address, such as folder:batch-17.")],
    batch: Annotated[str, typer.Option("--batch", "-b", help="Name of the batch, as on its box.")],
    unit: Annotated[str, typer.Option("--unit", "-u", help="Precinct or other unit it belongs to.")],
    mode: Annotated[str, typer.Option("--mode", "-m", help="absentee, election_day, ...")],
    sheets_by_hand: Annotated[int | None, typer.Option("--sheets-by-hand", min=0, help=BY_HAND)] = None,
    explain: Annotated[str | None, typer.Option("--explain", help=EXPLAIN)] = None,
    close: Annotated[bool, typer.Option("--close", help="Close the batch when the scanner is empty.")] = False,
    give_back: Annotated[str, typer.Option("--return", help=RETURN)] = "none",
    record: Annotated[Path | None, typer.Option("--record", help=RECORD)] = None,
    stack_checked: Annotated[bool, typer.Option("--stack-checked", help=STACK_CHECKED)] = False,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Reading processes; 0: one per CPU.")] = 0,
) -> None:
    """Scan a batch into the case and read it; run it again to continue one that was interrupted.

    A sheet is durable in the case before the scanner may drop it.  At a terminal, Enter says that the pile is
    done.  Exit code 4: sheets are quarantined; 5: the hand count differs; 6: the batch is closed and there are
    new sheets; 8: the scanner, or the disk; 130: interrupted with Ctrl-C.
    """
    from retally.case import open_to_write
    from retally.scanning import Order, scan_into
    from retally.station import ReturnPolicy, finish_batch

    order = Order(
        scanner, batch, unit, mode, ReturnPolicy.parse(give_back), record, stack_checked=stack_checked
    )
    with open_to_write(case) as ledger:
        outcome, doubts = scan_into(ledger, order, workers)
        typer.echo(f"{batch} ({unit}, {mode}): {outcome.standing}")
        for doubt in doubts:
            typer.echo(f"Look at this: {doubt}")
        _tell_quarantined(ledger, case, batch)
        _leave_if_incomplete(outcome)
        if outcome.closed:
            typer.echo("The batch was closed before, and the scanner has nothing new.")
        elif sheets_by_hand is not None or close:
            finish_batch(ledger, outcome, by_hand=sheets_by_hand, explanation=explain)
            typer.echo("The batch is closed.")
        else:
            typer.echo(
                "The batch is open: scan more into it, or run this again with --sheets-by-hand N or --close."
            )
    if outcome.standing.quarantined:
        raise typer.Exit(ExitCode.REFUSED_PAGE)


def _tell_quarantined(ledger: Ledger, case: Path, batch: str) -> None:
    from retally.standing import quarantined

    found = quarantined(ledger.sheets(batch))
    if not found:
        return
    typer.echo("Quarantined sheets are in no total until a person has dealt with them:")
    for line in found[:MOST_LISTED]:
        typer.echo(f"  {line}")
    if len(found) > MOST_LISTED:
        typer.echo(f"  and {len(found) - MOST_LISTED} more: 'retally status {case}' names them all")
    typer.echo(
        "Take them from the stack by their place in the batch: what was fed badly is scanned again as a batch "
        "of its own, what is foreign or damaged goes to the board."
    )


def _leave_if_incomplete(outcome: Outcome) -> None:
    if outcome.not_read:
        numbers = ", ".join(str(number) for number in outcome.not_read)
        remark(
            f"the reading process ended at sheet {numbers}: captured, and read again when you run this again"
        )
    if outcome.interrupted:
        remark(f"stopped on request after {outcome.new} new sheets")
        raise typer.Exit(ExitCode.INTERRUPTED)
    if outcome.not_read:
        raise typer.Exit(ExitCode.REFUSED_PAGE)
