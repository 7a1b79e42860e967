"""The first words with a scanner that was just connected (scanner-protocols 1.7)."""

from __future__ import annotations

from typing import Final

from scanner.clock import Clock
from scanner.devices.pdi.conversation import Conversation, silent
from scanner.devices.pdi.protocol import commands
from scanner.devices.pdi.protocol.geometry import Geometry, Sides
from scanner.devices.pdi.protocol.image import Tables, sides_of
from scanner.devices.pdi.protocol.replies import register_of
from scanner.devices.pdi.protocol.tables import CalibrationTable, fitted
from scanner.devices.pdi.settings import ScanSettings
from scanner.trouble import Trouble, TroubleKind

GREET_FOR: Final = 3.0
GREET_EVERY: Final = 0.075
ANSWER_WITHIN: Final = 0.1
TABLES_WITHIN: Final = 3.0


def greet(line: Conversation, clock: Clock) -> None:
    """Turn the feeder off and wait until the scanner speaks with us.

    The first question after connecting may go unanswered until checksums are checked, so it is asked again.
    That the feeder goes off first is ours: it may be on since the link was lost.

    Raises:
        Trouble: it does not answer; SILENT.
    """
    until = clock.now() + GREET_FOR
    while True:
        line.tell(commands.FEEDER_OFF, commands.ENABLE_CRC)
        if line.test(ANSWER_WITHIN):
            return
        if clock.now() >= until:
            raise silent(commands.TEST_STRING)
        clock.sleep(GREET_EVERY)


def keep_sheet_at_power_on(line: Conversation) -> None:
    """Let a sheet that is in the scanner stay there when it is switched on, so that it is never undecided.

    Saved in the scanner's flash, and only where it is not so yet, since flash wears.

    Raises:
        Trouble: the scanner does not take it.
    """
    wanted = (commands.BOOT_EJECT, commands.NO_BOOT_EJECT)
    read = commands.read_register(commands.BOOT_EJECT)
    if line.understood(read, register_of) == wanted:
        return
    echo = line.understood(commands.write_register(*wanted), register_of)
    if echo != wanted or line.understood(read, register_of) != wanted:
        text = "the scanner does not keep a sheet when it is switched on"
        raise Trouble(TroubleKind.DEVICE, text, f"register {echo[0]} is {echo[1]:#x}")
    line.tell(commands.SAVE_REGISTERS)


def read_tables(line: Conversation, settings: ScanSettings) -> tuple[Geometry, Tables]:
    """Read how each pixel sees white and black; the length of a table is the width of a row.

    Raises:
        Trouble: a side that shall scan has no table.
    """
    half = settings.dpi == 200
    asked = commands.TABLES_HALF if half else commands.TABLES_NATIVE
    tables: dict[int, CalibrationTable] = {}
    for body in line.ask_for(asked, 2, TABLES_WITHIN):
        try:
            table = CalibrationTable.decode(body)
        except ValueError as error:
            text = "the scanner sent a calibration table that makes no sense"
            raise Trouble(TroubleKind.TRANSFER, text, str(error)) from error
        tables[table.side] = table
    missing = [side for side in sides_of(settings.sides) if side not in tables]
    if missing:
        names = " and ".join(("front", "back")[side] for side in missing)
        hint = "; a scanner with one side needs the option sides=front" if settings.sides is Sides.BOTH else ""
        raise Trouble(TroubleKind.DEVICE, f"the scanner has no calibration table for {names}{hint}")
    lengths = {len(tables[side].white) for side in sides_of(settings.sides)}
    if len(lengths) != 1:
        raise Trouble(TroubleKind.DEVICE, f"the two image sensors differ: {sorted(lengths)} pixels")
    native = lengths.pop()
    width = native if settings.dpi != 300 else native * 3 // 4
    if width % 8:
        raise Trouble(TroubleKind.DEVICE, f"an image sensor of {width} pixels is not known")
    geometry = Geometry(settings.dpi, width, settings.sides, settings.bilevel)
    return geometry, {side: fitted(table, width) for side, table in tables.items()}
