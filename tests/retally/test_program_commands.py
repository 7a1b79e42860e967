"""`retally program`: what a person sees and does before a program counts votes."""

from __future__ import annotations

import json

import pytest

from config.program import load_program, seal
from retally.exit_codes import ExitCode
from tests.config.program.documents import document

GUESSES = [
    {"field": "contests/council/vote_for", "value": "2", "certainty": 990, "reason": "read from the text"},
    {
        "field": "contests/council/title",
        "value": "Council [A]",
        "certainty": 420,
        "reason": "text is\u001b[2J torn",
    },
]


@pytest.fixture
def program(tmp_path):
    """A valid program in a file."""
    path = tmp_path / "program.json"
    path.write_text(json.dumps(document()))
    return path


@pytest.fixture
def draft(tmp_path):
    """A draft with two guesses in a file."""
    path = tmp_path / "draft.json"
    path.write_text(json.dumps(document() | {"draft": {"sources": ["blank.pdf"], "guesses": GUESSES}}))
    return path


def test_show_names_everything_a_person_checks(cli, program):
    ended = cli("program", "show", program)
    assert (ended.code, ended.err) == (0, "")
    for words in (
        "Small Election, 2026-11-03, Small County",
        "Ann; Bob; Write-in",
        "Style 1",
        "34 x 41",
        "none",
    ):
        assert words in ended.out
    assert document()["cards"][0]["front"]["code"] in ended.out


def test_show_as_json(cli, program):
    shown = json.loads(cli("program", "show", program, "--json").out)
    assert shown["program"] == seal(load_program(program))
    assert shown["cards"][0]["back"] == {"code": None, "targets": 1}
    assert shown["warnings"] == []


def test_verify_lists_every_problem(cli, program):
    broken = document()
    broken["contests"][0]["vote_for"] = 9
    broken["cards"][0]["front"]["targets"][0]["x"] = 4
    program.write_text(json.dumps(broken))
    ended = cli("program", "verify", program)
    assert ended.code == ExitCode.BAD_INPUT
    assert len(ended.err.splitlines()) == 2
    assert all(line.startswith(f"retally: error: {program}: ") for line in ended.err.splitlines())


def test_sealed_program_verifies_and_a_changed_one_does_not(cli, program):
    assert "seal: none" in cli("program", "verify", program).out
    sealed = cli("program", "seal", program)
    assert sealed.code == 0
    digest = seal(load_program(program))
    assert f"sha256: {digest}" in program.with_suffix(".seal").read_text()
    assert "seal: matches program.seal" in cli("program", "verify", program).out
    assert cli("program", "verify", program, "--seal", digest).code == 0

    changed = document() | {"mark_policy": {"marked_at": 200}}
    program.write_text(json.dumps(changed))
    for arguments in ((), ("--seal", digest), ("--seal", program.with_suffix(".seal"))):
        ended = cli("program", "verify", program, *arguments)
        assert ended.code == ExitCode.EVIDENCE
        assert "not the program that was sealed" in ended.err


def test_a_seal_is_not_replaced_unasked(cli, program):
    cli("program", "seal", program)
    before = program.with_suffix(".seal").read_text()
    assert cli("program", "seal", program).code == 0, "the same state may be sealed again"
    program.write_text(json.dumps(document() | {"mark_policy": {"marked_at": 200}}))
    ended = cli("program", "seal", program)
    assert (ended.code, program.with_suffix(".seal").read_text()) == (ExitCode.EVIDENCE, before)
    assert cli("program", "seal", program, "--replace").code == 0
    assert program.with_suffix(".seal").read_text() != before


def test_a_draft_needs_a_person(cli, draft):
    before = draft.read_bytes()
    ended = cli("program", "seal", draft)
    assert ended.code == ExitCode.EVIDENCE
    assert "nobody has confirmed" in ended.err
    assert draft.read_bytes() == before
    assert not draft.with_suffix(".seal").exists()


def test_confirming_shows_the_guesses_least_certain_first_and_records_the_person(cli, draft):
    ended = cli("program", "seal", draft, "--confirm", "Jo Doe")
    assert ended.code == 0
    assert ended.out.index("42.0 %") < ended.out.index("99.0 %")
    assert "Council [A]" in ended.out, "names are not taken for markup"
    assert "\x1b" not in ended.out, "nor obeyed by the terminal"
    confirmed = load_program(draft)
    assert confirmed.draft.confirmed.reviewer == "Jo Doe"
    assert cli("program", "verify", draft).out.endswith("seal: matches draft.seal\n")
    assert cli("program", "seal", draft, "--confirm", "Al Poe").code == ExitCode.BAD_INPUT


@pytest.mark.parametrize("given", ["abc", "0" * 63, "absent.seal"])
def test_what_is_no_seal_is_said(cli, program, given):
    ended = cli("program", "verify", program, "--seal", given)
    assert ended.code == ExitCode.EVIDENCE
    assert given in ended.err


def test_a_program_that_is_not_there(cli, tmp_path):
    ended = cli("program", "show", tmp_path / "absent.json")
    assert ended.code == ExitCode.BAD_INPUT
    assert (
        ended.err
        == f"retally: error: {tmp_path}/absent.json: cannot read the program: No such file or directory\n"
    )
