"""`retally batch`: what can be done to a batch beside scanning it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Case = Annotated[Path, typer.Argument(help="The case file.")]
Name = Annotated[str, typer.Argument(help="Name of the batch.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it stays in the case and in the report.")]
By = Annotated[str, typer.Option("--by", help="The person who decided it.")]

batch_app = typer.Typer(
    name="batch", help="Reopen a batch, or withdraw one that must not count.", no_args_is_help=True
)
"""The group `retally batch`."""


def register(app: typer.Typer) -> None:
    """Adds the group `retally batch`."""
    app.add_typer(batch_app)


@batch_app.command("reopen")
def reopen(case: Case, batch: Name, reason: Reason, by: By) -> None:
    """Open a closed batch again, so that more sheets can be scanned into it."""
    from retally.case import open_to_write

    with open_to_write(case) as ledger:
        now = ledger.reopen_batch(batch, reason, by)
    typer.echo(f"{now.name} ({now.unit}, {now.mode}): open again with {now.sheets} sheets; scan, then close it")


@batch_app.command("withdraw")
def withdraw(case: Case, batch: Name, reason: Reason, by: By) -> None:
    """Let a batch count nowhere: one that was scanned under a wrong name, or twice.

    Its images and readings stay in the case as evidence, and the report names it.  There is no way back: scan
    the sheets again as a batch of another name.
    """
    from retally.case import open_to_write

    with open_to_write(case) as ledger:
        now = ledger.withdraw_batch(batch, reason, by)
    typer.echo(f"{now.name} ({now.unit}, {now.mode}): withdrawn; its {now.sheets} sheets count nowhere")
