"""`retally deck`: print a test deck for a program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from config.program import ElectionProgram

BLANK = "The county's blank ballots, PDF; without any, the cards are drawn from the program. May be repeated."


def register(app: typer.Typer) -> None:
    """Adds `retally deck`."""
    app.command("deck")(deck)


def deck(
    program: Annotated[Path, typer.Argument(help="The election program, program.json.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write to; made if absent.")],
    blank: Annotated[list[Path] | None, typer.Option("--blank", help=BLANK)] = None,
    precinct: Annotated[str | None, typer.Option("--precinct", help="Only the cards of this precinct.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Unit of the expected result.")] = None,
    mode: Annotated[str, typer.Option("--mode", help="Mode of the expected result.")] = "test",
) -> None:
    """Print a test deck: ballots with known marks, to print, scan and compare before a count needs it.

    Writes deck-CARD.pdf for each card, ballots.csv (what is on each ballot) and expected.csv (the result, as an
    original count is written).  Scan the printed ballots as a case of their own, then hold them against it:
    retally compare CASE --original expected.csv
    """
    from config.program import load_program
    from fixtures.forge.blank_pdf import drawn_blanks, find_blanks
    from fixtures.forge.deck_files import deck_files

    loaded = load_program(program)
    cards = _cards(loaded, precinct)
    files = [(str(path), path.read_bytes()) for path in blank or ()]
    blanks = find_blanks(loaded, files) if files else drawn_blanks(loaded)
    written = deck_files(loaded, cards, blanks, unit or precinct or "test-deck", mode)
    out.mkdir(parents=True, exist_ok=True)
    for name, data in written.items():
        (out / name).write_bytes(data)
        typer.echo(str(out / name))


def _cards(program: ElectionProgram, precinct: str | None) -> list[str]:
    """Ids of the cards whose deck is wanted."""
    if precinct is None:
        return [card.id for card in program.cards]
    known = [place.id for place in program.precincts]
    if precinct not in known:
        raise typer.BadParameter(
            f"there is no precinct {precinct!r}; known are {', '.join(known)}", param_hint="--precinct"
        )
    wanted = {card for style in program.ballot_styles if precinct in style.precincts for card in style.cards}
    return [card.id for card in program.cards if card.id in wanted]
