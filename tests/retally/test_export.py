"""`retally export`: numbers that others read otherwise than we do, or records that tell who voted how."""

import json
import re
import shutil

import pytest

from retally.case import open_to_read
from retally.demonstration import case_file, steps
from retally.hand_readings import known_sheets
from tabulate.compare.ballots import add_ballots
from tabulate.originals import Naming, Source, read_original
from tabulate.report.event_log import read_event_log
from tests.tabulate.originals.schemas import json_errors, xml_errors

FORMS = ("results-json", "results-xml", "cvr-json", "cvr-xml", "events-json", "events-xml")
NAMES = ("Ann Hill", "Bo Lake")
SCHEMAS = {"results": "err", "cvr": "cvr", "events": "log"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo case with all its batches."""
    import contextlib
    import io

    from retally.app import main

    out = tmp_path_factory.mktemp("demo")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for step in steps(out):
            if step.arguments[0] in ("case", "scan"):
                assert main(list(step.arguments)) == 0
    return case_file(out)


@pytest.fixture
def exported(cli, tmp_path):
    def run(case, form, name="made"):
        made = cli("export", case, "--format", form, "-o", tmp_path / name)
        assert made.code == 0, made.err
        return (tmp_path / name).read_bytes(), made

    return run


def read_by_two(readings):
    """A file in which two persons read the same on each (sheet, contest, choices)."""
    rows = [",".join((sheet, contest, who, choices)) for sheet, contest, choices in readings for who in NAMES]
    return "sheet,contest,reader,choices\n" + "\n".join(rows) + "\n"


def totals(cli, case):
    """What `retally totals` says, by unit, mode and contest."""
    found = {}
    for row in json.loads(cli("totals", case, "--json").out)["totals"]:
        key = (row["unit"], row["mode"], row["contest"])
        numbers = found.setdefault(
            key, ({}, row["ballots"], row["overvotes"], row["undervotes"], row["vote_for"])
        )
        numbers[0][row["choice"]] = row["votes"]
    return found


def as_totals(rows):
    return {
        (row.unit, row.mode, row.contest): (row.votes, row.ballots, row.overvotes, row.undervotes, row.vote_for)
        for row in rows
    }


@pytest.mark.parametrize("form", FORMS)
def test_valid_under_the_official_schema_and_the_same_twice(form, demo, exported, shared):
    data, _ = exported(demo, form)
    check = json_errors if form.endswith("json") else xml_errors
    assert check(shared, SCHEMAS[form.split("-")[0]], data) == []
    assert exported(demo, form, "again")[0] == data


@pytest.mark.parametrize("form", ["results-json", "results-xml", "cvr-json", "cvr-xml"])
def test_reads_back_as_the_totals(form, demo, exported, cli):
    data, _ = exported(demo, form)
    count = read_original([Source("made", data)], Naming(absentee_unit=False))
    assert as_totals(count.rows) == totals(cli, demo)
    assert count.election == "City and School Election"
    if form.startswith("cvr"):
        assert len(count.ballots) == 99
        assert all(ballot.batch and ballot.style for ballot in count.ballots)
        assert not any("stated" in note for note in count.notes), count.notes
        limits = {row.contest: row.vote_for for row in count.rows}
        assert {row.ballots for row in add_ballots(count.ballots, limits)} == {
            row.ballots for row in count.rows
        }
    else:
        assert count.status == "recount"


def test_people_read_names_and_not_ids(demo, exported):
    (election,) = json.loads(exported(demo, "results-json")[0])["Election"]
    assert election["Contest"][0]["Name"] == "For Board of Supervisors, District 2, Four Year Term"
    assert election["Candidate"][0]["BallotName"]["Text"][0]["Content"] == "Ingrid Halvorsen"
    writes = [one["IsWriteIn"] for one in election["Contest"][0]["ContestSelection"]]
    assert writes == [False, False, False, True]


def test_events_are_those_of_the_ledger(demo, exported):
    with open_to_read(demo) as ledger:
        entries = [(entry.seq, entry.at, entry.kind, entry.hash) for entry in ledger.entries()]
    for form in ("events-json", "events-xml"):
        events = read_event_log(exported(demo, form, form)[0], form)
        assert [(one.seq, one.at, one.kind, one.hash) for one in events] == entries


def test_the_scan_cannot_be_told_from_the_records(election, case, scan, cli, tmp_path, exported):
    """Two cases with the same ballots fed the other way round differ in nothing but their times."""
    marks = [[("supervisor", "ocampo")], [], [("measure-k", "yes")], [("measure-k", "no")]]
    other = tmp_path / "other.retally"
    assert cli("case", "new", other, "--program", election.program_file, "--title", "Tamarack").code == 0
    for one, piled in ((case, marks), (other, marks[::-1])):
        folder = tmp_path / one.stem
        folder.mkdir()
        for number, marked in enumerate(piled):
            (folder / f"voter-{number}.tif").write_bytes(election.page(marked))
        assert scan(one, f"{folder}?pages=single", "b1", "--close").code == 0
    first, second = (exported(one, "cvr-json", f"{one.stem}.json")[0] for one in (case, other))
    timeless = [re.sub(rb'"GeneratedDate": "[^"]*"', b"", data) for data in (first, second)]
    assert timeless[0] == timeless[1]
    assert len(json.loads(first)["CVR"]) == 4
    with open_to_read(case) as ledger:
        for sheet in known_sheets(ledger):
            assert sheet.key.encode() not in first
    for word in (b"voter-", b"UniqueId", b"BatchSequenceId", b"BallotImage"):
        assert word not in first


def test_marks_that_are_no_votes_are_there_with_their_scores(demo, exported):
    """The resting pen of cedar-bluff: seen, not allocated, and waiting for a person."""
    found = [
        position
        for record in json.loads(exported(demo, "cvr-json")[0])["CVR"]
        for contest in record["CVRSnapshot"][0]["CVRContest"]
        for selection in contest["CVRContestSelection"]
        for position in selection["SelectionPosition"]
        if position["HasIndication"] == "unknown"
    ]
    assert found
    for position in found:
        assert (position["NumberVotes"], position["IsAllocable"]) == (0, "no")
        assert "marginal" in position["OtherStatus"]
        assert 30 <= int(position["MarkMetricValue"][0]) < 120


@pytest.mark.parametrize(
    ("form", "where"), [("results-json", "Notes"), ("cvr-json", "Notes"), ("events-json", "Details")]
)
def test_a_case_that_is_not_complete_says_so(form, where, election, case, scan, tmp_path, exported):
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "a.tif").write_bytes(election.page([("measure-k", "yes")]))
    (folder / "b.tif").write_bytes(b"no image")
    scan(case, f"{folder}?pages=single")
    data, run = exported(case, form)
    told = json.loads(data)[where]
    assert told.startswith("NOT COMPLETE. fairview, election_day: of 2 sheets, 1 quarantined, in no total.")
    assert "not closed: b1" in told
    assert "retally: NOT COMPLETE: fairview, election_day: of 2 sheets, 1 quarantined" in run.err
    assert run.out.endswith("NOT COMPLETE\n")


def test_a_complete_case_says_nothing(election, case, scan, tmp_path, exported):
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "a.tif").write_bytes(election.page([("measure-k", "yes")]))
    scan(case, f"{folder}?pages=single", "b1", "--close")
    for form, where in (("results-json", "Notes"), ("cvr-json", "Notes"), ("events-json", "Details")):
        data, run = exported(case, form, form)
        assert where not in json.loads(data)
        assert "NOT COMPLETE" not in run.err + run.out
        assert ("the voter can be told" in run.err) == (form == "cvr-json")


def test_refused_in_one_line(case, cli, tmp_path):
    target = tmp_path / "made.json"
    empty = cli("export", case, "--format", "cvr-json", "-o", target)
    assert (empty.code, len(empty.err.splitlines())) == (6, 1)
    assert "no sheet is counted" in empty.err
    assert not target.exists()
    target.write_text("mine")
    there = cli("export", case, "--format", "events-json", "-o", target)
    assert (there.code, "--replace" in there.err, target.read_text()) == (3, True, "mine")
    assert cli("export", case, "--format", "events-json", "-o", target, "--replace").code == 0
    assert cli("export", case, "--format", "pdf", "-o", target).code == 2


def test_the_record_of_a_ballot_has_the_decision_and_counts_as_the_machine_does(
    election, case, scan, cli, tmp_path
):
    folder = tmp_path / "pile"
    folder.mkdir()
    (folder / "0.tif").write_bytes(election.page([("measure-k", "yes")]))
    scan(case, f"{folder}?pages=single", "b1", "--close")
    path, made = tmp_path / "hand.csv", tmp_path / "cvr.json"
    path.write_text(read_by_two([("b1/1", "measure-k", "No")]), encoding="utf-8")
    assert cli("case", "hand-ballots", case, path).code == 0
    assert cli("export", case, "--format", "cvr-json", "-o", made).code == 0
    (record,) = json.loads(made.read_text(encoding="utf-8"))["CVR"]
    (note,) = record["CVRSnapshot"][0]["Annotation"]
    assert note["AdjudicatorName"] == ["Ann Hill and Bo Lake"]
    assert note["Message"][0].endswith(": No, read by hand by two persons")
    contest = record["CVRSnapshot"][0]["CVRContest"][-1]
    assert [one["TotalNumberVotes"] for one in contest["CVRContestSelection"]] == [1, 0]


def test_flagged_sheets_that_two_persons_read_are_not_missing(demo, cli, tmp_path, exported):
    """Every contest with a flagged mark must be read: all but one leave the case as it was."""
    case, path = tmp_path / "demo.retally", tmp_path / "hand.csv"
    shutil.copy(demo, case)
    with open_to_read(case) as ledger:
        asked = [
            (f"{sheet.batch}/{sheet.sequence}", contest["contest"], "|".join(contest["votes"]) or "blank")
            for sheet in ledger.sheets()
            for contest in sheet.reading["contests"]
            if contest["review"]
        ]
    path.write_text(read_by_two(asked[1:]), encoding="utf-8")
    assert cli("case", "hand-ballots", case, path).code == 0
    _, before = exported(case, "cvr-json", "before")
    assert len(re.findall("NOT COMPLETE: .* 1 counted with flags", before.err)) == 1
    path.write_text(read_by_two(asked[:1]), encoding="utf-8")
    assert cli("case", "hand-ballots", case, path).code == 0
    data, after = exported(case, "cvr-json", "after")
    assert "NOT COMPLETE" not in after.out + after.err
    assert "Notes" not in json.loads(data)
