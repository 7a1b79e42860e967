"""Scripts of what goes wrong, and when: a TOML file that a tester writes by hand.

[[fault]]
kind = "jam"
sheet = 3            # at the third feed, counted from 1; a sheet that is fed again counts again
moment = "during"    # before, during or after its image; accepting, returning, connecting
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scanner.errors import RecordingError


class FaultKind(Enum):
    """Everything that a simulator can be told to do wrong.  A family that cannot do one says so."""

    JAM = "jam"
    DOUBLE_FEED = "double-feed"
    COVER_OPEN = "cover-open"
    SHEET_PULLED = "sheet-pulled"
    SECOND_SHEET = "second-sheet"
    SENSOR_STUCK = "sensor-stuck"
    CALIBRATION_NEEDED = "calibration-needed"
    SHORT_IMAGE = "short-image"
    IMAGE_EARLY = "image-before-begin"
    NO_SHORT_PACKET = "no-short-packet"
    SPLIT_REPLY = "split-reply"
    MERGED_REPLIES = "merged-replies"
    CRC_ERROR = "crc-error"
    STALE_REPLY = "stale-reply"
    SILENT = "silent"
    RESET = "reset"
    UNPLUGGED = "unplugged"
    HANG_UP = "hang-up"
    SLOW = "slow"
    BUSY = "busy"
    NOISE = "line-noise"


class Moment(Enum):
    """When, within the way of one sheet."""

    CONNECTING = "connecting"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    ACCEPTING = "accepting"
    RETURNING = "returning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong once.

    Attributes:
        sheet: number of the feed at which it does, from 1; 0 is the connecting before the first.
    """

    kind: FaultKind
    sheet: int
    moment: Moment


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: FaultKind
    sheet: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    moment: Moment = Moment.DURING


class _Script(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fault: Annotated[list[_Line], Field(max_length=10_000)] = []


class Faults:
    """The faults of a script that have not happened yet."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self._left = list(faults)

    def add(self, fault: Fault) -> None:
        """One more."""
        self._left.append(fault)

    def take(self, sheet: int, moment: Moment, *kinds: FaultKind) -> Fault | None:
        """The next fault that is due there, of these kinds (any when none is named); it happens once."""
        for fault in self._left:
            if fault.sheet == sheet and fault.moment is moment and (not kinds or fault.kind in kinds):
                self._left.remove(fault)
                return fault
        return None

    @property
    def left(self) -> tuple[Fault, ...]:
        """What did not happen (yet)."""
        return tuple(self._left)


def read_script(path: Path) -> Faults:
    """Read a script.

    Raises:
        RecordingError: not there, not TOML, or a field that is wrong; the message names it.
    """
    try:
        raw: Any = tomllib.loads(path.read_text(encoding="utf-8"))
        script = _Script.model_validate(raw)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}; give the path of a fault script") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecordingError(f"{path}: not a TOML file: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecordingError(f"{path}: {where}: {first['msg']}") from error
    return Faults(tuple(Fault(line.kind, line.sheet, line.moment) for line in script.fault))
