"""Steps of a recount from a TOML file: one table `[[step]]` for each, recorded all together or not at all."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from config.errors import ConfigError, OrderError
from config.law import LawError
from config.proceedings import Event, Proceedings, advance, read_event
from config.signing import PublicKey
from retally.recounting.toml_file import load_toml
from tabulate.ledger import Ledger

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.0+)?)?")
"""A day with its time: a day alone would be taken for midnight."""


def recount_of(ledger: Ledger) -> Proceedings:
    """Where the recount of a case stands.

    Raises:
        OrderError: it was not opened.
    """
    state = ledger.proceedings()
    if state is None:
        raise OrderError(
            f"{ledger.path}: the recount is not opened yet; 'retally case steps {ledger.path}' prints a file "
            "for 'retally case open'"
        )
    return state


def record_steps(
    ledger: Ledger, path: Path, *, report: Path | None, card: Path | None, now: datetime
) -> tuple[Event, ...]:
    """Records the steps of a file.

    Args:
        ledger: open for writing.
        path: the file.
        report: the board's report, whose SHA-256 the step `report-made` is given.
        card: a member's key card, from which the step `key-entered` is given name and key.
        now: Iowa wall-clock time; no step can be after it.

    Raises:
        LawError: something is missing or cannot be; the message names file, step and field.
        OrderError: a step before its time.
        EvidenceError, SealError, SignatureError: another program, key or signature.
    """
    state = recount_of(ledger)
    events: list[Event] = []
    for number, table in enumerate(_tables(path), start=1):
        place = f"{path}, step {number}"
        try:
            event = _event(table, ledger.seal, report, card)
            if event.at.tzinfo is None and event.at > now:
                raise LawError(
                    f"{event.words}: {event.at} is yet to come by the clock of this computer "
                    f"({now:%Y-%m-%d %H:%M} in Iowa); correct one of them"
                )
            state = advance(state, event)
        except ConfigError as error:
            raise type(error)(f"{place}: {error}") from error
        events.append(event)
    ledger.add_steps(events)
    return tuple(events)


def _tables(path: Path) -> list[dict[str, Any]]:
    content = load_toml(path)
    steps = content.pop("step", None)
    if content:
        raise LawError(
            f"{path}, {next(iter(content))}: each step begins with a line [[step]]; put it below one"
        )
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise LawError(f"{path}: no steps; each one begins with a line [[step]]")
    return steps


def _event(table: dict[str, Any], seal: str, report: Path | None, card: Path | None) -> Event:
    body = dict(table)
    kind, at = body.pop("kind", ""), body.get("at", "")
    if not isinstance(kind, str) or not kind:
        raise LawError("kind: it is missing; give it, as 'retally case steps' lists them")
    if "at" in body and not (isinstance(at, str) and MOMENT.match(at)):
        raise LawError(f"{kind}, at: give day and time in Iowa, such as 2020-11-16T10:00:00")
    if kind in ("same-program-used", "flaw-found"):
        body.setdefault("program", seal)
    if kind == "report-made" and report is not None:
        body.setdefault("digest", hashlib.sha256(report.read_bytes()).hexdigest())
    if kind == "key-entered" and card is not None:
        key = PublicKey.parse(card.read_text(encoding="utf-8", errors="replace"))
        body.setdefault("name", key.name)
        body.setdefault("key", key.key.hex())
    return read_event(kind, body)
