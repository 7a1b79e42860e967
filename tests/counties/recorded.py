"""The recorded county sets: their blanks, their pages, their truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from config.program import ElectionProgram
from tabulate.draft import BlankSource, Said, draft_program
from tabulate.image import Raster, decode
from tabulate.read import Reader

BALLOTS = Path("corpus") / "opencount" / "test-ballots"


@dataclass(frozen=True)
class County:
    """A set of recorded ballots; `blanks` is the folder its program is drafted from."""

    name: str
    blanks: str
    said: Said | None = None


COUNTIES = {
    county.name: county
    for county in (
        County("durant", "1side_1template/simple_durant/blankpdf"),
        County("cedar2008s3", "1side_Ntemplates/simple_cedar2008_3templates/blankpdfs"),
        County("cedar2008full", "1side_Ntemplates/cedar2008primary_full/blankpdfs"),
        County("calhoun_full", "1side_Ntemplates/calhoun2010primary_full/blankpdfs"),
        County(
            "calhoun_sub",
            "1side_Ntemplates/calhoun2010primary_simplesubset/blank",
            Said(day=date(2010, 8, 24)),
        ),
        County("juneau", "2side_1template/simple_juneau_named/blankpdf"),
    )
}


@lru_cache(maxsize=8)
def program_of(shared: Path, name: str) -> ElectionProgram:
    """The program drafted from the county's own blanks, without any correction."""
    county = COUNTIES[name]
    folder = shared / BALLOTS / county.blanks
    sources = [BlankSource(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    return draft_program(sources, said=county.said).program


def reader_of(shared: Path, name: str) -> Reader:
    return Reader(program_of(shared, name), "0" * 64)


@lru_cache(maxsize=1)
def _truth(shared: Path) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads((shared / "corpus" / "opencount" / "truth.json").read_bytes())
    return pages


def pages_of(shared: Path, name: str) -> list[dict[str, Any]]:
    """Truth of every page of a set; fails when the set is not there."""
    pages = [page for page in _truth(shared) if page["group"] == name]
    assert pages, f"no truth for {name}"
    return pages


def raster_of(shared: Path, page: dict[str, Any]) -> Raster:
    return decode((shared / "corpus" / page["image"]).read_bytes())
