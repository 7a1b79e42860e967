"""`retally scanners`: what is attached, how it is, and simulated ones for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.console import remark

if TYPE_CHECKING:
    from scanner.interface import Scanner

Where = Annotated[str, typer.Argument(help="Address of the scanner, such as pdi: or sane:NAME.")]
FEED = "Folder of recorded sheets that it feeds."
FAULT = "TOML file of faults that happen on purpose; docs/scanners.md."
AT = "Where it is reached: HOST:PORT, a loopback address, pty:PATH or rfc2217:PORT, by its kind."
SET = "Options of the simulated scanner and its driver, NAME=VALUE; may be given again."
SECONDS = "End after so many seconds instead of at Ctrl-C."
GROUP = "Members of this group may use the scanners; without it, whoever sits at the machine."
PRINT = "Print the rule and change nothing."

scanners_app = typer.Typer(name="scanners", help="List, probe, calibrate, set up and simulate scanners.")
"""The group `retally scanners`."""


def register(app: typer.Typer) -> None:
    """Adds the group `retally scanners`."""
    app.add_typer(scanners_app)


@scanners_app.callback(invoke_without_command=True)
def list_them(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List what is attached and could be a scanner, and what each can do; nothing is opened or moved."""
    if context.invoked_subcommand is not None:
        return
    from scanner.attached import attached
    from scanner.known import FAMILIES

    here = attached()
    rows = [
        {
            "address": one.address,
            "name": one.name,
            "can": FAMILIES[one.scheme].abilities,
            "remark": one.remark or None,
            "documentation": FAMILIES[one.scheme].page,
        }
        for one in here.found
    ]
    if as_json:
        typer.echo(json.dumps({"scanners": rows, "remarks": here.remarks}, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['address']}\n  {row['name']}\n  {row['can']}\n  see {row['documentation']}")
        if row["remark"]:
            typer.echo(f"  {row['remark']}")
    if not rows:
        typer.echo("No scanner, mark reader or serial port is attached to this machine.")
    for text in here.remarks:
        remark(text)


@scanners_app.command("probe")
def probe(
    scanner: Where,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Connect to a scanner and show firmware, sensors, paper path and settings; no paper moves."""
    with _opened(scanner) as device:
        about = device.describe()
        said = device.probe()
    if as_json:
        head = {"address": about.address, "name": about.name, "simulated": about.simulated}
        typer.echo(json.dumps({**head, "holds": about.holds, "report": said}, indent=2))
        return
    typer.echo(f"{about.name}{' (simulated)' if about.simulated else ''}")
    typer.echo("holds each sheet until it is stored" if about.holds else "a sheet drops before it is stored")
    width = max((len(name) for name in said), default=0)
    for name, value in said.items():
        typer.echo(f"{name:{width}}  {value}")


@scanners_app.command("calibrate")
def calibrate(
    scanner: Where,
    double_feed: Annotated[
        bool, typer.Option("--double-feed", help="The sensor for two sheets, instead of the image sensors.")
    ] = False,
) -> None:
    """Calibrate a scanner with the sheets that it asks for; never with ballots."""
    from scanner.interface import Calibration

    steps = [Calibration.ONE_SHEET, Calibration.TWO_SHEETS] if double_feed else [Calibration.SENSORS]
    for step in steps:
        with _opened(scanner) as device:
            for text in device.calibrate(step):
                typer.echo(text)
    typer.echo("Calibrated. Scan a test deck before any ballot.")


@scanners_app.command("simulate")
def simulate(
    kind: Annotated[str, typer.Argument(help="pdi, custom-a4, sane or serial.")],
    feed: Annotated[Path, typer.Option("--feed", help=FEED)],
    fault: Annotated[Path | None, typer.Option("--fault", help=FAULT)] = None,
    at: Annotated[str | None, typer.Option("--at", help=AT)] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help=SET)] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0, help=SECONDS)] = None,
) -> None:
    """Run a simulated scanner that another program can drive, until Ctrl-C.

    The person at it feeds the pile, and does nothing else by themselves: Enter puts everything right, with
    what is stuck back on the pile.
    """
    from retally.simulating import Simulation, simulated_address

    with Simulation(simulated_address(kind, feed, fault, settings or ()), at) as simulation:
        typer.echo(f"To drive it: {simulation.reached}")
        remark("Enter puts everything right; Ctrl-C ends it")
        simulation.run(lambda through, of: remark(f"{through} of {of} sheets are through"), seconds)


@scanners_app.command("setup")
def setup(
    group: Annotated[str | None, typer.Option("--group", help=GROUP)] = None,
    show: Annotated[bool, typer.Option("--print", help=PRINT)] = False,
) -> None:
    """Let others than root open scanners on USB: writes a udev rule, once for each machine."""
    from retally.usb_access import let_in, rule

    if show:
        typer.echo(rule(group), nl=False)
        return
    path = let_in(group)
    typer.echo(f"Written: {path}. Plug the scanner in again; 'retally scanners' lists it.")


def _opened(address: str) -> Scanner:
    """A scanner whose notices are printed."""
    from retally.bare import bare_surroundings
    from scanner.address import open_scanner

    return open_scanner(address, bare_surroundings())
