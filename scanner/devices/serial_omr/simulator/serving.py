"""A simulated reader that another process drives: over a pseudo-terminal, or a network serial port."""

from __future__ import annotations

from pathlib import Path

from scanner.address import Address
from scanner.devices.serial_omr.opening import line_settings, only, profile_of
from scanner.devices.serial_omr.simulator.hands import ReaderHands
from scanner.devices.serial_omr.simulator.opening import OPTIONS, reader_of
from scanner.devices.simulated import Person
from scanner.devices.simulated.bench import Bench
from scanner.devices.simulated.opening import script_of
from scanner.devices.simulated.pty_bench import PtyBench
from scanner.devices.simulated.rfc2217_bench import Rfc2217Bench
from scanner.surroundings import Surroundings


def serve(address: Address, around: Surroundings, where: Path | int, speed: float = 1.0) -> Bench:
    """A reader with a folder's cards in its hopper, living in real time.

    The person beside it puts cards in, and does nothing else: no notice of another program reaches them.

    Args:
        address: ``sim+serial:DIR?profile=NAME...``.
        around: with optics.
        where: path of the pseudo-terminal, or TCP port on this machine for RFC 2217 (0: any).
        speed: how many of its seconds pass in one of ours.

    Raises:
        AddressError: an option or a setting that does not exist or does not fit.
        RecordingError: a folder or a script that cannot be used.
    """
    only(address, OPTIONS)
    profile = profile_of(address)
    reader = reader_of(address, profile, around, script_of(address))
    person = Person(reader.paper, ReaderHands(reader))
    if isinstance(where, Path):
        return PtyBench(where, reader, person, speed=speed)
    return Rfc2217Bench(line_settings(profile.port), reader, person, speed=speed, port=where)
