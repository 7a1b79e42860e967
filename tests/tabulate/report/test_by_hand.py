"""What persons read by hand stands beside the machine's numbers in every form of a report, and changes none."""

import json
from pathlib import Path

import jsonschema
import pytest

import tabulate.report
from tabulate.compare import OriginalContest
from tabulate.compare.hand import (
    AgreedReading,
    ContestRead,
    KnownSheet,
    margins_with_readings,
    over_units,
    read_by_hand,
)
from tabulate.report import HandReadings, render_html, render_pdf, render_text
from tabulate.votes.totals import ContestTotals
from tests.tabulate.report.cases import report
from tests.tabulate.report.pages import words

FOLDER = Path(tabulate.report.__file__).parent


def readings(units=("North",), **more):
    """On a sheet of each unit, which the machine had refused, two persons read a vote for Bob."""
    infos = report().comparison.contests
    agreed = [
        AgreedReading(
            KnownSheet(place, unit, "election_day", "b1", place, "secret-key", None, None),
            "mayor",
            ("Ann Hill", "Bo Lake"),
            ContestRead(frozenset("b")),
            None,
        )
        for place, unit in enumerate(units)
    ]
    read = read_by_hand(agreed, infos)
    original = [
        OriginalContest("North", "election_day", "mayor", 1, 20, 1, 2, {"a": 9, "b": 8}),
        OriginalContest("South", "absentee", "mayor", 1, 10, 0, 0, {"a": 5, "b": 5}),
    ]
    totals = [
        ContestTotals("North", "election_day", "mayor", 1, 20, 1, 1, 1, {"a": 9, "b": 9}),
        ContestTotals("South", "absentee", "mayor", 1, 10, 0, 0, 0, {"a": 5, "b": 5}),
    ]
    margins = margins_with_readings(original, totals, read, infos)
    return HandReadings(over_units(read), margins, **({"flagged_decided": 0, "refused_read": 1} | more))


def as_html(model):
    return render_html(model)


def as_pdf(model):
    return words(render_pdf(model))


def as_text(model):
    return " ".join(render_text(model).split())


@pytest.mark.parametrize("form", [as_html, as_pdf, as_text])
def test_every_form_says_what_was_read_and_what_would_come_of_it(form):
    plain, said = form(report()), form(report(readings=readings()))
    for line in (
        "Read by hand by two persons",
        "read on 1 sheet by two persons, 1 of them refused by the machine",
        "ballots +1, Bob +1",
        "Mayor, with these readings: Ann by 1",
        "Bob by 1",
        "for the board to say",
        "1 sheet could not be read and is not counted, 1 read by hand",
        "whether what two persons read by hand is taken",
    ):
        assert line in said.replace("&#39;", "'"), line
        assert line not in plain
    for secret in ("secret-key", "b1/0", "Ann Hill"):
        assert secret not in said


def test_refused_sheets_that_persons_read_are_told_apart():
    said = " ".join(report(readings=readings()).not_examined)
    assert "no vote there is counted; 1 sheet of them read by hand." in said


def test_the_machines_numbers_stay():
    before, after = report().to_json(), report(readings=readings()).to_json()
    assert before["comparison"] == after["comparison"]
    assert before["readings_by_hand"] is None


def test_json_is_valid_and_names_no_unit():
    told = json.loads(json.dumps(report(readings=readings(("North", "South"))).to_json()))
    schema = json.loads((FOLDER / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(told)
    (contest,) = told["readings_by_hand"]["contests"]
    assert set(contest) == {"contest", "sheets", "refused", "differ", "change"}
    assert contest["sheets"] == 2
    assert contest["change"]["votes"] == [{"choice": "a", "votes": 0}, {"choice": "b", "votes": 2}]
    told["readings_by_hand"]["contests"][0]["unit"] = "North"
    assert not jsonschema.Draft202012Validator(schema).is_valid(told)


def test_flagged_sheets_that_persons_decided_are_no_longer_undecided():
    undecided = "with marks that no person has decided"
    left = " ".join(report(readings=readings(flagged_decided=1)).not_examined)
    assert f"1 counted sheet {undecided}" in left
    done = report(readings=readings(flagged_decided=2))
    assert undecided not in " ".join(done.not_examined)
    assert "2 counted sheets to be looked at by a person, 2 read by hand" in " ".join(done.decisions)
