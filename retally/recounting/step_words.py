"""Steps of a recount in words, for the screen and for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from config.proceedings import Event, ReportFiled, ReportSigned, event_body
from tabulate.ledger import Withdrawal

UNREAD = ("at", "key", "digest", "program", "signature")
"""Fields that no person reads: keys, hashes and signatures."""


def minutes(moment: datetime) -> str:
    """Day and time to the minute."""
    return moment.isoformat(sep=" ", timespec="minutes")


def facts_of(event: Event) -> dict[str, Any]:
    """What a step says, without what no person reads."""
    body = event_body(event)[1]
    return {name: value for name, value in body.items() if name not in UNREAD and value not in (None, [])}


def facts_line(facts: Mapping[str, Any]) -> str:
    """The same in one line; empty for most steps."""
    return ", ".join(f"{name.replace('_', ' ')} {_said(value)}" for name, value in facts.items())


def withdrawal_doubts(withdrawals: Sequence[Withdrawal]) -> tuple[str, ...]:
    """A line for each withdrawn filing and signature: a record of what the board did was taken back.

    The signatures themselves stay good, as they are over the report's digest; a step that changes what was
    recounted voids them.
    """
    lines = []
    for withdrawal in withdrawals:
        event, by = withdrawal.event, f"by {withdrawal.by}: {withdrawal.reason}"
        if isinstance(event, ReportFiled):
            signed = ", ".join(withdrawal.signed) or "nobody"
            lines.append(
                f"the filing of {minutes(event.at)} of the report signed by {signed} was withdrawn {by}"
            )
        elif isinstance(event, ReportSigned):
            lines.append(f"the signature of {event.member} of {minutes(event.at)} was withdrawn {by}")
    return tuple(lines)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_said(part) for part in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
