"""How a call of ``scanimage`` ended, by its exit code and by what it wrote to stderr."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Outcome(Enum):
    """What came out."""

    OK = "done"
    EMPTY = "the feeder is empty"
    JAMMED = "jammed or double feed"
    COVER_OPEN = "cover open"
    BUSY = "in use"
    DENIED = "no permission"
    GONE = "not reachable"
    USAGE = "not accepted by the device"
    STOPPED = "stopped in the middle of a sheet"
    OTHER = "device error"


TEXTS: Final[dict[str, Outcome]] = {
    "Document feeder out of documents": Outcome.EMPTY,
    "Document feeder jammed": Outcome.JAMMED,
    "Scanner cover is open": Outcome.COVER_OPEN,
    "Device busy": Outcome.BUSY,
    "Access to resource has been denied": Outcome.DENIED,
    "Error during device I/O": Outcome.GONE,
    # A name that no backend knows, or a network scanner that does not answer.
    "Invalid argument": Outcome.GONE,
    "no SANE devices found": Outcome.GONE,
}
"""SANE's texts for its statuses; the locale of the child is C, so they are always these."""

CODES: Final = {
    3: Outcome.BUSY,
    6: Outcome.JAMMED,
    7: Outcome.EMPTY,
    8: Outcome.COVER_OPEN,
    9: Outcome.GONE,
    11: Outcome.DENIED,
}
"""Exit codes are SANE's statuses (scanner-protocols 5.3); 1 is a mistake in the call as well."""

_STATUS: Final = re.compile(r"^scanimage: (sane_start|sane_read|open of device .* failed): (.+)$", re.MULTILINE)
_USAGE: Final = re.compile(r"^scanimage: (?:unrecognized option|setting of option|option ).*$", re.MULTILINE)
_NOISE: Final = re.compile(
    r"^(?:Scanning |Scanned page|Place document|Press |Batch terminated|Output format is not set).*$\n?",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a call.

    Attributes:
        code: its exit code; negative for a signal.
        outcome: what that means.
        detail: its own words, one line.
    """

    code: int
    outcome: Outcome
    detail: str


def how_it_ended(code: int, errors: str) -> Ended:
    """Judge an end.

    The text goes before the code: scanimage 1.1.1 exits with 0 when the feeder becomes empty, but also when the
    connection is reset in the middle of ``sane_start``: then it is killed by its own SIGPIPE, says ``Operation
    not supported``, and exits with 0 all the same, or it crashes (both seen over the net backend).

    Args:
        code: exit code.
        errors: all of stderr.
    """
    detail = " ".join(_NOISE.sub("", errors).split())[:300]
    if "received signal 13" in errors:
        return Ended(code, Outcome.GONE, detail)
    status = _STATUS.search(errors)
    if status is not None:
        outcome = TEXTS.get(status[2].strip(), CODES.get(code, Outcome.OTHER))
        if outcome is Outcome.EMPTY and status[1] == "sane_read":
            # A sheet is under way: taken for an empty feeder, it would drop on the stack uncounted.
            outcome = Outcome.STOPPED
    elif code < 0:
        outcome, detail = Outcome.GONE, f"{detail} scanimage ended with signal {-code}".strip()
    elif _USAGE.search(errors):
        outcome = Outcome.USAGE
    elif code == 0:
        outcome = Outcome.OK
    else:
        outcome = next((TEXTS[text] for text in TEXTS if text in errors), CODES.get(code, Outcome.OTHER))
    return Ended(code, outcome, detail)
