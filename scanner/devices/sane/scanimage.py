"""Calls of ``scanimage`` on one device, over a link."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from scanner.devices.sane.child import CALL, MESSAGES, PAGES, PROMPT
from scanner.devices.sane.protocol.command import BATCH
from scanner.devices.sane.protocol.options import DeviceOption, read_options
from scanner.devices.sane.protocol.status import Ended, Outcome, how_it_ended
from scanner.errors import ScannerError
from scanner.link import LinkBusyError, LinkError, LinkLostError, Transport

NOW: Final = 0.0
SOON: Final = 1.0
"""Seconds for the end of a process whose output has ended."""


class StuckError(Exception):
    """No progress; the process was ended."""


class Scanimage:
    """What a driver asks of one device."""

    def __init__(self, link: Transport, device: str, silence: float) -> None:
        self._link = link
        self._device = device
        self._silence = silence
        self._batch = False
        self._pages = 0

    def options(self, arguments: Sequence[str] = ()) -> dict[str, DeviceOption]:
        """What the device can be asked for, and what its sensors say, after these arguments.

        Raises:
            LinkError: it is not there, or taken.
            ScannerError: it does not accept the arguments.
        """
        return read_options(self._call([*arguments, "--all-options"]))

    def check(self, arguments: Sequence[str]) -> None:
        """Set everything and scan nothing.  Raises as `options` does."""
        self._call([*arguments, "--dont-scan"])

    def begin(self, arguments: Sequence[str]) -> None:
        """Start a batch; nothing is fed before the first `page`."""
        self._start([*arguments, *BATCH])
        self._batch, self._pages = True, 0

    @property
    def running(self) -> bool:
        """Whether a batch was begun and has not ended."""
        return self._batch

    def page(self) -> bytes | Ended:
        """Let one page be scanned: its file, or how the batch ended instead.

        Raises:
            StuckError: nothing came, and nothing grew.
        """
        self._link.write(b"\n", pipe=PROMPT)
        line = self._link.read(pipe=PROMPT, timeout=self._silence)
        if line is None:
            self.end(NOW)
            raise StuckError
        if not line:
            return self.end(SOON)
        self._pages += 1
        name = line.rstrip(b"\n")
        if name.decode("ascii", "replace") != f"p{self._pages:06d}.pnm":
            return Ended(self.end(self._silence).code, Outcome.OTHER, f"a page out of order: {name[:40]!r}")
        self._link.write(name, pipe=PAGES)
        data = self._link.read(pipe=PAGES, timeout=self._silence)
        if data is None:
            return Ended(self.end(self._silence).code, Outcome.OTHER, "the page is not on the disk")
        return data

    def end(self, timeout: float) -> Ended:
        """End the batch, gently: standard input is closed, and the device is left by `scanimage` itself."""
        self._batch = False
        self._link.write(b"", pipe=PROMPT)
        code = self._link.read(pipe=CALL, timeout=timeout)
        messages = self._link.read(pipe=MESSAGES, timeout=timeout) or b""
        return how_it_ended(int(code or b"0"), messages.decode("utf-8", "replace"))

    def _start(self, arguments: Sequence[str]) -> None:
        call = ["--device-name", self._device, *arguments]
        self._link.write(json.dumps(call).encode("ascii"), pipe=CALL)

    def _call(self, arguments: Sequence[str]) -> str:
        self._batch = False
        self._start(["--format=pnm", *arguments])
        lines = []
        while line := self._link.read(pipe=PROMPT, timeout=self._silence):
            lines.append(line.decode("utf-8", "replace"))
        ended = self.end(NOW if line is None else self._silence)
        if line is None:
            raise LinkLostError(f"the scanner {self._device} does not answer; switch it off and on")
        if ended.outcome is not Outcome.OK:
            raise no_answer(self._device, ended)
        return "".join(lines)


def no_answer(device: str, ended: Ended) -> ScannerError:
    """The error for a device that could not be opened or asked."""
    detail = f" ({ended.detail})" if ended.detail else ""
    match ended.outcome:
        case Outcome.BUSY:
            return LinkBusyError(f"the scanner {device} is in use{detail}")
        case Outcome.GONE:
            return LinkLostError(f"the scanner {device} cannot be reached; see: retally scanners{detail}")
        case Outcome.DENIED:
            return LinkError(f"no permission to use the scanner {device}; run: retally scanners setup{detail}")
        case Outcome.USAGE:
            return ScannerError(f"the scanner {device} does not accept a setting; mend its address{detail}")
    return LinkError(f"the scanner {device} failed; switch it off and on{detail}")
