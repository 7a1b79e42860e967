"""A session that was recorded once is read again with nothing attached, and gives the same count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
BATCH = DEMO / "batches" / "fairview-absentee-1"
SHEETS = 7
FAULTS = """
[[fault]]
kind = "jam"
sheet = 3
moment = "during"

[[fault]]
kind = "{kind}"
sheet = 5
moment = "{moment}"
"""
KINDS = {
    "pdi": ("", "unplugged", "accepting"),
    "custom-a4": ("", "unplugged", "accepting"),
    "sane": ("&imprint=A-", "double-feed", "during"),
    "serial": ("&profile=level-line", "unplugged", "accepting"),
}


def scanned(cli, case: Path, address: str, *more: object) -> list[dict]:
    """The totals of a batch in a case of its own."""
    assert cli("case", "new", case, "--program", DEMO / "program.json", "--title", "Demo").code == 0
    run = cli(
        "scan", case, "--scanner", address, "--batch", "one", "--unit", "fairview", "--mode", "absentee",
        "--sheets-by-hand", SHEETS, "--workers", 1, "--stack-checked", *more,
    )  # fmt: skip
    assert run.code == 0, run.err
    return json.loads(cli("totals", case, "--json").out)["totals"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_session_counts_again_without_its_scanner(cli, tmp_path, kind):
    options, fault, moment = KINDS[kind]
    script = tmp_path / "faults.toml"
    script.write_text(FAULTS.format(kind=fault, moment=moment))
    session = tmp_path / "session"
    address = f"sim+{kind}:{BATCH}?fault={script}{options}"
    first = scanned(cli, tmp_path / "first", address, "--record", session)
    again = scanned(cli, tmp_path / "again", f"replay:{session}")
    assert sum(row["votes"] for row in first) > 0
    assert again == first
    assert first == scanned(cli, tmp_path / "folder", f"folder:{BATCH}")
