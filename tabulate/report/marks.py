"""Marks that a person must see, as small pictures, and the spread of all scores."""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tabulate.votes.records import State

BIN = 20
"""Width of a bar of the histogram, per mille of ink."""
BINS = 1000 // BIN + 1
STATES: tuple[State, ...] = ("empty", "marginal", "marked")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""PNG chunks that make the picture.  Others (text, time, EXIF) could say whose sheet it was."""


@dataclass(frozen=True, slots=True)
class FlaggedMark:
    """One mark that a person must see.

    Attributes:
        png: the crop of the page around the target, PNG.
        sheet: label of the sheet; kept out of every report unless `ReportModel.show_sheets` says otherwise.
    """

    png: bytes
    contest: str
    choice: str
    score: int
    state: State
    flags: tuple[str, ...]
    sheet: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.png).hexdigest()

    def data_uri(self) -> str:
        """The picture for an HTML page, without anything in the file that is not picture."""
        return "data:image/png;base64," + base64.b64encode(bare_png(self.png)).decode("ascii")

    def to_json(self, *, show_sheet: bool) -> dict[str, Any]:
        return {
            "contest": self.contest,
            "choice": self.choice,
            "score": self.score,
            "state": self.state,
            "flags": list(self.flags),
            "png_sha256": self.sha256,
            "sheet": self.sheet if show_sheet else None,
        }


def bare_png(data: bytes) -> bytes:
    """A PNG with its picture chunks alone.

    Raises:
        ValueError: not a whole PNG.
    """
    if not data.startswith(_SIGNATURE):
        raise ValueError("a crop of a mark is not a PNG")
    kept, position, ended = [_SIGNATURE], len(_SIGNATURE), False
    while position < len(data) and not ended:
        if position + 12 > len(data):
            raise ValueError("a crop of a mark is a truncated PNG")
        length, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if end > len(data):
            raise ValueError("a crop of a mark is a truncated PNG")
        if struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(data[position + 4 : end - 4]):
            raise ValueError("a crop of a mark is a damaged PNG")
        if kind in _KEPT:
            kept.append(data[position:end])
        ended = kind == b"IEND"
        position = end
    if not ended:
        raise ValueError("a crop of a mark is a truncated PNG")
    return b"".join(kept)


def in_report_order(marks: Iterable[FlaggedMark], contests: Iterable[str]) -> tuple[FlaggedMark, ...]:
    """Marks by contest, score and picture, never in the order of the sheets.

    The order of the scan must not come back from a report, nor the marks of one ballot side by side.
    """
    order = {contest: place for place, contest in enumerate(contests)}
    return tuple(
        sorted(
            marks,
            key=lambda mark: (
                order.get(mark.contest, len(order)),
                mark.contest,
                -mark.score,
                mark.choice,
                mark.sha256,
                mark.flags,
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class ScoreHistogram:
    """How many targets have which score, by state.

    Attributes:
        counts: by state, `BINS` numbers; number i counts scores from ``i * BIN`` to below ``(i + 1) * BIN``.
    """

    counts: dict[State, tuple[int, ...]]

    @property
    def total(self) -> int:
        return sum(sum(bins) for bins in self.counts.values())

    def to_json(self) -> dict[str, Any]:
        return {"bin_permille": BIN, "counts": {state: list(self.counts[state]) for state in STATES}}


def score_histogram(scores: Iterable[tuple[int, State]]) -> ScoreHistogram:
    """Count target scores (per mille) by state.  Below 0 counts in the first bar, above 1000 in the last."""
    counts: dict[State, list[int]] = {state: [0] * BINS for state in STATES}
    for score, state in scores:
        counts[state][min(max(score // BIN, 0), BINS - 1)] += 1
    return ScoreHistogram({state: tuple(bins) for state, bins in counts.items()})
