"""`retally compare` takes a count in whatever form it was published: retyping it is where numbers change."""

import json
import zipfile
from datetime import UTC, datetime

import pytest

from retally.case import open_to_read
from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord
from tabulate.originals.cvr_write import CvrFacts, write_cvr_json

MARKS = [("supervisor", "ocampo"), ("measure-k", "yes")]
OPEN = "county,precinct,office,district,party,candidate,votes,election_day\n"
TWO = OPEN + "Tamarack,fairview,Measure,,,yes,1,1\nTamarack,fairview,Measure,,,no,1,1\n"
NAMES = '[contests]\nMeasure = "measure-k"\n'
OURS = (
    "unit,mode,contest,choice,votes\n"
    "fairview,election_day,measure-k,yes,1\n"
    "fairview,election_day,measure-k,no,1\n"
)


@pytest.fixture
def counted(election, tmp_path, case, scan):
    """A case with two sheets, both with a yes."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.tif").write_bytes(election.page(MARKS, seed=number))
    scan(case, f"{folder}?pages=single", "b1", "--close")
    return case


@pytest.fixture
def published(tmp_path):
    path, names = tmp_path / "published.csv", tmp_path / "names.toml"
    path.write_text(TWO)
    names.write_text(NAMES)
    return path, names


def test_a_published_file_gives_what_our_own_csv_gives(counted, published, cli, tmp_path):
    ours = tmp_path / "ours.csv"
    ours.write_text(OURS)
    expected = json.loads(cli("compare", counted, "--original", ours, "--json").out)
    path, names = published
    run = cli("compare", counted, "--original", path, "--map", names, "--json")
    assert run.code == 0, run.err
    assert json.loads(run.out) == expected
    assert json.loads(cli("compare", counted, "--json").out) == expected, (
        "recorded, and read again without its names"
    )


def test_the_case_keeps_the_file_as_it_was_published(counted, published, cli):
    path, names = published
    assert cli("compare", counted, "--original", path, "--map", names).code == 0
    with open_to_read(counted) as ledger:
        (original,) = ledger.originals()
        kept = ledger.image(original.sha256)
    (counted.parent / "kept.zip").write_bytes(kept)
    with zipfile.ZipFile(counted.parent / "kept.zip") as archive:
        assert archive.read("published.csv") == path.read_bytes()
        assert archive.read("retally-names.toml") == names.read_bytes()
    assert cli("verify", counted, "--no-reread").code == 0


@pytest.mark.parametrize(
    ("content", "names", "parts"),
    [
        (TWO, "", ("published.csv", "contest: 'Measure'", "[contests]", "--map")),
        (TWO.replace(",no,", ",nay,"), NAMES, ("choice: 'nay'", '[choices."measure-k"]', "--map")),
        (TWO.replace("yes,1,1", "yes,2,1"), NAMES, ("published.csv, line 2, column votes", "add up to 1")),
        ("nothing of the kind\n", "", ("published.csv", "no format", "retally original preview")),
    ],
)
def test_what_cannot_be_guessed_says_where_and_what_to_do(content, names, parts, counted, published, cli):
    path, given = published
    path.write_text(content)
    given.write_text(names)
    run = cli("compare", counted, "--original", path, "--map", given)
    assert run.code == 3 and len(run.err.splitlines()) == 1, run.err
    for part in parts:
        assert part in run.err, run.err
    with open_to_read(counted) as ledger:
        assert not ledger.originals(), "nothing is recorded"


def test_a_wrong_name_in_our_own_csv_still_has_its_line(counted, cli, tmp_path):
    ours = tmp_path / "ours.csv"
    ours.write_text(OURS.replace("measure-k,no", "measure-x,no"))
    run = cli("compare", counted, "--original", ours)
    assert run.code == 3 and "ours.csv, line 3, column contest: 'measure-x'" in run.err


def test_the_report_takes_it_too(counted, published, cli):
    path, names = published
    run = cli("report", counted, "--original", path, "--map", names, "--text")
    assert run.code == 0 and "Differences in 1 of 1 unit" in run.out, run.err


def test_two_published_files_without_a_case(published, cli, tmp_path):
    """Precincts of two counties in one form, the counties in another: they meet at the county."""
    path, _ = published
    path.write_text(
        TWO + TWO.replace("fairview", "oakdale").removeprefix(OPEN) + "Lucas,north,Measure,,,yes,5,5\n"
        "Lucas,north,Measure,,,no,0,0\n"
    )
    recount = tmp_path / "recount.csv"
    recount.write_text(
        "county,contest,candidate,votes\nTamarack,Measure,yes,3\nTamarack,Measure,no,2\n"
        "Lucas,Measure,yes,5\nLucas,Measure,no,0\n"
    )
    run = cli("compare", "--original", path, "--recount", recount, "--json")
    assert run.code == 0, run.err
    told = json.loads(run.out)
    assert told["level"] == "county or unit"
    unit = next(unit for unit in told["comparison"]["units"] if unit["unit"] == "Tamarack")
    votes = {choice["choice"]: choice for choice in unit["contests"][0]["choices"]}
    assert (votes["yes"]["original"], votes["yes"]["retabulated"]) == (2, 3)


def test_how_many_may_be_chosen_is_taken_from_the_file(tmp_path, cli):
    """Taken as vote for one, two votes on a ballot would be a ballot too many."""
    ballot = BallotRecord(None, "b", {"board": frozenset({"ann", "bob"})}, unit="N", mode="absentee")
    facts = CvrFacts("Election", "County", datetime(2020, 11, 20, 12, 0, tzinfo=UTC), "1")
    one, two = (tmp_path / name for name in ("o.json", "r.json"))
    for path, vote_for in ((one, 2), (two, 3)):
        info = ContestInfo("board", "Board", vote_for, ("ann", "bob"))
        path.write_bytes(write_cvr_json([ballot], [info], facts))
    run = cli("compare", "--original", one, "--recount", one)
    assert run.code == 0 and "No differences in 1 unit" in run.out, run.err
    assert "as the files say" in run.out and "(vote for 2)" in run.out
    run = cli("compare", "--original", one, "--recount", two)
    assert run.code == 3 and "'board' is vote for 3, in the other file for 2" in run.err
