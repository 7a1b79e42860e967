"""`retally program draft`: what a person gives, gets and is told."""

from __future__ import annotations

import pytest

from config.program import load_program
from retally.exit_codes import ExitCode
from tests.tabulate.draft.paper import Paper
from tests.tabulate.draft.test_drawn_layouts import council


@pytest.fixture
def blank(tmp_path):
    paper = Paper()
    paper.heading()
    council(paper)
    path = tmp_path / "blank.pdf"
    path.write_bytes(paper.save())
    return path


def test_a_draft_is_a_program_that_cannot_be_sealed_yet(cli, blank, tmp_path):
    """If a draft could be sealed unseen, a wrong guess would count votes."""
    output, names = tmp_path / "program.json", tmp_path / "names.csv"
    run = cli("program", "draft", blank, "-o", output, "--write-names", names)
    assert run.code == ExitCode.OK, run.err
    assert "1 cards, 1 contests, 4 targets from 1 files" in run.out
    program = load_program(output)
    assert program.draft is not None and program.draft.sources == ("blank.pdf",)
    assert names.read_text().startswith("card,side,column,row,contest,choice,vote_for,kind\nblank,front,2,12,")
    assert cli("program", "seal", output).code == ExitCode.EVIDENCE
    assert cli("program", "seal", output, "--confirm", "A. Reviewer").code == ExitCode.OK


def test_what_it_is_not_sure_of_is_shown(cli, blank, tmp_path):
    run = cli("program", "draft", blank, "-o", tmp_path / "p.json", "--unsure", "100")
    assert "contests/city-council/vote_for" in run.out
    sure = cli("program", "draft", blank, "-o", tmp_path / "q.json", "--unsure", "10")
    assert "contests/city-council/vote_for" not in sure.out


def test_what_a_person_says_goes_before_the_paper(cli, blank, tmp_path):
    output = tmp_path / "program.json"
    said = ("--title", "Recount", "--jurisdiction", "Jones County", "--date", "2026-12-01", "--state", "Iowa")
    assert cli("program", "draft", blank, "-o", output, *said).code == ExitCode.OK
    election = load_program(output).election
    assert (election.title, election.jurisdiction, election.date.isoformat(), election.state) == (
        "Recount",
        "Jones County",
        "2026-12-01",
        "Iowa",
    )


def test_nothing_is_written_over(cli, blank, tmp_path):
    output = tmp_path / "program.json"
    output.write_text("mine")
    run = cli("program", "draft", blank, "-o", output)
    assert run.code == ExitCode.BAD_INPUT and "exists" in run.err
    assert output.read_text() == "mine"
    assert cli("program", "draft", blank, "-o", output, "--replace").code == ExitCode.OK


def prose(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "prose.pdf"
    canvas = Canvas(str(path), invariant=1)
    for line in range(40):
        canvas.drawString(72, 760 - 14 * line, "It was the best of times, it was the worst of times.")
    canvas.save()
    return path


def encrypted(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt="secret")
    canvas.drawString(72, 700, "Ballot")
    canvas.save()
    return path


def no_targets(tmp_path):
    path = tmp_path / "empty.pdf"
    paper = Paper()
    paper.heading()
    path.write_bytes(paper.save())
    return path


def no_date(tmp_path):
    path = tmp_path / "undated.pdf"
    paper = Paper()
    council(paper)
    path.write_bytes(paper.save())
    return path


def text_file(tmp_path):
    path = tmp_path / "list.pdf"
    path.write_text("candidates: A, B")
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (prose, "no timing marks found on prose.pdf"),
        (encrypted, "locked.pdf: .*password"),
        (no_targets, "no target was found on empty.pdf"),
        (text_file, "list.pdf: "),
        (lambda folder: folder / "missing.pdf", "missing.pdf"),
    ],
)
def test_what_is_no_blank_is_named_in_one_line(cli, tmp_path, make, words):
    import re

    output = tmp_path / "program.json"
    run = cli("program", "draft", make(tmp_path), "-o", output)
    assert run.code == ExitCode.BAD_INPUT
    assert len(run.err.strip().splitlines()) == 1 and re.search(words, run.err), run.err
    assert not output.exists()


def test_blanks_that_do_not_say_the_date_make_a_draft_that_cannot_be_sealed(cli, tmp_path):
    output = tmp_path / "program.json"
    assert cli("program", "draft", no_date(tmp_path), "-o", output).code == 0
    sealing = cli("program", "seal", output, "--confirm", "Ada Reviewer")
    assert sealing.code == 5
    assert "election.date" in sealing.err
