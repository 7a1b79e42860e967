"""Telling formats apart: a file taken for another format loads other numbers, or none."""

import csv
import io
import zipfile

import pytest

from tabulate.errors import OriginalCountError
from tabulate.originals import Naming, Source, detect, opened, preview, read_original, source, write
from tabulate.originals.formats import FORMATS
from tabulate.originals.table import lines_of
from tabulate.originals.xml_tree import root_of
from tests.conftest import ROOT
from tests.tabulate.originals.refusals import refused, text_count
from tests.tabulate.originals.test_fuzz import CHECKED, NAMINGS, UNCHECKED, files_of

FOLDERS = {
    "openelections_csv": "openelections",
    "clarity_xml": "clarity",
    "nist_err_json": "nist-err",
    "nist_err_xml": "nist-err",
    "nist_cvr_json": "nist-cvr",
    "nist_cvr_xml": "nist-cvr",
    "ess_el30a_text": "el30a",
    "electionware_text": "electionware",
    "ess_sovc_xlsx": "sovc-ess",
    "dominion_sovc_xlsx": "sovc-dominion",
    "dominion_csv": "dominion-cvr-csv",
    "dominion_json": "dominion-cvr-json",
    "ess_csv": "ess-cvr",
    "ess_md": "ess-cvr",
    "hart_xml": "hart-cvr",
    "clearballot_csv": "clear-ballot-cvr",
}
PLAIN = b"unit,mode,contest,choice,votes\nN,absentee,Mayor,Ann,5\n"


@pytest.mark.parametrize("paths", CHECKED + UNCHECKED, ids=lambda paths: paths[0])
def test_each_sample_is_of_one_format_alone(paths, formats):
    files = files_of(formats, paths)
    assert [form.NAME for form in FORMATS if form.detect(files)] == [FOLDERS[paths[0].split("/")[0]]]


def test_every_sample_of_these_formats_is_read(formats):
    """Samples added later must be added to the list of those that are damaged, too."""
    listed = {path for paths in CHECKED + UNCHECKED for path in paths}
    unread = {"tabulator_status.xml", "README.md"}
    there = {
        path.relative_to(formats).as_posix()
        for folder in FOLDERS
        for path in (formats / folder).rglob("*")
        if path.is_file() and path.name not in unread
    }
    rest = {
        path
        for path in there - listed
        if not path.startswith(("dominion_json/", "ess_csv/arlo_agpl3/ballots_"))
    }
    assert rest == {"ess_csv/arlo_agpl3/cvr.csv"} - listed


def test_our_own_csv_and_others_through_a_file_of_names():
    assert detect([Source("c.csv", PLAIN)]) == "plain"
    theirs = PLAIN.replace(b"unit,mode,contest,choice,votes", b"Pct,Kind,Race,Who,N").replace(b"\n", b",x\n")
    refused(theirs, "no format")
    columns = {"Pct": "unit", "Kind": "mode", "Race": "contest", "Who": "choice", "N": "votes"}
    count = text_count(theirs, format="plain", columns=columns)
    assert count.rows == text_count(PLAIN).rows
    assert count.notes == ("column 'x' is not named and was left out",)
    refused(theirs, "said to be 'unit'", format="plain", columns={"Kind": "mode"})
    refused(theirs, "two columns for 'unit'", format="plain", columns={**columns, "Who": "unit"})
    refused(theirs.replace(b"Ann,5", b"Ann,-5"), "line 2", "negative", format="plain", columns=columns)
    refused(theirs, "no column 'Pcts'", format="plain", columns={**columns, "Pcts": "unit"})


def test_the_canvass_of_a_district_through_a_file_of_names(shared):
    """IA-02 in 2020, 24 counties: published totals, and absentee votes as the recount boards had them."""
    data = (shared / "ia02" / "original_canvass.csv").read_bytes()
    names = Naming(
        format="plain",
        columns={"county": "county", "precinct": "unit", "candidate": "choice", "party": "ignore"},
    )
    count = read_original([Source("canvass.csv", data)], names)
    assert preview(count).contests[0].votes == {
        "Mariannette Miller-Meeks": 196862,
        "Rita R. Hart": 196815,
        "Write-in": 706,
    }
    with (shared / "ia02" / "original_canvass_county.csv").open(newline="") as file:
        by_county = {
            (row["county"], row["mode"], row["candidate"]): int(row["votes"])
            for row in csv.DictReader(file)
            if row["mode"] in ("absentee", "election_day")
        }
    found = {}
    for row in count.rows:
        county, _, unit = row.unit.partition(", ")
        assert (row.mode == "absentee") == (unit == "Absentee")
        for choice, votes in row.votes.items():
            key = (county, row.mode, choice)
            found[key] = found.get(key, 0) + votes
    assert found == by_county
    assert len({row.unit for row in count.rows}) == 392 + 24
    lucas = read_original([Source("canvass.csv", data)], names.model_copy(update={"county": "Lucas"}))
    assert {row.unit for row in lucas.rows if row.mode == "absentee"} == {"Absentee"}
    assert preview(lucas).contests[0].votes["Rita R. Hart"] == 1297


@pytest.mark.parametrize("paths", CHECKED + UNCHECKED, ids=lambda paths: paths[0])
def test_what_is_imported_is_what_the_csv_says(paths, formats):
    count = read_original(files_of(formats, paths), NAMINGS.get(paths[0], Naming()))
    text, left_out = write(count.rows)
    known = [row for row in count.rows if row.votes]
    assert len(left_out) == len(count.rows) - len(known)
    if known:
        back = text_count(text).rows
        assert [(row.unit, row.mode, row.contest, row.votes, row.ballots) for row in back] == [
            (row.unit, row.mode, row.contest, row.votes, row.ballots) for row in known
        ]


@pytest.mark.parametrize("paths", CHECKED + UNCHECKED, ids=lambda paths: paths[0])
def test_the_preview_adds_up(paths, formats):
    count = read_original(files_of(formats, paths), NAMINGS.get(paths[0], Naming()))
    seen = preview(count)
    assert seen.read > 0 and seen.units and seen.modes
    for contest in seen.contests:
        rows = [row for row in count.rows if row.contest == contest.contest]
        assert contest.units == len({row.unit for row in rows})
        for choice, votes in contest.votes.items():
            parts = [row.votes.get(choice) for row in rows]
            assert votes == (None if None in parts else sum(parts))


def test_the_documentation_names_every_format():
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert [form.NAME for form in FORMATS if f"`{form.NAME}`" not in text] == []


def packed(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_archives_in_archives_are_opened_but_not_without_end():
    inner = PLAIN
    for depth in range(4):
        inner = packed({f"{depth}.zip" if depth else "c.csv": inner})
        if depth < 3:
            assert [file.data for file in opened([Source("a.zip", inner)])] == [PLAIN]
    refused(inner, "archives in archives", name="a.zip")


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(source, "MAX_BYTES", 1000)
    refused(packed({"c.csv": b"0" * 2000}), "unpacks to more", name="a.zip")
    many = packed({f"{at}.csv": b"0" * 300 for at in range(3)})
    assert len(opened([Source("a.zip", many)])) == 3
    with pytest.raises(OriginalCountError, match="files of one count"):
        opened([Source("a.zip", many), Source("b.zip", many)])


def test_an_archive_that_lies_about_a_size_is_refused():
    data = bytearray(packed({"c.csv": b"0" * 2000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    refused(bytes(data), "a.zip", name="a.zip")


def test_what_nobody_can_see_is_no_part_of_a_message_or_a_name():
    hidden = "unit,mode,contest,choice,votes\nN,absentee,Mayor,\u202eAnn,5x\n"
    with pytest.raises(OriginalCountError) as caught:
        read_original([Source("c\x1b[2J.csv", hidden.encode())])
    assert not set(str(caught.value)) & {"\x1b", "\u202e", "\n"}


def test_no_file_is_an_error():
    with pytest.raises(OriginalCountError, match="no file"):
        read_original([])


def test_a_tree_that_would_take_all_memory_is_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(source, "MAX_TREE", 100)
    version = b'{"@type": "CVR.CastVoteRecordReport", "Version": "1.0.0", "CVR": [%s]}' % (b" " * 200)
    refused(
        version, "one file of JSON or XML", "export it as a table (CSV), or in several files", name="f.json"
    )
    with pytest.raises(OriginalCountError, match="one file of JSON or XML"):
        root_of(Source("f.xml", b"<a>%s</a>" % (b"0" * 200)))


@pytest.mark.parametrize("marks", [0, 1, 2])
def test_a_table_is_read_as_it_stands_whatever_marks_it_begins_with(marks):
    data = "\ufeff" * marks + 'Né,"b\r\nc"\r1,2\n\n3,4\u2028'
    found = [(line.number, line.cells) for line in lines_of(Source("t.csv", data.encode()))]
    assert found == [(1, ("Né", "b\r\nc")), (3, ("1", "2")), (5, ("3", "4"))]
