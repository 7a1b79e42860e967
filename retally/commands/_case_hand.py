"""`retally case hand-ballots`: single ballots that two persons read, beside what the machine read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.console import remark
from retally.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.program import ElectionProgram
    from tabulate.compare.hand import HandBallots

READINGS = "What two persons read, CSV: sheet, contest, reader, choices."
PICTURES = "Also write a page with pictures of the contests that differ, for the board alone."


def add_to(group: typer.Typer) -> None:
    """Adds the command to the group `retally case`."""
    group.command("hand-ballots")(hand_ballots)


def hand_ballots(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    readings: Annotated[Path, typer.Argument(help=READINGS)],
    pictures: Annotated[Path | None, typer.Option("--pictures", help=PICTURES)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Record what persons read on single ballots, such as flagged ones, and hold it against the machine.

    Two different readers must agree on a contest of a sheet before it is recorded; what is open is listed, and
    the exit code is 5.  The last recorded reading of a contest stands.  No total changes by it.
    """
    import json

    from retally.case import open_to_write, program_of
    from retally.contest_pictures import contest_page
    from retally.files import write_whole
    from retally.hand_readings import hold_hand_ballots, record_hand_ballots

    with open_to_write(case) as ledger:
        program = program_of(ledger)
        ballots = hold_hand_ballots(ledger, program, readings)
        new = record_hand_ballots(ledger, program, ballots)
        if pictures is not None:
            write_whole(pictures, contest_page(ledger, program, ballots))
            remark(f"written: {pictures}; it names sheets, do not publish it")
    if as_json:
        told = {
            "recorded": new,
            "agreed": [one.to_json() for one in ballots.agreed],
            "open": [one.to_json() for one in ballots.open],
        }
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_for_people(ballots, program, new)))
    if ballots.open:
        raise typer.Exit(ExitCode.EVIDENCE)


def _for_people(ballots: HandBallots, program: ElectionProgram, new: int) -> Iterator[str]:
    from tabulate.compare import contest_infos
    from tabulate.compare.hand import changes

    infos = {info.id: info for info in contest_infos(program)}
    differ = [one for one in ballots.agreed if one.differs]
    yield (
        f"{len(ballots.agreed)} read alike by two persons, {len(differ)} of them otherwise than by the "
        f"machine, {len(ballots.open)} open; {new} new in the case"
    )
    for one in differ:
        info = infos[one.contest]
        machine = "could not read the sheet" if one.machine is None else f"reads {one.machine.in_words(info)}"
        hand = one.hand.in_words(info)
        yield f"DIFFERS: sheet {one.sheet.label}, {info.title}: hand {hand}, machine {machine}"
    for still in ballots.open:
        yield f"OPEN: {still.why}"
    for sentence in changes(ballots.agreed, program):
        yield f"If the readings by hand were taken: {sentence}"
