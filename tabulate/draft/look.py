"""Gathers the evidence of one side of a blank."""

from __future__ import annotations

from dataclasses import dataclass

from tabulate.draft.drawing import drawn_ovals
from tabulate.draft.evidence import Evidence, Oval, Run
from tabulate.draft.hidden import find_hidden
from tabulate.draft.letters import read_letters
from tabulate.draft.lines import make_runs
from tabulate.draft.ovals import find_ovals, merge_ovals
from tabulate.draft.pdf_page import open_page
from tabulate.draft.rules import find_rules
from tabulate.draft.stamps import read_stamps
from tabulate.draft.upright import UprightPage, make_upright
from tabulate.geometry import Registration
from tabulate.image.raster import Raster


@dataclass(frozen=True, slots=True)
class Look:
    """One side of a blank: its evidence and its upright picture."""

    evidence: Evidence
    upright: UprightPage


def look_at(raster: Raster, registration: Registration, pdf: tuple[bytes, int] | None) -> Look:
    """Find everything that is printed on a registered page.

    Args:
        raster: the page.
        registration: of this page.
        pdf: the file and the number of the page in it, when the page was drawn from a PDF.

    Raises:
        DraftError: the PDF cannot be opened.
    """
    upright = make_upright(raster, registration)
    imaged = find_ovals(upright)
    rules = find_rules(upright)
    drawn: list[Oval] = []
    runs: list[Run] = []
    if pdf is not None:
        with open_page(*pdf, raster, registration) as page:
            drawn = drawn_ovals(page)
            letters = read_letters(page, upright)
            ovals = merge_ovals(drawn, imaged)
            runs = [*make_runs(letters, rules, ovals), *read_stamps(page)]
    ovals = merge_ovals(drawn, imaged) if drawn else [*imaged, *find_hidden(upright, imaged)]
    return Look(Evidence(tuple(ovals), tuple(rules), tuple(runs), bool(runs)), upright)
