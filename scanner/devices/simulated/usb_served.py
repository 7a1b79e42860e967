"""A simulated USB scanner on a USB/IP server, with a person who feeds its pile."""

from __future__ import annotations

from scanner.devices.simulated.paper import Paper, Spot
from scanner.devices.simulated.person import Handles, Person
from scanner.devices.simulated.skins.descriptors import Descriptors
from scanner.devices.simulated.skins.usbip import serve_usbip
from scanner.errors import AddressError, ScannerError
from scanner.link.memory import Peripheral


def place_of(at: str) -> tuple[str, int]:
    """``HOST:PORT``.

    Raises:
        AddressError: something else.
    """
    host, _, port = at.rpartition(":")
    if not (host and port.isdigit() and int(port) < 65536):
        raise AddressError(f"--at {at}: write HOST:PORT, such as 127.0.0.1:3240")
    return host, int(port)


class UsbServed:
    """See `scanner.serving.Served`."""

    def __init__(
        self, device: Peripheral, hands: Handles, paper: Paper, descriptors: Descriptors, at: str
    ) -> None:
        """Switch it on.

        Raises:
            AddressError: `at` is no place.
            ScannerError: somebody has it.
        """
        host, port = place_of(at)
        self._hands = hands
        self._paper = paper
        try:
            self._life, self._server = serve_usbip(
                device, descriptors, host, port, others=(Person(paper, hands),)
            )
        except OSError as error:
            raise ScannerError(f"no USB/IP server at {at}: {error.strerror}; give another place") from error

    @property
    def reached(self) -> str:
        host, port = self._server.address[:2]
        return f"sudo modprobe vhci-hcd && sudo usbip --tcp-port {port} attach -r {host} -b 1-1"

    @property
    def counts(self) -> tuple[int, int]:
        with self._life.touching():
            return len(self._paper.at(Spot.COUNTED)), len(self._paper.sheets)

    def put_right(self) -> None:
        with self._life.touching():
            put_right(self._hands)

    def close(self) -> None:
        self._server.close()
        self._life.close()


def put_right(hands: Handles) -> None:
    """What is stuck goes back on the pile, and everything is closed, plugged in and free."""
    hands.end_other_program()
    hands.close_cover()
    hands.take_out(Spot.PILE)
    hands.clear_entry()
    hands.plug_in()
