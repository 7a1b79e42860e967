"""NIST election results: a recount that other systems misread, or that reads back changed, is no report."""

import dataclasses
import json
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabulate.compare import OriginalContest
from tabulate.originals.err_write import ReportFacts, write_err_json, write_err_xml
from tests.tabulate.originals.conftest import votes_of
from tests.tabulate.originals.refusals import refused, text_count
from tests.tabulate.originals.schemas import json_errors, xml_errors

JSON, XML = "nist_err_json/lucas_err_v2.json", "nist_err_xml/lucas_err_v2.xml"
FACTS = ReportFacts(
    "City Election", date(2025, 11, 4), "Tamarack County", datetime(2025, 11, 20, 9, tzinfo=UTC), "Board", "TRB"
)
NUMBER = st.none() | st.integers(0, 99)


@st.composite
def counts(draw):
    """Rows of a whole count with small pools of names, some of which XML must escape."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["North", "S & W", "Absentee"]),
                st.sampled_from(["election_day", "absentee", "Box <2>"]),
                st.sampled_from(["Mayor", "Measure \u00c4"]),
            ),
            min_size=1,
            unique=True,
        )
    )
    choices = ("Ann", "Bob & Cy", "write-in")
    votes = st.dictionaries(st.sampled_from(choices), st.integers(0, 999), min_size=1)
    vote_for = {"Mayor": draw(st.integers(1, 3)), "Measure \u00c4": 1}
    return [
        OriginalContest(*key, vote_for[key[2]], draw(NUMBER), draw(NUMBER), draw(NUMBER), draw(votes))
        for key in keys
    ]


def comparable(rows):
    return {(row.unit, row.mode, row.contest): row for row in rows}


@given(counts())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_we_write_is_valid_and_reads_back_equal(shared, rows):
    of_json, of_xml = write_err_json(rows, FACTS), write_err_xml(rows, FACTS)
    assert json_errors(shared, "err", of_json) == []
    assert xml_errors(shared, "err", of_xml) == []
    for data, name in ((of_json, "r.json"), (of_xml, "r.xml")):
        count = text_count(data, name, absentee_unit=False)
        assert comparable(count.rows) == comparable(rows)
        assert (count.status, count.election) == ("recount", "City Election")


def test_the_same_count_gives_the_same_bytes():
    rows = [OriginalContest("N", "absentee", "Mayor", 1, 5, 0, 1, {"Ann": 4})]
    assert write_err_xml(rows, FACTS) == write_err_xml(list(rows), FACTS)
    assert json.loads(write_err_json(rows, FACTS))["Status"] == "recount"


def test_what_the_format_demands_is_not_made_up():
    row = OriginalContest("N", "absentee", "Mayor", None, votes={"Ann": 4})
    with pytest.raises(ValueError, match="how many may be chosen"):
        write_err_json([row], FACTS)
    with pytest.raises(ValueError, match="time zone"):
        write_err_json([row], dataclasses.replace(FACTS, generated=datetime(2025, 11, 20)))


@pytest.mark.parametrize("path", [JSON, XML])
def test_lucas_is_the_same_in_both_encodings(path, sample):
    count = sample(path)
    assert (count.status, count.election) == ("certified", "2020 General Election")
    other = sample("openelections_csv/20201103__ia__general__lucas__precinct.csv", only=("U.S. House 2",))
    for mode in ("election_day", "absentee"):
        assert votes_of(count, "U.S. House IA-02", mode) == votes_of(other, "U.S. House 2", mode)


def lucas(formats):
    return json.loads((formats / JSON).read_text())


def counts_of(report, selection=0):
    return report["Election"][0]["Contest"][0]["ContestSelection"][selection]["VoteCounts"]


def county_count(number, kind="election-day"):
    return {"@type": "ElectionResults.VoteCounts", "GpUnitId": "gpu-lucas", "Type": kind, "Count": number}


def test_a_county_beside_its_precincts_is_a_total(formats):
    report = lucas(formats)
    counts_of(report).append(county_count(1505))
    count = text_count(json.dumps(report), "r.json")
    assert votes_of(count, "U.S. House IA-02", "election_day")["Mariannette Miller-Meeks"] == 1505
    counts_of(report)[-1]["Count"] = 1506
    refused(json.dumps(report), "1505", "1506", "parts of Lucas County", name="r.json")


def test_a_total_beside_modes_is_held(formats):
    report = lucas(formats)
    total = {**county_count(589, "total"), "GpUnitId": "gpu-p0"}
    counts_of(report).append(total)
    assert votes_of(text_count(json.dumps(report), "r.json"), "U.S. House IA-02", "total") == {}
    total["Count"] = 590
    refused(json.dumps(report), "589", "590", name="r.json")


def change(path, value):
    def apply(report):
        *way, last = path
        for step in way:
            report = report[step]
        if value is KeyError:
            del report[last]
        else:
            report[last] = value

    return apply


COUNT = ("Election", 0, "Contest", 0, "ContestSelection", 0, "VoteCounts", 0)


@pytest.mark.parametrize(
    ("path", "value", "parts"),
    [
        ((*COUNT, "Count"), -3, ("VoteCounts[0]", "negative")),
        ((*COUNT, "Count"), 3.5, ("VoteCounts[0]", "whole number")),
        ((*COUNT, "Count"), "278", ("VoteCounts[0]", "whole number")),
        ((*COUNT, "Count"), True, ("VoteCounts[0]", "whole number")),
        ((*COUNT, "Count"), KeyError, ("VoteCounts[0]", "no Count")),
        ((*COUNT, "GpUnitId"), "gpu-p9", ("VoteCounts[0]", "gpu-p9")),
        ((*COUNT, "GpUnitId"), "gpu-p1", ("VoteCounts[2]", "VoteCounts[0]", "already")),
        ((*COUNT, "Round"), 1, ("VoteCounts[0]", "ranked")),
        (("Election", 0, "Contest", 0, "ContestSelection", 0, "CandidateIds"), ["can-9"], ("can-9",)),
        (("Election", 0, "Contest", 0, "ContestSelection", 1, "CandidateIds"), ["can-0"], ("twice",)),
        (("Election", 0, "Contest", 0, "Name"), "", ("Name", "empty")),
        (("GpUnit", 1, "@id"), "gpu-p1", ("gpu-p1", "twice")),
        (("GpUnit", 0, "ComposingGpUnitIds", 0), "gpu-lucas", ("part of itself",)),
        (("GpUnit", 0, "ComposingGpUnitIds", 0), "gpu-x", ("gpu-x",)),
        (("@type",), "ElectionResults.Election", ("ElectionReport",)),
    ],
)
def test_refused_with_place(path, value, parts, formats):
    report = lucas(formats)
    change(path, value)(report)
    refused(json.dumps(report), "r.json", *parts, name="r.json", format="nist-err")


def test_xml_counts_are_whole(formats):
    text = (formats / XML).read_text()
    assert votes_of(text_count(text.replace(">278<", ">278.0<"), "r.xml"), "U.S. House IA-02")
    refused(text.replace(">278<", ">278.5<"), "line", "278.5", name="r.xml")
    refused(re.sub("</?Count>278(?=<)", "", text, count=1), name="r.xml")
