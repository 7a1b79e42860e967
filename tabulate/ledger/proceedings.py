"""The proceedings of the recount in a case: opened once, then step by step, each checked before it is written.

The state is made from the entries each time, so that there is nothing beside them that could say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from config.proceedings import (
    Event,
    FlawFound,
    Opening,
    Proceedings,
    SameProgramUsed,
    advance,
    derive,
    event_body,
    opening_body,
    read_event,
    read_opening,
)
from tabulate.errors import EvidenceError, OrderError
from tabulate.ledger.sheets import SheetWriter


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A step that was withdrawn, and the withdrawal itself.

    Attributes:
        event: the step as it was entered.
        at: when the withdrawal was recorded, UTC as in the ledger.
        signed: members whose signature stood under the report until then.
    """

    event: Event
    at: str
    reason: str
    by: str
    signed: tuple[str, ...] = ()


class ProceedingsWriter(SheetWriter):
    """What can happen to the recount as the law knows it.

    Beside those of the ledger its methods raise the errors of `config.proceedings`: its `OrderError` for a step
    before its time, `LawError` for facts that cannot be, `SealError` and `SignatureError`.
    """

    def proceedings(self) -> Proceedings | None:
        """Where the recount stands; None when it was not opened."""
        opening = self._opening()
        return None if opening is None else derive(opening, [event for _, event in self._steps()])

    def open_proceedings(self, opening: Opening) -> Proceedings:
        """Opens the recount of this case; signatures will name the case by its origin.

        Raises:
            OrderError: it was opened before.
            EvidenceError: the opening names another case.
        """
        if opening.case not in ("", self.origin):
            raise EvidenceError(f"{self.path}: the opening is of case {opening.case}, this is {self.origin}")
        opening = replace(opening, case=self.origin)
        with self._transaction():
            if self._opening() is not None:
                raise OrderError(
                    f"{self.path}: the recount is opened already; 'retally case steps {self.path}' says what "
                    "may come next"
                )
            state = derive(opening)
            self._append("proceedings-opened", {"opening": opening_body(opening)})
            return state

    def add_steps(self, events: Sequence[Event]) -> Proceedings:
        """Adds steps in their order: all of them, or none when one of them cannot be.

        Raises:
            OrderError: the recount was not opened.
            EvidenceError: a step speaks of another program than the one that this case reads with.
        """
        with self._transaction():
            state = self._opened()
            for event in events:
                state = advance(state, event)
                self._check_program(event)
                step, facts = event_body(event)
                self._append("proceedings-step", {"step": step, "facts": facts})
            return state

    def withdraw_step(self, reason: str, by: str) -> Event:
        """Withdraws the last step that stands, because it was entered wrongly; it stays as evidence.

        Returns:
            The step that was withdrawn.

        Raises:
            OrderError: no step stands.
        """
        with self._transaction():
            self._opened()
            steps = self._steps()
            if not steps:
                raise OrderError(f"{self.path}: no step stands that could be withdrawn")
            entry, event = steps[-1]
            self._append("proceedings-step-withdrawn", {"entry": entry, "reason": reason, "by": by})
            return event

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Steps that were withdrawn, in the order of their withdrawal; none stands, none is forgotten."""
        opening = self._opening()
        steps = {
            entry.seq: read_event(entry.body["step"], entry.body["facts"])
            for entry in self.entries("proceedings-step")
        }
        found: list[Withdrawal] = []
        for entry in self.entries("proceedings-step-withdrawn"):
            until_then = [event for seq, event in steps.items() if seq < entry.seq]
            signed = derive(opening, until_then).signatures.names if opening is not None else ()
            event = steps.pop(entry.body["entry"])
            found.append(Withdrawal(event, entry.at, entry.body["reason"], entry.body["by"], signed))
        return tuple(found)

    def program_exceptions(self) -> Iterator[tuple[str, str]]:
        """Why election day's program is not used, and who decided so: as noted, and as found in the recount."""
        for entry in self.entries("program-exception"):
            yield entry.body["reason"], entry.body["decided_by"]
        for _, event in self._steps():
            if isinstance(event, FlawFound):
                yield f"{event.degree} to be flawed: {event.reason}", event.decided_by

    def _opened(self) -> Proceedings:
        state = self.proceedings()
        if state is None:
            raise OrderError(f"{self.path}: the recount is not opened yet; open it with 'retally case open'")
        return state

    def _opening(self) -> Opening | None:
        entry = self._last("kind = 'proceedings-opened'", ())
        return None if entry is None else read_opening(entry.body["opening"])

    def _steps(self) -> list[tuple[int, Event]]:
        """The steps that stand, each with the number of its entry."""
        withdrawn = {entry.body["entry"] for entry in self.entries("proceedings-step-withdrawn")}
        return [
            (entry.seq, read_event(entry.body["step"], entry.body["facts"]))
            for entry in self.entries("proceedings-step")
            if entry.seq not in withdrawn
        ]

    def _check_program(self, event: Event) -> None:
        if isinstance(event, (SameProgramUsed, FlawFound)) and event.program != self.seal:
            raise EvidenceError(
                f"{event.words}: this case reads with program {self.seal}, the step names {event.program};"
                " name the program of the case, or make a case with the other one"
            )
