"""The recount of a case: `retally case open`, `steps`, `step`, `undo`, `deadlines` and `status`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Case = Annotated[Path, typer.Argument(help="The case file.")]
AsJson = Annotated[bool, typer.Option("--json", help="As one JSON object.")]
SEAL = "Election day's seal or its file, if it is not in the file."
ABSTRACTS = "Votes by county, candidate and, if you like, precinct and mode (CSV), if they are not in the file."
KIND = "Kinds of steps; a template of each is printed, to be filled in."
REPORT = "The board's report, whose SHA-256 the step report-made is given."
CARD = "A member's key card, from which the step key-entered is given name and key."


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the group `retally case`."""
    app.command("open")(open_)
    app.command("steps")(steps)
    app.command("step")(step)
    app.command("undo")(undo)
    app.command("deadlines")(deadlines)
    app.command("status")(status)


def open_(
    case: Case,
    file: Annotated[Path, typer.Argument(help="What is known before the first step (TOML).")],
    seal: Annotated[str | None, typer.Option("--seal", help=SEAL)] = None,
    abstracts: Annotated[Path | None, typer.Option("--abstracts", help=ABSTRACTS)] = None,
) -> None:
    """Open the recount of a case under the law in force on the election day.

    'retally case steps CASE' prints a file to be filled in.  A case has one recount, of one county and office.
    """
    from retally.case import open_to_write
    from retally.recounting import open_recount

    with open_to_write(case) as ledger:
        state = open_recount(ledger, file, seal, abstracts)
    law = state.opening.law
    typer.echo(f"{case}: recount opened under {law.id}, {len(state.opening.precincts)} precincts")
    if law.warning is not None:
        typer.echo(f"WARNING: {law.warning}")
    for doubt in state.doubts:
        typer.echo(f"DOUBT: {doubt}")


def steps(
    case: Case,
    kinds: Annotated[list[str] | None, typer.Argument(help=KIND)] = None,
) -> None:
    """List the steps of the recount that may come next, or print templates of steps.

    Before the recount is opened it prints the file that 'retally case open' needs.  Templates can stand one
    below the other in a file.
    """
    from retally.case import open_to_read
    from retally.recounting import steps_text

    with open_to_read(case) as ledger:
        typer.echo(steps_text(ledger, kinds or ()), nl=False)


def step(
    case: Case,
    file: Annotated[Path, typer.Argument(help="The steps, filled in (TOML).")],
    report: Annotated[Path | None, typer.Option("--report", help=REPORT)] = None,
    card: Annotated[Path | None, typer.Option("--card", help=CARD)] = None,
) -> None:
    """Record steps of the recount: all of the file, or none if one of them cannot be.

    A step before its time ends with exit code 6, facts that cannot be with 3, a program, key or signature
    that is another one with 5.  Lateness stops nothing; it is shown.
    """
    from datetime import UTC, datetime

    from retally.case import open_to_write
    from retally.recounting import iowa_time, record_steps

    with open_to_write(case) as ledger:
        events = record_steps(ledger, file, report=report, card=card, now=iowa_time(datetime.now(UTC)))
        state = ledger.proceedings()
    for event in events:
        typer.echo(f"{event.at:%Y-%m-%d %H:%M}  {event.words}: recorded")
    for doubt in state.doubts if state is not None else ():
        typer.echo(f"DOUBT: {doubt}")


def undo(
    case: Case,
    reason: Annotated[str, typer.Option("--reason", help="What was wrong; it stays in the case.")],
    by: Annotated[str, typer.Option("--by", help="The person who withdraws it.")],
) -> None:
    """Withdraw the step that was recorded last, because it was entered wrongly.  It stays as evidence.

    Status and report show it with the reason and the name; of a filing or a signature they make a doubt.
    """
    from retally.case import open_to_write
    from retally.recounting import withdrawal_doubts

    with open_to_write(case) as ledger:
        event = ledger.withdraw_step(reason, by)
        doubts = withdrawal_doubts(ledger.withdrawals()[-1:])
    typer.echo(f"{case}: withdrawn: {event.words} ({event.at:%Y-%m-%d %H:%M})")
    for doubt in doubts:
        typer.echo(f"DOUBT: {doubt}")


def deadlines(case: Case, as_json: AsJson = False) -> None:
    """List the last day and time of each step for this canvass, with clause; doubts of the law are marked."""
    import json
    from datetime import UTC, datetime

    from retally.case import open_to_read
    from retally.recounting import clock_lines, clocks_of, iowa_time, recount_of

    with open_to_read(case) as ledger:
        clocks = clocks_of(recount_of(ledger), iowa_time(datetime.now(UTC)))
    lines = [json.dumps(clocks, ensure_ascii=False, indent=2)] if as_json else clock_lines(clocks)
    typer.echo("\n".join(lines))


def status(case: Case, as_json: AsJson = False) -> None:
    """Say where the recount stands: what is done, what may come next, what is late or doubtful."""
    import json
    from datetime import UTC, datetime

    from retally.case import open_to_read
    from retally.recounting import iowa_time, recount_of, standing_lines, standing_of

    with open_to_read(case) as ledger:
        found = standing_of(recount_of(ledger), iowa_time(datetime.now(UTC)), ledger.withdrawals())
    lines = [json.dumps(found, ensure_ascii=False, indent=2)] if as_json else standing_lines(found)
    typer.echo("\n".join(lines))
