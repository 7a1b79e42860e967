"""The lead at several moments: ``date, stage``, a column of votes for each candidate, ``margin``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tabulate.compare.csv_rows import Row, column_names, read_rows
from tabulate.compare.original import number_in
from tabulate.errors import OriginalCountError

REQUIRED = ("date", "stage", "margin")
BESIDE = ("sources", "note")
_LEAD = re.compile(r"(?P<leader>.*\S)\s+\+(?P<votes>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Moment:
    """Who led by how much, and the votes where they were published.

    Attributes:
        date: as written, ISO 8601.
        votes: by column name; only the known ones.
    """

    date: str
    stage: str
    leader: str
    lead: int
    votes: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        return {
            "date": self.date,
            "stage": self.stage,
            "leader": self.leader,
            "lead": self.lead,
            "votes": dict(self.votes),
        }


def read_timeline(data: bytes | str, name: str) -> tuple[Moment, ...]:
    """Read the moments in the order of the file.

    Raises:
        OriginalCountError: a lead that cannot be read or is not the difference of the votes beside it, or dates
            that go back.
    """
    candidates = sorted(column_names(data, name) - {*REQUIRED, *BESIDE})
    moments: list[Moment] = []
    for row in read_rows(data, name, REQUIRED, (*BESIDE, *candidates)):
        moment = _moment(row, name, candidates)
        if moments and moment.date < moments[-1].date:
            raise OriginalCountError(
                f"{name}, line {row.line}, column date: {moment.date} after {moments[-1].date}; sort the rows"
            )
        moments.append(moment)
    return tuple(moments)


def _moment(row: Row, name: str, candidates: list[str]) -> Moment:
    where = f"{name}, line {row.line}, column margin"
    said = _LEAD.fullmatch(row.cells["margin"])
    if said is None:
        raise OriginalCountError(f"{where}: '{row.cells['margin']}' is not a lead such as 'Hart +162'")
    votes = {candidate: number_in(row, candidate, name) for candidate in candidates if row.cells.get(candidate)}
    lead = int(said["votes"])
    ranked = sorted(votes.values(), reverse=True)
    if len(votes) == len(candidates) > 1:
        first = max(votes, key=votes.__getitem__)
        if ranked[0] - ranked[1] != lead or (lead and _letters(first) != _letters(said["leader"])):
            raise OriginalCountError(
                f"{where}: '{row.cells['margin']}' where the votes give {first} +{ranked[0] - ranked[1]}"
            )
    return Moment(row.cells["date"], row.cells["stage"], said["leader"], lead, votes)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
