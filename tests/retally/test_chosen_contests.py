"""A recount of one office: the other contests of the ballots are in no number, and every reader is told so."""

import json

import pytest

from retally.case import open_to_read, program_of
from retally.count import count_case

OTHERS = "in no number here"
READ = (("measure-k", "blank"), ("supervisor", "ocampo"))


@pytest.fixture
def counted(election, tmp_path, case, scan):
    """A case with three sheets, on one of them a mark for the measure crossed out, and an original count."""
    folder = tmp_path / "pile"
    folder.mkdir()
    marks = [("supervisor", "ocampo"), ("measure-k", "yes")]
    for number in range(2):
        (folder / f"voter-{number}.tif").write_bytes(election.page(marks, seed=number))
    crossed = election.page(marks[:1], crossed=marks[1:], seed=2)
    (folder / "voter-2.tif").write_bytes(crossed)
    scan(case, f"{folder}?pages=single")
    original = tmp_path / "original.csv"
    original.write_text(
        "unit,mode,contest,choice,votes,ballots,overvotes,undervotes\n"
        "fairview,election_day,measure-k,yes,1,3,0,2\n"
        "fairview,election_day,measure-k,no,0,3,0,2\n"
        "fairview,election_day,supervisor,ocampo,2,3,0,1\n"
        "fairview,election_day,supervisor,halvorsen,0,3,0,1\n"
        "fairview,election_day,supervisor,Write-in,0,3,0,1\n",
        encoding="utf-8",
    )
    return case, original


def contests_in(told):
    return {contest["contest"] for unit in told["units"] for contest in unit["contests"]}


@pytest.mark.parametrize("name", ["measure-k", "MEASURE"])
def test_only_the_contest_that_is_asked_for_is_compared(name, counted, cli):
    case, original = counted
    with open_to_read(case) as ledger:
        titles = {contest.id: contest.title for contest in program_of(ledger).contests}
    asked = titles["measure-k"].upper() if name == "MEASURE" else name
    whole = json.loads(cli("compare", case, "--original", original, "--json").out)
    run = cli("compare", case, "--contest", asked, "--json")
    told = json.loads(run.out)
    assert contests_in(told) == {"measure-k"}
    assert {"measure-k", "supervisor"} <= contests_in(whole)
    assert [row["contest"] for row in told["margins"]] == ["measure-k"]
    assert [row for row in whole["margins"] if row["contest"] == "measure-k"] == told["margins"]
    assert OTHERS in run.err
    assert titles["supervisor"] in run.err


def test_a_report_of_one_office_says_what_is_left_out_and_shows_nothing_of_it(counted, cli, tmp_path):
    case, original = counted
    path, page = tmp_path / "report.json", tmp_path / "report.html"
    run = cli("report", case, "--original", original, "--contest", "supervisor", "--json", path, "-o", page)
    assert run.code == 0, run.err
    told = json.loads(path.read_text(encoding="utf-8"))
    assert contests_in(told["comparison"]) == {"supervisor"}
    assert OTHERS in " ".join(told["notes"])
    assert {mark["contest"] for mark in told["marks"]} <= {"supervisor"}
    assert OTHERS in page.read_text(encoding="utf-8")
    with open_to_read(case) as ledger:
        whole, one = (count_case(ledger, program_of(ledger), contests=some) for some in ((), ("supervisor",)))
    assert sum(one.scores.values()) < sum(whole.scores.values())
    assert told["scores"] is not None


def test_a_sheet_is_to_be_looked_at_only_for_what_is_asked(counted):
    case, _ = counted
    with open_to_read(case) as ledger:
        program = program_of(ledger)
        review = {
            some: sum(item.flagged for item in count_case(ledger, program, contests=some).reviews())
            for some in ((), ("measure-k",), ("supervisor",))
        }
        every = count_case(ledger, program, contests=[contest.id for contest in program.contests])
        assert every.totals() == count_case(ledger, program).totals()
        assert every.reviews() == count_case(ledger, program).reviews()
    assert review == {(): 1, ("measure-k",): 1, ("supervisor",): 0}


def test_totals_of_one_contest(counted, cli):
    case, _ = counted
    rows = json.loads(cli("totals", case, "--contest", "supervisor", "--json").out)["totals"]
    assert {row["contest"] for row in rows} == {"supervisor"}
    assert rows == [
        row for row in json.loads(cli("totals", case, "--json").out)["totals"] if row["contest"] == "supervisor"
    ]
    assert OTHERS in cli("totals", case, "--contest", "supervisor").out
    assert OTHERS not in cli("totals", case).out


@pytest.mark.parametrize("command", ["totals", "compare", "report"])
def test_a_name_that_is_no_contest_is_refused_with_those_there_are(command, counted, cli):
    case, original = counted
    more = () if command == "totals" else ("--original", original)
    run = cli(command, case, *more, "--contest", "sheriff", *(("--text",) if command == "report" else ()))
    assert run.code == 2
    assert "'sheriff' is no contest of the program" in " ".join(run.err.replace("│", " ").split())


def test_contests_go_with_a_case(counted, cli):
    _, original = counted
    run = cli("compare", "--original", original, "--recount", original, "--contest", "supervisor")
    assert run.code == 2


def test_a_flag_that_was_decided_elsewhere_hides_none_of_the_contest_asked_for(counted, cli, tmp_path):
    """The crossing-out is decided; a report of the office, where nothing is flagged, must not claim it."""
    case, original = counted
    hand = tmp_path / "hand.csv"
    rows = [f"b1/3,{contest},{who},{said}" for contest, said in READ for who in ("Ann Hill", "Bo Lake")]
    hand.write_text("sheet,contest,reader,choices\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert cli("case", "hand-ballots", case, hand).code == 0
    path = tmp_path / "report.json"
    decided = {}
    for asked in ((), ("--contest", "measure-k"), ("--contest", "supervisor")):
        assert cli("report", case, "--original", original, *asked, "--json", path).code == 0
        told = json.loads(path.read_text(encoding="utf-8"))
        flagged = sum(item["flagged"] for item in told["sheets"])
        decided[asked] = (told["readings_by_hand"]["flagged_decided"], flagged)
    assert decided == {(): (1, 1), ("--contest", "measure-k"): (1, 1), ("--contest", "supervisor"): (0, 0)}
