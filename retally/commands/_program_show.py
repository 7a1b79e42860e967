"""How a program is shown to people: tables on stdout, or one JSON object."""

from __future__ import annotations

import sys
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from config.program import Card, Draft, ElectionProgram, check_program, program_identity

PLAIN_WIDTH = 130
"""Columns of a table when stdout is not a terminal."""


def summary(program: ElectionProgram) -> dict[str, Any]:
    """What `retally program show --json` prints."""
    draft = program.draft
    return {
        "program": program_identity(program),
        "title": program.election.title,
        "date": program.election.date.isoformat(),
        "jurisdiction": program.election.jurisdiction,
        "draft": draft is not None,
        "confirmed": None if draft is None or draft.confirmed is None else draft.confirmed.reviewer,
        "contests": [
            {
                "id": contest.id,
                "title": contest.title,
                "kind": contest.kind,
                "vote_for": contest.vote_for,
                "party": contest.party,
                "choices": [{"id": choice.id, "name": choice.name} for choice in contest.choices],
            }
            for contest in program.contests
        ],
        "precincts": [{"id": precinct.id, "name": precinct.name} for precinct in program.precincts],
        "ballot_styles": [style.model_dump(mode="json") for style in program.ballot_styles],
        "cards": [_card(card) for card in program.cards],
        "mark_policy": program.mark_policy.model_dump(mode="json"),
        "warnings": [str(problem) for problem in check_program(program)],
    }


def print_tables(program: ElectionProgram) -> None:
    """Prints a program as tables to stdout."""
    console = _console()
    election = program.election
    place = ", ".join(part for part in (election.jurisdiction, election.state) if part)
    _say(console, f"{election.title}, {election.date.isoformat()}, {place}")
    _say(console, f"program {program_identity(program)}")
    _say(console, _standing(program.draft))
    contests = _table("Contests", "id", "title", "vote for", "choices")
    for contest in program.contests:
        party = f" ({contest.party})" if contest.party else ""
        names = "; ".join(choice.name for choice in contest.choices)
        _row(contests, contest.id, contest.title + party, str(contest.vote_for), names)
    styles = _table("Ballot styles", "id", "name", "precincts", "cards")
    for style in program.ballot_styles:
        party = f" ({style.party})" if style.party else ""
        _row(styles, style.id, style.name + party, ", ".join(style.precincts), ", ".join(style.cards))
    cards = _table("Cards", "id", "name", "grid", "side", "targets", "code, columns 1 to 32")
    for card in program.cards:
        sides = [("front", card.front)] + ([("back", card.back)] if card.back is not None else [])
        for name, side in sides:
            grid = f"{card.grid_columns} x {card.grid_rows}"
            _row(cards, card.id, card.name, grid, name, str(len(side.targets)), side.code or "none")
    for table in (contests, styles, cards):
        console.print(table)
    policy = program.mark_policy
    _say(
        console,
        f"Marked from {policy.marked_at} per mille of ink, to a person from {policy.marginal_at}; beside the "
        f"oval from {policy.surround_at}, on a write-in line from {policy.write_in_at}.",
    )
    for problem in check_program(program):
        _say(console, f"{problem.severity}: {problem}")


def print_guesses(draft: Draft) -> None:
    """Prints what a draft guessed, the least certain first, for the person who confirms it."""
    if not draft.guesses:
        return
    table = _table(f"Guesses of the draft ({len(draft.guesses)})", "certainty", "field", "value", "how found")
    for guess in sorted(draft.guesses, key=lambda guess: (guess.certainty, guess.field)):
        _row(table, f"{guess.certainty / 10:.1f} %", guess.field, guess.value, guess.reason)
    _console().print(table)


def _card(card: Card) -> dict[str, Any]:
    def side(name: str) -> dict[str, Any] | None:
        printed = card.front if name == "front" else card.back
        return None if printed is None else {"code": printed.code, "targets": len(printed.targets)}

    return {
        "id": card.id,
        "name": card.name,
        "family": card.family,
        "grid_columns": card.grid_columns,
        "grid_rows": card.grid_rows,
        "front": side("front"),
        "back": side("back"),
    }


def _standing(draft: Draft | None) -> str:
    if draft is None:
        return "written by hand or by another program, not drafted from blanks"
    if draft.confirmed is None:
        return f"DRAFT with {len(draft.guesses)} guesses, confirmed by nobody"
    return f"drafted from blanks, confirmed by {draft.confirmed.reviewer} on {draft.confirmed.on.isoformat()}"


def _console() -> Console:
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(file=sys.stdout, highlight=False, width=width)


def _say(console: Console, text: str) -> None:
    console.print(Text(_plain(text)), soft_wrap=True)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*(Text(_plain(cell)) for cell in cells))


def _plain(text: str) -> str:
    """Text without control characters, which a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
