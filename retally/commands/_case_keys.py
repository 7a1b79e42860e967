"""Keys of the recount board and its signatures: `retally case key` and `retally case sign`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

AT = "When the member signed, in Iowa wall-clock time."
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
PHRASE = "File whose first line is the passphrase; asked for if it is not given."


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the group `retally case`."""
    app.command("key")(key)
    app.command("sign")(sign)


def key(
    name: Annotated[str, typer.Argument(help="The member's name, as the member signs.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="New file for the secret, which stays with the member.")
    ],
    passphrase_file: Annotated[Path | None, typer.Option("--passphrase-file", help=PHRASE)] = None,
) -> None:
    """Make a board member's key: the locked secret into a file, the card for the board to stdout.

    The card is not secret: print it, and enter it with 'retally case step CASE FILE --card CARD'.
    """
    from retally.recounting import make_key

    card = make_key(name, out, _passphrase(passphrase_file, confirm=True))
    typer.echo(str(card), nl=False)


def sign(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    member: Annotated[str, typer.Option("--member", help="The member who signs.")],
    report: Annotated[
        Path, typer.Option("--report", help="The report that is signed; it must be the one made last.")
    ],
    at: Annotated[datetime, typer.Option("--at", formats=FORMATS, help=AT)],
    key: Annotated[Path | None, typer.Option("--key", help="The member's secret key.")] = None,
    on_paper: Annotated[
        bool, typer.Option("--on-paper", help="The member signed the printed report by hand.")
    ] = False,
    passphrase_file: Annotated[Path | None, typer.Option("--passphrase-file", help=PHRASE)] = None,
) -> None:
    """Sign the board's report as one of its members, with a key or on paper.

    Under the law until June 2025 two of the three members must sign, or the original numbers stand.
    """
    from retally.case import open_to_write
    from retally.recounting import needed, sign_on_paper, sign_with_key

    if (key is None) != on_paper:
        raise typer.BadParameter("give either --key FILE or --on-paper")
    passphrase = "" if key is None else _passphrase(passphrase_file)
    with open_to_write(case) as ledger:
        if key is None:
            state = sign_on_paper(ledger, member, at, report)
        else:
            state = sign_with_key(ledger, member, at, report, key=key, passphrase=passphrase)
    signed = state.signatures
    typer.echo(f"{case}: signed by {', '.join(signed.names)}; {needed(signed.needed)}")


def _passphrase(file: Path | None, *, confirm: bool = False) -> str:
    if file is not None:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[0] if lines else ""
    asked = typer.prompt("Passphrase of the key", hide_input=True, confirmation_prompt=confirm, err=True)
    return str(asked)
