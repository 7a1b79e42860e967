"""What every ``sim+...`` address does: a person sits at the simulated device, and time is simulated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scanner.address import Address, parse_address
from scanner.devices.simulated.faults import Faults, read_script
from scanner.devices.simulated.person import Person
from scanner.errors import AddressError
from scanner.folder import open_folder
from scanner.interface import ScannerInfo
from scanner.link.memory import SimulatedClock
from scanner.notice import Notice
from scanner.sheet import CapturedSheet
from scanner.surroundings import Optics, Surroundings


def recorded_sheets(address: Address) -> list[CapturedSheet]:
    """The sheets of the folder that a simulation feeds, front and back paired as `folder:` does it.

    Its options (``pages=...``) may be given to the simulation, too.
    """
    options = "&".join(f"{name}={address.options[name]}" for name in ("pages",) if name in address.options)
    folder = parse_address(f"folder:{address.path}{'?' + options if options else ''}")
    with open_folder(folder, Surroundings()) as recording:
        sheets = []
        for sheet in recording.sheets():
            sheets.append(sheet)
            recording.accept(sheet)
    return sheets


def script_of(address: Address) -> Faults:
    """The faults of the address's option ``fault``."""
    return read_script(Path(address.options["fault"]).expanduser()) if "fault" in address.options else Faults()


def optics_of(address: Address, around: Surroundings) -> Optics:
    """The eyes of a simulated device.

    Raises:
        AddressError: whoever opens it has none.
    """
    if around.optics is None:
        raise AddressError(f"{address.text}: a simulated device can only be opened by retally's own commands")
    return around.optics


def with_person(around: Surroundings, person: Person, clock: SimulatedClock) -> Surroundings:
    """Surroundings in which a person hears every notice, says when the pile is done, and time is simulated."""

    def notify(notice: Notice) -> None:
        person.hear(notice)
        around.notify(notice)

    return replace(
        around,
        clock=clock,
        notify=notify,
        finished=lambda: around.finished() or person.done,
        confirmed=lambda notice: person.idle,
    )


def simulated(info: ScannerInfo, sheets: int) -> ScannerInfo:
    """`info`, marked as what it is."""
    return replace(info, simulated=True, name=f"simulated {info.name}", expected=sheets)
