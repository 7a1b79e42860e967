"""A pile scanned under the wrong precinct, or twice, must be taken out of the count and stay as evidence."""

import json

import pytest

from retally.case import open_to_write

A = [("supervisor", "ocampo"), ("measure-k", "yes")]
BY = ("--reason", "wrong precinct on the box", "--by", "A. Board")


@pytest.fixture
def pile(election, tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(2):
        (folder / f"s{number}.tif").write_bytes(election.page(A, seed=number))
    return folder


def test_a_withdrawn_batch_is_in_no_number_and_in_the_evidence(case, pile, scan, counts, cli, tmp_path):
    scan(case, pile, "b1", "--close")
    once = counts(case)
    scan(case, pile, "b2")
    assert counts(case) != once
    run = cli("batch", "withdraw", case, "b2", *BY)
    assert run.code == 0, run.err
    assert "its 2 sheets count nowhere" in run.out
    assert counts(case) == once
    status = cli("status", case).out
    assert "b2 [fairview, election_day, WITHDRAWN]: 2 captured" in status
    assert "counts nowhere: wrong precinct on the box" in status
    assert "b2" not in "".join(line for line in status.splitlines() if line.startswith("Next"))
    table = tmp_path / "original.csv"
    table.write_text(cli("totals", case, "--csv").out, encoding="utf-8")
    data = tmp_path / "report.json"
    page = tmp_path / "report.html"
    run = cli("report", case, "--original", table, "-o", page, "--json", data)
    assert run.code == 0, run.err
    found = json.loads(data.read_text(encoding="utf-8"))
    assert [(batch["name"], batch["withdrawn"]) for batch in found["batches"]] == [
        ("b1", None), ("b2", "wrong precinct on the box"),
    ]  # fmt: skip
    assert not [cause for unit in found["comparison"]["units"] for cause in unit["causes"]], (
        "no pile is there twice"
    )
    assert "withdrawn, counts nowhere: wrong precinct on the box" in page.read_text(encoding="utf-8")
    assert cli("verify", case).code == 0


def test_a_withdrawn_name_is_used_up_and_said_so_in_one_line(case, pile, scan, cli):
    scan(case, pile)
    cli("batch", "withdraw", case, "b1", *BY)
    for run in (
        scan(case, pile),
        cli("batch", "withdraw", case, "b1", *BY),
        cli("batch", "reopen", case, "b1", *BY),
    ):
        assert run.code == 6
        assert "was withdrawn (wrong precinct on the box); choose another name" in run.err
    assert scan(case, pile, "b1-again").code == 0


def test_a_closed_batch_is_opened_again_with_a_reason(case, pile, scan, election, cli, counts):
    scan(case, pile, "b1", "--close")
    (pile / "s9.tif").write_bytes(election.page(A, seed=9))
    assert scan(case, pile).code == 6
    assert cli("batch", "reopen", case, "b1", "--reason", "one was under the box", "--by", "A").code == 0
    assert scan(case, pile, "b1", "--close").code == 0
    assert counts(case)["sheets"][0]["counted"] == 3
    assert cli("batch", "reopen", case, "no-such", *BY).code == 6


def test_a_sheet_that_was_given_back_is_in_no_total(case, pile, scan, counts, cli):
    scan(case, pile)
    with open_to_write(case) as ledger:
        first = next(ledger.sheets())
        data = ledger.image(first.images[0].sha256)
        again, _ = ledger.add_sheet("b1", "000001", [(data, "image/tiff", 0, "1")], "toy:", paper=True)
        ledger.add_reading(again, first.reading)
    doubled = counts(case)
    assert "where sheet 000001 of batch b1 went is not noted" in cli("status", case).out
    with open_to_write(case) as ledger:
        ledger.dispose_sheet(again, "returned", "overvoted")
        ledger.add_notice("b1", "jam", "A sheet is jammed.", None)
    found = counts(case)
    assert found["sheets"][0] | {"captured": 3, "counted": 2, "returned": 1} == found["sheets"][0]
    assert found["totals"] != doubled["totals"]
    assert {row["ballots"] for row in found["totals"]} == {2}
    assert "1 given back, 1 x jam" in cli("status", case).out
