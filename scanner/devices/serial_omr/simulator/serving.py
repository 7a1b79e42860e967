"""A simulated reader that another process drives: over a pseudo-terminal, or a network serial port."""

from __future__ import annotations

from pathlib import Path

from scanner.address import Address
from scanner.devices.serial_omr.opening import line_settings, only, profile_of
from scanner.devices.serial_omr.simulator.hands import ReaderHands
from scanner.devices.serial_omr.simulator.opening import OPTIONS, reader_of
from scanner.devices.serial_omr.simulator.reader import Reader
from scanner.devices.simulated import Person, Spot
from scanner.devices.simulated.bench import Bench
from scanner.devices.simulated.opening import script_of
from scanner.devices.simulated.pty_bench import PtyBench
from scanner.devices.simulated.rfc2217_bench import Rfc2217Bench
from scanner.devices.simulated.usb_served import put_right
from scanner.errors import AddressError, ScannerError
from scanner.surroundings import Surroundings


class SerialServed:
    """See `scanner.serving.Served`."""

    def __init__(self, bench: Bench, reader: Reader, profile: str) -> None:
        self._bench = bench.start()
        self._reader = reader
        self._profile = profile

    @property
    def reached(self) -> str:
        url = self._bench.url
        return (
            f"retally scan CASE --scanner 'serial:{url}?profile={self._profile}' ..., or any program on {url}"
        )

    @property
    def counts(self) -> tuple[int, int]:
        with self._bench.lock:
            paper = self._reader.paper
            return len(paper.at(Spot.COUNTED)), len(paper.sheets)

    def put_right(self) -> None:
        with self._bench.lock:
            put_right(ReaderHands(self._reader))

    def close(self) -> None:
        self._bench.close()


def serve(address: Address, around: Surroundings, at: str) -> SerialServed:
    """See `scanner.serving.serve`."""
    kind, _, where = at.partition(":")
    if kind not in ("pty", "rfc2217") or not where or (kind == "rfc2217" and not where.isdigit()):
        raise AddressError(f"--at {at}: write pty:PATH, or rfc2217:PORT")
    try:
        bench, reader = line_of(address, around, Path(where) if kind == "pty" else int(where))
    except OSError as error:
        raise ScannerError(f"no line at {at}: {error.strerror}; give another place") from error
    return SerialServed(bench, reader, address.options["profile"])


def line_of(
    address: Address, around: Surroundings, where: Path | int, speed: float = 1.0
) -> tuple[Bench, Reader]:
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
        return PtyBench(where, reader, person, speed=speed), reader
    return Rfc2217Bench(line_settings(profile.port), reader, person, speed=speed, port=where), reader
