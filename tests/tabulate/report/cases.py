"""A report with something in every part of it."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from config.program import MarkPolicy
from tabulate.compare import ContestInfo, OriginalContest, UnitReview, compare
from tabulate.report import (
    BatchRead,
    BoardMember,
    Checkpoint,
    ContainerUse,
    DeadlineKept,
    FlaggedMark,
    MemberSignature,
    ProgramIdentity,
    RecountedPrecinct,
    RecountRecord,
    RefusedSheets,
    ReportModel,
    SourceFile,
    StepTaken,
    WithdrawnStep,
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


ROLES = (
    ("designee of the candidate requesting the recount", "50.48(3)(a)(1)"),
    ("designee of the apparent winning candidate", "50.48(3)(a)(2)"),
    ("third member, chosen jointly or appointed by the chief judge", "50.48(3)(a)(3)"),
)


def recount(name="Ben Bell", **more):
    """The legal proceedings with something in every part; `name` stands wherever a person writes words."""
    members = [
        BoardMember(who, *seat, key)
        for who, seat, key in zip((name, "Ann Abel", "Cy Cook"), ROLES, ("5e" * 32, None, None), strict=True)
    ]
    fields = {
        "law": "iowa-50.48-2019",
        "warning": None,
        "office": "county",
        "canvass": "2020-11-10",
        "asked": f"{name} asked on 2020-11-12 10:00 for a recount in North, and named {name} to the board",
        "bond": "200 dollars with the commissioner, §50.48(2)(a)(5); posted",
        "program": "held against election day's seal on 2020-11-17 09:30: it is the same program",
        "report": "7d" * 32,
        "filed": "2020-11-17 14:00",
        "signatures_needed": 2,
        "stands": "report",
        "stands_words": "those of the board's report",
        "steps": (
            StepTaken("2020-11-12 10:00", "file the request", f"candidate {name}", "50.48(1)(a), (3)(a)(1)"),
        ),
        "members": tuple(members),
        "precincts": (
            RecountedPrecinct(
                "North", "the request", "50.48(1)(a)", "machine", "both", "hand", None, "2020-11-17 10:40"
            ),
            RecountedPrecinct(
                "South",
                "Ann Abel, 2020-11-17 09:40",
                "50.48(4)(b)",
                "machine",
                "hybrid",
                None,
                name,
                None,
                name,
            ),
        ),
        "elsewhere": ("East",),
        "containers": (
            ContainerUse("1 of 2", "North", "2020-11-17 09:40", "s-17", "2020-11-17 10:50", "s-18"),
            ContainerUse("2 of 2", "North", "2020-11-17 09:50", "s-19", "2020-11-17 10:50", "s-20"),
        ),
        "deadlines": (
            DeadlineKept(
                "the written request is filed with the commissioner",
                "2020-11-13",
                "17:00",
                "50.48(1)(a)",
                "met",
            ),
        ),
        "signatures": (
            MemberSignature(name, "2020-11-17 12:00", "key"),
            MemberSignature("Cy Cook", "2020-11-17 12:10", "paper"),
        ),
        "withdrawn": (
            WithdrawnStep(
                "2020-11-17 13:50", "file the report", "", "2020-11-17 20:05", f"wrong hour, {name}", name
            ),
        ),
        "doubts": (f"container '1 of 2' was resealed by {name}",),
        "unrecorded": ("adjourn, §50.48(4)(c)",),
        "beyond": ("disputed ballots returned under §50.5, §50.48(4)(a)",),
    }
    return RecountRecord(**(fields | more))
