"""Findings from what happened in a recount: which pass counts, what was set apart, what nobody looked at."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate.compare.case import Case
from tabulate.compare.events import Container, Pass
from tabulate.compare.findings import Finding, FindingKind
from tabulate.compare.moves import ballots_read_differently
from tabulate.compare.tally import Unit, Vector, side_of, vector_of
from tabulate.compare.words import count, listed, place


def event_findings(case: Case) -> list[Finding]:
    """One finding for everything that happened and that a reader of the report must know."""
    return [*_passes(case), *_containers(case), *_set_aside(case), *_methods(case)]


def _passes(case: Case) -> list[Finding]:
    groups: dict[tuple[str, str, str], list[Pass]] = {}
    for item in case.events.passes:
        groups.setdefault((item.unit, item.mode, item.batch), []).append(item)
    findings = []
    for (unit, mode, batch), runs in groups.items():
        runs.sort(key=lambda run: run.number)
        where = f"batch {batch} of {place(unit, mode)}" if batch else place(unit, mode)
        accepted = [run for run in runs if run.accepted]
        vectors = {run.number: _vector(case, run) for run in runs}
        if len(accepted) != 1:
            said = "none of them is" if not accepted else f"{len(accepted)} of them are"
            text = f"{where}: {len(runs)} passes, and {said} accepted; record which one counts, and why"
            findings.append(Finding("passes_open", text, unit, mode, numbers={"passes": len(runs)}))
            continue
        findings += [
            _rerun(case, where, run, accepted[0], vectors)
            for run in runs
            if vectors[run.number] != vectors[accepted[0].number]
        ]
    return findings


def _rerun(case: Case, where: str, run: Pass, counts: Pass, vectors: dict[int, Vector]) -> Finding:
    """Two passes over the same paper that disagree: what kind of trouble the first of them was."""
    was, now = vectors[run.number], vectors[counts.number]
    before, after = _ballots(was), _ballots(now)
    expected = _expected(case, run)
    least = _read(case, was, now)
    numbers = {"ballots_before": before, "ballots_after": after}
    kind: FindingKind
    if before != after and expected == after:
        surplus = {part: number - now.get(part, 0) for part, number in was.items()}
        twice = before > after and min(surplus.values()) >= 0
        kind = "double_scan_resolved" if twice else "ballot_count_resolved"
        what = f"{count(before, 'ballot')}, and {expected} were expected; pass {counts.number} has {after}"
    elif before != after:
        kind = "recount_error_corrected"
        what = f"{count(before, 'ballot')}, pass {counts.number} {after}"
    else:
        other = run.equipment != counts.equipment
        kind = "equipment_rerun" if other else "recount_error_corrected"
        what = f"at least {count(least, 'ballot')} read otherwise than in pass {counts.number}"
        what += f" (on {run.equipment}, then on {counts.equipment})" if other else ""
        numbers["ballots_at_least"] = least
    why = counts.reason or "no reason is recorded; the board must write down why"
    text = f"{where}: pass {run.number} had {what}; pass {counts.number} counts: {why}"
    return Finding(kind, text, run.unit, run.mode, numbers=numbers | {"accepted": counts.number})


def _vector(case: Case, run: Pass) -> Vector:
    return vector_of(side_of(run.totals, case.infos).get(Unit(run.unit, run.mode), {}))


def _expected(case: Case, run: Pass) -> int | None:
    """Ballots that must be there: by the label or the envelopes, or for a whole unit by the original count."""
    own = [item for item in case.events.containers if (item.unit, item.mode) == (run.unit, run.mode)]
    if run.batch:
        return next((item.stated for item in own if item.name == run.batch), None)
    if own:
        return sum(item.stated for item in own)
    return _ballots(case.originals.get(Unit(run.unit, run.mode), {})) or None


def _ballots(vector: Vector) -> int:
    return max((number for part, number in vector.items() if part.what == "ballots"), default=0)


def _read(case: Case, was: Vector, now: Vector) -> int:
    change = {part: now.get(part, 0) - number for part, number in was.items()}
    total = 0
    for contest in dict.fromkeys(part.contest for part in change):
        info = case.infos.get(contest)
        own = {part: number for part, number in change.items() if part.contest == contest}
        total = max(total, ballots_read_differently(own, (info.vote_for if info else None) or 1))
    return total


def _containers(case: Case) -> list[Finding]:
    findings = []
    for item in case.events.containers:
        if item.counted is None or item.counted == item.stated:
            continue
        findings.append(_container(case, item, item.counted))
    return findings


def _container(case: Case, item: Container, counted: int) -> Finding:
    where = f"container {item.name} of {place(item.unit, item.mode)}"
    text = f"{where}: labelled {count(item.stated, 'ballot')}, {counted} were in it"
    numbers = {"stated": item.stated, "counted": counted}
    apart = sum(
        aside.ballots
        for aside in case.events.set_aside
        if (aside.unit, aside.mode, aside.why) == (item.unit, item.mode, "found") and not aside.counted
    )
    if apart == counted - item.stated:
        text += f"; the {apart} were tallied apart and are in no total"
        return Finding("ballots_found_excluded", text, item.unit, item.mode, numbers=numbers)
    text += "; the board must say which of them it counted"
    return Finding("container_differs", text, item.unit, item.mode, numbers=numbers)


def _set_aside(case: Case) -> list[Finding]:
    findings = []
    for item in case.events.set_aside:
        info = case.infos.get(item.contest)
        said = ", ".join(f"{info.name(choice) if info else choice} {n}" for choice, n in item.votes.items())
        where = f"{place(item.unit, item.mode)}, {case.title(item.contest)}"
        if item.counted:
            text = (
                f"{where}: {count(item.ballots, 'ballot')} that the canvass had not counted are in the recount"
            )
        elif item.why == "never_counted":
            text = f"{where}: {count(item.ballots, 'ballot')} never counted, out of the recount's scope"
        else:
            continue
        text += f" ({said})" if said else ""
        numbers = {"ballots": item.ballots} | {f"votes:{choice}": n for choice, n in item.votes.items()}
        findings.append(Finding("ballots_out_of_scope", text, item.unit, item.mode, item.contest, numbers))
    return findings


def _methods(case: Case) -> list[Finding]:
    """Not one method everywhere: which units by which, and what no person looked at."""
    by_method: dict[str, list[str]] = {}
    for item in case.events.methods:
        by_method.setdefault(item.method, []).append(place(item.unit, item.mode))
    if len(by_method) < 2:
        return []
    machine = [Unit(item.unit, item.mode) for item in case.events.methods if item.method == "machine"]
    over, under = (_unseen(case, machine, what) for what in ("overvotes", "undervotes"))
    parts = [
        f"{count(len(units), 'unit')} {'not known' if method == 'unknown' else 'by ' + method} ({_some(units)})"
        for method, units in by_method.items()
    ]
    text = f"units were not recounted by one method: {'; '.join(parts)}"
    numbers = {method: len(units) for method, units in by_method.items()}
    if machine and over is not None and under is not None:
        text += (
            f"; in the units by machine, {count(over, 'overvoted ballot')} and {count(under, 'undervote')} "
            "were looked at by nobody"
        )
        numbers |= {"overvotes": over, "undervotes": under}
    elif machine:
        text += "; how many overvotes and undervotes nobody looked at in the units by machine is not known"
    return [Finding("method_not_uniform", text, numbers=numbers)]


def _unseen(case: Case, units: Sequence[Unit], what: str) -> int | None:
    """Overvotes or undervotes of units; None when a contest of one of them does not say."""
    numbers = [getattr(tally, what) for unit in units for tally in case.retabulated.get(unit, {}).values()]
    return None if None in numbers or not numbers else sum(numbers)


def _some(units: Sequence[str]) -> str:
    return listed(units[:6]) + (f" and {len(units) - 6} more" if len(units) > 6 else "")
