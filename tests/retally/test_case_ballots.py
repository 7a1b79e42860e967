"""`retally compare CASE --cvr`: which ballot of a case changed against the records of the original count."""

import json
from datetime import UTC, datetime

import pytest

from retally.ballots import Rules, read_cvr
from retally.case import open_to_read, program_of
from tabulate.compare import contest_infos
from tabulate.compare.ballots import BallotRecord
from tabulate.errors import OriginalCountError
from tabulate.originals.cvr_write import CvrFacts, write_cvr_json
from tests.tabulate.report.pages import words

FACTS = CvrFacts("Election", "County", datetime(2025, 11, 5, 12, 0, tzinfo=UTC), "1")
MARKED = [
    {"supervisor": ["ocampo"], "measure-k": ["yes"]},
    {"supervisor": ["halvorsen"], "measure-k": ["no"]},
    {"supervisor": [], "measure-k": ["yes"]},
    {"supervisor": ["write-in-1"], "measure-k": []},
]
"""What is on the sheets of the case, in the order of the scan."""


@pytest.fixture
def scanned(election, tmp_path, case, scan):
    """A case with one batch of four sheets."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number, votes in enumerate(MARKED):
        marks = [(contest, choice) for contest, chosen in votes.items() for choice in chosen]
        (folder / f"{number:03}.tif").write_bytes(election.page(marks, seed=number))
    run = scan(case, f"{folder}?pages=single", "b1", "--close")
    assert run.code == 0, run.err
    return case


def record(election, batch, votes):
    """A record of the town card."""
    card = {target.contest for target in election.program.cards[0].front.targets}
    return BallotRecord(
        None,
        batch,
        {
            info.id: frozenset(votes.get(info.id, ()))
            for info in contest_infos(election.program)
            if info.id in card
        },
        unit="fairview",
        mode="election_day",
    )


@pytest.fixture
def records(election, tmp_path):
    """Records of them in another order, with an undervote where the paper has a vote for Ocampo."""

    def write(batch="b1", votes=None):
        piled = votes or [MARKED[3], MARKED[2], MARKED[1], {**MARKED[0], "supervisor": []}]
        path = tmp_path / "cvr.json"
        path.write_bytes(
            write_cvr_json(
                [record(election, batch, one) for one in piled], contest_infos(election.program), FACTS
            )
        )
        return path

    return write


def test_one_ballot_went_from_undervote_to_ocampo(scanned, records, cli):
    run = cli("compare", scanned, "--cvr", records())
    assert run.code == 0, run.err
    text = " ".join(run.out.split())
    assert "3 ballots alike, 1 read differently" in text
    assert "in batch b1 one ballot went from undervote to Daniel Ocampo in" in text
    told = json.loads(cli("compare", scanned, "--cvr", records(), "--json").out)
    (batch,) = told["batches"]
    assert [(move["before"], move["after"], move["ballots"]) for move in batch["moves"]] == [
        ("undervote", "ocampo", 1)
    ]


def test_the_report_has_it_and_no_sheet(scanned, records, cli, tmp_path):
    assert cli("compare", scanned, "--cvr", records()).code == 0
    original = tmp_path / "original.csv"
    original.write_text(
        "unit,mode,contest,choice,votes\nfairview,election_day,measure-k,yes,2\n"
        "fairview,election_day,measure-k,no,1\n"
    )
    page, data, pdf = tmp_path / "r.html", tmp_path / "r.json", tmp_path / "r.pdf"
    run = cli("report", scanned, "--original", original, "-o", page, "--json", data, "--pdf", pdf, "--text")
    assert run.code == 0, run.err
    for shown in (page.read_text(), words(pdf.read_bytes()), " ".join(run.out.split())):
        assert "in batch b1 one ballot went from undervote to Daniel Ocampo in" in shown
        assert "3 ballots alike, 1 read differently" in shown
        assert "002.tif" not in shown
    told = json.loads(data.read_text())["ballots"]
    assert told["changed"] == 1 and "ids" not in told["batches"][0]


def test_a_name_that_the_program_lacks_is_refused_with_its_place(scanned, records, cli, tmp_path):
    path = records()
    path.write_text(path.read_text().replace('"retally"', '"other"').replace("Daniel Ocampo", "D. Ocampo"))
    run = cli("compare", scanned, "--cvr", path)
    assert run.code == 3
    for part in ("cvr.json", "choice: 'D. Ocampo'", "supervisor", "[choices.", "--map"):
        assert part in run.err, run.err
    assert cli("report", scanned, "--text").code == 6, "nothing was recorded"
    title = next(info.title for info in contest_infos_of(scanned) if info.id == "supervisor")
    names = tmp_path / "names.toml"
    names.write_text(f'[choices."{title}"]\n"D. Ocampo" = "Daniel Ocampo"\n')
    run = cli("compare", scanned, "--cvr", path, "--map", names)
    assert run.code == 0 and "undervote to Daniel Ocampo" in " ".join(run.out.split()), run.err


def contest_infos_of(path):
    with open_to_read(path) as ledger:
        return contest_infos(program_of(ledger))


def test_sheets_that_were_not_read_are_told(election, scanned, records, scan, cli, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "torn.tif").write_bytes(b"no image")
    scan(scanned, f"{other}?pages=single", "b2")
    run = cli("compare", scanned, "--cvr", records())
    assert "one sheet of the case is quarantined" in " ".join(run.out.split())


def test_batches_of_other_names_are_not_matched_in_silence(scanned, records, cli):
    run = cli("compare", scanned, "--cvr", records("box 7"))
    assert run.code == 3 and "'box 7'" in run.err and "'b1'" in run.err
    assert "3 ballots alike" in cli("compare", scanned, "--cvr", records("box 7"), "--within", "unit").out
    assert cli("status", scanned).code == 0


def test_what_could_not_be_matched_is_not_recorded(scanned, records, cli, tmp_path):
    assert cli("compare", scanned, "--cvr", records("box 7")).code == 3
    with open_to_read(scanned) as ledger:
        assert not ledger.originals()


def test_a_report_outlives_the_withdrawal_of_the_batch(scanned, records, cli, tmp_path):
    assert cli("compare", scanned, "--cvr", records()).code == 0
    assert cli("batch", "withdraw", scanned, "b1", "--reason", "wrong unit", "--by", "A. Bee").code == 0
    original = tmp_path / "original.csv"
    original.write_text("unit,mode,contest,choice,votes\nfairview,election_day,measure-k,yes,2\n")
    run = cli("report", scanned, "--original", original, "--text")
    assert run.code == 0, run.err
    assert "1 batch with 4 ballots in the original count alone, not compared: b1" in " ".join(run.out.split())


def test_records_of_whole_ballots_are_not_held_against_sheets(election, tmp_path):
    """A ballot of several cards is one record in some exports, and a record for each sheet in the case."""
    program = election.program.model_copy(update={"cards": election.program.cards[:1]})
    path = tmp_path / "whole.json"
    infos = contest_infos(program)
    votes = {info.id: frozenset[str]() for info in infos}
    path.write_bytes(
        write_cvr_json([BallotRecord(None, "b1", votes, unit="fairview", mode="any")], infos, FACTS)
    )
    with pytest.raises(
        OriginalCountError, match=r"batch 'b1' has contests that no card has together.*by sheet"
    ):
        read_cvr(path, None, program, rules=Rules())
