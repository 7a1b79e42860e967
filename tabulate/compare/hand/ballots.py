"""Single ballots that two persons read by hand, held against each other and against the machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.program import ElectionProgram
from tabulate.compare.contests import ContestInfo, as_infos
from tabulate.compare.words import listed

READERS = 2
"""Persons who read a ballot without seeing what the other wrote, as with hand tallies."""


@dataclass(frozen=True, slots=True)
class ContestRead:
    """What somebody, or the machine, read in one contest of a ballot; no votes when it is overvoted."""

    votes: frozenset[str] = frozenset()
    overvoted: bool = False

    def in_words(self, info: ContestInfo) -> str:
        """Names of the choices in the order of the ballot, or what else there is to say."""
        if self.overvoted:
            return "overvoted"
        return listed(info.name(choice) for choice in info.choices if choice in self.votes) or "blank"

    def to_json(self) -> dict[str, Any]:
        return {"votes": sorted(self.votes), "overvoted": self.overvoted}


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """A sheet of the case that can be read by hand.

    Attributes:
        id: number of its entry in the ledger.
        key: its name within the batch; `sequence` is its place there, from 1.
        imprint: what the device printed on it; None when it printed nothing.
        machine: what the machine read, by contest; None when it could not read the sheet.
    """

    id: int
    unit: str
    mode: str
    batch: str
    sequence: int
    key: str
    imprint: str | None
    machine: Mapping[str, ContestRead] | None

    @property
    def label(self) -> str:
        return f"{self.batch}/{self.sequence}"


@dataclass(frozen=True, slots=True)
class HandReading:
    """What one person read in one contest of one sheet; `turn` is 2 when both read it again, and so on."""

    sheet: int
    contest: str
    reader: str
    turn: int
    read: ContestRead


@dataclass(frozen=True, slots=True)
class AgreedReading:
    """What two persons read alike; `machine` is None when the machine could not read the sheet."""

    sheet: KnownSheet
    contest: str
    readers: tuple[str, ...]
    hand: ContestRead
    machine: ContestRead | None

    @property
    def differs(self) -> bool:
        return self.hand != self.machine

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet.label,
            "contest": self.contest,
            "readers": list(self.readers),
            "hand": self.hand.to_json(),
            "machine": None if self.machine is None else self.machine.to_json(),
            "differs": self.differs,
        }


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A contest of a sheet that does not count yet; `why` is a sentence: who must do what."""

    sheet: KnownSheet
    contest: str
    why: str

    def to_json(self) -> dict[str, Any]:
        return {"sheet": self.sheet.label, "contest": self.contest, "why": self.why}


@dataclass(frozen=True, slots=True)
class HandBallots:
    """Readings by hand as far as they stand, in the order of the file."""

    agreed: tuple[AgreedReading, ...]
    open: tuple[OpenReading, ...]


def agreed_ballots(
    readings: Iterable[HandReading],
    sheets: Iterable[KnownSheet],
    program: ElectionProgram | Sequence[ContestInfo],
) -> HandBallots:
    """Hold the readings of each contest of each sheet against each other, and what agrees against the machine.

    A contest of a sheet counts when its last turn has two readings by different persons that are equal.
    """
    infos, known = {info.id: info for info in as_infos(program)}, {sheet.id: sheet for sheet in sheets}
    groups: dict[tuple[int, str], list[HandReading]] = {}
    for reading in readings:
        groups.setdefault((reading.sheet, reading.contest), []).append(reading)
    agreed, still = [], []
    for (own, contest), group in groups.items():
        sheet, info = known[own], infos[contest]
        last = [reading for reading in group if reading.turn == max(item.turn for item in group)]
        why = _disagreement(last, info)
        if why:
            still.append(OpenReading(sheet, contest, f"sheet {sheet.label}: {why}"))
            continue
        machine = None if sheet.machine is None else sheet.machine.get(contest)
        names = tuple(reading.reader for reading in last)
        agreed.append(AgreedReading(sheet, contest, names, last[0].read, machine))
    return HandBallots(tuple(agreed), tuple(still))


def _disagreement(last: Sequence[HandReading], info: ContestInfo) -> str:
    """Why the last turn does not count; empty when it does."""
    names = [reading.reader for reading in last]
    if len(last) < READERS:
        return f"{names[0]} alone has read {info.title}; a second person must read it"
    if len(last) > READERS:
        return f"{listed(names)} stand in one turn for {info.title}; a turn has two readers"
    one, two = (reading.read for reading in last)
    if one == two:
        return ""
    return (
        f"{names[0]} reads {one.in_words(info)} in {info.title}, {names[1]} reads {two.in_words(info)}; both "
        f"read it again, as turn {last[0].turn + 1}"
    )
