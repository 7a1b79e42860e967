"""Two files of cast vote records held against each other by name, where no program says what a name means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.words import some
from tabulate.errors import OriginalCountError
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming


@dataclass(frozen=True, slots=True)
class CvrFile:
    """Cast vote records without the file around them.

    Attributes:
        name: of the file, for messages.
        choices: by contest, the choices that the file names.
        said: names of choices, by contest, that its file of names gave as they are here.
    """

    name: str
    ballots: Sequence[BallotRecord]
    choices: dict[str, dict[str, None]]
    said: frozenset[tuple[str, str]]


def cvr_file(count: Imported, name: str, naming: Naming) -> CvrFile:
    """What the matching needs of an import.

    Raises:
        OriginalCountError: it has no cast vote records.
    """
    if not count.ballots:
        raise OriginalCountError(f"{name}: {count.format} has totals and no cast vote records")
    choices: dict[str, dict[str, None]] = {}
    for row in count.rows:
        choices.setdefault(row.contest, {}).update(dict.fromkeys(row.votes))
    said = frozenset(
        (naming.contests.get(contest, contest), choice)
        for contest, names in naming.choices.items()
        for choice in names.values()
    )
    return CvrFile(name, count.ballots, choices, said)


def check_names(original: CvrFile, recount: CvrFile) -> tuple[str, ...]:
    """Holds the contests and choices of two files against each other.

    A choice that one file alone names may have had no vote in the other, as some formats name no other
    choices: that is noted.  Where both have such choices of one contest, they are two names for one.

    Returns:
        notes on choices that one file alone names.

    Raises:
        OriginalCountError: a contest that one file alone has, or choices that are called otherwise.
    """
    for one, two in ((original, recount), (recount, original)):
        for contest in one.choices:
            if contest not in two.choices:
                raise OriginalCountError(
                    f"{one.name}, contest: '{contest}' is not in {two.name}, which has "
                    f"{some(two.choices)}; say under [contests] in a file of names (--map, "
                    "--recount-map) which one it is, or with 'only' which ones to take"
                )
    notes = []
    for contest, choices in original.choices.items():
        here = [choice for choice in choices if choice not in recount.choices[contest]]
        there = [choice for choice in recount.choices[contest] if choice not in choices]
        strange = [choice for choice in here if (contest, choice) not in original.said]
        if strange and there and any((contest, choice) not in recount.said for choice in there):
            raise OriginalCountError(
                f"{original.name}, choice: '{strange[0]}' in contest '{contest}' is not in {recount.name}, "
                f'which has {some(there)} instead; say under [choices."{contest}"] in a file of names (--map, '
                "--recount-map) what it is called, by its own name if it is another choice"
            )
        notes += [
            f"'{choice}' of '{contest}' is named in {one.name} alone: no vote of it in {two.name}, or called "
            "otherwise there"
            for one, two, lonely in ((original, recount, here), (recount, original, there))
            for choice in lonely
        ]
    return tuple(notes)
