"""Ballot styles: who receives which cards, and that party and contest agree."""

from __future__ import annotations

from collections.abc import Iterator

from config.program.model import Card, ElectionProgram
from config.program.problem import Problem


def contests_of(card: Card) -> tuple[str, ...]:
    """Ids of the contests with a target on either side of a card, in the order they first appear."""
    sides = (card.front,) if card.back is None else (card.front, card.back)
    return tuple(dict.fromkeys(target.contest for side in sides for target in side.targets))


def check_styles(program: ElectionProgram) -> Iterator[Problem]:
    """Every card and contest is given to somebody, once, and a primary's contest only to its party."""
    cards = {card.id: (index, contests_of(card)) for index, card in enumerate(program.cards)}
    party_of = {contest.id: contest.party for contest in program.contests}
    given: set[str] = set()
    for index, style in enumerate(program.ballot_styles):
        path = f"ballot_styles[{index}]"
        on_card: dict[str, str] = {}
        for card in style.cards:
            given.add(card)
            for contest in cards[card][1]:
                if contest in on_card:
                    yield Problem(
                        f"{path}.cards",
                        f"contest {contest!r} stands on the cards {on_card[contest]!r} and {card!r} of style "
                        f"{style.id!r}: its voters would vote twice",
                    )
                on_card[contest] = card
                party = party_of[contest]
                if party is not None and party != style.party:
                    whose = f"party {style.party!r}" if style.party is not None else "no party"
                    yield Problem(
                        f"{path}.party",
                        f"style {style.id!r} is of {whose}, but its card {card!r} has contest {contest!r} "
                        f"of party {party!r}",
                    )
    for card, (index, _) in cards.items():
        if card not in given:
            yield Problem(f"cards[{index}].id", f"card {card!r} belongs to no ballot style")
    yield from _left_over(program)


def _left_over(program: ElectionProgram) -> Iterator[Problem]:
    printed = {contest for card in program.cards for contest in contests_of(card)}
    for index, contest in enumerate(program.contests):
        if contest.id not in printed:
            yield Problem(f"contests[{index}].id", f"contest {contest.id!r} has no target on any card")
    served = {precinct for style in program.ballot_styles for precinct in style.precincts}
    for index, precinct in enumerate(program.precincts):
        if precinct.id not in served:
            yield Problem(
                f"precincts[{index}].id", f"precinct {precinct.id!r} has no ballot style", severity="warning"
            )
