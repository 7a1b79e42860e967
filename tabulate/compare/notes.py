"""The list of findings: one for everything a person must know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from tabulate.compare.case import Case
from tabulate.compare.change import ContestChange
from tabulate.compare.event_notes import event_findings
from tabulate.compare.findings import Finding, FindingKind
from tabulate.compare.margin import MarginChange
from tabulate.compare.misnamed import misnamed_findings
from tabulate.compare.tally import Tally
from tabulate.compare.words import count, listed, place, signed

Rows = Sequence[tuple[str, str, tuple[ContestChange, ...]]]
"""Unit, mode and contests of every unit."""

_GRAVITY: tuple[FindingKind, ...] = (
    "outcome_changed",
    "tie",
    "write_ins_matter",
    "outcome_unknown",
    "unit_under_another_name",
    "unit_not_in_original",
    "unit_not_retabulated",
    "contest_not_in_original",
    "contest_not_retabulated",
    "duplicate_images",
    "retabulation_does_not_balance",
    "original_does_not_balance",
    "passes_open",
    "container_differs",
    "ballots_out_of_scope",
    "ballots_found_excluded",
    "recount_error_corrected",
    "equipment_rerun",
    "double_scan_resolved",
    "ballot_count_resolved",
    "method_not_uniform",
    "difference",
    "sheets_quarantined",
    "original_numbers_unknown",
    "recount_numbers_unknown",
)
assert set(_GRAVITY) == set(get_args(FindingKind))


def findings_of(case: Case, rows: Rows, margins: Sequence[MarginChange]) -> tuple[Finding, ...]:
    """All findings, the gravest kinds first, and within a kind in the order of the units."""
    findings = [finding for margin in margins for finding in _outcome(case, margin)]
    findings += _contests_missing(case, margins)
    for unit, mode, contests in rows:
        findings += _unit(case, unit, mode, contests)
    for copies in case.duplicates.values():
        for copy in copies:
            where = "within itself" if copy.of == copy.batch else f"again that are in batch {copy.of}"
            findings.append(
                Finding(
                    "duplicate_images",
                    f"batch {copy.batch} of {place(copy.unit, copy.mode)} holds the images of "
                    f"{count(copy.sheets, 'sheet')} {where}; "
                    "look whether the paper was scanned twice",
                    copy.unit,
                    copy.mode,
                    numbers={"sheets": copy.sheets},
                )
            )
    for review in case.review.values():
        if review.quarantined:
            findings.append(
                Finding(
                    "sheets_quarantined",
                    f"{place(review.unit, review.mode)}: "
                    f"{count(review.quarantined, 'sheet is', 'sheets are')} not counted "
                    "because a page was refused; a person must decide",
                    review.unit,
                    review.mode,
                    numbers={"quarantined": review.quarantined},
                )
            )
    findings += [*event_findings(case), *misnamed_findings(case)]
    return tuple(sorted(findings, key=lambda finding: _GRAVITY.index(finding.kind)))


def _outcome(case: Case, margin: MarginChange) -> list[Finding]:
    title = case.title(margin.contest)
    info = case.infos.get(margin.contest)

    def names(choices: tuple[str, ...]) -> str:
        return listed(info.name(choice) if info else choice for choice in choices)

    findings = []
    before, after = margin.before, margin.after
    if before is None or after is None:
        missing = len(margin.not_in_original) + len(margin.not_retabulated)
        why = (
            f"{count(missing, 'unit is', 'units are')} missing on a side" if missing else "a number is unknown"
        )
        findings.append(
            Finding(
                "outcome_unknown",
                f"{title}: whether the outcome changes is not known, {why}",
                contest=margin.contest,
            )
        )
    elif margin.outcome_changed:
        findings.append(
            Finding(
                "outcome_changed",
                f"{title}: the outcome changes: before {_result(names, before.elected, before.tied)}, "
                f"after {_result(names, after.elected, after.tied)}",
                contest=margin.contest,
            )
        )
    standing = after or margin.carried
    if standing and standing.tied:
        findings.append(
            Finding(
                "tie", f"{title}: a tie of {names(standing.tied)} for the last place", contest=margin.contest
            )
        )
    if standing and standing.write_ins_matter:
        findings.append(
            Finding(
                "write_ins_matter",
                f"{title}: {standing.write_ins} write-in votes reach the last place; a person must see "
                "for whom",
                contest=margin.contest,
                numbers={"write_ins": standing.write_ins or 0},
            )
        )
    return findings


def _result(names: Callable[[tuple[str, ...]], str], elected: tuple[str, ...], tied: tuple[str, ...]) -> str:
    said = names(elected) if elected else "nobody"
    return f"{said} (tie of {names(tied)})" if tied else said


def _contests_missing(case: Case, margins: Sequence[MarginChange]) -> list[Finding]:
    """Contests that one side does not have at all: said once, not for every unit."""
    findings = []
    for margin in margins:
        on_original = any(margin.contest in tallies for tallies in case.original.values())
        on_ours = any(margin.contest in tallies for tallies in case.retabulated.values())
        title = case.title(margin.contest)
        if not on_original:
            text = f"{title}: not in the original count; its totals are shown and compared with nothing"
            findings.append(Finding("contest_not_in_original", text, contest=margin.contest))
        elif not on_ours:
            text = f"{title}: in the original count, and on no ballot that was retabulated"
            findings.append(Finding("contest_not_retabulated", text, contest=margin.contest))
    return findings


def _unit(case: Case, unit: str, mode: str, contests: tuple[ContestChange, ...]) -> list[Finding]:
    where = place(unit, mode)
    if all(contest.original is None for contest in contests):
        text = f"{where}: not in the original count; its original numbers are unknown, not zero"
        return [Finding("unit_not_in_original", text, unit, mode), *_balance(case, unit, mode, contests)]
    if all(contest.retabulated is None for contest in contests):
        text = f"{where}: not retabulated; its numbers of the retabulation are unknown, not zero"
        return [Finding("unit_not_retabulated", text, unit, mode), *_balance(case, unit, mode, contests)]
    findings = _balance(case, unit, mode, contests)
    for contest in contests:
        title = case.title(contest.contest)
        everywhere = [
            any(contest.contest in t for t in side.values()) for side in (case.original, case.retabulated)
        ]
        if contest.original is None and everywhere[0]:
            text = f"{where}: {title} is on the ballots, and not in the original count of this unit"
            findings.append(Finding("contest_not_in_original", text, unit, mode, contest.contest))
        elif contest.retabulated is None and everywhere[1]:
            text = f"{where}: {title} is in the original count, and on no retabulated ballot of this unit"
            findings.append(Finding("contest_not_retabulated", text, unit, mode, contest.contest))
        elif contest.differs:
            numbers = {part.key: number for part, number in contest.vector().items()}
            moves = ", ".join(
                f"{case.say(part)} {signed(number)}" for part, number in contest.vector().items() if number
            )
            findings.append(
                Finding("difference", f"{where}, {title}: {moves}", unit, mode, contest.contest, numbers)
            )
        sides: tuple[tuple[FindingKind, str, Tally | None], ...] = (
            ("original_numbers_unknown", "the original count", contest.original),
            ("recount_numbers_unknown", "the recount", contest.retabulated),
        )
        for kind, side, tally in sides:
            unknown = _unknown(case, tally)
            if unknown:
                text = f"{where}, {title}: {side} does not say {listed(unknown)}; not zero, and not checked"
                findings.append(Finding(kind, text, unit, mode, contest.contest))
    return findings


def _unknown(case: Case, tally: Tally | None) -> list[str]:
    if tally is None:
        return []
    unknown = [what for what in ("ballots", "overvotes", "undervotes") if getattr(tally, what) is None]
    info = case.infos.get(tally.contest)
    return unknown + [
        f"the votes of {info.name(choice) if info else choice}"
        for choice, votes in tally.votes.items()
        if votes is None
    ]


def _balance(case: Case, unit: str, mode: str, contests: tuple[ContestChange, ...]) -> list[Finding]:
    """Design rule 4 on each side: votes + undervotes + N x overvoted ballots = N x ballots."""
    findings = []
    for contest in contests:
        sides: tuple[tuple[FindingKind, str, Tally | None], ...] = (
            ("original_does_not_balance", "the original count", contest.original),
            ("retabulation_does_not_balance", "the retabulation", contest.retabulated),
        )
        for kind, side, tally in sides:
            if tally is None:
                continue
            excess = tally.excess()
            if excess:
                more = "more" if excess > 0 else "fewer"
                text = (
                    f"{place(unit, mode)}, {case.title(contest.contest)}: {side} does not add up: "
                    "votes, undervotes and "
                    f"overvotes are {abs(excess)} {more} than its ballots allow"
                )
                findings.append(Finding(kind, text, unit, mode, contest.contest, {"excess": excess}))
    return findings
