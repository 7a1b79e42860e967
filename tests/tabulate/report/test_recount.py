"""A report that hides who asked, who signed or what was late lets numbers pass that do not stand."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

import tabulate.report
from tabulate.report import ContainerUse, DeadlineKept, render_html, render_pdf, render_text
from tabulate.report.recount_parts import NOTHING
from tests.tabulate.report.cases import HOSTILE, recount, report
from tests.tabulate.report.pages import words

SCHEMA = json.loads(Path(tabulate.report.__file__).with_name("report.schema.json").read_text(encoding="utf-8"))


class Words(HTMLParser):
    """The text of a page in one line."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(text)

    def handle_data(self, data):
        self.found.append(data)


def page(made):
    return " ".join(" ".join(Words(render_html(made)).found).split())


def both(made):
    """What a reader of the page and one of the PDF get."""
    return page(made), words(render_pdf(made))


@pytest.mark.parametrize("form", [page, lambda made: words(render_pdf(made))], ids=["html", "pdf"])
def test_all_of_the_proceedings_is_in_every_form(form):
    shown = form(report(recount=recount()))
    for needed in (
        "Ben Bell asked on 2020-11-12 10:00 for a recount in North",
        "200 dollars with the commissioner",
        "it is the same program",
        "§50.48(1)(a), (3)(a)(1)",
        "§50.48(3)(a)(2)",
        "Ann Abel, 2020-11-17 09:40",
        "both, hand reported",
        "s-17",
        "s-20",
        "What stands: those of the board's report",
        "2020-11-13 17:00",
        "met",
        "Ed25519 key, verified",
        "on paper",
        "5e" * 32,
        "7d" * 32,
        "filed on 2020-11-17 14:00",
        "wrong hour, Ben Bell",
        "adjourn, §50.48(4)(c)",
        "disputed ballots returned under §50.5",
        "The recount does not extend to 1 precinct of the county: East.",
        "Precinct South is part of the recount and not recorded as recounted: Ben Bell.",
        "Ben Bell, designee of the candidate requesting the recount (§50.48(3)(a)(1)); signs",
    ):
        assert needed in shown, needed


def test_the_data_is_valid_and_the_schema_strict():
    told = json.loads(json.dumps(report(recount=recount()).to_json()))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.validate(told)
    for path, value in (("stands", "both"), ("filed", "yesterday"), ("signatures_needed", 0)):
        assert not validator.is_valid({**told, "recount": {**told["recount"], path: value}}), path
    assert not validator.is_valid({**told, "recount": {**told["recount"], "surprise": 1}})


def test_without_two_signatures_the_original_numbers_stand_and_the_first_page_says_so():
    made = recount(stands="original", signatures=recount().signatures[1:])
    for shown in both(report(recount=made)):
        said = (
            "The original numbers stand. The report that was filed on 2020-11-17 14:00 is signed by Cy Cook; 2"
        )
        assert said in shown
        assert shown.index(said) < shown.index("What was asked")
    assert "The original numbers stand." in render_text(report(recount=made))
    refused = recount(stands="original", filed=None, report=None, signatures=())
    assert "The original numbers stand. The request for a recount was refused." in page(report(recount=refused))


def test_what_is_late_or_left_open_stands_on_the_first_page():
    late = DeadlineKept("the written request is filed", "2020-11-13", "17:00", "50.48(1)(a)", "missed")
    unsaid = DeadlineKept(
        "the report is filed", "2020-11-28", None, "50.48(4)(c)", "not recorded", ("DOUBTFUL: x",)
    )
    opened = ContainerUse("9", "North", "2020-11-17 09:40", "s-17")
    made = recount(deadlines=(late, unsaid), containers=(opened,))
    for shown in both(report(recount=made)):
        first = shown[: shown.index("What was asked")]
        assert "2 deadlines missed, or not recorded as met: the written request is filed; the report" in first
        assert "Not resealed, by the record: 9 (§50.48(4)(c))." in first
        assert "not recorded; DOUBTFUL: x" in shown
        assert "NOT RESEALED" in shown
    assert "deadline" not in page(report(recount=recount()))[:400]


def test_a_case_without_proceedings_says_that_nothing_is_recorded():
    for shown in both(report()):
        assert NOTHING in shown
        assert "Steps that are not recorded" not in shown
        assert "§50.48(3)(a)(1)" not in shown, "the law of that election has other seats, for all we know"
    assert report().to_json()["recount"] is None


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    hostile = render_html(report(recount=recount(name)))
    plain = render_html(report(recount=recount()))
    assert hostile.count("<table>") == plain.count("<table>")
    assert "<script" not in hostile and "onerror=alert(1)>" not in hostile
    render_pdf(report(recount=recount(name)))


def test_the_same_proceedings_give_the_same_bytes():
    made = report(recount=recount())
    assert render_pdf(made) == render_pdf(report(recount=recount()))
    assert render_html(made) == render_html(replace(made, recount=recount()))
