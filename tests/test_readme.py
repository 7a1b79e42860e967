"""The README is true: its commands run, in its order, with its exit codes, and print what it shows.

A commissioner follows it on the morning of a recount; a command that does not work then costs one of the
eighteen days.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.walk_papers import DEMO, ROOT, TITLES, WALK, papers

README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT_CODE = re.compile(r"# exit code (\d+)$")
ELSEWHERE = {"make demo", "make test", ". .venv/bin/activate", "retally demo --out build/demo"}
"""Lines held elsewhere: `make demo` below, the demo by `tests/retally/test_demo.py`; `make test` runs this."""


@dataclass(frozen=True)
class Done:
    """A command of the README and what came of it."""

    line: str
    wanted: int
    code: int
    out: str
    err: str


def blocks(text: str) -> list[tuple[str, str]]:
    return [(kind, body) for kind, body in FENCE.findall(text)]


def run_line(line: str) -> tuple[int, str, str]:
    """`retally` inside this process, which has its kernels; all else by the shell."""
    from retally.app import main

    if not line.startswith("retally "):
        done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr
    call, onward = re.fullmatch(r"(.*?)( [|>] .*)?", line).groups()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(shlex.split(call, comments=True)[1:])
    if onward:
        subprocess.run(["/bin/sh", "-c", f"cat {onward}"], input=out.getvalue(), text=True, check=True)
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """Every command of the README in its order, in a folder with the same papers; and what it should print."""
    here = tmp_path_factory.mktemp("walk")
    for name in ("docs", "fixtures"):
        (here / name).symlink_to(ROOT / name)
    done: list[Done] = []
    shown: list[tuple[str, str]] = []
    start = 0
    with contextlib.chdir(here):
        for kind, body in blocks(README):
            if kind == "sh":
                start = len(done)
            for line in body.replace("\\\n ", "").splitlines():
                if kind == "text":
                    shown.append((line, "".join(one.out for one in done[start:])))
                if kind != "sh" or line in ELSEWHERE:
                    continue
                wanted = EXIT_CODE.search(line)
                done.append(Done(line, int(wanted[1]) if wanted else 0, *run_line(line)))
    return here, done, shown


def test_every_command_ends_as_the_readme_says(walk):
    _, done, _ = walk
    assert len(done) > 25
    wrong = [(one.line, one.code, one.err) for one in done if one.code != one.wanted]
    assert wrong == []


def test_what_the_readme_shows_is_printed(walk):
    _, _, shown = walk
    assert len(shown) > 5
    assert [line for line, out in shown if line not in out] == []


def test_the_walk_ends_with_what_it_promises(walk):
    here, _, _ = walk
    folder = here / "recount"
    assert (folder / "report.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert len((folder / "checkpoint.txt").read_text().split()) == 3
    comparison = json.loads((folder / "report.json").read_text(encoding="utf-8"))["comparison"]
    causes = {unit["unit"]: unit["causes"][0]["kind"] for unit in comparison["units"] if unit["differs"]}
    assert causes == {
        "fairview": "test_deck_not_cleared",
        "oakdale": "batch_counted_twice",
        "mill-creek": "voter_intent",
    }


def test_the_walk_counts_what_was_marked(walk):
    """The drafted program must give the numbers of the program that the ballots were made with."""
    here, _, _ = walk
    titles = {title.casefold(): key for key, title in TITLES.items()}
    program = json.loads((here / "recount" / "program.json").read_text(encoding="utf-8"))
    contests = {contest["id"]: titles[contest["title"].casefold()] for contest in program["contests"]}

    def votes(path: Path, name) -> dict[tuple[str, ...], int]:
        """Votes by unit, mode and contest, choices by number of votes alone, as ids differ."""
        found: dict[tuple[str, ...], list[int]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (row["unit"], row["mode"], name(row["contest"]))
                found.setdefault(key, []).append(int(row["votes"]))
        return {key: sorted(numbers) for key, numbers in found.items()}

    counted = votes(here / "recount" / "totals.csv", contests.__getitem__)
    expected = votes(DEMO / "expected.csv", str)
    assert len(counted) == 3 + 3 + 4 + 4
    assert counted == {key: expected[key] for key in counted}


def pixels(pdf: bytes) -> list[bytes]:
    from tabulate.image import decode, page_count

    return [decode(pdf, page).gray.tobytes() for page in range(page_count(pdf))]


def test_the_papers_of_the_walk_are_those_of_the_demo():
    made = dict(papers())
    kept = {name: (WALK / name).read_bytes() for name in made}
    blank = "blank-ballots.pdf"
    assert pixels(made.pop(blank)) == pixels(kept.pop(blank)), "compressed bytes may differ, the print may not"
    assert made == kept
    (shown,) = [body for kind, body in blocks(README) if kind == "csv"]
    header, *rows = shown.splitlines()
    original = (WALK / "original.csv").read_text(encoding="utf-8").splitlines()
    assert header == original[0]
    assert rows and set(rows) <= set(original)


def test_make_demo_runs_the_demo():
    dry = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert dry[-1].endswith("retally demo --out build/demo")
    assert "retally demo --out build/demo" in README


def test_every_flag_is_explained():
    """A word on a quarantined ballot that stands nowhere leaves the board without a next step."""
    from retally.pages import NOT_OPENED
    from tabulate.marks import flags
    from tabulate.read import sheet

    words = {*flags.MEANING, sheet.SIDE_MISSING, sheet.SIDES_DISAGREE, sheet.SAME_SIDE_TWICE}
    assert {word for word in words if f"`{word}`" not in README} == set()
    assert {word for word in {*words, NOT_OPENED} if f"`{word}`" not in FORMATS} == set()


def test_every_exit_code_is_explained():
    from retally.exit_codes import ExitCode

    assert {code for code in ExitCode if f"| {code.value} |" not in FORMATS} == set()


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")], ids=lambda path: path.name
)
def test_links_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_the_picture_is_small():
    assert (ROOT / "docs" / "pictures" / "report.png").stat().st_size < 200_000


def test_the_program_of_the_formats_page_is_a_program(tmp_path):
    from config.program import load_program, seal
    from tabulate.compare import parse_original
    from tabulate.draft.names import read_names

    programs = [body for kind, body in blocks(FORMATS) if kind == "json" and '"retally-program/1"' in body]
    path = tmp_path / "program.json"
    path.write_text(programs[0], encoding="utf-8")
    program = load_program(path)
    assert len(seal(program)) == 64
    tables = [body for kind, body in blocks(FORMATS) if kind in {"csv", "toml"} and "absentee_unit" not in body]
    names, original, toml = sorted(tables, key=lambda body: ("unit,mode" in body, body.startswith("[[")))[0:3]
    if "[[" in original:
        original, toml = toml, original
    assert [row.kind for row in read_names(names)] == ["candidate", "write-in", "none"]
    assert [row.vote_for for row in read_names(toml)] == [1]
    rows = parse_original(original, "original.csv", program)
    assert [(row.mode, row.ballots) for row in rows] == [("election_day", 530), ("absentee", None)]


def test_the_file_of_names_of_the_formats_page_shows_every_part():
    from tabulate.originals import Naming, parse_naming

    (names,) = [body for kind, body in blocks(FORMATS) if kind == "toml" and "absentee_unit" in body]
    shown = parse_naming(names.encode(), "names.toml")
    assert shown.model_fields_set == set(Naming.model_fields)


def test_the_reading_of_the_formats_page_fits_the_schema():
    import jsonschema

    from retally.commands.read import schema_text

    (reading,) = [json.loads(body) for kind, body in blocks(FORMATS) if kind == "json" and '"image"' in body]
    jsonschema.validate(reading, json.loads(schema_text()))


def test_the_level_sheet_of_the_formats_page_is_read_by_both_rooms():
    from scanner.levels import LevelSheet
    from tabulate.marks.level_page import decode_levels

    (text,) = [body for kind, body in blocks(FORMATS) if kind == "json" and '"retally-levels/1"' in body]
    written, read = LevelSheet.decode(text.encode(), "formats.md"), decode_levels(text.encode())
    again = decode_levels(written.encode())
    assert (written.cells, written.scale, written.timing_marks) == (read.cells, read.scale, read.timing_marks)
    assert again == read
