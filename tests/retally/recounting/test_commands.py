"""The clerk at the desk: a recount whose papers were mislaid, or taken though they were wrong, is lost."""

from __future__ import annotations

import hashlib
import json
import stat
from datetime import date

import pytest

from config.program import dump_program, program_identity, seal_text
from fixtures.forge.design import small_election
from tabulate.ledger import Ledger
from tests.tabulate.report.pages import words

OPENING = """
office = "county"
kind = "general"
election = 2020-11-03
canvass = 2020-11-10
winners = ["Ames"]
population = 60000
[precincts]
fairview = "machine"
oakdale = "hand"
[abstracts.Tamarack]
Ames = 5200
Boyd = 4800
"""
REQUEST = """
[[step]]
kind = "request-filed"
at = 2020-11-12T10:00:00
candidate = "Boyd"
designee = "Ben Bell"
precincts = ["fairview"]
"""


def steps(*lines):
    """Steps as ``kind day hour field=value; ...``, of which values are TOML."""
    text = ""
    for line in lines:
        kind, at, *fields = line.split(" ", 2)
        text += f'[[step]]\nkind = "{kind}"\nat = 2020-11-{at}:00\n'
        text += "".join(f"{field}\n" for field in (fields[0].split("; ") if fields else []))
    return text


BOARD = steps(
    "winner-notified 12T11:00",
    "recount-ordered 13T09:00",
    'bond-posted 13T10:00 dollars = 200; filed_with = "commissioner"',
    'winner-designated 16T09:00 designee = "Ann Abel"',
    "board-convened 17T09:00",
    'third-chosen 17T09:10 name = "Cy Cook"; by = "members"',
    'method-chosen 17T09:20 precinct = "fairview"; method = "machine"',
    "same-program-used 17T09:30",
    'container-opened 17T09:40 container = "1"; precinct = "fairview"; seal = "s1"',
    'precinct-recounted 17T10:40 precinct = "fairview"',
    'container-resealed 17T10:50 container = "1"; seal = "s2"',
)
MADE = steps("report-made 17T11:00 abstracts_incorrect = false")


class Desk:
    """A case of an election of 2020, and the files that a clerk hands in."""

    def __init__(self, folder, cli):
        self.folder, self.cli = folder, cli
        program = small_election(41)
        election = program.election.model_copy(update={"date": date(2020, 11, 3)})
        program = program.model_copy(update={"election": election})
        self.seal = program_identity(program)
        (folder / "program.json").write_bytes(dump_program(program))
        (folder / "program.seal").write_text(seal_text(program), encoding="utf-8")
        self.case = folder / "c.retally"
        self.ok("new", self.case, "--program", folder / "program.json", "--title", "T")

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def ok(self, *arguments):
        run = self.cli("case", *arguments)
        assert run.code == 0, run.err
        return run.out

    def refused(self, code, *arguments):
        before = self.entries()
        run = self.cli("case", *arguments)
        assert run.code == code, run.out + run.err
        (line,) = run.err.strip().splitlines()
        assert self.entries() == before
        return line

    def entries(self):
        with Ledger.open(self.case, readonly=True) as ledger:
            return ledger.head.seq

    def open(self, text=OPENING):
        return self.ok("open", self.case, self.file("opening.toml", text), "--seal", self.seal)

    def step(self, text, *more):
        return self.ok("step", self.case, self.file("steps.toml", text), *more)

    def signed(self, *members):
        """A recount as far as a report that these members signed on paper; gives the report."""
        self.open()
        self.step(REQUEST)
        self.step(BOARD)
        report = self.file("report.html", "r")
        self.step(MADE, "--report", report)
        for member in members:
            self.ok(
                "sign",
                self.case,
                "--member",
                member,
                "--report",
                report,
                "--at",
                "2020-11-17 12:00",
                "--on-paper",
            )
        return report

    def status(self):
        return json.loads(self.ok("status", self.case, "--json"))


@pytest.fixture
def desk(tmp_path, cli):
    return Desk(tmp_path, cli)


def test_the_whole_way(desk):
    assert 'fairview" = ""' in desk.ok("steps", desk.case)
    assert "recount opened under iowa-50.48-2019, 2 precincts" in desk.open()
    assert desk.status()["must"] == [{"kind": "request-filed", "what": "the candidate's written request"}]
    desk.step(REQUEST)
    assert "200 dollars with the commissioner, §50.48(2)(a)(5); NOT YET POSTED" in desk.ok("status", desk.case)
    desk.step(BOARD)
    secret, phrase = desk.folder / "ben.key", desk.file("phrase", "three small words\n")
    card = desk.ok("key", "Ben Bell", "-o", secret, "--passphrase-file", phrase)
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert b"ENCRYPTED PRIVATE KEY" in secret.read_bytes()
    desk.step(steps("key-entered 17T10:55"), "--card", desk.file("card", card))
    report = desk.file("report.html", "<p>the report</p>")
    desk.step(MADE, "--report", report)
    assert desk.status()["report"] == hashlib.sha256(report.read_bytes()).hexdigest()
    sign = ("sign", desk.case, "--report", report, "--at", "2020-11-17T12:00", "--member")
    desk.ok(*sign, "ben  bell", "--key", secret, "--passphrase-file", phrase)
    assert "signed by Ben Bell, Cy Cook; 2 members are needed" in desk.ok(*sign, "Cy Cook", "--on-paper")
    desk.step(
        steps("adjourned 17T13:00", "report-filed 17T14:00", 'bond-settled 17T15:00 winners_after = ["Ames"]')
    )
    found = desk.status()
    assert (found["over"], found["stands"], found["doubts"], found["overdue"]) == (True, "report", [], [])
    assert found["bond"]["fate"] == "deposited in the county's election fund"
    assert found["containers"] == [{"container": "1", "precinct": "fairview", "found": "s1", "resealed": "s2"}]
    assert desk.cli("verify", desk.case, "--no-reread").code == 0


def test_two_members_must_sign_or_the_original_numbers_stand(desk):
    desk.signed("Cy Cook")
    desk.step(steps("report-filed 17T14:00"))
    text = desk.ok("status", desk.case)
    assert "What stands: the ORIGINAL numbers" in text
    assert "DOUBT: the report is signed by 1 of the 2 members that it needs" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("office =", "seats = 1\noffice ="),
            "opening, seats: no such field; take it out (there are office, kind",
        ),
        (('office = "county"\n', ""), "opening, office: it is missing; give it"),
        (('"county"', '"mayor"'), "opening, office: Input should be 'statewide'"),
        (("2020-11-03", "2020-11-04"), "election: 2020-11-04, but the program of this case is of 2020-11-03"),
        (("2020-11-10", "2020-11-01"), "the canvass (2020-11-01) is not after the election"),
        (('["Ames"]', '["Amos"]'), "winners: 'Amos' is not in the abstracts"),
        (('"hand"', '"foot"'), "opening, precincts/oakdale"),
        (("Boyd = 4800", "Boyd = 4800.5"), "opening, abstracts/Tamarack/Boyd"),
        (('kind = "general"', 'kind = "general"\ncase = "x"'), "case: the case names itself"),
        (('kind = "general"', 'kind = "general"\nprogram = ""'), "program: given here and with --seal"),
        (("Boyd = 4800", "Boyd = 4800\nBoyd = 1"), "not TOML"),
        (("Boyd = 4800", "Boyd = -1"), "Tamarack, Boyd: -1 votes; correct the abstract"),
        (("Boyd = 4800", "Boyd = inf"), "opening, "),
        (("Boyd = 4800", ""), "nobody but the winners is in them"),
        (("population = 60000\n", ""), "population"),
    ],
)
def test_an_opening_that_cannot_be(desk, change, told):
    path = desk.file("opening.toml", OPENING.replace(*change))
    line = desk.refused(3, "open", desk.case, path, "--seal", desk.seal)
    assert told in line
    assert str(path) in line or "the canvass" in line


def test_a_machine_precinct_wants_the_seal_of_election_day(desk):
    path = desk.file("opening.toml", OPENING)
    assert "give the seal of election day's program" in desk.refused(3, "open", desk.case, path)
    short = desk.file("short.toml", 'program = "abc"\n' + OPENING)
    assert "seal has 64 hexadecimal digits" in desk.refused(3, "open", desk.case, short)
    desk.open()
    assert "is opened already" in desk.refused(6, "open", desk.case, path, "--seal", desk.seal)


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("", 3, "no steps; each one begins with a line [[step]]"),
        ('kind = "adjourned"', 3, "kind: each step begins with a line [[step]]"),
        ("step = 3", 3, "no steps"),
        ("[[step]]", 3, "step 1: kind: it is missing"),
        ('[[step]]\nkind = "dance"', 3, "step 1: 'dance' is no step of a recount"),
        (REQUEST.replace("Boyd", "Cole"), 3, "'Cole' is not in these abstracts"),
        (REQUEST.replace("T10:00:00", ""), 3, "step 1: request-filed, at: give day and time in Iowa"),
        (REQUEST.replace("T10:00:00", "T10:00:00Z"), 3, "has a time zone"),
        (REQUEST.replace("at =", "time ="), 3, "step 1: request-filed, at: it is missing; give it"),
        (
            REQUEST + "seal = 1",
            3,
            "step 1: request-filed, seal: no such field; take it out (there are at, candidate",
        ),
        (REQUEST.replace('["fairview"]', '"fairview"'), 3, "step 1: request-filed, precincts: "),
        (REQUEST.replace("fairview", "durant"), 3, "precinct 'durant' is not of this county"),
        (REQUEST.replace("2020-11-12", "2200-11-12"), 3, "is yet to come by the clock of this computer"),
        (steps("board-convened 17T09:00"), 6, "step 1: convene the board: first the "),
        (
            REQUEST + steps("adjourned 12T11:00"),
            6,
            "step 2: adjourn: first the commissioner convenes the board",
        ),
        (
            REQUEST + steps("winner-notified 12T09:00"),
            6,
            "step 2: notify the apparent winner: 2020-11-12 09:00:00 is",
        ),
    ],
)
def test_steps_that_cannot_be(desk, text, code, told):
    desk.open()
    path = desk.file("steps.toml", text)
    line = desk.refused(code, "step", desk.case, path)
    assert told in line
    assert str(path) in line


def test_before_the_opening_there_are_no_steps(desk):
    path = desk.file("steps.toml", REQUEST)
    withdraw = ("undo", desk.case, "--reason", "r", "--by", "A")
    asks = (("steps", desk.case, "request-filed"), ("deadlines", desk.case), ("status", desk.case))
    for arguments in (("step", desk.case, path), withdraw, *asks):
        assert "not opened yet" in desk.refused(6, *arguments)


def test_another_program_or_key_or_report_is_refused(desk):
    desk.open()
    desk.step(REQUEST)
    before, program, after = BOARD.partition('[[step]]\nkind = "same-program-used"')
    desk.step(before)
    other = desk.file("other.toml", program + after.replace("30:00", f'30:00\nprogram = "{"b" * 64}"', 1))
    assert "this is not election day's program" in desk.refused(5, "step", desk.case, other)
    desk.step(program + after)
    phrase = desk.file("phrase", "three small words\n")
    secret, strange = desk.folder / "ben.key", desk.folder / "other.key"
    card = desk.file("card", desk.ok("key", "Ben Bell", "-o", secret, "--passphrase-file", phrase))
    desk.ok("key", "Ben Bell", "-o", strange, "--passphrase-file", phrase)
    assert "never overwritten" in desk.refused(6, "key", "B", "-o", secret, "--passphrase-file", phrase)
    enter = desk.file("key.toml", steps("key-entered 17T10:55"))
    typo = desk.file("typo", card.read_text().replace("Bell", "Ball"))
    assert "name or digits are mistyped" in desk.refused(5, "step", desk.case, enter, "--card", typo)
    desk.ok("step", desk.case, enter, "--card", card)
    report = desk.file("report.html", "r")
    sign = ("sign", desk.case, "--at", "2020-11-17T12:00", "--report", report, "--member", "Ben Bell")
    by_key = (*sign, "--passphrase-file", phrase, "--key")
    assert "first the board makes its report" in desk.refused(6, *by_key, secret)
    desk.step(MADE, "--report", report)
    assert "not of this report, case and role" in desk.refused(5, *by_key, strange)
    empty = desk.file("empty", "")
    assert "the passphrase is wrong" in desk.refused(5, *sign, "--key", secret, "--passphrase-file", empty)
    assert "not a member of the board" in desk.refused(3, *sign[:-1], "Eve", "--on-paper")
    report.write_text("another one")
    assert "this is not the report that the board made last" in desk.refused(5, *by_key, secret)
    assert desk.cli("case", *sign).code == 2
    assert desk.cli("case", *by_key, secret, "--on-paper").code == 2


def test_a_withdrawn_step_is_not_counted(desk):
    desk.open()
    desk.step(REQUEST)
    out = desk.ok("undo", desk.case, "--reason", "wrong candidate", "--by", "R. Alvarez")
    assert "withdrawn: file the request (2020-11-12 10:00)" in out
    assert desk.status()["steps"] == []
    assert "no step stands" in desk.refused(6, "undo", desk.case, "--reason", "r", "--by", "A")
    desk.step(REQUEST)
    assert [step["facts"]["candidate"] for step in desk.status()["steps"]] == ["Boyd"]


def test_a_filing_taken_back_stays_in_sight_and_a_changed_recount_is_signed_anew(desk):
    """It vanished: a report signed by two members could be unfiled, and nothing that a reader sees said so."""
    desk.signed("Ben Bell", "Cy Cook")
    desk.step(steps("report-filed 17T14:00"))
    out = desk.ok("undo", desk.case, "--reason", "it was filed at 15:00", "--by", "R. Alvarez")
    doubt = (
        "the filing of 2020-11-17 14:00 of the report signed by Ben Bell, Cy Cook was withdrawn by R. Alvarez: "
        "it was filed at 15:00"
    )
    assert f"DOUBT: {doubt}" in out
    found = desk.status()
    assert (found["stands"], found["doubts"]) == ("undecided", [doubt])
    assert found["signed"] == ["Ben Bell", "Cy Cook"]
    (gone,) = found["withdrawn"]
    assert (gone["kind"], gone["at"], gone["by"]) == ("report-filed", "2020-11-17 14:00", "R. Alvarez")
    desk.step(steps("report-filed 17T15:00"))
    assert desk.status()["stands"] == "report"
    text = desk.ok("status", desk.case)
    assert f"DOUBT: {doubt}" in text
    assert "Withdrawn as entered wrongly:\n  2020-11-17 14:00  file the report, by R. Alvarez: it was" in text
    desk.ok("undo", desk.case, "--reason", "a container was left out", "--by", "R. Alvarez")
    desk.step(steps('container-opened 17T15:10 container = "2"; precinct = "fairview"; seal = "s3"'))
    assert (desk.status()["signed"], desk.status()["report"]) == ([], None)
    resealed = desk.file("steps.toml", steps("report-filed 17T15:30"))
    assert "first the board makes its report" in desk.refused(6, "step", desk.case, resealed)
    assert desk.cli("verify", desk.case, "--no-reread").code == 0


def test_a_signature_taken_back_stays_in_sight(desk):
    desk.signed("Cy Cook")
    desk.ok("undo", desk.case, "--reason", "that was Ann Abel", "--by", "R. Alvarez")
    found = desk.status()
    assert found["signed"] == []
    assert found["doubts"] == [
        "the signature of Cy Cook of 2020-11-17 12:00 was withdrawn by R. Alvarez: that was Ann Abel"
    ]


def test_what_is_late_or_flawed_is_said_and_recorded(desk):
    desk.open()
    assert "DOUBT: file the request: late: done 2020-11-14" in desk.step(REQUEST.replace("11-12", "11-14"))
    later = BOARD.replace("2020-11-12", "2020-11-14").replace("2020-11-13", "2020-11-15")
    flaw = 'flaw-found 17T09:30 degree = "known"; reason = "swapped"; decided_by = "D. Reyes"'
    desk.step(later.replace(steps("same-program-used 17T09:30"), steps(flaw)))
    assert "Program: NOT election day's, known to be flawed: swapped" in desk.ok("status", desk.case)
    assert (
        "PROGRAM EXCEPTION: known to be flawed: swapped (decided by D. Reyes)"
        in desk.cli("status", desk.case).out
    )


def test_the_report_tells_the_recount_in_all_forms_and_the_same_bytes_each_time(desk):
    desk.signed("Cy Cook")
    desk.step(steps("report-filed 17T14:00"))
    original = desk.file(
        "original.csv",
        "unit,mode,contest,choice,votes,ballots,overvotes,undervotes\n"
        "fairview,election_day,measure-k,yes,1,2,0,1\nfairview,election_day,measure-k,no,0,2,0,1\n",
    )
    first, second = desk.folder / "1", desk.folder / "2"
    for out in (first, second):
        run = desk.cli(
            "report", desk.case, "--original", original,
            "-o", f"{out}.html", "--pdf", f"{out}.pdf", "--json", f"{out}.json",
        )  # fmt: skip
        assert run.code == 0, run.err
    forms = {kind: (desk.folder / f"1.{kind}").read_bytes() for kind in ("html", "pdf", "json")}
    assert forms == {kind: (desk.folder / f"2.{kind}").read_bytes() for kind in forms}
    told = json.loads(forms["json"])
    assert (told["recount"]["stands"], told["recount"]["report"]) == ("original", desk.status()["report"])
    said = "The original numbers stand. The report that was filed on 2020-11-17 14:00 is signed by Cy Cook; 2"
    assert said in words(forms["pdf"])
    assert said in forms["html"].decode()
    assert "The recount does not extend to 1 precinct of the county: oakdale." in told["not_examined"]


def test_the_command_line_does_not_grow_with_every_use(desk):
    """It did: whoever runs many commands in one process waited longer for each."""
    from retally.commands.case import case_app

    desk.open()
    names = [command.name for command in case_app.registered_commands]
    assert len(names) == len(set(names)) > 8
