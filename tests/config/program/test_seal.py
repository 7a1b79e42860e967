"""A voter is harmed when a retabulation is done with another program than election day's, unnoticed."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ProgramError, SealError
from config.program import (
    ElectionProgram,
    MarkPolicy,
    check_seal,
    confirm,
    dump_program,
    load_program,
    program_identity,
    read_seal,
    seal,
    seal_text,
)
from tests.config.program.documents import document

GUESS = {"field": "contests/council/vote_for", "value": "2", "certainty": 700, "reason": "read from the text"}


def by_hand(program: ElectionProgram) -> str:
    """RFC 8785 for what a program can hold, with the standard library alone: its keys are ASCII and its
    numbers plain decimals, so that sorting and Python's shortest floats are enough."""

    def plain(value):
        if isinstance(value, dict):
            return {key: plain(part) for key, part in value.items()}
        if isinstance(value, list):
            return [plain(part) for part in value]
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value

    document = plain(program.model_dump(mode="json"))
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_seal_is_the_hash_of_the_canonical_json(small, encode):
    program = load_program(encode(small))
    assert seal(program) == program_identity(program) == by_hand(program)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.update(mark_policy={"marked_at": MarkPolicy().marked_at + 1}),
        lambda s: s["contests"][0].update(vote_for=1),
        lambda s: s["contests"][0]["choices"].reverse(),
        lambda s: s["cards"][0]["front"]["targets"][0].update(x=0.5001),
        lambda s: s["cards"][0]["front"].update(outline="dropout"),
        lambda s: s["election"].update(title="Small election"),
    ],
)
def test_every_change_changes_the_identity(small, encode, change):
    before = program_identity(load_program(encode(small)))
    change(small)
    assert program_identity(load_program(encode(small))) != before


def test_written_out_defaults_are_the_same_program(small, encode):
    before = program_identity(load_program(encode(small)))
    small["mark_policy"] = {"marked_at": MarkPolicy().marked_at}
    small["contests"][0]["party"] = None
    assert program_identity(load_program(encode(small))) == before


def test_a_draft_is_sealed_only_after_a_person_confirmed_it(small, encode):
    small["draft"] = {"sources": ["blank.pdf"], "guesses": [GUESS]}
    draft = load_program(encode(small))
    with pytest.raises(SealError, match="draft with 1 guesses that nobody has confirmed"):
        seal(draft)
    with pytest.raises(SealError):
        seal_text(draft)
    assert len(program_identity(draft)) == 64, "a draft can be tried"
    confirmed = confirm(draft, " Jo Doe ", date(2026, 11, 20))
    assert seal(confirmed) == program_identity(confirmed) != program_identity(draft)
    assert "confirmed: Jo Doe, 2026-11-20" in seal_text(confirmed)
    assert load_program(dump_program(confirmed)) == confirmed
    with pytest.raises(ProgramError, match="confirmed by Jo Doe on 2026-11-20"):
        confirm(confirmed, "Al Poe", date(2026, 11, 21))


def test_a_reviewer_has_a_name(small, encode):
    small["draft"] = {}
    for name in ("", "  ", "a\nb", "x" * 301):
        with pytest.raises(ProgramError, match="name"):
            confirm(load_program(encode(small)), name, date(2026, 11, 20))


def test_only_a_draft_is_confirmed(small, encode):
    with pytest.raises(ProgramError, match="no draft"):
        confirm(load_program(encode(small)), "Jo Doe", date(2026, 11, 20))


def test_the_seal_file_is_read_back(small, encode):
    program = load_program(encode(small))
    text = seal_text(program)
    assert text == seal_text(program)
    assert "title: Small Election" in text
    assert "date: 2026-11-03" in text
    assert read_seal(text) == read_seal(seal(program).upper()) == read_seal(f"sha256:{seal(program)}\n")
    assert check_seal(program, text) == seal(program)


def test_another_program_breaks_the_seal(small, encode):
    text = seal_text(load_program(encode(small)))
    small["mark_policy"] = {"marginal_at": 61}
    with pytest.raises(SealError, match="not the program that was sealed") as caught:
        check_seal(load_program(encode(small)), text)
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "retally-seal/1\nsha256: zz", "sha256: " + "g" * 64])
def test_what_is_no_seal(text):
    with pytest.raises(SealError, match="no seal"):
        read_seal(text)


@given(
    places=st.lists(st.integers(4, 128).map(lambda step: step / 4), min_size=3, max_size=3, unique=True),
    title=st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=40),
    marked=st.integers(1, 1000),
)
def test_round_trip_of_any_small_program(places, title, marked):
    small = document()
    small["cards"][0]["front"]["targets"][3].update(row=9, y=2.25)
    for target, column in zip(small["cards"][0]["front"]["targets"], places, strict=False):
        target.update(column=column, x=column / 4)
    small["election"]["title"] = title
    small["mark_policy"] = {"marked_at": marked, "marginal_at": min(60, marked)}
    program = load_program(json.dumps(small).encode())
    again = load_program(dump_program(program))
    assert again == program
    assert program_identity(again) == program_identity(program) == by_hand(program)
