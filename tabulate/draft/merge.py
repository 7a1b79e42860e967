"""One list of contests for all cards: the same contest on several cards is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tabulate.draft.cards import DraftCard
from tabulate.draft.phrases import slug
from tabulate.draft.rough import RoughChoice, RoughContest, SideName

LONGEST_ID = 60


@dataclass(slots=True)
class MergedContest:
    """A contest of the election.

    Attributes:
        id: identifier.
        model: the contest as on the first card that has it.
        choice_ids: identifier of each choice of `model`, in its order.
        parties: parties of the cards that have it.
        places: card, side and contest as printed there, for every card that has it.
    """

    id: str
    model: RoughContest
    choice_ids: tuple[str, ...]
    parties: set[str | None] = field(default_factory=set)
    places: list[tuple[DraftCard, SideName, RoughContest]] = field(default_factory=list)

    @property
    def party(self) -> str | None:
        """The party to whose ballots the contest is restricted: all cards that have it are of that party."""
        return next(iter(self.parties)) if len(self.parties) == 1 else None

    def id_of(self, contest: RoughContest, index: int) -> str:
        """Identifier of the choice at `index` of a card's copy of this contest, whatever the order there."""
        keys = _keys(self.model.choices)
        return self.choice_ids[keys.index(_keys(contest.choices)[index])]


def merge_contests(cards: Sequence[DraftCard]) -> list[MergedContest]:
    """Find the contests of all cards, in the order they first appear."""
    found: dict[tuple[object, ...], MergedContest] = {}
    taken: set[str] = set()
    for card in cards:
        number = 0
        for side in card.sides:
            for contest in card.contests[side]:
                number += 1
                key = _identity(card, number, contest)
                merged = found.get(key)
                if merged is None:
                    name = _contest_id(card, number, contest, taken)
                    taken.add(name)
                    merged = found[key] = MergedContest(name, contest, _choice_ids(contest.choices))
                merged.parties.add(contest.party)
                merged.places.append((card, side, contest))
    return list(found.values())


def _identity(card: DraftCard, number: int, contest: RoughContest) -> tuple[object, ...]:
    """What makes two printed contests one; contests without names are never the same."""
    if not contest.title or any(not choice.name for choice in contest.choices):
        return (card.id, number)
    named = frozenset(_keys([choice for choice in contest.choices if choice.kind != "write-in"]))
    write_ins = sum(choice.kind == "write-in" for choice in contest.choices)
    # Without a printed candidate nothing but the party tells two primaries' contests for one office apart.
    party = contest.party if not named else None
    return (_plain(contest.title), contest.vote_for, named, write_ins, party)


def _contest_id(card: DraftCard, number: int, contest: RoughContest, taken: set[str]) -> str:
    base = slug(contest.title, LONGEST_ID) or f"{card.id}-contest-{number}"
    if base not in taken:
        return base
    if contest.party is not None:
        base = f"{base}-{slug(contest.party, 15)}"
    candidate, count = base, 2
    while candidate in taken:
        candidate, count = f"{base}-{count}", count + 1
    return candidate


def _keys(choices: Sequence[RoughChoice]) -> list[tuple[str, int]]:
    """A key for each choice, whatever the order of others: its name, and which of that name it is."""
    seen: dict[str, int] = {}
    keys = []
    for choice in choices:
        name = (
            "write-in"
            if choice.kind == "write-in"
            else _plain(choice.name) or f"c{choice.column:g}r{choice.row:g}"
        )
        if choice.kind != "write-in" and choice.party:
            name += "|" + _plain(choice.party)
        seen[name] = seen.get(name, 0) + 1
        keys.append((name, seen[name]))
    return keys


def _choice_ids(choices: Sequence[RoughChoice]) -> tuple[str, ...]:
    plain = [_choice_id(choice) for choice in choices]
    ids: list[str] = []
    write_ins = 0
    for choice, name in zip(choices, plain, strict=True):
        if choice.kind == "write-in":
            write_ins += 1
            ids.append(f"write-in-{write_ins}")
            continue
        candidate, count = name, 2
        if plain.count(name) > 1 and choice.party:
            candidate = f"{name}-{slug(choice.party, 15)}"
        while candidate in ids:
            candidate, count = f"{name}-{count}", count + 1
        ids.append(candidate)
    return tuple(ids)


def _choice_id(choice: RoughChoice) -> str:
    if choice.kind == "write-in":
        return "write-in"
    return slug(choice.name, LONGEST_ID) or f"choice-r{choice.row:g}-c{choice.column:g}"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
