"""The file of a recorded session: JSON lines, each with a sum over itself and all before it.

The first line is a `Header`, the others are events of the link, and the last is the event ``end``.  What the
words mean is said in docs/scanners/recording.md.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scanner.errors import RecordingError

FORMAT: Final = 1
END: Final = "end"
LONGEST: Final = 64 << 20
"""Bytes of a line; the longest transfer of any device, 16 MiB as base64, is well below."""
_SUM: Final = 16
"""Hexadecimal digits: 64 bits against accidents; a signature it is not."""
_TAIL: Final = len(',"sum":"') + _SUM + len('"}')


class Header(BaseModel):
    """The first line.

    Attributes:
        format: of the file.
        address: as it was given to ``--scanner``.
        scheme, options: its parts.
        started: date and time, UTC.
        code: version of the program that recorded.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Annotated[int, Field(alias="retally-session", ge=1)]
    address: str
    scheme: str
    options: dict[str, str]
    started: str
    code: str


class Event(BaseModel):
    """Every other line.

    Attributes:
        at: time as the driver was told, in seconds since the device was opened.
        what: the kind of event.
        pipe: as in `scanner.link.Transport`.
        data: the bytes, base64.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    at: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    what: Annotated[str, Field(min_length=1, max_length=40)]
    pipe: Annotated[int, Field(ge=0, le=0xFF)]
    data: str


@dataclass(frozen=True, slots=True)
class Line:
    """An event with its place in the file, from 1; the header is line 1."""

    number: int
    at: float
    what: str
    pipe: int
    data: bytes

    def __str__(self) -> str:
        return f"{self.what} on pipe {self.pipe:#04x}{shown(self.data)}"


def shown(data: bytes) -> str:
    """The beginning of some bytes, for messages; enough to find them, never a ballot."""
    head = data[:48]
    text = head.decode("ascii") if head.isascii() and head.decode("ascii").isprintable() else head.hex(" ")
    return f" {text}{'...' if len(data) > len(head) else ''} ({len(data)} bytes)" if data else ""


class Chain:
    """Signs and checks lines; each sum depends on all lines before it."""

    def __init__(self) -> None:
        self._last = ""

    def seal(self, model: BaseModel) -> bytes:
        """The line of a header or an event, with its sum and its end."""
        body = model.model_dump_json(by_alias=True).encode("utf-8")[:-1]
        return body + f',"sum":"{self._next(body)}"}}\n'.encode("ascii")

    def open(self, line: bytes) -> bytes | None:
        """The JSON of a line without its sum; None when the sum does not fit."""
        body, tail = line[: -_TAIL - 1], line[-_TAIL - 1 :]
        return body + b"}" if tail == f',"sum":"{self._next(body)}"}}\n'.encode("ascii") else None

    def _next(self, body: bytes) -> str:
        self._last = hashlib.sha256(self._last.encode("ascii") + body).hexdigest()[:_SUM]
        return self._last


def read_lines(path: Path) -> Iterator[Header | Line]:
    """The header, then all lines up to and with ``end``, checked one by one as they are asked for.

    Raises:
        RecordingError: not there, foreign, of a newer version, damaged, cut off; the message names the line.
    """
    try:
        with path.open("rb") as file:
            yield from _checked(path, iter(lambda: file.readline(LONGEST), b""))
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}; give the path of a recorded session") from error


def _checked(path: Path, lines: Iterator[bytes]) -> Iterator[Header | Line]:
    chain = Chain()
    yield _header(path, next(lines, b""), chain)
    sheets, number, ended = 0, 1, False
    for number, raw in enumerate(lines, 2):
        if ended:
            raise RecordingError(f"{path}: line {number}: something follows the end of the session; "
                                 "use the file as it was recorded")  # fmt: skip
        if not raw.endswith(b"\n"):
            break
        line = _line(path, number, raw, chain)
        sheets += line.what == "outcome" and line.data == b"sheet"
        ended = line.what == END
        yield line
    if not ended:
        raise RecordingError(f"{path}: cut off at line {number}, after sheet {sheets}; "
                             "the recording was not brought to its end and cannot be replayed")  # fmt: skip


def _header(path: Path, raw: bytes, chain: Chain) -> Header:
    if not raw.startswith(b'{"retally-session":'):
        raise RecordingError(f"{path}: not a recorded session; give a file that --record wrote")
    version = raw.partition(b":")[2].partition(b",")[0]
    if version.isdigit() and int(version) > FORMAT:
        raise RecordingError(f"{path}: recorded by a newer version of retally (format {int(version)}); "
                             "update retally to replay it")  # fmt: skip
    body = chain.open(raw)
    try:
        return Header.model_validate_json(body or b"")
    except ValidationError as error:
        raise _damaged(path, 1) from error


def _line(path: Path, number: int, raw: bytes, chain: Chain) -> Line:
    body = chain.open(raw)
    try:
        event = Event.model_validate_json(body or b"")
        data = base64.b64decode(event.data, validate=True)
    except ValueError as error:
        raise _damaged(path, number) from error
    return Line(number, event.at, event.what, event.pipe, data)


def _damaged(path: Path, number: int) -> RecordingError:
    return RecordingError(f"{path}: line {number} is damaged or was changed; use the file as it was recorded")
