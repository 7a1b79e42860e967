"""A report with something in every part of it."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from config.program import MarkPolicy
from tabulate.compare import ContestInfo, OriginalContest, UnitReview, compare
from tabulate.report import (
    BatchRead,
    Checkpoint,
    FlaggedMark,
    ProgramIdentity,
    RefusedSheets,
    ReportModel,
    SourceFile,
    score_histogram,
)
from tabulate.votes.totals import ContestTotals

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=http://evil.example/x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "</title></style><b>&amp;",
    "\x1b[2J\x1b[31mred\r\nsecond line",
    "\u202egnol\u2066 \u200b",
)


def png(ink=3, text=None):
    """A small crop with some ink; `text` is put into the file as a comment."""
    image = Image.new("L", (24, 16), 255)
    for place in range(ink):
        image.putpixel((place % 24, 8), 0)
    info = PngInfo()
    if text:
        info.add_text("Comment", text)
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info)
    return out.getvalue()


def report(names=("Ann", "Bob"), title="Mayor", unit="North", show_sheets=False, **more):
    """A report on one contest in two units: a ballot read differently in one of them."""
    first, second = names
    info = ContestInfo("mayor", title, 1, ("a", "b"), (), (("a", first), ("b", second)))
    original = [
        OriginalContest(unit, "election_day", "mayor", 1, 20, 1, 2, {"a": 9, "b": 8}),
        OriginalContest("South", "absentee", "mayor", 1, 10, 0, 0, {"a": 5, "b": 5}),
    ]
    totals = [
        ContestTotals(unit, "election_day", "mayor", 1, 20, 1, 1, 1, {"a": 9, "b": 9}),
        ContestTotals("South", "absentee", "mayor", 1, 10, 0, 0, 0, {"a": 5, "b": 5}),
    ]
    sheets = (UnitReview(unit, "election_day", 21, 20, 1, 2), UnitReview("South", "absentee", 10, 10, 0, 0))
    marks = tuple(
        FlaggedMark(png(score // 10), "mayor", choice, score, "marginal", ("light",), f"sheet-{place}")
        for place, (choice, score) in enumerate([("a", 60), ("b", 140), ("a", 90)])
    )
    fields = {
        "case": "case-1",
        "made_at": "2026-11-22 10:15 CST",
        "program": ProgramIdentity(
            "a3" * 32, "Town Election", "Cedar County", "2026-11-03", MarkPolicy(), "Jane Roe"
        ),
        "comparison": compare(original, totals, program=[info], review=sheets),
        "original": SourceFile("count.csv", "cd" * 32),
        "sheets": sheets,
        "batches": (BatchRead("b1", unit, "election_day", 21, "folder:b1"),),
        "refused": (RefusedSheets(unit, "election_day", "b1", ("low-match",), 1, ("sheet-7",)),),
        "equipment": (("Scanner", "folder:b1"),),
        "versions": (("retally", "0.1.0"),),
        "checkpoint": Checkpoint(12, "ef" * 32, None),
        "scores": score_histogram([(0, "empty")] * 30 + [(90, "marginal"), (700, "marked"), (1000, "marked")]),
        "marks": marks,
        "show_sheets": show_sheets,
    }
    return ReportModel(**(fields | more))
