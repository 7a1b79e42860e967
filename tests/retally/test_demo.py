"""The demo: a newcomer judges the whole by it, and its original count has three known faults."""

import csv
import json

import pytest

from retally.demonstration import case_file, given_folder, steps


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The demo, run once: its folder and what it printed."""
    import contextlib
    import io

    from retally.app import main

    out = tmp_path_factory.mktemp("demo")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main(["demo", "--out", str(out)]) == 0
    return out, printed.getvalue()


def test_it_counts_what_the_forge_marked(run, cli):
    found = json.loads(cli("totals", case_file(run[0]), "--json").out)
    counted = {
        (row["unit"], row["mode"], row["contest"], row["choice"]): row["votes"] for row in found["totals"]
    }
    with (given_folder() / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {
            (row["unit"], row["mode"], row["contest"], row["choice"]): int(row["votes"])
            for row in csv.DictReader(file)
        }
    assert {key: votes for key, votes in counted.items() if key in expected} == expected
    assert sum(counted.values()) == sum(expected.values())


def test_it_names_the_three_faults_and_the_changed_outcome(run):
    out, _ = run
    comparison = json.loads((out / "report.json").read_text(encoding="utf-8"))["comparison"]
    causes = {
        (unit["unit"], unit["mode"]): unit["causes"][0] for unit in comparison["units"] if unit["differs"]
    }
    assert {place: cause["kind"] for place, cause in causes.items()} == {
        ("fairview", "election_day"): "test_deck_not_cleared",
        ("oakdale", "absentee"): "batch_counted_twice",
        ("mill-creek", "election_day"): "voter_intent",
    }
    supervisor = next(margin for margin in comparison["margins"] if margin["contest"] == "supervisor")
    assert supervisor["outcome_changed"] is True


def test_it_shows_every_command_and_ends_with_the_reconciliation(run):
    out, printed = run
    for step in steps(out):
        assert str(step) in printed
    end = printed[printed.rindex("$ retally compare") :]
    for unit in ("fairview, election day", "oakdale, absentee", "mill-creek, election day"):
        assert unit in end
    assert "OUTCOME CHANGES" in end
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "data:image/png;base64," in page
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_the_evidence_of_the_demo_is_whole(run, cli):
    assert cli("verify", case_file(run[0]), "--no-reread").code == 0


def test_any_changed_byte_of_an_image_is_named(run, cli, tmp_path):
    changed = bytearray(case_file(run[0]).read_bytes())
    start = changed.index(b"II*\x00")
    changed[start + 200] ^= 1
    case = tmp_path / "changed.retally"
    case.write_bytes(changed)
    checked = cli("verify", case)
    assert checked.code == 5
    (line,) = checked.out.splitlines()
    assert line.startswith(f"{case}: entry ")
    assert "(sheet-captured): the bytes stored as " in line
