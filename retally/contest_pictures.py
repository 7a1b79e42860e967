"""A page for the board with the contests on which hand and machine differ, as they stand on the paper.

The page names sheets and shows parts of ballots: it is for the persons who decide, and not to be published.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator

from config.program import ElectionProgram
from retally.flagged import page_picture
from retally.pictures import as_png, crop_upright
from tabulate.compare import ContestInfo, contest_infos
from tabulate.compare.hand import AgreedReading, HandBallots
from tabulate.ledger import Ledger

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Read by hand and by machine</title>
<style>body {{ font-family: sans-serif; max-width: 60em; margin: 2em auto }} img {{ max-width: 100% }}</style>
</head><body><h1>Read by hand otherwise than by the machine</h1>
<p>For the board alone: this page names sheets and shows parts of ballots.</p>
{}
</body></html>
"""


def contest_page(ledger: Ledger, program: ElectionProgram, ballots: HandBallots) -> bytes:
    """The page, HTML that needs nothing else.

    Raises:
        EvidenceError: an image is missing or changed.
    """
    infos = {info.id: info for info in contest_infos(program)}
    parts = [
        part
        for one in ballots.agreed
        if one.differs
        for part in (_heading(one, infos[one.contest]), *_pictures(ledger, one))
    ]
    return _PAGE.format("\n".join(parts) or "<p>There is no such contest.</p>").encode()


def _heading(one: AgreedReading, info: ContestInfo) -> str:
    machine = "nothing: the sheet could not be read" if one.machine is None else one.machine.in_words(info)
    said = f"by hand {one.hand.in_words(info)}; by machine {machine}"
    return f"<h2>Sheet {html.escape(one.sheet.label)}: {html.escape(info.title)}</h2><p>{html.escape(said)}</p>"


def _pictures(ledger: Ledger, one: AgreedReading) -> Iterator[str]:
    """The contest on each page that has it; nothing where the machine could not place the page."""
    sheet = ledger.sheet(one.sheet.id)
    pages = [] if sheet.reading is None else sheet.reading["pages"]
    for image, page in zip(sheet.images, pages, strict=True):
        boxes = [target["box"] for target in page["targets"] if target["contest"] == one.contest]
        if not boxes:
            continue
        gray, scale = page_picture(ledger, image.sha256, image.page)
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        around = (left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)
        data = base64.b64encode(as_png(crop_upright(gray, around, page["orientation"]))).decode("ascii")
        yield f'<p><img alt="the contest on the ballot" src="data:image/png;base64,{data}"></p>'
