"""The public report: it must show what a person has to decide, and never whose ballot it is."""

import json

import pytest

from retally.case import open_to_read, program_of
from retally.count import count_case
from retally.flagged import most_doubtful
from tests.retally.bad_images import photograph
from tests.tabulate.report.pages import words

MARKS = [("supervisor", "ocampo"), ("measure-k", "yes")]


@pytest.fixture
def counted(election, tmp_path, case, scan):
    """A case with two good sheets, a photograph, and an original count that differs by one vote."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(2):
        (folder / f"voter-{number}.tif").write_bytes(election.page(MARKS, seed=number))
    (folder / "voter-9.jpg").write_bytes(photograph())
    scan(case, f"{folder}?pages=single")
    original = tmp_path / "original.csv"
    original.write_text(
        "unit,mode,contest,choice,votes,ballots,overvotes,undervotes\n"
        "fairview,election_day,measure-k,yes,1,2,0,1\n"
        "fairview,election_day,measure-k,no,0,2,0,1\n",
        encoding="utf-8",
    )
    return case, original


def test_the_report_says_what_differs_and_names_no_sheet(counted, cli, tmp_path):
    case, original = counted
    page, data = tmp_path / "report.html", tmp_path / "report.json"
    run = cli("report", case, "--original", original, "-o", page, "--json", data, "--text")
    assert run.code == 0, run.err
    found = json.loads(data.read_text(encoding="utf-8"))
    assert found["sheets"] == [
        {
            "unit": "fairview",
            "mode": "election_day",
            "captured": 3,
            "counted": 2,
            "quarantined": 1,
            "flagged": 0,
            "returned": 0,
        }
    ]
    assert [(item["flags"], item["sheets"]) for item in found["refused"]] == [(["no-timing-grid"], 1)]
    (measure,) = [
        contest
        for unit in found["comparison"]["units"]
        for contest in unit["contests"]
        if contest["contest"] == "measure-k"
    ]
    assert measure["choices"] == [
        {"choice": "yes", "original": 1, "retabulated": 2, "change": 1},
        {"choice": "no", "original": 0, "retabulated": 0, "change": 0},
    ]
    assert sum(sum(bins) for bins in found["scores"]["counts"].values()) == 2 * 14
    for text in (page.read_text(encoding="utf-8"), data.read_text(encoding="utf-8"), run.out):
        assert "voter-" not in text
    assert cli("compare", case).code == 0  # the count that was imported last


def test_the_pdf_comes_out_again_byte_for_byte_and_names_no_sheet(counted, cli, tmp_path):
    case, original = counted
    first, second, page = tmp_path / "first.pdf", tmp_path / "second.pdf", tmp_path / "report.html"
    assert cli("report", case, "--original", original, "--pdf", first).code == 0
    assert cli("report", case, "--pdf", second, "-o", page).code == 0
    assert first.read_bytes() == second.read_bytes()
    shown = words(first.read_bytes())
    with open_to_read(case) as ledger:
        head, changed = ledger.head.hash, ledger.changed_at
        last = list(ledger.entries())[-1]
    assert changed == last.at
    told = f"as it stood on {last.at[:10]} {last.at[11:16]} UTC"
    assert head in shown and told in shown and told in page.read_text(encoding="utf-8")
    assert "1 sheet refused" in shown
    for hidden in ("voter-", str(tmp_path), "/pile"):
        assert hidden not in shown


def test_a_count_is_recorded_once_however_often_it_is_given(counted, cli):
    case, original = counted
    for _ in range(2):
        assert cli("compare", case, "--original", original).code == 0
    with open_to_read(case) as ledger:
        assert len(ledger.originals()) == 1


def test_the_statutes_exception_stands_in_report_and_status(counted, cli):
    case, original = counted
    run = cli(
        "case", "program-exception", case, "--reason", "ovals misplaced on card 2", "--decided-by", "the board"
    )
    assert run.code == 0
    assert "ovals misplaced on card 2" in cli("report", case, "--original", original, "--text").out
    assert "PROGRAM EXCEPTION: ovals misplaced" in cli("status", case).out


def test_the_most_doubtful_marks_are_shown_first(election, case, scan, tmp_path, cli):
    import numpy as np

    from fixtures.forge.artwork import card_sides
    from fixtures.forge.files import encode_page
    from fixtures.forge.hands import draw_mark
    from fixtures.forge.page import forge_page
    from fixtures.forge.render import render_blank

    blank = render_blank(card_sides(election.program)[0], 150.0)
    folder = tmp_path / "doubtful"
    folder.mkdir()
    target = next(item for item in blank.page.side.targets if item.choice == "ocampo")
    for number, hand in enumerate(("dot", "circled")):
        rng = np.random.default_rng([9, number])
        marks = {("supervisor", "ocampo"): draw_mark(hand, rng, target.width, target.height)}
        (folder / f"s{number}.png").write_bytes(encode_page(forge_page(blank, marks, "clean", rng), "png"))
    scan(case, folder)
    with open_to_read(case) as ledger:
        places = count_case(ledger, program_of(ledger)).flagged
    assert {place.target["choice"] for place in places} >= {"ocampo"}
    assert len({place.sheet for place in places}) == 2
    (nearest,) = most_doubtful(places, election.program.mark_policy.marked_at, 1)
    assert nearest.target["score"] == max(
        (place.target["score"] for place in places),
        key=lambda score: -abs(score - election.program.mark_policy.marked_at),
    )
    original = tmp_path / "own.csv"
    original.write_text(cli("totals", case, "--csv").out, encoding="utf-8")
    page = tmp_path / "r.html"
    assert cli("report", case, "--original", original, "-o", page).code == 0
    assert page.read_text(encoding="utf-8").count("data:image/png;base64,") == len(places)


def test_say_what_to_write(counted, cli):
    assert cli("report", counted[0]).code == 2
