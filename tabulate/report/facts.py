"""What a report is about and what is signed under it, as labels and values."""

from __future__ import annotations

from tabulate.compare.words import count
from tabulate.report.model import ReportModel
from tabulate.report.pathless import pathless
from tabulate.report.wording import seats


def asked(report: ReportModel) -> list[list[str]]:
    """What the recount is of; folders of the machine are left out."""
    infos = report.comparison.contests
    facts = [
        ["Election", f"{report.program.election}, {report.program.date}"],
        ["Jurisdiction", report.program.jurisdiction],
        ["Case", report.case],
        *([f"Contest {number}", info.title + seats(info.vote_for)] for number, info in enumerate(infos, 1)),
        ["Units compared", count(len(report.comparison.units), "unit")],
    ]
    if report.original:
        facts.append(["Compared with", pathless(report.original.name)])
    return facts


def signed(report: ReportModel) -> list[list[str]]:
    """What a signature stands under, once more on the same page as the signature."""
    facts = [
        ["Case", f"{report.case}, as it stood on {report.made_at}"],
        ["Program, seal", report.program.seal],
    ]
    if report.checkpoint:
        entries = count(report.checkpoint.entries, "entry", "entries")
        facts.append([f"Ledger, {entries}", report.checkpoint.head])
    if report.recount and report.recount.report:
        facts.append(["Report that the board made (SHA-256)", report.recount.report])
    return facts
