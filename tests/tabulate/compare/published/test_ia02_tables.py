"""IA-02 as published: if this broke, a county without numbers would count as zero, or a lead be wrong."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import tabulate.compare
from tabulate.compare.published import (
    compare_tables,
    read_district,
    read_known,
    read_methods,
    read_table,
    read_timeline,
)
from tests.tabulate.compare.schemas import check

ROOT = Path(__file__).resolve().parents[4]
KNOWN = ROOT / "fixtures" / "recounts" / "ia02-2020" / "known.csv"
MMM, HART = "Mariannette Miller-Meeks", "Rita R. Hart"


@pytest.fixture(scope="module")
def result(shared):
    folder = shared / "ia02"

    def data(name):
        return (folder / name).read_bytes(), name

    return compare_tables(
        read_table(*data("original_canvass.csv")),
        read_table(*data("recount.csv")),
        known=read_known(KNOWN.read_bytes(), KNOWN.name),
        district=read_district(*data("recount_district.csv")),
        timeline=read_timeline(*data("margin_timeline.csv")),
    )


def unit(result, name):
    return next(item for item in result.comparison.units if item.unit == name)


def test_what_was_read(result):
    assert (result.original.places, result.original.modes) == (392, ("absentee", "election_day"))
    assert (result.recount.places, result.recount.modes) == (24, ())
    assert result.level == "county or unit"


def test_the_district_went_from_47_to_6(result):
    (margin,) = result.district.comparison.margins
    assert margin.before.votes == ((MMM, 196_862), (HART, 196_815))
    assert margin.after.votes == ((MMM, 196_964), (HART, 196_958))
    assert (margin.before.margin, margin.after.margin, margin.outcome_changed) == (47, 6, False)
    assert result.district.disagreements == ()
    assert result.comparison.margins[0].before.votes == margin.before.votes


def test_seventeen_counties_are_unknown_and_only_their_sum_is_known(result):
    unknown = [item for item in result.comparison.units if item.contests[0].votes.retabulated is None]
    silent = [item for item in unknown if all(c.retabulated is None for _, c in item.contests[0].choices)]
    assert len(silent) == 17 == result.district.rest_units
    assert all(not item.differs and item.in_retabulation for item in silent)
    assert result.district.rest[MMM] == 15 and result.district.rest[HART] == 12
    assert result.district.rest["write-in"] is None
    assert result.comparison.margins[0].after is None and not result.comparison.agrees
    said = {f.unit for f in result.comparison.findings if f.kind == "recount_numbers_unknown"}
    assert {item.unit for item in silent} <= said


def test_the_timeline(result):
    assert [(m.leader, m.lead) for m in result.timeline] == [
        ("Miller-Meeks", 282),
        ("Hart", 162),
        ("Hart", 163),
        ("Hart", 152),
        ("Miller-Meeks", 40),
        ("Miller-Meeks", 47),
        ("Miller-Meeks", 38),
        ("Miller-Meeks", 36),
        ("Miller-Meeks", 41),
        ("Miller-Meeks", 35),
        ("Miller-Meeks", 8),
        ("Miller-Meeks", 6),
        ("Miller-Meeks", 6),
    ]


def test_scott_and_muscatine_keep_ballots_and_intent_apart(result):
    ballots, intent = sorted(unit(result, "Scott").causes, key=lambda cause: cause.kind)
    assert (ballots.kind, ballots.numbers["ballots"], ballots.numbers["votes"]) == ("ballots_added", 131, 184)
    assert (intent.kind, intent.strength, intent.numbers["votes_at_least"]) == (
        "voter_intent",
        "consistent",
        53,
    )
    ballots, intent = sorted(unit(result, "Muscatine").causes, key=lambda cause: cause.kind)
    assert (ballots.kind, ballots.numbers["ballots"]) == ("ballots_added", 6)
    assert (intent.kind, intent.strength, intent.numbers["votes"]) == ("voter_intent", "exact", 8)


def test_the_other_known_counties(result):
    for county in ("Johnson", "Jefferson", "Clinton", "Jasper"):
        assert [cause.kind for cause in unit(result, county).causes] == ["voter_intent"], county
    assert not unit(result, "Lee").differs and unit(result, "Lee").causes == ()


def test_the_json_follows_its_schema(result, shared):
    told = check("published/tables.schema.json", result)
    assert told["district"] and told["timeline"]
    path = shared / "ia02" / "counting_methods.csv"
    told = check(
        "published/tables.schema.json", replace(result, methods=read_methods(path.read_bytes(), path.name))
    )
    assert told["methods"]
    schema = Path(tabulate.compare.__file__).with_name("comparison.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(schema)).validate(told["district"]["comparison"])


def test_the_command_says_the_same(shared, cli):
    folder = shared / "ia02"
    counts = ("compare", "--original", folder / "original_canvass.csv", "--recount", folder / "recount.csv")
    run = cli(*counts, "--district", folder / "recount_district.csv", "--known", KNOWN, "--json")
    assert run.code == 0, run.err
    told = json.loads(run.out)
    (margin,) = told["district"]["comparison"]["margins"]
    assert (margin["before"]["margin"], margin["after"]["margin"]) == (47, 6)
    wayne = next(item for item in told["comparison"]["units"] if item["unit"] == "Wayne")
    assert [choice["retabulated"] for choice in wayne["contests"][0]["choices"]] == [None] * 3
    text = cli(*counts, "--timeline", folder / "margin_timeline.csv")
    methods = cli(*counts, "--methods", folder / "counting_methods.csv", "--json")
    kinds = {item["kind"] for item in json.loads(methods.out)["comparison"]["findings"]}
    assert "method_not_uniform" in kinds
    assert text.code == 0 and "Hart +163" in text.out and "unknown is not zero" in text.out


def test_command_lines_that_name_no_comparison(cli, tmp_path):
    for words in (
        ("compare",),
        ("compare", "--recount", "b.csv"),
        ("compare", "c.retally", "--original", "a.csv", "--recount", "b.csv"),
        ("compare", "c.retally", "--timeline", "t.csv"),
    ):
        assert cli(*words).code == 2, words


def test_the_two_errors_of_the_first_week_are_named_from_votes_alone(shared):
    """Jasper CC/POW twice for one candidate, Lucas Russell without its numbers; no ballots are known."""
    canvass = (shared / "ia02" / "original_canvass.csv").read_text(encoding="utf-8")
    wrong = []
    for line in canvass.splitlines():
        before, _, votes = line.rpartition(",")
        if line.startswith("Jasper,CC/POW,election_day,") and MMM in line:
            assert votes == "404"
            votes = "808"
        if line.startswith("Lucas,Russell") and ",election_day," in line:
            votes = "0"
        wrong.append(f"{before},{votes}")
    comparison = compare_tables(
        read_table("\n".join(wrong), "wrong.csv"), read_table(canvass, "canvass.csv")
    ).comparison
    causes = {unit.unit.split(" / ")[0]: unit.causes[0] for unit in comparison.differing}
    assert {county: cause.kind for county, cause in causes.items()} == {
        "Jasper": "number_mistyped",
        "Lucas": "unit_all_zero",
    }
    assert "counted twice" in causes["Jasper"].evidence
    stories = [unit.explanations[0] for unit in comparison.differing]
    assert all(story.complete and len(story.causes) == 1 for story in stories)
