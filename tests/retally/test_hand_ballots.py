"""`retally case hand-ballots`: what two persons read on a ballot is kept; what one alone read is not."""

import json

import pytest

from retally.case import open_to_read
from retally.hand_readings import decided

HEAD = "sheet,contest,reader,choices\n"


@pytest.fixture
def piled(election, case, scan, tmp_path):
    """A case with two sheets that were read, one that was not readable, and their keys."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number, marks in enumerate(([("supervisor", "ocampo")], [("measure-k", "yes")])):
        (folder / f"{number}.tif").write_bytes(election.page(marks))
    (folder / "2.tif").write_bytes(b"no image")
    scan(case, f"{folder}?pages=single")
    return case


@pytest.fixture
def hand(piled, cli, tmp_path):
    def run(rows, *more, head=HEAD):
        path = tmp_path / "hand.csv"
        path.write_text(head + rows, encoding="utf-8")
        return cli("case", "hand-ballots", piled, path, *more)

    return run


def both(sheet, contest, choices):
    return "".join(f"{sheet},{contest},{reader},{choices}\n" for reader in ("Ann Hill", "Bo Lake"))


def test_two_readers_that_agree_are_kept_and_held_against_the_machine(piled, hand, cli):
    before = cli("totals", piled, "--json").out
    run = hand(both("b1/1", "supervisor", "ocampo") + both("b1/2", "measure-k", "No"))
    assert run.code == 0, run.err
    assert "2 read alike by two persons, 1 of them otherwise than by the machine, 0 open; 2 new" in run.out
    assert "DIFFERS: sheet b1/2" in run.out
    assert "hand No, machine reads Yes" in run.out
    assert "Yes -1, No +1" in run.out
    assert (
        "0 new in the case" in hand(both("b1/1", "supervisor", "ocampo") + both("b1/2", "measure-k", "No")).out
    )
    assert cli("totals", piled, "--json").out == before
    status = cli("status", piled)
    assert "Read by hand: 2 contests on 2 sheets, 1 of them otherwise than by the machine" in status.out
    assert cli("verify", piled, "--no-reread").code == 0


def test_a_quarantined_sheet_can_be_read_by_hand(hand, piled):
    run = hand(both("b1/3", "supervisor", "blank"), "--json")
    (one,) = json.loads(run.out)["agreed"]
    assert (one["sheet"], one["machine"], one["differs"]) == ("b1/3", None, True)
    assert "ballots +1" in hand(both("b1/3", "supervisor", "blank")).out


def test_readers_that_differ_count_only_after_another_turn(hand, piled):
    rows = "b1/1,supervisor,Ann Hill,ocampo\nb1/1,supervisor,Bo Lake,halvorsen\n"
    run = hand(rows)
    assert run.code == 5
    assert "OPEN: sheet b1/1: Ann Hill reads Daniel Ocampo" in run.out
    assert "as turn 2" in run.out
    with open_to_read(piled) as ledger:
        assert decided(ledger) == ()
    turned = "".join(f"{row},1\n" for row in rows.splitlines())
    turned += "".join(f"{row},2\n" for row in both("b1/1", "supervisor", "ocampo").splitlines())
    assert hand(turned, head="sheet,contest,reader,choices,turn\n").code == 0
    with open_to_read(piled) as ledger:
        (one,) = decided(ledger)
    assert (one.by, one.read.votes) == ("Ann Hill and Bo Lake", {"ocampo"})


def test_one_reader_alone_is_not_enough(hand, piled):
    assert "OPEN: sheet b1/1: Ann Hill alone has read" in hand("b1/1,supervisor,Ann Hill,ocampo\n").out


def test_the_last_reading_stands(hand, piled):
    hand(both("b1/2", "measure-k", "No"))
    hand(both("b1/2", "measure-k", "overvoted"))
    with open_to_read(piled) as ledger:
        (one,) = decided(ledger)
        assert len(list(ledger.entries("decision"))) == 2
    assert one.read.overvoted


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ("b1/9,supervisor,Ann,ocampo\n", ("line 2, column sheet", "'b1/9'")),
        ("b1/1,sheriff,Ann,ocampo\n", ("line 2, column contest", "'sheriff'", "not in the program")),
        ("b1/1,supervisor,Ann,zoe\n", ("line 2, column choices", "'zoe'", "not a choice")),
        ("b1/1,trustee,Ann,meier\n", ("line 2, column contest", "is not on sheet b1/1")),
        (
            "b1/1,supervisor,Ann,ocampo\nb1/1,supervisor,Ann,ocampo\n",
            ("line 3, column reader", "on line 2 already"),
        ),
        ("b1/1,school-board,Ann,abbott | Abbott\n", ("line 2, column choices",)),
        ("b1/1,school-board,Ann,abbott|abbott\n", ("line 2, column choices", "stands twice")),
        ("b1/1,school-board,Ann,write-in\n", ("line 2, column choices", "any write-in line")),
        ("b1/1,supervisor,Ann,\n", ("line 2, column choices", "empty")),
        ("", ("only a header",)),
    ],
)
def test_refused_with_line_and_column_and_nothing_is_kept(rows, parts, hand, piled):
    run = hand(rows)
    assert run.code == 3, run.out
    assert len(run.err.splitlines()) == 1
    for part in ("hand.csv", *parts):
        assert part in run.err, run.err
    with open_to_read(piled) as ledger:
        assert decided(ledger) == ()


def test_pictures_are_for_the_board_alone(hand, piled, tmp_path):
    page = tmp_path / "board.html"
    run = hand(both("b1/2", "measure-k", "No") + both("b1/1", "supervisor", "ocampo"), "--pictures", page)
    assert "do not publish" in run.err
    text = page.read_text(encoding="utf-8")
    assert text.count("data:image/png;base64,") == 1
    assert "Sheet b1/2" in text
    assert "Sheet b1/1" not in text
    assert "by hand No; by machine Yes" in text


def test_totals_take_the_readings_only_when_asked(hand, piled, cli):
    machine = cli("totals", piled, "--json").out
    hand(both("b1/2", "measure-k", "No") + both("b1/3", "supervisor", "ocampo"))
    assert cli("totals", piled, "--json").out == machine
    told = json.loads(cli("totals", piled, "--with-readings", "--json").out)
    assert told["with_readings_by_hand"] == {"contests": 2, "sheets": 2, "differ": 2}

    def votes(totals):
        return {(row["contest"], row["choice"]): row["votes"] for row in totals["totals"]}

    before, after = votes(json.loads(machine)), votes(told)
    assert {key: after[key] - number for key, number in before.items() if after[key] != number} == {
        ("measure-k", "yes"): -1,
        ("measure-k", "no"): 1,
        ("supervisor", "ocampo"): 1,
    }
    said = cli("totals", piled, "--with-readings").out
    assert "With the readings by hand of 2 contests on 2 sheets in place of the machine's" in said
    assert "supervisor,ocampo,2" in cli("totals", piled, "--with-readings", "--csv").out


def test_the_report_lists_what_was_read_and_keeps_the_machines_numbers(hand, piled, cli, tmp_path):
    original = tmp_path / "original.csv"
    original.write_text(cli("totals", piled, "--csv").out, encoding="utf-8")
    report = tmp_path / "report.json"
    assert cli("report", piled, "--original", original, "--json", report).code == 0
    assert json.loads(report.read_text())["readings_by_hand"] is None
    hand(both("b1/3", "supervisor", "ocampo"))
    run = cli("report", piled, "--json", report, "--text")
    assert run.code == 0, run.err
    told = json.loads(report.read_text())
    assert told["readings_by_hand"]["refused_read"] == 1
    assert told["comparison"]["margins"][0]["before"] == told["comparison"]["margins"][0]["after"]
    after = {row["contest"]: row["after"] for row in told["readings_by_hand"]["margins"]}
    assert after["supervisor"]["votes"][0] == {"choice": "ocampo", "votes": 2}
    assert "Read by hand by two persons" in run.out
    assert "b1/3" not in run.out


def test_readings_of_other_contests_are_in_no_number_of_the_one_asked_for(hand, piled, cli):
    hand(both("b1/2", "measure-k", "No") + both("b1/3", "supervisor", "ocampo"))
    told = json.loads(cli("totals", piled, "--with-readings", "--contest", "supervisor", "--json").out)
    assert told["with_readings_by_hand"] == {"contests": 1, "sheets": 1, "differ": 1}
    assert {row["contest"] for row in told["totals"]} == {"supervisor"}
