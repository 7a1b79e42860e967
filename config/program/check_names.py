"""Identifiers stand once and every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config.program.model import Choice, ElectionProgram
from config.program.problem import Problem


def check_identifiers(program: ElectionProgram) -> Iterator[Problem]:
    """Every identifier is unique among its kind; a choice's within its contest."""
    yield from _unique("parties", (party.id for party in program.parties))
    yield from _unique("precincts", (precinct.id for precinct in program.precincts))
    yield from _unique("contests", (contest.id for contest in program.contests))
    for index, contest in enumerate(program.contests):
        yield from _unique(f"contests[{index}].choices", (choice.id for choice in contest.choices))
    yield from _unique("cards", (card.id for card in program.cards))
    yield from _unique("ballot_styles", (style.id for style in program.ballot_styles))


def check_references(program: ElectionProgram) -> Iterator[Problem]:
    """Every party, precinct, card, contest and choice that is named exists."""
    parties = {party.id for party in program.parties}
    precincts = {precinct.id for precinct in program.precincts}
    cards = {card.id for card in program.cards}
    choices = {contest.id: {choice.id for choice in contest.choices} for contest in program.contests}

    for index, contest in enumerate(program.contests):
        yield from _known(f"contests[{index}].party", contest.party, parties, "party")
        for place, choice in enumerate(contest.choices):
            yield from _known(f"contests[{index}].choices[{place}].party", choice.party, parties, "party")
    for index, style in enumerate(program.ballot_styles):
        path = f"ballot_styles[{index}]"
        yield from _known(f"{path}.party", style.party, parties, "party")
        for place, precinct in enumerate(style.precincts):
            yield from _known(f"{path}.precincts[{place}]", precinct, precincts, "precinct")
        for place, card in enumerate(style.cards):
            yield from _known(f"{path}.cards[{place}]", card, cards, "card")
        yield from _unique(f"{path}.precincts", style.precincts, suffix="")
        yield from _unique(f"{path}.cards", style.cards, suffix="")
    for index, card_of in enumerate(program.cards):
        for name, side in (("front", card_of.front), ("back", card_of.back)):
            for place, target in enumerate(side.targets if side is not None else ()):
                path = f"cards[{index}].{name}.targets[{place}]"
                if target.contest not in choices:
                    yield Problem(f"{path}.contest", f"there is no contest {target.contest!r}")
                elif target.choice not in choices[target.contest]:
                    yield Problem(
                        f"{path}.choice", f"contest {target.contest!r} has no choice {target.choice!r}"
                    )


def check_contests(program: ElectionProgram) -> Iterator[Problem]:
    """A contest asks for no more votes than it has choices, and its choices are of its kind."""
    for index, contest in enumerate(program.contests):
        path = f"contests[{index}]"
        if contest.vote_for > len(contest.choices):
            yield Problem(
                f"{path}.vote_for",
                f"contest {contest.id!r} allows {contest.vote_for} votes, of {len(contest.choices)} choices",
            )
        if contest.kind == "measure" and contest.vote_for > 1:
            yield Problem(f"{path}.vote_for", f"measure {contest.id!r} allows several answers", "warning")
        odd = next((choice for choice in contest.choices if _odd(contest.kind, choice)), None)
        if odd is not None:
            yield Problem(
                f"{path}.choices[{contest.choices.index(odd)}].kind",
                f"choice {odd.id!r} of {contest.kind} contest {contest.id!r} is of kind {odd.kind!r}",
                "warning",
            )


def _odd(kind: str, choice: Choice) -> bool:
    return (kind == "measure") != (choice.kind == "answer")


def _unique(path: str, names: Iterable[str], suffix: str = ".id") -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in first:
            yield Problem(f"{path}[{index}]{suffix}", f"{name!r} stands already at {path}[{first[name]}]")
        else:
            first[name] = index


def _known(path: str, name: str | None, known: set[str], kind: str) -> Iterator[Problem]:
    if name is not None and name not in known:
        yield Problem(path, f"there is no {kind} {name!r}")
