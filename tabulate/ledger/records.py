"""What the ledger gives back: plain records, made from entries on every call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple


class Head(NamedTuple):
    """The last entry: its number, which is also how many there are, and its hash in hex."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class ImageRef:
    """An image of a sheet: content hash of the bytes as captured, and the page within them, from 0."""

    sha256: str
    media_type: str
    page: int
    name: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it stands now.

    Attributes:
        scanner: address of the scanner with which it was opened.
        sheets: how many are captured.
        counted_by_hand, explanation: as given when it was closed; None while open or not given.
        withdrawn: why it counts nowhere; None while it does.
    """

    name: str
    unit: str
    mode: str
    scanner: str
    sheets: int
    closed: bool
    counted_by_hand: int | None = None
    explanation: str | None = None
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A captured sheet.

    Attributes:
        id: number of the entry that captured it.
        sequence: place within the batch as captured, from 1.
        key: its name within the batch, the same on every replay.
        at: when it was captured.
        reading: what was read, as JSON; None when it is not read yet.
        imprint: what the device printed on it; None when it printed nothing.
        paper: a device holds or drops it, and its end is noted.
        disposed: where it went; None when that is not noted, or no device moved it.
        returned: why it was given back; None when it was not.
        withdrawn: its batch counts nowhere.
    """

    id: int
    batch: str
    sequence: int
    unit: str
    mode: str
    key: str
    source: str
    at: str
    images: tuple[ImageRef, ...]
    reading: dict[str, Any] | None
    imprint: str | None = None
    paper: bool = False
    disposed: Literal["accepted", "returned"] | None = None
    returned: str | None = None
    withdrawn: bool = False

    @property
    def counts(self) -> bool:
        """Whether it can be in a total, once it is read; what was given back or withdrawn cannot."""
        return self.disposed != "returned" and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Original:
    """An imported original count; a later one of the same name replaces it for comparing."""

    seq: int
    at: str
    name: str
    sha256: str
    rows: tuple[dict[str, Any], ...]
