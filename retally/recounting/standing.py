"""Where a recount stands: what is done, what may come next, what is late or doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from config.proceedings import KINDS, Event, FlawFound, FurtherRequest, Proceedings, is_over
from retally.recounting.clocks import clock_lines, clocks_of
from retally.recounting.next_steps import may_come, must_come
from retally.recounting.step_words import facts_line, facts_of, minutes, withdrawal_doubts
from tabulate.ledger import Withdrawal

NUMBERS = {
    "undecided": "the original numbers, as long as no report is filed",
    "original": "the ORIGINAL numbers; the recount changes nothing, (4)(c)",
    "report": "those of the board's report",
    "unknown": "not known here: read in the law in force whose numbers they are now",
}


def standing_of(state: Proceedings, moment: datetime, withdrawals: Sequence[Withdrawal] = ()) -> dict[str, Any]:
    """Everything that `retally case status` shows, as JSON; `moment` is now in Iowa."""
    names = {event: kind for kind, event in KINDS.items()}
    signed = state.signatures
    clocks = clocks_of(state, moment)
    return {
        "office": state.opening.office.value,
        "election": state.opening.election.isoformat(),
        "law": state.opening.law.id,
        "warning": state.opening.law.warning,
        "candidate": None if state.request is None else state.request.candidate,
        "bond": bond_of(state),
        "further": [
            {
                "candidate": it.request.candidate,
                "at": minutes(it.request.at),
                "precincts": list(it.request.precincts),
                "bond_due": None if it.bond is None else it.bond.dollars,
                "bond_posted": it.bond_posted,
                "bond_fate": it.bond_fate,
                "ordered": it.ordered,
                "refused": it.refused,
                "words": further_words(it),
            }
            for it in state.further
        ],
        "members": [{"name": member.name, "role": member.role.value} for member in state.members],
        "precincts": [_precinct(state, name) for name in state.precincts],
        "program": _program(state),
        "containers": [
            {"container": name, "precinct": held.precinct, "found": held.found, "resealed": held.resealed}
            for name, held in state.containers.items()
        ],
        "report": None if state.report is None else state.report.digest,
        "signed": list(signed.names),
        "signatures_needed": signed.needed,
        "stands": state.stands,
        "steps": [_step(event, names) for event in state.events],
        "withdrawn": [_withdrawn(withdrawal, names) for withdrawal in withdrawals],
        "must": [{"kind": kind, "what": what} for kind, what in must_come(state)],
        "may": may_come(state),
        "deadlines": clocks,
        "overdue": [clock["words"] for clock in clocks if clock["overdue"]],
        "doubts": [*state.doubts, *withdrawal_doubts(withdrawals)],
        "over": is_over(state),
    }


def standing_lines(found: dict[str, Any]) -> list[str]:
    """The same for people."""
    lines = [f"Recount for the office '{found['office']}', election of {found['election']}, law {found['law']}"]
    lines += [f"WARNING: {found['warning']}"] if found["warning"] else []
    if found["bond"] is not None:
        lines.append(f"Bond: {found['bond']['words']}")
    lines += [
        f"Further request: {it['candidate']}, {it['at']}, for {', '.join(it['precincts'])}; {it['words']}"
        + ("" if found["warning"] else "; the first one's designee sits, 721—26.103(1)")
        for it in found["further"]
    ]
    if found["members"]:
        lines.append("Board: " + "; ".join(f"{it['name']} ({it['role']})" for it in found["members"]))
    lines += [f"Program: {found['program']}"] if found["program"] else []
    lines += [f"  {_precinct_line(precinct)}" for precinct in found["precincts"]]
    lines += [
        f"  container {it['container']} ({it['precinct']}): seal found {it['found']}, "
        + (f"resealed {it['resealed']}" if it["resealed"] else "OPEN")
        for it in found["containers"]
    ]
    if found["report"] is not None:
        names = ", ".join(found["signed"]) or "nobody"
        lines.append(f"Report {found['report'][:16]}: signed by {names}; {needed(found['signatures_needed'])}")
    lines.append(f"What stands: {NUMBERS[found['stands']]}")
    lines += ["Done:", *(f"  {_step_line(it)}" for it in found["steps"])] if found["steps"] else []
    lines += ["Withdrawn as entered wrongly:"] if found["withdrawn"] else []
    lines += [f"  {_step_line(it)}, by {it['by']}: {it['reason']}" for it in found["withdrawn"]]
    lines += ["Deadlines:", *(f"  {line}" for line in clock_lines(found["deadlines"]))]
    lines += [f"OVERDUE: {words}" for words in found["overdue"]]
    lines += [f"DOUBT: {doubt}" for doubt in found["doubts"]]
    if found["over"]:
        return [*lines, "Nothing is left to do."]
    lines += ["Must come next:", *(f"  {step['kind']}: {step['what']}" for step in found["must"])]
    return [*lines, "May come next:", *(f"  {kind}: {words}" for kind, words in found["may"].items())]


def needed(signatures: int | None) -> str:
    """How many members must sign, in words."""
    return "how many must sign is not known here" if signatures is None else f"{signatures} members are needed"


def _step_line(step: dict[str, Any]) -> str:
    facts = facts_line(step["facts"])
    return f"{step['at']}  {step['words']}" + (f" ({facts})" if facts else "")


def _withdrawn(withdrawal: Withdrawal, names: Mapping[type[Event], str]) -> dict[str, Any]:
    return {
        **_step(withdrawal.event, names),
        "reason": withdrawal.reason,
        "by": withdrawal.by,
        "withdrawn": withdrawal.at,
    }


def _step(event: Event, names: Mapping[type[Event], str]) -> dict[str, Any]:
    return {
        "at": minutes(event.at),
        "kind": names[type(event)],
        "words": event.words,
        "cite": event.cite,
        "facts": facts_of(event),
    }


def bond_of(state: Proceedings) -> dict[str, Any] | None:
    """What bond was due, whether it was posted and what became of it; None before the request."""
    bond = state.bond
    if bond is None:
        return None
    words = f"{bond.difference} votes behind, below {float(bond.below):g} no bond is due"
    if bond.due:
        words = f"{bond.dollars} dollars with the {bond.filed_with}, §{bond.cite}"
        words += f"; {state.bond_fate or ('posted' if state.bond_posted else 'NOT YET POSTED')}"
    return {
        "due": bond.due,
        "difference": bond.difference,
        "dollars": bond.dollars,
        "filed_with": bond.filed_with,
        "posted": state.bond_posted is not None,
        "fate": state.bond_fate,
        "words": words,
    }


def further_words(it: FurtherRequest) -> str:
    """Whether a further request was ordered, and what became of its bond."""
    ordered = "ordered" if it.ordered else "NOT YET ORDERED"
    words = ordered if it.refused is None else f"refused: {it.refused}"
    if it.bond is None or not it.bond.due:
        return words
    fate = it.bond_fate or ("posted" if it.bond_posted else "NOT YET POSTED")
    return f"{words}; bond of {it.bond.dollars} dollars with the {it.bond.filed_with}, §{it.bond.cite}: {fate}"


def _precinct(state: Proceedings, name: str) -> dict[str, Any]:
    choice = state.methods.get(name)
    return {
        "precinct": name,
        "originally": state.opening.precincts[name],
        "method": None if choice is None else choice.method.value,
        "reported": None if choice is None else choice.reported,
        "recounted": name in state.recounted,
    }


def _precinct_line(precinct: dict[str, Any]) -> str:
    reported = f", reported {precinct['reported']}" if precinct["reported"] else ""
    how = f"by {precinct['method']}{reported}" if precinct["method"] else "no method chosen"
    done = "recounted" if precinct["recounted"] else "NOT YET RECOUNTED"
    return f"{precinct['precinct']}: counted by {precinct['originally']}, recount {how}, {done}"


def _program(state: Proceedings) -> str | None:
    if state.program is None:
        return None
    if isinstance(state.program, FlawFound):
        return f"NOT election day's, {state.program.degree} to be flawed: {state.program.reason}"
    return "the same as on election day"
