"""The PDF that a board signs: whole, repeatable, fit to be read aloud, and silent on whose ballot it is."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from tabulate.report import BatchRead, SourceFile, render_pdf
from tabulate.report.typeset import printable
from tabulate.report.wording import stories_shown
from tests.tabulate.compare.county import composition
from tests.tabulate.report.cases import HOSTILE, png, report
from tests.tabulate.report.pages import structure, words

ROOT = Path(__file__).resolve().parents[3]
FONTS = {"LibertinusSerif", "NewCM10", "DejaVuSansMono"}


def test_the_same_report_gives_the_same_bytes():
    assert render_pdf(report()) == render_pdf(report())
    assert render_pdf(report()) != render_pdf(report(case="case-2"))


def test_its_date_is_that_of_the_report_and_no_clock_is_asked():
    with pikepdf.open(io.BytesIO(render_pdf(report(made_at="2026-11-22 10:15 CST")))) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261122101500")
    with pikepdf.open(io.BytesIO(render_pdf(report(made_at="some day")))) as document:
        assert "/CreationDate" not in document.docinfo


def test_everything_a_board_signs_for_is_in_it():
    shown = words(
        render_pdf(report(names=("Ann Author", "Bob Baker"), original=SourceFile("canvass.csv", "cd" * 32)))
    )
    for needed in (
        "Town Election, 2026-11-03",
        "Mayor",
        "OUTCOME CHANGES",
        "Ann Author by 1 vote",
        "What was not examined",
        "1 sheet refused",
        "Voter intent",
        "low-match",
        "a3" * 32,
        "cd" * 32,
        "ef" * 32,
        "retally 0.1.0",
        "12 entries",
    ):
        assert needed in shown, needed
    assert shown.count("Signature") >= 3 + 1
    assert "after an election on 2026-11-03" in shown, "that law is not known here"
    assert re.search(r"Bob Baker 13 14 \+1", shown), "totals before and after, with the change"


def test_rival_stories_stand_beside_the_causes():
    comparison = composition(0).compare()
    stories = stories_shown(comparison.differing[0])
    assert stories
    shown = words(render_pdf(replace(report(), comparison=comparison)))
    assert [story for story in stories if story not in shown] == []


def test_another_process_time_zone_and_locale_change_no_byte():
    call = (
        "import sys; from tests.tabulate.report.cases import report; from tabulate.report import render_pdf; "
        "sys.stdout.buffer.write(render_pdf(report()))"
    )
    given = {"TZ": "Pacific/Auckland", "SOURCE_DATE_EPOCH": "86400", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=ROOT, env={**os.environ, **given}, capture_output=True, check=True
    )
    assert done.stdout == render_pdf(report())


def test_no_font_of_the_machine_is_used():
    with pikepdf.open(io.BytesIO(render_pdf(report(names=("\u674e \u0141 \u2192", "Bob"))))) as document:
        names = {
            str(item.BaseFont).partition("+")[2]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary)
            and item.get("/Type") == "/Font"
            and "+" in str(item.BaseFont)
        }
    assert names
    assert {name.partition("-")[0] for name in names} <= FONTS


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    made = report(names=(name, "Bob"), title=name, unit=name, case=name, notes=(name,))
    with pikepdf.open(io.BytesIO(render_pdf(made))) as document:
        assert "/OpenAction" not in document.Root and "/AA" not in document.Root
        assert not any("/Annots" in page for page in document.pages)
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", printable(name))


@pytest.mark.parametrize(
    "name", ['#import "@preview/x:1.0.0"', '#read("/etc/passwd")', "$x$ *bold* _it_ @ref <l>"]
)
def test_a_name_is_never_run_as_markup(name):
    assert name in words(render_pdf(report(names=(name, "Bob"))))


def test_a_letter_that_the_fonts_lack_is_named_and_not_lost():
    shown = words(render_pdf(report(names=("Li \u674e Ming", "Nguy\u1ec5n V\u0103n \u0141"))))
    assert "Li <U+674E> Ming" in shown
    assert "Nguy\u1ec5n V\u0103n \u0141" in shown


def test_fit_to_be_read_aloud():
    with pikepdf.open(io.BytesIO(render_pdf(report()))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "Town Election" in str(document.docinfo["/Title"])
        assert "pdfuaid" in document.Root.Metadata.read_bytes().decode()
        found = list(structure(document.Root.StructTreeRoot))
        kinds = [kind for kind, _ in found]
        pictures = [element for kind, element in found if kind == "/Figure"]
        assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/L"} <= set(kinds)
        assert len(pictures) >= 3 + 2 and all(str(element.get("/Alt", "")) for element in pictures)


def test_neither_sheets_nor_folders_are_told():
    made = report(
        show_sheets=True,
        batches=(BatchRead("b1", "North", "election_day", 21, "folder:/home/ann roe/scans/b1"),),
        equipment=(("scanner", "folder:/home/ann roe/scans/b1"), ("driver", "/opt/scan/driver.so")),
        original=SourceFile("/home/ann roe/canvass.csv", "cd" * 32),
        marks=(*report().marks, *(mark for mark in report().marks)),
    )
    data = render_pdf(made)
    with pikepdf.open(io.BytesIO(data)) as document:
        streams = b"".join(
            item.read_bytes()
            for item in document.objects
            if isinstance(item, pikepdf.Stream) and "/Width" not in item
        )
    shown = words(data)
    for hidden in ("sheet-", "/home", "ann roe", "/opt"):
        assert hidden not in shown
        assert hidden.encode() not in data + streams
    assert "folder:b1" in shown and "canvass.csv" in shown and "driver.so" in shown


def test_marks_stand_in_no_order_of_the_scan():
    marks = report().marks
    assert render_pdf(report(marks=marks)) == render_pdf(report(marks=marks[::-1]))


def test_a_comment_inside_a_crop_is_left_out():
    secret = replace(report().marks[0], png=png(text="sheet-7 of voter 12"))
    plain = replace(secret, png=png())
    assert render_pdf(report(marks=(secret,))) == render_pdf(report(marks=(plain,)))


def test_the_exception_to_the_same_program_stands_on_the_first_page():
    made = report()
    made = replace(made, program=replace(made.program, flawed="ovals swapped (decided by Dana Reyes)"))
    assert "Not read with the election-day program. ovals swapped" in words(render_pdf(made))
