"""Steps that may come next, each as a piece of TOML to be filled in; made from the classes of the steps."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Collection
from dataclasses import MISSING, Field, fields
from enum import Enum
from typing import Any

from config.law import LawError
from config.proceedings import KINDS, BondPosted, Event, OfFurther, Proceedings, said_under
from retally.recounting.next_steps import may_come
from retally.recounting.opening import opening_template
from retally.recounting.step_file import recount_of
from tabulate.ledger import Ledger

GIVEN = {
    "report-made": {"digest": "--report FILE"},
    "key-entered": {"name": "--card FILE", "key": "--card FILE"},
}
"""Fields that an option of `retally case step` gives."""


def steps_text(ledger: Ledger, kinds: Collection[str]) -> str:
    """Templates of these kinds; of none, the steps that may come next, or the opening where there is none yet.

    Raises:
        OrderError: a template is asked for before the recount is opened.
        LawError: there is no such kind.
    """
    if ledger.proceedings() is None and not kinds:
        return opening_template(ledger)
    state = recount_of(ledger)
    if kinds:
        return "\n".join(template(kind, state, ledger.seal) for kind in kinds)
    return "".join(f"{kind}: {words}\n" for kind, words in may_come(state).items())


def template(kind: str, state: Proceedings, seal: str) -> str:
    """A step to be filled in.  As it is it is refused: what a person must say is left empty.

    Args:
        kind: of `KINDS`.
        state: from which names and numbers are proposed.
        seal: of the program that the case reads with.

    Raises:
        LawError: there is no such kind.
    """
    event = KINDS.get(kind)
    if event is None:
        raise LawError(f"'{kind[:80]}' is no step of a recount; it is one of {', '.join(KINDS)}")
    hints = typing.get_type_hints(event)
    said = " ".join((event.__doc__ or "").split("\n\n")[0].split()).replace("`", "'")
    clause = "§50.48" if said.startswith("(") else ""
    lines = [f"# {event.words}: {clause}{said}", "[[step]]", f'kind = "{kind}"']
    three = state.opening.law.board.kind == "three-members"
    lines += [
        _line(kind, field, hints[field.name], _proposed(kind, field.name, state, seal))
        for field in fields(event)
        if three or field.name != "designee"
    ]
    return said_under(state.opening.law, "\n".join(lines)) + "\n"


def _line(kind: str, field: Field[Any], hint: Any, proposed: Any) -> str:
    # A board of three has a designee of each candidate; other boards have none, and no such field is shown.
    name, must = field.name, field.default is MISSING or field.name == "designee"
    if name == "at":
        return 'at = ""  # day and time in Iowa, such as 2020-11-16T10:00:00'
    option = GIVEN.get(kind, {}).get(name)
    if option is not None:
        return f"# {name}: given by {option}"
    words = _words(hint)
    if isinstance(proposed, tuple):
        words += f": {', '.join(proposed)}" if proposed else ""
    elif proposed is not None:
        return f"{name} = {json.dumps(proposed, ensure_ascii=False)}  # {words}"
    value = '[""]' if typing.get_origin(hint) is tuple else '""'
    return f"{'' if must else '# '}{name} = {value}  # {words}{'' if must else '; where it applies'}"


def _words(hint: Any) -> str:
    """What may stand in a field."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) is typing.Literal:
        return f"one of: {', '.join(typing.get_args(hint))}"
    if typing.get_origin(hint) is tuple:
        pairs = typing.get_origin(typing.get_args(hint)[0]) is tuple
        return 'pairs such as ["Tipton", "the reason"]' if pairs else "one or more"
    if issubclass(hint, Enum):
        return f"one of: {', '.join(part.value for part in hint)}"
    return {bool: "true or false", int: "a whole number"}.get(hint, "text")


def _proposed(kind: str, name: str, state: Proceedings, seal: str) -> Any:
    """A value that the state knows, a tuple of names to choose from, or None."""
    bond, event = state.bond, KINDS[kind]
    if name in ("dollars", "filed_with") and event is BondPosted and bond is not None and bond.due:
        return getattr(bond, name)
    if name == "program":
        return seal
    if name == "candidate" and issubclass(event, OfFurther):
        return tuple(it.request.candidate for it in state.further)
    if name == "digest" and state.report is not None:
        return state.report.digest
    return {
        "precinct": state.precincts,
        "precincts": tuple(name for name in state.opening.precincts if name not in state.precincts)
        or state.precincts,
        "member": tuple(member.name for member in state.members),
        "by": tuple(member.name for member in state.members) if "precincts" in _names(event) else None,
        "container": state.open_containers,
    }.get(name)


def _names(event: type[Event]) -> set[str]:
    return {field.name for field in fields(event)}
