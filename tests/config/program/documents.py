"""A small election as a JSON document, and a second card for it."""

from __future__ import annotations

import base64
import json
from typing import Any, cast

FRONT_A = "1000" + "0000000000101" + "0000000000110" + "00"
"""Start mark, card 5, precinct 3 (bits 15 to 27 and 2 to 14, highest first), checksum still to be set."""


def with_checksum(code: str) -> str:
    """Sets the checksum of a front's code: the last two columns, bit 1 before bit 0."""
    ones = code[:30].count("1") % 4
    return code[:30] + f"{ones:02b}"


def target(contest: str, choice: str, column: float, row: float) -> dict[str, Any]:
    place = {"x": column * 0.25, "y": row * 0.25, "column": column, "row": row}
    return {"contest": contest, "choice": choice, "width": 0.22, "height": 0.13, **place}


def print_map(fill: int) -> dict[str, Any]:
    bits = base64.b64encode(bytes([fill] * 12)).decode()
    return {"x": -0.25, "y": -0.25, "cell": 0.5, "columns": 8, "rows": 12, "bits": bits}


def document() -> dict[str, Any]:
    """One precinct, no parties: a vote-for-two on the front, a measure across both sides."""
    front = [
        target("council", "ann", 2, 5),
        target("council", "bob", 2, 6),
        target("council", "write-in-1", 2, 7),
        target("measure-a", "yes", 12, 5),
    ]
    return {
        "format": "retally-program/1",
        "election": {"title": "Small Election", "date": "2026-11-03", "jurisdiction": "Small County"},
        "precincts": [{"id": "p1", "name": "First"}],
        "contests": [
            {
                "id": "council",
                "title": "Council",
                "vote_for": 2,
                "choices": [
                    {"id": "ann", "name": "Ann"},
                    {"id": "bob", "name": "Bob"},
                    {"id": "write-in-1", "name": "Write-in", "kind": "write-in"},
                ],
            },
            {
                "id": "measure-a",
                "title": "Measure A",
                "kind": "measure",
                "choices": [
                    {"id": "yes", "name": "Yes", "kind": "answer"},
                    {"id": "no", "name": "No", "kind": "answer"},
                ],
            },
        ],
        "cards": [
            {
                "id": "card-1",
                "name": "Card 1",
                "grid_rows": 41,
                "front": {"targets": front, "code": with_checksum(FRONT_A), "print_map": print_map(0x11)},
                "back": {"targets": [target("measure-a", "no", 12.5, 9)], "print_map": print_map(0x22)},
            }
        ],
        "ballot_styles": [{"id": "s1", "name": "Style 1", "precincts": ["p1"], "cards": ["card-1"]}],
    }


def second_card(small: dict[str, Any]) -> dict[str, Any]:
    """Adds a card of the same code and another style to a document, and returns that card."""
    card = json.loads(json.dumps(small["cards"][0]))
    card["id"] = "card-2"
    card["front"]["print_map"] = print_map(0x33)
    small["cards"].append(card)
    small["ballot_styles"].append({"id": "s2", "name": "Style 2", "cards": ["card-2"]})
    return cast("dict[str, Any]", card)
