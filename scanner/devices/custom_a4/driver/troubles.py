"""What a status says of paper and machine, in words for the operator."""

from __future__ import annotations

from scanner.devices.custom_a4.protocol import Status
from scanner.trouble import Trouble, TroubleKind


def trouble_in(status: Status) -> Trouble | None:
    """The trouble that a status shows, the gravest first; None when there is none."""
    if status.cover_open:
        return cover_open()
    return jam_in(status) if status.jam else None


def cover_open() -> Trouble:
    return Trouble(TroubleKind.COVER_OPEN, "the cover of the scanner is open")


def jam_in(status: Status) -> Trouble:
    """Which kind of jam it is: byte 35 tells them apart (reference 2.4, 2.5)."""
    if status.double:
        return Trouble(
            TroubleKind.DOUBLE_FEED,
            "two sheets were drawn in at once; neither is counted. Separate them and feed them one by one",
            detail(status),
        )
    if status.held_back:
        return Trouble(
            TroubleKind.JAM, "the sheet was held back, or the rollers slipped; let go of it", detail(status)
        )
    return Trouble(TroubleKind.JAM, "paper is jammed in the scanner", detail(status))


def detail(status: Status) -> str:
    """The device's own words."""
    return f"sensors {status.sensors:02x} {status.exit:02x}{', jam' if status.jam else ''}"


def askew(status: Status) -> Trouble:
    """The entry is covered, and no whole sheet lies there."""
    text = "the entry is covered in part: a sheet lies crooked, or an entry sensor is dirty"
    return Trouble(TroubleKind.SENSOR_STUCK, text, detail(status))


def not_taken(status: Status) -> Trouble:
    """A sheet lies in the entry that must not be taken in."""
    if status.inside:
        return not_out(status)
    if status.front:
        text = "a sheet is in the entry. If it is another one than the sheet that came out, put it on the pile"
        return Trouble(TroubleKind.SECOND_SHEET, text)
    return askew(status)


def never_still(status: Status) -> Trouble:
    return Trouble(TroubleKind.JAM, "the scanner does not stop moving", detail(status))


def exit_stuck(status: Status) -> Trouble:
    return Trouble(TroubleKind.SENSOR_STUCK, "a sensor at the exit stays covered", detail(status))


def not_out(status: Status) -> Trouble:
    """What keeps a sheet from leaving."""
    if status.entry_covered and status.rear:
        return Trouble(TroubleKind.SECOND_SHEET, "a second sheet was pushed in while the first was passed on")
    if status.exit_covered and not status.rear:
        return exit_stuck(status)
    return Trouble(TroubleKind.JAM, "the sheet did not come out of the scanner", detail(status))
