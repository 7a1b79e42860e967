"""What the station does with a pile: a sheet lost or counted twice would change the count."""

import json

import pytest

from tests.retally.bad_images import blank_paper

A = [("supervisor", "ocampo"), ("school-board", "hamid"), ("school-board", "pruitt"), ("measure-k", "yes")]
B = [("supervisor", "ocampo"), ("supervisor", "whitaker"), ("measure-k", "no")]


@pytest.fixture
def pile(election, tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    for number, choices in enumerate([A, B, A, []]):
        (folder / f"s{number}.tif").write_bytes(election.page(choices, seed=number))
    return folder


def votes(found: dict, contest: str) -> dict:
    return {row["choice"]: row["votes"] for row in found["totals"] if row["contest"] == contest}


def test_the_count_is_what_was_marked(case, pile, scan, counts):
    run = scan(case, pile)
    assert run.code == 0, run.err
    assert "4 sheets, 4 counted, 0 quarantined" in run.out
    found = counts(case)
    assert votes(found, "supervisor") == {"halvorsen": 0, "ocampo": 2, "whitaker": 0, "write-in-1": 0}
    assert votes(found, "measure-k") == {"yes": 2, "no": 1}
    board = next(row for row in found["totals"] if row["contest"] == "school-board")
    assert (board["undervotes"], board["overvotes"], board["ballots"], board["blanks"], board["vote_for"]) == (
        1 + 3 + 1 + 3, 0, 4, 2, 3,
    )  # fmt: skip
    supervisor = next(row for row in found["totals"] if row["contest"] == "supervisor")
    assert (supervisor["undervotes"], supervisor["overvotes"], supervisor["blanks"]) == (1, 1, 1)
    assert found["sheets"] == [
        {"unit": "fairview", "mode": "election_day", "captured": 4, "counted": 4, "quarantined": 0,
         "review": 0, "unread": 0, "returned": 0}
    ]  # fmt: skip


def test_scanning_the_same_pile_again_adds_nothing(case, pile, scan, counts, cli):
    scan(case, pile)
    before = counts(case)
    again = scan(case, pile)
    assert again.code == 0
    assert "4 sheets" in again.out
    assert counts(case) == before
    assert cli("verify", case).code == 0


def test_sheets_that_come_later_are_added(case, pile, scan, election):
    scan(case, pile)
    (pile / "s9.tif").write_bytes(election.page(A, seed=9))
    assert "5 sheets, 5 counted" in scan(case, pile).out


def test_another_sheet_under_a_known_name_is_refused(case, pile, scan, election, counts):
    scan(case, pile)
    (pile / "s1.tif").write_bytes(election.page(A, seed=77))
    run = scan(case, pile)
    assert run.code == 5
    assert "s1" in run.err
    assert "stored with other images" in run.err
    assert counts(case)["sheets"][0]["captured"] == 4


def test_the_hand_count_closes_the_batch_only_when_it_agrees(case, pile, scan, cli):
    wrong = scan(case, pile, "b1", "--sheets-by-hand", 5)
    assert wrong.code == 5
    assert "has 4 sheets and 5 were counted by hand" in wrong.err
    right = scan(case, pile, "b1", "--sheets-by-hand", 4)
    assert right.code == 0
    assert "closed" in right.out
    assert "closed]: 4 captured, 4 by hand" in cli("status", case).out


def test_a_difference_may_be_explained(case, pile, scan, cli):
    run = scan(case, pile, "b1", "--sheets-by-hand", 5, "--explain", "one sheet is torn and goes to the board")
    assert run.code == 0
    assert "one sheet is torn" in cli("status", case).out


def test_a_closed_batch_takes_nothing_new(case, pile, scan, election, counts):
    scan(case, pile, "b1", "--close")
    same = scan(case, pile, "b1")
    assert same.code == 0
    assert "closed before" in same.out
    (pile / "s9.tif").write_bytes(election.page(A, seed=9))
    new = scan(case, pile, "b1")
    assert new.code == 6
    assert "s9" in new.err
    assert counts(case)["sheets"][0]["captured"] == 4


def test_a_batch_belongs_to_one_unit(case, pile, scan, cli):
    scan(case, pile)
    run = cli(
        "scan", case, "--scanner", f"folder:{pile}", "--batch", "b1", "--unit", "oakdale", "--mode", "absentee"
    )
    assert run.code == 6
    assert "fairview" in run.err


def test_two_sides_are_one_ballot(case, election, tmp_path, scan, counts):
    folder = tmp_path / "country"
    folder.mkdir()
    (folder / "a-front.tif").write_bytes(election.page([("trustee", "meier")], side=1))
    (folder / "a-back.tif").write_bytes(election.page([("measure-k", "no")], side=2))
    run = scan(case, folder)
    assert run.code == 0, run.err + run.out
    found = counts(case)
    assert votes(found, "trustee")["meier"] == 1
    assert votes(found, "measure-k") == {"yes": 0, "no": 1}
    assert {row["ballots"] for row in found["totals"]} == {1}


def test_one_process_or_two_give_the_same_records(case, election, pile, cli, tmp_path):
    other = tmp_path / "other.retally"
    cli("case", "new", other, "--program", election.program_file, "--title", "Tamarack")
    outs = []
    for path, workers in ((case, 1), (other, 2)):
        run = cli(
            "scan", path, "--scanner", f"folder:{pile}", "--batch", "b1", "--unit", "fairview",
            "--mode", "election_day", "--workers", workers,
        )  # fmt: skip
        assert run.code == 0, run.err
        outs.append(cli("totals", path, "--json").out)
    assert outs[0] == outs[1]
    assert cli("verify", case, "--workers", 2).code == 0


def test_totals_are_the_same_text_every_time_and_csv_reads_back_as_an_original_count(
    case, pile, scan, cli, tmp_path
):
    scan(case, pile)
    assert cli("totals", case, "--json").out == cli("totals", case, "--json").out
    table = tmp_path / "own.csv"
    table.write_text(cli("totals", case, "--csv").out, encoding="utf-8")
    run = cli("compare", case, "--original", table, "--json")
    assert run.code == 0, run.err
    units = json.loads(run.out)["units"]
    assert [unit["differs"] for unit in units] == [False]


def test_an_address_that_names_nothing_is_one_line(case, scan, cli):
    assert scan(case, "nowhere").code == 3
    run = cli("scan", case, "--scanner", "warp:9", "--batch", "b", "--unit", "u", "--mode", "m")
    assert run.code == 2
    assert len(run.err.strip().splitlines()) == 1


def test_a_pile_scanned_twice_under_two_names_is_told_at_once(case, pile, scan):
    assert "Look at this" not in scan(case, pile, "b1").out
    again = scan(case, pile, "b2")
    assert "Look at this: 4 sheets with the very images of batch 'b1'" in again.out


def test_a_sheet_of_another_precincts_card_is_told(case, election, tmp_path, scan):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a-front.tif").write_bytes(election.page(A))
    (folder / "a-back.tif").write_bytes(blank_paper())
    (folder / "b-front.tif").write_bytes(election.page([("trustee", "meier")], side=1))
    (folder / "b-back.tif").write_bytes(election.page([("measure-k", "no")], side=2))
    run = scan(case, folder)
    assert run.code == 0, run.out
    assert "2 sheets, 2 counted" in run.out
    (line,) = [line for line in run.out.splitlines() if line.startswith("Look at this")]
    assert "1 sheet of card 'country', which precinct 'fairview' does not use" in line


def test_a_unit_the_program_does_not_have_is_told(case, pile, cli):
    run = cli(
        "scan", case, "--scanner", f"folder:{pile}", "--batch", "b1", "--unit", "fairveiw", "--mode", "absentee"
    )
    assert run.code == 0
    assert "Look at this: unit 'fairveiw' is no precinct of the program" in run.out
