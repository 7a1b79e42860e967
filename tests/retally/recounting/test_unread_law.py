"""A recount under the law of 2025: the clerk keeps its record, and every page says what it is not."""

from __future__ import annotations

import json
import re

import pytest

from config.program import program_identity
from tests.retally.recounting.test_commands import OPENING, steps
from tests.tabulate.report.pages import words

FLAG = {"json": "--json", "html": "--output", "pdf": "--pdf"}
CLAUSE = re.compile(r"\(\d\)\(|50\.48\(|721—")
BOARD = steps(
    "recount-ordered 14T09:00",
    'member-named 14T10:00 name = "Ben Bell"; party = "Democratic"',
    'member-named 14T10:00 name = "Ann Abel"; party = "Republican"',
    "board-convened 17T09:00",
    'method-chosen 17T09:20 precinct = "fairview"; method = "machine"',
    'method-chosen 17T09:20 precinct = "oakdale"; method = "hand"',
    "same-program-used 17T09:30",
    'container-opened 17T09:40 container = "1"; precinct = "fairview"; seal = "s1"',
    'precinct-recounted 17T10:40 precinct = "fairview"',
    'container-resealed 17T10:50 container = "1"; seal = "s2"',
    'container-opened 17T11:00 container = "2"; precinct = "oakdale"; seal = "s3"',
    'precinct-recounted 17T11:30 precinct = "oakdale"',
    'container-resealed 17T11:40 container = "2"; seal = "s4"',
)
REQUEST = steps('request-filed 13T09:00 candidate = "Boyd"; precincts = ["fairview", "oakdale"]')


def of_2025(text):
    return text.replace("2020-11-03", "2025-11-04").replace("2020-11-", "2025-11-")


@pytest.fixture
def desk(case, election, cli, tmp_path):
    """Takes a command of `retally case` with files of these texts; gives what it printed."""

    class Desk:
        path = case

        def file(self, text):
            path = tmp_path / "given.toml"
            path.write_text(of_2025(text), encoding="utf-8")
            return path

        def ok(self, command, *given):
            run = cli("case", command, case, *given)
            assert run.code == 0, run.out + run.err
            return run.out

        def refused(self, code, text):
            run = cli("case", "step", case, self.file(text))
            assert run.code == code, run.out + run.err
            assert not CLAUSE.search(run.err), run.err
            return run.err

        def open(self):
            return self.ok("open", self.file(OPENING), "--seal", program_identity(election.program))

        def step(self, text, *more):
            return self.ok("step", self.file(text), *more)

    return Desk()


def test_it_is_opened_and_says_what_is_reported_and_what_nobody_here_knows(desk):
    said = desk.open()
    for part in (
        "recount opened under iowa-50.48-2025, 2 precincts",
        "WARNING: iowa-50.48-2025: 2025 Acts, ch 122 (House File 928)",
        "the enrolled text was not read. Read the law in force",
        "a difference of 400 in 10,000 votes may not be recounted; the whole jurisdiction is recounted",
        "Not known here: deadlines, whether a bond is due, who signs the report. Steps are recorded here",
    ):
        assert part in said, part
    assert desk.ok("deadlines") == "not known here; read the law in force\n"
    assert json.loads(desk.ok("deadlines", "--json")) == []


def test_templates_name_no_clause_and_no_designee(desk):
    desk.open()
    kinds = [line.split(":")[0] for line in desk.ok("steps").splitlines()]
    assert "member-named" in kinds and "third-chosen" not in kinds and "bond-settled" not in kinds
    text = desk.ok("steps", *kinds)
    assert not CLAUSE.search(text)
    assert "designee = " not in text
    assert 'precincts = [""]  # one or more: fairview, oakdale' in text


def test_wrong_steps_are_refused_without_a_clause(desk):
    desk.open()
    assert "first a member of the board is named" in desk.refused(6, steps("board-convened 17T09:00"))
    third = steps('third-chosen 17T09:10 name = "Cy Cook"; by = "members"')
    assert "a step of the law before, and what is in its place is not known here" in desk.refused(6, third)
    some = REQUEST.replace(', "oakdale"', "")
    assert "the whole jurisdiction is recounted, and oakdale is not named" in desk.refused(3, some)


def test_a_recount_to_its_end_and_the_report_of_it(desk, cli, scan, election, tmp_path):
    pile = tmp_path / "pile"
    pile.mkdir()
    (pile / "1.tif").write_bytes(election.page([("supervisor", "ocampo")]))
    scan(desk.path, f"{pile}?pages=single")
    desk.open()
    desk.step(REQUEST + BOARD)
    paper = tmp_path / "board.html"
    paper.write_text("the board's report", encoding="utf-8")
    desk.step(steps("report-made 17T12:00 abstracts_incorrect = false"), "--report", paper)
    sign = ("--member", "Ben Bell", "--report", paper, "--at", "2025-11-17T12:30", "--on-paper")
    assert "signed by Ben Bell; how many must sign is not known here" in desk.ok("sign", *sign)
    assert "DOUBT: how many must sign" in desk.step(steps("report-filed 17T13:00"))
    status = desk.ok("status")
    assert "What stands: not known here: read in the law in force whose numbers they are now" in status
    assert "Nothing is left to do." in status and "OVERDUE" not in status
    assert not CLAUSE.search(status)
    assert cli("verify", desk.path, "--no-reread").code == 0

    original = tmp_path / "original.csv"
    original.write_text(
        "unit,mode,contest,choice,votes\nfairview,election_day,supervisor,ocampo,1\n", encoding="utf-8"
    )
    made = {kind: tmp_path / f"report.{kind}" for kind in ("json", "html", "pdf")}
    options = [part for kind, path in made.items() for part in (FLAG[kind], path)]
    run = cli("report", desk.path, "--original", original, "--contest", "supervisor", *options)
    assert run.code == 0, run.err
    told = json.loads(made["json"].read_text(encoding="utf-8"))["recount"]
    assert (told["stands"], told["signatures_needed"], told["deadlines"]) == ("unknown", None, [])
    assert {item["cite"] for item in (*told["steps"], *told["members"], *told["precincts"])} == {None}
    html = re.sub(r"<[^>]+>", " ", made["html"].read_text(encoding="utf-8"))
    pdf = words(made["pdf"].read_bytes())
    assert "Of no contest are the totals of both counts known." in pdf
    for shown in (re.sub(r"\s+", " ", html), pdf):
        assert "Whose numbers stand is not known here" in shown
        assert "No clause is named: none was read." in shown
        assert "Ben Bell, named by the county auditor; signs the report" in shown
        assert "whether one is due is not known here" in shown
        assert "which steps the law in force asks for is not known here" in shown
        assert "Every step that this recount needs" not in shown
        assert not re.search(r"50\.48\(", shown), re.findall(r".{60}50\.48\(.{40}", shown)
