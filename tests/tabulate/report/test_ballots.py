"""Two counts ballot by ballot, as the public reads it: what changed, how sure that is, and no ballot named."""

import json
from dataclasses import replace

import jsonschema

from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching import match_ballots
from tabulate.report import render_ballots, render_html, render_pdf
from tabulate.report.ballots import MOST_LINES, ballot_lines
from tests.tabulate.report.cases import report
from tests.tabulate.report.pages import words
from tests.tabulate.report.test_model import SCHEMA

MAYOR = ContestInfo("mayor", "Mayor", 1, ("a", "b"), (), (("a", "Ann"), ("b", "Bob")))


def record(choice, ident=None, batch="b1"):
    return BallotRecord(ident, batch, {"mayor": frozenset({choice} if choice else ()), "k": frozenset()})


def matched(**more):
    original = [record(None, "imprint-1"), record("a", "imprint-2"), record("a", batch="<b2>")]
    recount = [record("b", "imprint-1"), record("a", "imprint-2")]
    return replace(match_ballots(original, recount), **more)


def test_the_report_says_what_changed_and_what_was_not_compared():
    made = report(ballots=matched(notes=("'K' is on no record",)))
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(made.to_json())))
    page, printed = render_html(made), words(render_pdf(made))
    for shown in (page, printed):
        assert "1 ballot alike, 1 read differently" in shown
        assert "in batch b1 one ballot went from undervote to Bob in Mayor" in shown
        assert "1 batch with 1 ballot in the original count alone, not compared" in shown
        assert "is on no record" in shown
        assert "imprint-" not in shown
    assert "<b2>" not in page and "&lt;b2&gt;" in page
    assert "imprint-" not in json.dumps(made.to_json())


def test_a_report_without_records_does_not_speak_of_them():
    made = report()
    assert made.to_json()["ballots"] is None
    assert "Ballot by ballot" not in render_html(made) and "Ballot by ballot" not in words(render_pdf(made))


def test_names_only_for_those_who_fetch_the_paper():
    assert "imprint-" not in render_ballots(matched(), [MAYOR])
    assert "ballot imprint-1: Mayor" in render_ballots(matched(), [MAYOR], show_ids=True)


def test_a_very_long_list_says_that_it_was_cut():
    one = [record(None, batch=f"b{number}") for number in range(MOST_LINES + 5)]
    two = [record("a", batch=f"b{number}") for number in range(MOST_LINES + 5)]
    lines = ballot_lines(match_ballots(one, two), [MAYOR])
    assert len(lines) == MOST_LINES + 1 and lines[-1].startswith("and 5 more")
