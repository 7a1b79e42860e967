"""The report's JSON: valid by the published schema, without sheets' names, marks in no tell-tale order."""

import json
from pathlib import Path

import jsonschema
import pytest

import tabulate.compare
import tabulate.report
from tabulate.report import BIN, program_identity, score_histogram
from tests.tabulate.report.cases import report

SCHEMA = json.loads(Path(tabulate.report.__file__).with_name("report.schema.json").read_text(encoding="utf-8"))


def test_a_report_is_valid_and_the_schema_strict():
    told = json.loads(json.dumps(report().to_json()))
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    told["comparison"]["units"][0]["contests"][0]["ballots"]["change"] = "many"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(told)


def test_the_schema_holds_that_of_the_comparison():
    own = json.loads(
        Path(tabulate.compare.__file__).with_name("comparison.schema.json").read_text(encoding="utf-8")
    )
    assert SCHEMA["$defs"]["comparison"] == own


def test_sheets_are_named_only_when_asked():
    assert "sheet-" not in json.dumps(report().to_json())
    assert "sheet-1" in json.dumps(report(show_sheets=True).to_json())


def test_every_score_is_counted_once():
    scores = [
        (-5, "empty"),
        (0, "empty"),
        (BIN - 1, "empty"),
        (BIN, "marginal"),
        (999, "marked"),
        (1000, "marked"),
    ]
    histogram = score_histogram(scores)
    assert histogram.total == len(scores)
    assert histogram.counts["empty"][0] == 3
    assert histogram.counts["marginal"][1] == 1
    assert histogram.counts["marked"][-2:] == (1, 1)


def test_what_a_person_must_decide():
    decisions = report().decisions
    assert any("tie of Ann and Bob" in sentence for sentence in decisions)
    assert any("could not be read" in sentence for sentence in decisions)
    assert any("2 counted sheets" in sentence and "3 marks" in sentence for sentence in decisions)


def test_identity_of_a_program():
    from config.program import BallotStyle, Card, Choice, Contest, Election, ElectionProgram, Side

    program = ElectionProgram(
        election=Election(title="E", date="2026-11-03", jurisdiction="J"),
        contests=(Contest(id="x", title="X", choices=(Choice(id="p", name="P"),)),),
        cards=(Card(id="c", name="C", front=Side()),),
        ballot_styles=(BallotStyle(id="s", name="S", cards=("c",)),),
    )
    identity = program_identity(program, "00" * 32, flawed="why")
    assert (identity.date, identity.flawed, identity.reviewer) == ("2026-11-03", "why", None)
    assert identity.policy == program.mark_policy
