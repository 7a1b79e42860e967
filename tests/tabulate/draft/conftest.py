"""Drafts of the recorded counties, made once a session, and their truth."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tabulate.draft import BlankSource, Drafted, Said, draft_program
from tabulate.draft.rough import SideName

BALLOTS = "opencount/test-ballots"
PDFS = {
    "durant": ["1side_1template/simple_durant/blankpdf/*.pdf"],
    "cedar2008s3": ["1side_Ntemplates/simple_cedar2008_3templates/blankpdfs/*.pdf"],
    "cedar2008full": ["1side_Ntemplates/cedar2008primary_full/blankpdfs/*.pdf"],
    "calhoun": ["1side_Ntemplates/calhoun2010primary_full/blankpdfs/*.pdf"],
    "juneau": ["2side_1template/simple_juneau_named/blankpdf/*.pdf"],
}
SCANS = {
    "durant": (["1side_1template/simple_durant/blankballots/*.tif"], date(2011, 9, 13)),
    "calhoun_sub": (["1side_Ntemplates/calhoun2010primary_simplesubset/blank/*.tif"], date(2010, 8, 24)),
    "juneau": (["2side_1template/simple_juneau_named/blankballots/*.tif"], None),
    "nist_demo": (["../recovered-blanks/nist_demo_blank.png"], None),
    "humboldt2009may": (
        ["../../attacking-paper-ballots/recovered-blanks/humboldt2009may.png"],
        date(2009, 5, 19),
    ),
}


def read_sources(corpus: Path, patterns: list[str]) -> list[BlankSource]:
    paths = [path for pattern in patterns for path in sorted((corpus / BALLOTS).glob(pattern))]
    assert paths, f"no file matches {patterns} in {corpus / BALLOTS}"
    return [BlankSource(path.name, path.read_bytes()) for path in paths]


def side_of(drafted: Drafted, source: str, page: int) -> tuple[str, SideName]:
    """Which card and side of a draft was made of a page of a file."""
    for card in drafted.cards:
        for sheet in card.copies:
            for name in ("front", "back"):
                side = sheet.side(name)
                if side is not None and (side.source, side.page) == (source, page):
                    return card.id, name
    raise AssertionError(f"no card was drafted of page {page} of {source}")


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    return shared / "corpus"


@pytest.fixture(scope="session")
def truth(corpus: Path) -> list[dict]:
    return json.loads((corpus / "opencount/truth.json").read_text())


@pytest.fixture(scope="session")
def from_pdfs(corpus: Path):
    """Drafts made of a county's PDFs alone, with nothing said and nothing corrected."""
    made: dict[str, Drafted] = {}

    def draft(county: str) -> Drafted:
        if county not in made:
            made[county] = draft_program(read_sources(corpus, PDFS[county]))
        return made[county]

    return draft


@pytest.fixture(scope="session")
def from_scans(corpus: Path):
    """Drafts made of scans alone: no text, so nothing but places, groups and write-in lines."""
    made: dict[str, Drafted] = {}

    def draft(county: str) -> Drafted:
        if county not in made:
            patterns, day = SCANS[county]
            made[county] = draft_program(read_sources(corpus, patterns), said=Said(day=day))
        return made[county]

    return draft
