"""`retally verify`: a record that does not follow from its image must be found, even in a sound chain."""

import copy
import json

import pytest

from retally.case import open_to_write, program_of
from retally.reading import ReadingPool
from retally.reread import first_difference
from retally.station.jobs import SheetJob
from tabulate.ledger import Ledger
from tabulate.read import PageSource


@pytest.fixture
def pile(election, tmp_path):
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(3):
        (folder / f"s{number}.tif").write_bytes(election.page([("supervisor", "ocampo")], seed=number))
    return folder


def test_a_whole_case_gives_its_checkpoint(case, pile, scan, cli, tmp_path):
    scan(case, pile)
    run = cli("verify", case)
    assert run.code == 0, run.out
    first, *checkpoint = run.out.splitlines()
    assert "whole; 9 entries, all images read the same" in first
    kept = tmp_path / "checkpoint.txt"
    kept.write_text("\n".join(checkpoint))
    assert len(checkpoint) == 3
    scan(case, pile, "b1", "--close")
    assert cli("verify", case, "--no-reread", "--checkpoint", kept).code == 0
    kept.write_text("\n".join([*checkpoint[:2], "0" * 64]))
    wrong = cli("verify", case, "--no-reread", "--checkpoint", kept)
    assert wrong.code == 5
    assert "checkpoint" in wrong.out


def test_a_record_that_does_not_follow_from_its_image_is_named(case, pile, cli, election):
    """Somebody with the code writes a vote that is not on the paper: the chain is sound, the reading is not."""
    image = (pile / "s0.tif").read_bytes()
    with open_to_write(case) as ledger, ReadingPool(program_of(ledger), 1) as pool:
        batch = ledger.open_batch("b1", "fairview", "absentee", "folder:pile")
        number, _ = ledger.add_sheet(batch, "s0", [(image, "image/tiff", 0, "s0.tif")], "folder:pile")
        (done,) = pool.run([SheetJob(number, "b1", (PageSource(image, 0, "s0.tif"),))])
        forged = copy.deepcopy(done.result)
        contest = next(votes for votes in forged["contests"] if votes["contest"] == "supervisor")
        assert contest["votes"] == ["ocampo"]
        contest["votes"] = ["whitaker"]
        ledger.add_reading(number, forged)
    assert cli("verify", case, "--no-reread").code == 0
    run = cli("verify", case)
    assert run.code == 5
    (line,) = run.out.splitlines()
    assert "sheet 1 of batch b1" in line
    assert 'votes.0: recorded "whitaker", reads "ocampo"' in line


@pytest.mark.parametrize("what", ["image", "reading", "removed", "swapped"])
def test_any_change_of_the_file_is_named(what, case, pile, scan, cli, tmp_path):
    import sqlite3

    scan(case, pile)
    connection = sqlite3.connect(case)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    ((sheet,),) = connection.execute("SELECT min(seq) FROM entries WHERE kind = 'sheet-read'").fetchall()
    if what == "image":
        ((sha256, data),) = connection.execute("SELECT sha256, bytes FROM images LIMIT 1 OFFSET 2").fetchall()
        changed = data[:60] + bytes([data[60] ^ 1]) + data[61:]
        connection.execute("UPDATE images SET bytes = ? WHERE sha256 = ?", (changed, sha256))
    elif what == "reading":
        connection.execute(
            "UPDATE entries SET body = replace(body, '\"ocampo\"', '\"whitaker\"') WHERE seq = ?", (sheet,)
        )
    elif what == "removed":
        connection.execute("DELETE FROM entries WHERE seq = ?", (sheet,))
    else:
        connection.execute("UPDATE entries SET seq = -1 WHERE seq = ?", (sheet,))
        connection.execute("UPDATE entries SET seq = ? WHERE seq = ?", (sheet, sheet - 1))
        connection.execute("UPDATE entries SET seq = ? WHERE seq = -1", (sheet - 1,))
    connection.commit()
    connection.close()
    run = cli("verify", case, "--workers", 1)
    assert run.code == 5
    assert run.out.startswith(f"{case}: ")
    assert "Traceback" not in run.err


def test_unread_sheets_are_no_problem_of_the_evidence(case, pile, cli):
    with open_to_write(case) as ledger:
        batch = ledger.open_batch("b1", "fairview", "absentee", "folder:pile")
        data = (pile / "s0.tif").read_bytes()
        ledger.add_sheet(batch, "s0", [(data, "image/tiff", 0, "s0.tif")], "folder:pile")
    assert cli("verify", case).code == 0
    status = json.loads(cli("status", case, "--json").out)
    assert status["batches"][0]["unread"] == 1
    assert any("run its 'retally scan' again" in step for step in status["next"])


def test_looking_at_a_case_does_not_disturb_the_station(case, pile, scan, cli):
    scan(case, pile)
    with open_to_write(case):  # a station at work
        assert cli("status", case).code == 0
        assert cli("totals", case, "--json").code == 0
        second = scan(case, pile)
        assert second.code == 6
        assert len(second.err.strip().splitlines()) == 1
    with Ledger.open(case, readonly=True) as ledger:
        assert len(list(ledger.sheets())) == 3


def test_the_first_difference_is_named_by_its_place():
    old = {"pages": [{"targets": [{"score": 310}, {"score": 5}]}]}
    new = {"pages": [{"targets": [{"score": 310}, {"score": 7}]}]}
    assert first_difference(old, new) == "pages.0.targets.1.score: recorded 5, reads 7"
    assert first_difference({"a": [1]}, {"a": [1, 2]}) == "a: recorded [1], reads [1,2]"
