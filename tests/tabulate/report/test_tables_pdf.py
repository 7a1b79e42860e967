"""Two published counts as PDF: a county without numbers must not look recounted, and no folder is told."""

import io
from pathlib import Path

import pikepdf
import pytest

from tabulate.compare.published import (
    compare_tables,
    read_district,
    read_known,
    read_methods,
    read_table,
    read_timeline,
)
from tabulate.report import render_tables_pdf
from tests.tabulate.report.pages import structure, words

KNOWN = Path(__file__).resolve().parents[3] / "fixtures" / "recounts" / "ia02-2020" / "known.csv"
BEFORE = "county,contest,candidate,votes\nAdams,House,Ann Ash,100\nAdams,House,Bob Birch,90\n"
AFTER = (
    "county,contest,candidate,votes,status\nAdams,House,Ann Ash,99,\nAdams,House,Bob Birch,92,\n"
    "Boone,House,Ann Ash,,unknown\nBoone,House,Bob Birch,,unknown\n"
)
BOONE = "Boone,House,Ann Ash,40\nBoone,House,Bob Birch,51\n"
DISTRICT = "item,original_canvass,certified_after_recount\nAnn Ash,140,139\nBob Birch,140,144\n"


def small(**more):
    return compare_tables(
        read_table(BEFORE + BOONE, "/home/ann roe/before.csv"),
        read_table(AFTER, "C:\\counts\\after.csv"),
        district=read_district(DISTRICT, "/home/ann roe/district.csv"),
        **more,
    )


def test_numbers_and_what_is_not_known():
    shown = words(render_tables_pdf(small(methods=read_methods("county,method\nAdams,hybrid\n", "m.csv"))))
    assert "1 unit without any number of the recount: Boone." in shown
    assert "Adams hand and machine 100, then 99 (-1) 90, then 92 (+2)" in shown
    assert "Boone not known 40, then unknown 51, then unknown" in shown
    assert "Ann Ash 140 139 -1" in shown and "Bob Birch 140 144 +4" in shown


def test_a_district_that_does_not_add_up_is_said_without_its_folder():
    data = render_tables_pdf(small())
    shown = words(data)
    assert "the units of the original count add up to 141, district.csv says 140" in shown
    assert "before.csv beside after.csv" in shown
    for hidden in ("/home", "ann roe", "counts\\"):
        assert hidden not in shown


def test_the_same_comparison_gives_the_same_bytes_and_no_date():
    data = render_tables_pdf(small())
    assert data == render_tables_pdf(small())
    with pikepdf.open(io.BytesIO(data)) as document:
        assert "/CreationDate" not in document.docinfo and "/ModDate" not in document.docinfo


@pytest.fixture(scope="module")
def ia02(shared):
    def read(name):
        return (shared / "ia02" / name).read_bytes(), name

    return compare_tables(
        read_table(*read("original_canvass.csv")),
        read_table(*read("recount.csv")),
        known=read_known(KNOWN.read_bytes(), KNOWN.name),
        district=read_district(*read("recount_district.csv")),
        timeline=read_timeline(*read("margin_timeline.csv")),
        methods=read_methods(*read("counting_methods.csv")),
    )


def test_ia02_on_paper(ia02):
    data = render_tables_pdf(ia02)
    assert data == render_tables_pdf(ia02)
    shown = words(data)
    assert "Mariannette Miller-Meeks 196,862 196,964 +102" in shown
    assert "Rita R. Hart 196,815 196,958 +143" in shown
    assert "Miller-Meeks by 47 votes -> Mariannette Miller-Meeks by 6 votes" in shown
    assert "17 units without any number of the recount: Appanoose, Cedar," in shown
    assert "131 ballots more than in the original count" in shown
    assert "Scott hand and machine 41,967, then 42,046 (+79)" in shown


def test_ia02_has_the_time_and_all_counties_each_in_one_picture(ia02):
    with pikepdf.open(io.BytesIO(render_tables_pdf(ia02))) as document:
        pictures = [
            str(element.Alt)
            for kind, element in structure(document.Root.StructTreeRoot)
            if kind == "/Figure" and "/Alt" in element
        ]
    assert [alt for alt in pictures if "13 moments" in alt]
    assert [alt for alt in pictures if "24 units" in alt]
