"""`retally status`: where the case stands and what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def register(app: typer.Typer) -> None:
    """Adds `retally status`."""
    app.command("status")(status)


def status(
    case: Annotated[Path, typer.Argument(help="The case file.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Say where every sheet of the case stands: counted, quarantined (and why) or unread.

    Works while a station is scanning into the case.
    """
    import json

    from retally.case import open_to_read
    from retally.status import status_of

    with open_to_read(case) as ledger:
        found = status_of(ledger)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _for_people(case, found))


def _for_people(case: Path, found: dict[str, Any]) -> str:
    lines = [f"{found['title']} ({case})"]
    lines += [f"program {found['program']}", f"{found['entries']} entries, head {found['head']}"]
    lines += [
        f"PROGRAM EXCEPTION: {entry['reason']} (decided by {entry['decided_by']})"
        for entry in found["program_exceptions"]
    ]
    lines += [f"  {_batch(batch)}" for batch in found["batches"]]
    if found["quarantined"]:
        lines.append("Quarantined, in no total until a person has dealt with them:")
        lines += [f"  {line}" for line in found["quarantined"]]
    by_hand = found["read_by_hand"]
    if by_hand["contests"]:
        lines.append(
            f"Read by hand: {by_hand['contests']} contests on {by_hand['sheets']} sheets, "
            f"{by_hand['differ']} of them otherwise than by the machine; the totals are the machine's"
        )
    return "\n".join([*lines, *(f"Next: {step}" for step in found["next"])])


def _batch(batch: dict[str, Any]) -> str:
    state = "WITHDRAWN" if batch["withdrawn"] is not None else "closed" if batch["closed"] else "open"
    where = f"{batch['batch']} [{batch['unit']}, {batch['mode']}, {state}]"
    hand = "" if batch["by_hand"] is None else f", {batch['by_hand']} by hand"
    why = "" if batch["explanation"] is None else f" ({batch['explanation']})"
    read = f"{batch['counted']} counted, {batch['quarantined']} quarantined, {batch['unread']} unread"
    line = f"{where}: {batch['captured']} captured{hand}{why}, {read}, {batch['review']} flagged for review"
    more = [f"{batch['returned']} given back"] if batch["returned"] else []
    more += [f"{often} x {word}" for word, often in sorted(batch["troubles"].items())]
    more += [f"counts nowhere: {batch['withdrawn']}"] if batch["withdrawn"] is not None else []
    return ", ".join([line, *more])
