"""A voter is harmed when a damaged or doubtful program is taken for the program of election day."""

from __future__ import annotations

import json

import pytest

from config.errors import ProgramError
from config.program import MarkPolicy, dump_program, load_program, program_identity


def refusal(data: bytes) -> str:
    with pytest.raises(ProgramError) as caught:
        load_program(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_small_program_loads(small, encode):
    program = load_program(encode(small))
    assert program.contests[0].choices[2].kind == "write-in"
    assert program.cards[0].back.targets[0].x == 3.125


def test_dump_then_load_changes_nothing(small, encode):
    program = load_program(encode(small))
    once = dump_program(program)
    assert load_program(once) == program
    assert dump_program(load_program(once)) == once
    assert program_identity(load_program(once)) == program_identity(program)


def test_the_file_is_readable_line_by_line(small, encode):
    text = dump_program(load_program(encode(small))).decode()
    assert text.endswith("}\n")
    assert text.startswith('{\n  "format": "retally-program/1",\n  "election": {')
    assert sum('"contest": "council"' in line for line in text.splitlines()) == 3
    assert "null" not in text
    assert f'"marked_at": {MarkPolicy().marked_at}' in text, "the thresholds must be readable in the file"


def test_lengths_are_kept_to_four_places_in_memory_and_on_disk(small, encode):
    small["cards"][0]["front"]["targets"][0]["x"] = 0.50004999
    program = load_program(encode(small))
    assert program.cards[0].front.targets[0].x == 0.5
    assert load_program(dump_program(program)) == program


def test_order_and_spacing_of_the_file_do_not_matter(small, encode):
    turned = {key: small[key] for key in reversed(small)}
    assert load_program(json.dumps(turned, indent=7).encode()) == load_program(encode(small))


def test_a_byte_order_mark_is_no_error(small, encode):
    assert load_program(b"\xef\xbb\xbf" + encode(small)) == load_program(encode(small))


def test_path_is_named_in_the_message(tmp_path):
    path = tmp_path / "program.json"
    path.write_text('{"format": 1,')
    with pytest.raises(ProgramError, match=r"program\.json: line 1, column 14: expecting property name"):
        load_program(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ProgramError, match=r"absent\.json: cannot read the program: No such file"):
        load_program(tmp_path / "absent.json")


def test_a_folder_is_no_program(tmp_path):
    with pytest.raises(ProgramError, match="cannot read the program: Is a directory"):
        load_program(tmp_path)


def test_a_huge_file_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "program.json"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)
    with pytest.raises(ProgramError, match="larger than 16777216 bytes"):
        load_program(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1, column 1: expecting value"),
        (b"[]", "holds no JSON object"),
        (b"\xff\xfe{", "not UTF-8 text (byte 0)"),
        (b'{"a": NaN}', "NaN is not a number that JSON knows"),
        (
            b'{"id": "mayor", "vote_for": 1, "vote_for": 2}',
            "'vote_for' stands twice in the object 'mayor'",
        ),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "far too long"),
        (b"%PDF-1.7", "line 1, column 1: expecting value"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(data, words):
    assert words in refusal(data)


def spoil(document, path, value):
    *way, last = path
    for step in way:
        document = document[step]
    if value is KeyError:
        del document[last]
    else:
        document[last] = value


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (
            ("contests", 0, "choices", 1, "id"),
            "Bob Smith",
            "contests[0].choices[1].id: 'Bob Smith' may only",
        ),
        (("contests", 0, "vote_for"), "2", "contests[0].vote_for: '2' is not a whole number"),
        (("contests", 0, "vote_for"), True, "contests[0].vote_for: True is not a whole number"),
        (("contests", 0, "vote_for"), 0, "contests[0].vote_for: 0 is less than 1"),
        (("contests", 0, "vote_for"), 10**40, "contests[0].vote_for"),
        (("contests", 0, "title"), KeyError, "contests[0].title: is missing"),
        (("contests", 0, "title"), "a\x1b[31mb", "contests[0].title: 'a\\x1b[31mb'"),
        (
            ("contests", 0, "votefor"),
            2,
            "contests[0].votefor: is not a field that a program knows (meant",
        ),
        (("contests",), [], "contests: must not be empty"),
        (("election", "date"), "3 November", "election.date: '3 November' is not a date such as 2026-11-03"),
        (("cards", 0, "front", "code"), "10", "cards[0].front.code: '10' is not 32 digits 0 or 1"),
        (("cards", 0, "family"), "hart", "cards[0].family: 'hart' is not 'timing-grid'"),
        (
            ("cards", 0, "front", "targets", 0, "x"),
            "here",
            "front.targets[0].x: 'here' is not a number",
        ),
        (("cards", 0, "front", "targets", 0, "x"), 99, "cards[0].front.targets[0].x: 99 is more than 30"),
        (
            ("cards", 0, "front", "targets", 0, "width"),
            0,
            "front.targets[0].width: 0 is less than 0.0001",
        ),
        (("cards", 0, "front"), [], "cards[0].front: a list is not an object"),
        (("format",), "retally-program/2", "format: 'retally-program/2' is not 'retally-program/1'"),
        (("mark_policy",), {"marked_at": 1001}, "mark_policy.marked_at: 1001 is more than 1000"),
    ],
)
def test_a_wrong_field_is_named_in_plain_words(small, encode, path, value, words):
    spoil(small, path, value)
    message = refusal(encode(small))
    assert words in message
    assert "pydantic" not in message


def test_all_problems_are_kept_for_verify(small, encode):
    small["contests"][0]["vote_for"] = "2"
    small["election"]["title"] = 7
    with pytest.raises(ProgramError) as caught:
        load_program(encode(small))
    assert len(caught.value.problems) == 2
    assert "(and 1 more;" in str(caught.value)
