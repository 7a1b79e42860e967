"""`retally scan` with a scanner that moves paper: the folder's count, and an operator told what to do."""

from __future__ import annotations

import json

import pytest

from scanner.address import SCHEMES, Scheme
from scanner.devices.simulated import Spot
from tests.retally import toy_address

A = [("supervisor", "ocampo"), ("measure-k", "yes")]
OVER = [("supervisor", "ocampo"), ("supervisor", "whitaker")]


@pytest.fixture(autouse=True)
def toys(monkeypatch):
    monkeypatch.setitem(SCHEMES, "toy", Scheme("tests.retally.toy_address", "open_toy"))
    toy_address.SEEN.clear()


@pytest.fixture
def pile(election, tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    for number, choices in enumerate([A, OVER, A, []]):
        (folder / f"s{number}.tif").write_bytes(election.page(choices, seed=number))
    return folder


@pytest.fixture
def feed(cli, case):
    def run(address: object, *more: object, batch: str = "b1"):
        return cli(
            "scan", case, "--scanner", address, "--batch", batch, "--unit", "fairview",
            "--mode", "election_day", "--workers", 1, *more,
        )  # fmt: skip

    return run


def script(tmp_path, kind: str, sheet: int, moment: str):
    path = tmp_path / "faults.toml"
    path.write_text(f'[[fault]]\nkind = "{kind}"\nsheet = {sheet}\nmoment = "{moment}"\n', encoding="utf-8")
    return path


def test_it_counts_what_the_folder_counts(case, pile, feed, scan, counts, cli, election, tmp_path):
    run = feed(f"toy:{pile}", "--sheets-by-hand", 4)
    assert run.code == 0, run.err
    assert "toy (simulated)" in run.err
    other = tmp_path / "other.retally"
    cli("case", "new", other, "--program", election.program_file, "--title", "Tamarack")
    scan(other, pile)
    assert counts(case) == counts(other)
    assert cli("verify", case, "--workers", 1).code == 0


def test_what_to_do_is_told_at_once_and_kept_for_the_report(case, pile, feed, counts, cli, tmp_path):
    run = feed(f"toy:{pile}?fault={script(tmp_path, 'jam', 2, 'accepting')}")
    assert run.code == 0, run.err
    told = [line for line in run.err.splitlines() if line.startswith("retally: >>> ")]
    assert told == [
        "retally: >>> Jam while accepting. Take the sheet out of the scanner and put it on the counted stack; "
        "do not feed it again."
    ]
    assert run.err.index("ready again") > run.err.index(told[0])
    assert counts(case)["sheets"][0]["counted"] == 4
    (batch,) = json.loads(cli("status", case, "--json").out)["batches"]
    assert batch["troubles"] == {"jam": 1}


def test_overvoted_sheets_are_given_back_on_request(case, pile, feed, counts):
    run = feed(f"toy:{pile}", "--return", "overvoted", "--sheets-by-hand", 4)
    assert run.code == 5
    assert "has 3 sheets (1 more were given back) and 4 were counted by hand" in run.err
    (paper,) = toy_address.SEEN
    assert [sheet.number for sheet in paper.at(Spot.RETURNED)] == [2]
    assert counts(case)["sheets"][0]["returned"] == 1
    supervisor = [row for row in counts(case)["totals"] if row["contest"] == "supervisor"]
    assert {row["overvotes"] for row in supervisor} == {0}
    assert {row["ballots"] for row in supervisor} == {3}


def test_a_policy_that_does_not_exist_is_one_line_before_anything_is_fed(case, pile, feed):
    run = feed(f"toy:{pile}", "--return", "ugly")
    assert run.code == 6
    assert len(run.err.strip().splitlines()) == 1
    assert toy_address.SEEN == []


def test_a_closed_batch_is_not_fed_into(case, pile, feed):
    assert feed(f"toy:{pile}", "--close").code == 0
    again = feed(f"toy:{pile}")
    assert again.code == 6
    assert "is closed; reopen it, or choose another name" in again.err
    assert len(toy_address.SEEN[-1].at(Spot.PILE)) == 4


def test_without_a_terminal_a_stack_is_not_taken_as_compared(case, pile, feed, tmp_path, counts):
    """A machine that drops paper early, jammed: what lies on its stack and is in no book would be lost."""
    faults = script(tmp_path, "jam", 2, "during")
    run = feed(f"toy:{pile}?holds=no&alone=yes&fault={faults}")
    assert run.code == 8
    assert "1 sheet is stored and belongs on the counted stack" in run.err
    assert "--stack-checked" in run.err
    assert counts(case)["sheets"][0]["captured"] == 1
    assert feed(f"toy:{pile}?holds=no&alone=yes").code == 8, "nor the next time"
    assert feed(f"toy:{pile}?holds=no&alone=yes", "--stack-checked").code == 0
