"""The recount's part of `replay`: opened once, each step lawful, withdrawn from the end alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from config.errors import ConfigError
from config.proceedings import (
    FlawFound,
    Proceedings,
    SameProgramUsed,
    advance,
    derive,
    event_body,
    opening_body,
    read_event,
    read_opening,
)


class ProceedingsReplay:
    """The recount as its entries tell it.

    What the law asks of a step is looked up in `config.proceedings`, the one place that has it.
    """

    def __init__(self) -> None:
        self._start: Proceedings | None = None
        self._opened = False
        self._steps: list[tuple[int, Proceedings]] = []

    def opened(self, body: dict[str, Any], origin: str | None) -> Iterator[str]:
        """Takes the opening; gives what is wrong with it."""
        if self._opened:
            yield "opens the recount a second time"
            return
        self._opened = True
        try:
            opening = read_opening(body["opening"])
            state = derive(opening)
        except ConfigError as error:
            yield f"opens no recount: {error}"
            return
        if opening_body(opening) != body["opening"]:
            yield "is not written as an opening is written"
        if origin is not None and opening.case != origin:
            yield "opens the recount of another case"
        self._start = state

    def step(self, seq: int, body: dict[str, Any], seal: str | None) -> Iterator[str]:
        """Takes a step; gives what is wrong with it.  A step that cannot be changes nothing."""
        if not self._opened:
            yield "is a step of a recount that was not opened"
        if self._start is None:
            return
        try:
            event = read_event(body["step"], body["facts"])
            state = advance(self._steps[-1][1] if self._steps else self._start, event)
        except ConfigError as error:
            yield f"is no step that could be taken: {error}"
            return
        if event_body(event) != (body["step"], body["facts"]):
            yield "is not written as this step is written"
        if isinstance(event, (SameProgramUsed, FlawFound)) and event.program != seal:
            yield "names another program than the case was opened with"
        self._steps.append((seq, state))

    def withdrawn(self, body: dict[str, Any]) -> Iterator[str]:
        """Takes a withdrawal; gives what is wrong with it."""
        if not self._steps or self._steps[-1][0] != body["entry"]:
            yield f"withdraws entry {body['entry']}, which is not the last step that stands"
            return
        self._steps.pop()
