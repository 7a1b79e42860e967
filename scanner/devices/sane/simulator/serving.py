"""A simulated production scanner for any SANE frontend, on a loopback address."""

from __future__ import annotations

from scanner.address import Address
from scanner.devices.sane.simulator.hands import FeederHands
from scanner.devices.sane.simulator.opening import serve_sheets
from scanner.devices.simulated.opening import optics_of, recorded_sheets, script_of
from scanner.devices.simulated.paper import Spot
from scanner.devices.simulated.usb_served import put_right
from scanner.errors import RecordingError
from scanner.surroundings import Surroundings


class SaneServed:
    """See `scanner.serving.Served`."""

    def __init__(self, address: Address, around: Surroundings, at: str) -> None:
        sheets = recorded_sheets(address)
        if not sheets:
            raise RecordingError(f"{address.text}: no recorded sheets there to feed")
        self._server = serve_sheets(sheets, script_of(address), optics_of(address, around), at)
        self._hands = FeederHands(self._server.device)

    @property
    def reached(self) -> str:
        server = self._server
        return f"scanimage --device-name=net:{server.host}:{server.device.NAME} --source 'ADF Duplex' --batch"

    @property
    def counts(self) -> tuple[int, int]:
        with self._server.device.lock:
            paper = self._server.device.feeder.paper
            return len(paper.at(Spot.COUNTED)), len(paper.sheets)

    def put_right(self) -> None:
        put_right(self._hands)

    def close(self) -> None:
        self._server.close()


def serve(address: Address, around: Surroundings, at: str) -> SaneServed:
    """See `scanner.serving.serve`."""
    address.only("pages", "fault")
    return SaneServed(address, around, at)
