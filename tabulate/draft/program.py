"""`draft_program`: from blank ballots to the draft of an election program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from config.program import (
    UNKNOWN_DAY,
    BallotStyle,
    Choice,
    Contest,
    Draft,
    Election,
    ElectionProgram,
    Party,
    Precinct,
)
from tabulate.draft.card_sides import make_card
from tabulate.draft.cards import DraftCard, make_cards
from tabulate.draft.merge import MergedContest, merge_contests
from tabulate.draft.names import NameRow, apply_names, read_names
from tabulate.draft.notes import Notes
from tabulate.draft.phrases import slug
from tabulate.draft.rough import Sure
from tabulate.draft.sides import BlankSource, draft_sides
from tabulate.errors import DraftError


@dataclass(frozen=True, slots=True)
class Said:
    """What the person who drafts says of the election; None is taken from the blanks."""

    title: str | None = None
    jurisdiction: str | None = None
    day: date | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft and the cards it was made of, for the table of names."""

    program: ElectionProgram
    cards: tuple[DraftCard, ...]


def draft_program(
    sources: Sequence[BlankSource],
    *,
    names: str | None = None,
    said: Said | None = None,
    advance: Callable[[str], None] = lambda _: None,
) -> Drafted:
    """Draft an election program from blank ballots.

    Args:
        sources: PDFs or scans of unmarked ballots, in the order of their pages; copies of one card become one.
        names: contents of a table of names, CSV or TOML.
        said: what is known of the election; it goes before what the blanks say.
        advance: told the name of every page that is finished.

    Returns:
        a program with `draft` filled: sources, and a guess for everything it could not take over for certain.

    Raises:
        DraftError: no blank, a page that is no blank ballot, or no target found; one line each.
    """
    if not sources:
        raise DraftError("no blank ballot was given")
    rows = read_names(names) if names is not None else []
    cards = make_cards(list(draft_sides(sources, advance)))
    _apply(cards, rows)
    merged = merge_contests(cards)
    if not merged:
        raise DraftError(
            f"no target was found on {sources[0].name}"
            + (f" and {len(sources) - 1} more files" if len(sources) > 1 else "")
            + "; give blanks with closed oval outlines"
        )
    notes = Notes()
    election = _election(cards, said or Said(), notes)
    parties = _parties(cards, merged)
    precincts, styles = _styles(cards, notes)
    program = ElectionProgram(
        election=election,
        parties=parties,
        precincts=precincts,
        contests=tuple(_contest(contest, notes) for contest in merged),
        cards=tuple(make_card(card, merged, notes) for card in cards),
        ballot_styles=styles,
        draft=Draft(sources=tuple(source.name for source in sources), guesses=tuple(notes.guesses)),
    )
    return Drafted(program, tuple(cards))


def _apply(cards: Sequence[DraftCard], rows: Sequence[NameRow]) -> None:
    known = {card.id for card in cards}
    for row in rows:
        if row.card != "*" and row.card not in known:
            raise DraftError(
                f"{row.where}: there is no card {row.card!r}; cards are {', '.join(sorted(known))}"
            )
    for card in cards:
        for side in card.sides:
            mine = [row for row in rows if row.card in ("*", card.id) and row.side == side]
            if mine:
                party = card.party
                card.contests[side] = [c.with_party(party) for c in apply_names(card.contests[side], mine)]


def _election(cards: Sequence[DraftCard], said: Said, notes: Notes) -> Election:
    headings = [front.heading for card in cards if (front := card.lead("front")) is not None]
    title, agreed = _commonest(heading.election for heading in headings)
    place, agreed_place = _commonest(heading.jurisdiction for heading in headings)
    state, _ = _commonest(heading.state for heading in headings)
    days = Counter(heading.day for heading in headings if heading.day is not None)
    back_day = next((day for card in cards if (day := _day_of_back(card)) is not None), None)
    day = said.day or (days.most_common(1)[0][0] if days else back_day)
    if said.title is None:
        notes.add(
            "election/title",
            title or "Untitled election",
            agreed,
            "the heading",
            "no heading names an election",
        )
    if said.jurisdiction is None:
        notes.add(
            "election/jurisdiction",
            place or "Unknown jurisdiction",
            agreed_place,
            "the heading",
            "no heading names a place",
        )
    if day is None:
        day = UNKNOWN_DAY
        notes.put("election/date", day.isoformat(), Sure(0, "not printed as text; give it with --date"))
    elif said.day is None:
        sure = Sure(980 if len(days) == 1 else 500, "the heading") if days else Sure(800, "the code of a back")
        notes.put("election/date", day.isoformat(), sure)
    return Election(
        title=said.title or title or "Untitled election",
        date=day,
        jurisdiction=said.jurisdiction or place or "Unknown jurisdiction",
        state=said.state if said.state is not None else state,
    )


def _commonest(values: Iterable[str]) -> tuple[str, int]:
    """The value most headings have, and how many per mille of those that say anything."""
    counts = Counter(value for value in values if value)
    if not counts:
        return "", 0
    value, count = counts.most_common(1)[0]
    return value, count * 1000 // counts.total()


def _day_of_back(card: DraftCard) -> date | None:
    """The date in the code of a back: day, month and year in bits 0-4, 5-8 and 9-15."""
    for side in (card.lead("back"), card.lead("front")):
        if side is not None and side.code is not None and side.code.is_back:
            try:
                return date(2000 + side.code.field(9, 15), side.code.field(5, 8), side.code.field(0, 4))
            except ValueError:
                continue
    return None


def _parties(cards: Sequence[DraftCard], merged: Sequence[MergedContest]) -> tuple[Party, ...]:
    names = [card.party for card in cards]
    names += [choice.party for contest in merged for choice in contest.model.choices]
    return tuple(Party(id=slug(name), name=name) for name in dict.fromkeys(name for name in names if name))


def _styles(cards: Sequence[DraftCard], notes: Notes) -> tuple[tuple[Precinct, ...], tuple[BallotStyle, ...]]:
    precincts: dict[str, Precinct] = {}
    styles = []
    for card in cards:
        front = card.lead("front")
        heading = front.heading if front is not None else None
        ids = []
        for name in heading.precincts if heading is not None else ():
            identifier = slug(name) or "precinct"
            precincts.setdefault(identifier, Precinct(id=identifier, name=name))
            ids.append(identifier)
        path = f"ballot_styles/{card.id}"
        if heading is not None and ids:
            certain = 900 if len(ids) == 1 else 700
            notes.put(
                f"{path}/precincts",
                ", ".join(heading.precincts),
                Sure(certain, f"printed {heading.precincts_from!r}"),
            )
        else:
            notes.put(f"{path}/precincts", "none", Sure(200, "no precinct is named in text on the blank"))
        party = card.party
        if party is not None:
            notes.put(f"{path}/party", party, Sure(950, "the heading names a party"))
        styles.append(
            BallotStyle(
                id=card.id,
                name=", ".join(filter(None, (party, *(heading.precincts if heading is not None else ()))))
                or _stem(card),
                precincts=tuple(dict.fromkeys(ids)),
                party=slug(party) if party is not None else None,
                cards=(card.id,),
            )
        )
    return tuple(precincts.values()), tuple(styles)


def _stem(card: DraftCard) -> str:
    side = card.copies[0].front
    return PurePath(side.source).stem + (f" page {side.page + 1}" if side.pages > 1 else "")


def _contest(merged: MergedContest, notes: Notes) -> Contest:
    model, path = merged.model, f"contests/{merged.id}"
    title = model.title or f"Contest at column {model.choices[0].column:g}, row {model.choices[0].row:g}"
    notes.put(f"{path}/title", title, model.titling)
    notes.put(f"{path}/vote_for", str(model.vote_for), model.limit)
    notes.put(f"{path}/choices", f"{len(model.choices)} targets", model.grouping)
    if merged.party is not None:
        notes.put(f"{path}/party", merged.party, Sure(850, "it stands on the ballots of this party alone"))
    choices = []
    for identifier, choice in zip(merged.choice_ids, model.choices, strict=True):
        name = _choice_name(choice.name, choice.kind, identifier, choice.row, choice.column)
        notes.put(f"{path}/choices/{identifier}/name", name, choice.naming)
        choices.append(
            Choice(
                id=identifier,
                name=name,
                kind=choice.kind,
                party=slug(choice.party) if choice.party is not None else None,
            )
        )
    _twins(merged, notes)
    return Contest(
        id=merged.id,
        title=title[:300],
        kind=model.kind,
        vote_for=min(model.vote_for, len(choices)),
        choices=tuple(choices),
        party=slug(merged.party) if merged.party is not None else None,
    )


def _choice_name(name: str, kind: str, identifier: str, row: float, column: float) -> str:
    if kind == "write-in":
        return f"Write-in {identifier.rsplit('-', 1)[-1]}"
    return name or f"choice r{row:g} c{column:g}"


def _twins(merged: MergedContest, notes: Notes) -> None:
    """One name twice in a contest may be one candidate of two parties or two candidates: a person decides."""
    names = Counter(choice.name for choice in merged.model.choices if choice.kind != "write-in" and choice.name)
    for name, count in names.items():
        if count > 1:
            notes.put(
                f"contests/{merged.id}/choices",
                name,
                Sure(300, f"the name stands {count} times in this contest"),
            )
