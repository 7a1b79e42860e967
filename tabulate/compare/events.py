"""What happened during a recount, as the board records it: passes, containers, ballots set aside, methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tabulate.votes.totals import ContestTotals

Method = Literal["hand", "machine", "both", "unknown"]


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of a batch, or of a whole unit, through a machine or a tally.

    Attributes:
        batch: empty for the whole unit.
        number: 1, 2, ... in the order of the runs.
        equipment: what counted it, so that two machines can be told apart.
        accepted: whether it is the one that counts; one of them must be.
        reason: why it was run again, or why this one counts.
    """

    unit: str
    mode: str
    batch: str
    number: int
    totals: Sequence[ContestTotals]
    equipment: str = ""
    accepted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """A sealed container or a batch, and how many ballots its label or the list of envelopes gives.

    Attributes:
        name: of the container; of the batch when it is one.
        counted: ballots found in it; None while it was not counted.
    """

    unit: str
    mode: str
    name: str
    stated: int
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """Ballots kept apart, with their own tally in one contest.

    Attributes:
        why: ``found`` in a container beyond its label, or ``never_counted`` by the precinct officials.
        counted: whether the recount's totals hold them all the same.
    """

    unit: str
    mode: str
    contest: str
    why: Literal["found", "never_counted"]
    ballots: int
    votes: dict[str, int] = field(default_factory=dict)
    counted: bool = False


@dataclass(frozen=True, slots=True)
class UnitMethod:
    """How a unit was recounted.

    Attributes:
        reported: of hand and machine, the one whose numbers the board reports; None when there is only one.
    """

    unit: str
    mode: str
    method: Method
    reported: Literal["hand", "machine"] | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """All that was recorded."""

    passes: Sequence[Pass] = ()
    containers: Sequence[Container] = ()
    set_aside: Sequence[SetAside] = ()
    methods: Sequence[UnitMethod] = ()
