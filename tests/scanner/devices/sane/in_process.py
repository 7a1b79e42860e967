"""`scanimage` without a process: the driver's link straight into the simulated device, in simulated time.

It prints, ends and exits as scanimage 1.1.1 does over the net backend; `test_in_process` holds it against that.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from threading import Event

from scanner.devices.sane.child import CALL, MESSAGES, PAGES, PROMPT
from scanner.devices.sane.simulator.feeder import Cut, End, Status
from scanner.devices.sane.simulator.model import Picture, SimulatedFi
from scanner.devices.sane.simulator.option import Cap, Option, Type, Unit, Value
from scanner.devices.sane.simulator.table import PAGE_OF
from scanner.link import SimulatedClock

TEXTS = {
    Status.BUSY: "Device busy",
    Status.INVALID: "Invalid argument",
    Status.JAMMED: "Document feeder jammed",
    Status.NO_DOCS: "Document feeder out of documents",
    Status.COVER_OPEN: "Scanner cover is open",
    Status.IO_ERROR: "Error during device I/O",
}
SHORT = {"l": "tl-x", "t": "tl-y", "x": "br-x", "y": "br-y"}
"""The scan area; ``-x`` and ``-y`` are width and height."""
UNITS = {Unit.NONE: "", Unit.MM: "mm", Unit.DPI: "dpi"}
PAGE_TAKES = 0.5
"""Seconds from a prompt to the page; ours."""


class Woken(Event):
    """Of a device whose server waits: when it is switched off and on, the server leaves it."""

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave

    def set(self) -> None:
        super().set()
        self._leave()


class InProcessScanimage:
    """A `Transport` as `ScanimageLink` is one.

    `hang_up` is what happens to a child whose parent dies: it finishes the page and leaves the device.
    """

    def __init__(self, device: SimulatedFi, clock: SimulatedClock) -> None:
        self._device, self._clock = device, clock
        self._lines: deque[bytes] = deque()
        self._files: dict[str, bytes] = {}
        self._messages, self._code, self._pages = "", 0, 0
        self._opened = self._stuck = False
        self._asked = ""

    def write(self, data: bytes, *, pipe: int = PROMPT, timeout: float = 1.0) -> None:
        if pipe == CALL:
            self.hang_up()
            self._lines.clear()
            self._messages, self._code, self._pages, self._stuck = "", 0, 0, False
            self._start(json.loads(data))
        elif pipe == PAGES:
            self._asked = data.decode()
        elif data:
            self._scan()
        else:
            self._leave()

    def read(self, *, pipe: int = PROMPT, timeout: float) -> bytes | None:
        if pipe == PAGES:
            return self._files.pop(self._asked, None)
        if pipe == MESSAGES:
            return self._messages.encode()
        if pipe == CALL:
            self.hang_up()
            return str(self._code).encode()
        if self._lines:
            self._clock.sleep(PAGE_TAKES if self._opened else 0.0)
            return self._lines.popleft()
        if self._stuck:
            self._clock.sleep(timeout)
            return None
        return b""

    def drain(self, *, pipe: int = PROMPT, grace: float) -> bytes:
        return self.read(pipe=pipe, timeout=grace) or b""

    def close(self) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """The process is gone, and its connection with it."""
        self._stuck = False
        self._leave()

    def _leave(self) -> None:
        if self._opened and not self._stuck:
            self._opened = False
            self._device.close()

    def _start(self, arguments: list[str]) -> None:
        _, name, *rest = arguments
        if not self._device.feeder.attached:
            self._end(Status.IO_ERROR, f"open of device {name} failed")
            return
        status = self._device.open("fi")
        if status is not Status.GOOD:
            self._end(status, f"open of device {name} failed")
            return
        self._opened = True
        for argument in rest:
            if not self._set(argument):
                self._messages += f"scanimage: setting of option {argument} failed (Invalid argument)\n"
                self._code = 1
                self._leave()
                return
        if "--all-options" in rest:
            self._lines += [
                f"{line}\n".encode() for line in ["All options specific to device:", *self._listed()]
            ]
        if "--batch-prompt" not in rest:
            self._leave()

    def _scan(self) -> None:
        """What follows a newline at the prompt."""
        if not self._opened or self._stuck:
            return
        end = self._device.start()
        picture = self._device.picture
        if end is not Status.GOOD or picture is None:
            self._ended_with(end, "sane_start")
            return
        self._pages += 1
        if isinstance(picture.end, Cut) or picture.end is not Status.EOF:
            self._ended_with(picture.end, "sane_read")
            return
        self._device.sent(picture)
        name = f"p{self._pages:06d}.pnm"
        self._files[name] = _pnm(picture)
        self._lines.append(f"{name}\n".encode())

    def _ended_with(self, end: End, call: str) -> None:
        if end is Cut.SILENT or (end is Cut.HANG_UP and call == "sane_read"):
            self._stuck = True
            if call == "sane_start":
                # The server waits within the call, and has the device for as long.
                self._opened = False
                self._device.woken = Woken(self._device.close)
            return
        if isinstance(end, Cut):
            self._gone(call)
            return
        self._end(end, call)

    def _gone(self, call: str) -> None:
        """The connection was reset, or closed before an answer."""
        if call == "sane_start":
            self._messages += "scanimage: received signal 13\n"
            self._leave()
        else:
            self._end(Status.IO_ERROR, call)

    def _end(self, status: Status, what: str) -> None:
        self._messages += f"scanimage: {what}: {TEXTS[status]}\nBatch terminated, {self._pages} pages scanned\n"
        self._code = 0 if (status, what) == (Status.NO_DOCS, "sane_start") else int(status)
        self._leave()

    def _set(self, argument: str) -> bool:
        if argument.startswith("--"):
            name, _, text = argument[2:].partition("=")
        else:
            name, text = SHORT[argument[1]], argument[2:]
        option = next((one for one in self._device.options if one.name == name), None)
        return option is None or self._device.set(option, _value(option, text)) is Status.GOOD

    def _listed(self) -> list[str]:
        letters = {name: letter for letter, name in SHORT.items()}
        return [
            f"    {f'-{letters[one.name]}' if one.name in letters else f'--{one.name}'}{self._described(one)}"
            for one in self._device.options
            if one.name
        ]

    def _described(self, option: Option) -> str:
        value = self._device.get(option)
        says = f" [{_text(option, value)}]"
        if not option.cap & Cap.SOFT_SELECT:
            says += " [hardware]" if option.cap & Cap.HARD_SELECT else " [read-only]"
        if self._device.inactive(option):
            says = " [inactive]"
        if option.kind is Type.BOOL:
            return f"[=(yes|no)]{says}"
        unit = UNITS[option.unit]
        if option.choices:
            return f" {'|'.join(map(str, option.choices))}{unit}{says}"
        if option.span is not None:
            least, most, _ = option.span
            page = next((one for one in self._device.options if one.name == PAGE_OF.get(option.name)), None)
            if page is not None:
                most = float(self._device.get(page))
            return f" {least:g}..{most:g}{unit}{says}"
        return f" <{'string' if option.kind is Type.STRING else 'int'}>{says}"


def _value(option: Option, text: str) -> Value:
    if option.kind is Type.BOOL:
        return text == "yes"
    if option.kind is Type.INT:
        return int(text)
    return float(text) if option.kind is Type.FIXED else text


def _text(option: Option, value: Value) -> str:
    if option.kind is Type.BOOL:
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _pnm(picture: Picture) -> bytes:
    head = f"P4\n# SANE data follows\n{picture.width} {picture.lines}\n"
    if picture.depth == 8:
        head = f"P5\n# SANE data follows\n{picture.width} {picture.lines}\n255\n"
    return head.encode() + picture.data
