"""What the comparison must know of a contest: how many may be chosen, the names, and the write-in lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from config.program import ElectionProgram

WRITE_INS = "write-in"
"""Choice id under which all write-in lines of one contest are summed, as abstracts give them ("scattering")."""

WRITE_IN_WORDS = frozenset({"write-in", "write-ins", "write in", "write ins", "writein", "scattering"})
"""Words an original count uses for all write-in votes of a contest together."""


@dataclass(frozen=True, slots=True)
class ContestInfo:
    """A contest as the comparison sees it.

    Attributes:
        vote_for: how many may be chosen; None when nobody said so, and then nothing that needs it is checked.
        choices: choice ids in program order, write-in lines included.
        write_ins: the ids among `choices` that are write-in lines.
        names: choice id and printed name, for people.
    """

    id: str
    title: str
    vote_for: int | None
    choices: tuple[str, ...] = ()
    write_ins: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def write_in_key(self) -> str | None:
        """The one id under which write-ins are compared; None when the contest has no write-in line.

        An original count gives write-ins as one number, the paper has a line for each: they can only be
        compared as a sum.
        """
        if not self.write_ins:
            return None
        return self.write_ins[0] if len(self.write_ins) == 1 else WRITE_INS

    def compared(self) -> tuple[str, ...]:
        """Choice ids as compared: those of the program, with all write-in lines as one at the end."""
        plain = tuple(choice for choice in self.choices if choice not in self.write_ins)
        return plain if self.write_in_key is None else (*plain, self.write_in_key)

    def name(self, choice: str) -> str:
        """Printed name of a choice, or its id when none is known."""
        if choice == self.write_in_key and len(self.write_ins) > 1:
            return "Write-ins"
        return dict(self.names).get(choice, choice)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "vote_for": self.vote_for,
            "choices": [
                {"id": choice, "name": self.name(choice), "write_in": choice == self.write_in_key}
                for choice in self.compared()
            ],
        }


LONGEST_TITLE = 60
"""Characters of a contest's title in a sentence; the titles of measures are whole questions."""


def short_title(contest: str, infos: Iterable[ContestInfo]) -> str:
    """Title of a contest, cut at a word when it is long and still tells it from the others; else its id."""
    titles = {info.id: textwrap.shorten(info.title, LONGEST_TITLE, placeholder=" ...") for info in infos}
    title = titles.get(contest, contest)
    return title if list(titles.values()).count(title) <= 1 else contest


def contest_infos(program: ElectionProgram) -> tuple[ContestInfo, ...]:
    """The contests of a program, in its order."""
    return tuple(
        ContestInfo(
            id=contest.id,
            title=contest.title,
            vote_for=contest.vote_for,
            choices=tuple(choice.id for choice in contest.choices),
            write_ins=tuple(choice.id for choice in contest.choices if choice.kind == "write-in"),
            names=tuple((choice.id, choice.name) for choice in contest.choices),
        )
        for contest in program.contests
    )


def as_infos(program: ElectionProgram | Sequence[ContestInfo] | None) -> tuple[ContestInfo, ...]:
    """Contest infos of a program, or the infos as given."""
    if program is None:
        return ()
    return contest_infos(program) if isinstance(program, ElectionProgram) else tuple(program)
