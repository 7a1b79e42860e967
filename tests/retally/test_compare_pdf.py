"""`retally compare --original A --recount B --pdf FILE`: repeatable, and silent on the folders of the files."""

import pytest

from tests.tabulate.report.pages import words

BEFORE = "county,contest,candidate,votes\nAdams,House,Ann Ash,100\nAdams,House,Bob Birch,90\n"
TIMELINE = "date,stage,margin\n2020-11-04,election night,Ash +12\n2020-11-12,canvass,Ash +10\n"


@pytest.fixture
def counts(tmp_path):
    original, recount, timeline = (tmp_path / name for name in ("before.csv", "after.csv", "timeline.csv"))
    original.write_text(BEFORE, encoding="utf-8")
    recount.write_text(BEFORE.replace(",90", ",93"), encoding="utf-8")
    timeline.write_text(TIMELINE, encoding="utf-8")
    return ("--original", original, "--recount", recount, "--timeline", timeline)


def test_the_comparison_is_written_twice_alike(counts, cli, tmp_path):
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    run = cli("compare", *counts, "--pdf", first)
    assert run.code == 0 and str(first) in run.err
    assert "Bob Birch 90 -> 93 (+3)" in run.out, "the text comes all the same"
    assert cli("compare", *counts, "--pdf", second, "--json").code == 0
    assert first.read_bytes() == second.read_bytes()
    shown = words(first.read_bytes())
    assert "Adams 100, same 90, then 93 (+3)" in shown
    assert "2020-11-04 election night" in shown and "Ash +12" in shown
    assert str(tmp_path) not in shown


def test_a_case_has_its_pdf_from_the_report(case, cli, tmp_path):
    run = cli("compare", case, "--pdf", tmp_path / "c.pdf")
    assert run.code == 2 and "--pdf" in run.err
    assert not (tmp_path / "c.pdf").exists()


def test_a_folder_that_is_not_there_is_one_line(counts, cli, tmp_path):
    run = cli("compare", *counts, "--pdf", tmp_path / "no" / "c.pdf")
    assert run.code == 3
    assert "Traceback" not in run.err and len(run.err.strip().splitlines()) == 1
