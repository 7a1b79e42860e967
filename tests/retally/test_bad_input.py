"""Bad input: one clear line each, the right exit code, nothing lost and no traceback.

Were a bad file to stop the station, or to pass as a ballot, the count would be wrong for everybody.
"""

import json

import pytest

from config.program import dump_program, seal_text
from tests.retally.bad_images import BAD

GOOD = [("supervisor", "halvorsen"), ("measure-k", "no")]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    for name, make, _ in BAD.values():
        (folder / name).write_bytes(make())
    return folder


@pytest.mark.parametrize("kind", BAD)
def test_read_refuses_it_and_says_why(kind, files, election, cli):
    name, _, flag = BAD[kind]
    run = cli("read", "--program", election.program_file, "--json", files / name)
    assert run.code == 4, run.out + run.err
    (line,) = run.out.splitlines()
    record = json.loads(line)
    assert record["card"] is None
    assert flag in record["flags"]
    assert record["contests"] == record["targets"] == []
    assert record["image"] == str(files / name)
    words = cli("read", "--program", election.program_file, files / name)
    assert words.code == 4
    assert words.out.startswith(f"{files / name}: REFUSED")
    assert len(words.out.splitlines()) == 2, words.out
    assert "Traceback" not in run.err + words.err


def test_a_file_that_is_not_there_is_named(files, election, cli):
    run = cli("read", "--program", election.program_file, "--json", files / "gone.tif", files / "cat.jpg")
    assert run.code == 3
    gone, cat = map(json.loads, run.out.splitlines())
    assert (gone["card"], gone["flags"]) == (None, ["not-opened"])
    assert cat["flags"] == ["no-timing-grid"]


def test_the_station_keeps_them_all_and_counts_none(files, election, case, scan, counts, cli, tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "a-good.tif").write_bytes(election.page(GOOD))
    for name, _, _ in BAD.values():
        (pile / name).write_bytes((files / name).read_bytes())
    (pile / "z-good.tif").write_bytes(election.page(GOOD, seed=1))
    run = scan(case, f"{pile}?pages=single")
    assert run.code == 4, run.err
    assert "Traceback" not in run.err
    found = counts(case)
    (sheets,) = found["sheets"]
    assert sheets == {
        "unit": "fairview", "mode": "election_day", "captured": 2 + len(BAD), "counted": 2,
        "quarantined": len(BAD), "review": 0, "unread": 0, "returned": 0,
    }  # fmt: skip
    assert {row["ballots"] for row in found["totals"]} == {2}
    status = cli("status", case).out
    for name, _, flag in BAD.values():
        (line,) = [line for line in status.splitlines() if f"({name}" in line]
        assert flag in line
    assert cli("verify", case).code == 0
    again = scan(case, f"{pile}?pages=single")
    assert again.code == 4
    assert counts(case) == found


def test_a_program_with_two_targets_at_one_place(election, cli, tmp_path, files):
    card = election.program.cards[0]
    first, second, *others = card.front.targets
    moved = second.model_copy(update={"x": first.x, "y": first.y, "column": first.column, "row": first.row})
    front = card.front.model_copy(update={"targets": (first, moved, *others)})
    cards = (card.model_copy(update={"front": front}), *election.program.cards[1:])
    program = election.program.model_copy(update={"cards": cards})
    path = tmp_path / "program.json"
    path.write_bytes(dump_program(program))
    path.with_suffix(".seal").write_text(seal_text(program), encoding="utf-8")
    for arguments in (
        ("case", "new", tmp_path / "case.retally", "--program", path, "--title", "T"),
        ("read", "--program", path, files / "cat.jpg"),
    ):
        run = cli(*arguments)
        assert run.code == 3
        (line,) = run.err.strip().splitlines()
        assert "program.json" in line
        assert "supervisor" in line
    assert not (tmp_path / "case.retally").exists()


def test_an_original_count_with_a_negative_number(election, case, scan, cli, tmp_path):
    table = tmp_path / "original.csv"
    table.write_text(
        "unit,mode,contest,choice,votes\n"
        "fairview,election_day,measure-k,yes,12\n"
        "fairview,election_day,measure-k,no,-3\n",
        encoding="utf-8",
    )
    for command in (("compare", case), ("report", case, "-o", tmp_path / "r.html")):
        run = cli(*command, "--original", table)
        assert run.code == 3
        (line,) = run.err.strip().splitlines()
        assert "original.csv, line 3, column votes" in line
        assert "negative" in line
    assert not (tmp_path / "r.html").exists()
    status = json.loads(cli("status", case, "--json").out)
    assert status["entries"] == 2  # the case and its program: nothing was recorded


def test_without_an_original_count_nothing_is_compared(case, cli):
    run = cli("compare", case)
    assert run.code == 6
    assert "--original" in run.err


def test_a_case_needs_a_sealed_program(election, cli, tmp_path):
    path = election.copy_program(tmp_path)
    path.with_suffix(".seal").unlink()
    run = cli("case", "new", tmp_path / "c", "--program", path, "--title", "T")
    assert run.code == 5
    assert "retally program seal" in run.err
    run = cli("case", "new", tmp_path / "c", "--program", path, "--title", "T", "--seal", "0" * 64)
    assert run.code == 5
    assert not (tmp_path / "c").exists()


def test_an_unconfirmed_draft_opens_no_case_and_is_named_when_read(election, cli, tmp_path, files):
    from config.program import Draft, program_identity

    draft = election.program.model_copy(update={"draft": Draft(sources=("blank.pdf",))})
    path = tmp_path / "program.json"
    path.write_bytes(dump_program(draft))
    run = cli(
        "case", "new", tmp_path / "c", "--program", path, "--title", "T", "--seal", program_identity(draft)
    )
    assert run.code == 5
    assert "draft" in run.err
    run = cli("read", "--program", path, files / "cat.jpg")
    assert run.code == 4
    assert "draft" in run.err


def test_a_case_is_never_overwritten(election, case, cli):
    before = case.read_bytes()
    run = cli("case", "new", case, "--program", election.program_file, "--title", "again")
    assert run.code == 6
    assert case.read_bytes() == before


@pytest.mark.parametrize("command", ["status", "totals", "compare", "verify"])
def test_a_file_that_is_no_case(command, cli, tmp_path, files):
    assert cli(command, tmp_path / "none").code in (3, 6)
    run = cli(command, files / "cat.jpg")
    assert run.code == 5
    assert "Traceback" not in run.err
