"""The rules that the entries of a case keep among each other, followed entry by entry.

An independent twin of what `Ledger` refuses while writing: it takes nothing from the database but the entries
in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tabulate.ledger.bodies import check_body
from tabulate.ledger.errors import EntryError
from tabulate.ledger.replay_proceedings import ProceedingsReplay


@dataclass(slots=True)
class _BatchState:
    sheets: int = 0
    closed: bool = False
    withdrawn: bool = False
    keys: dict[str, int] = field(default_factory=dict)


class Replay:
    """A case as its entries tell it.

    Attributes:
        needed: the first entry that refers to each stored hash, by hash.
        program: hash under which the program must be stored, once known.
        seal: seal of the case's program, once known.
        origin: of the case, as in its checkpoints, once whoever computes the hashes has told it.
    """

    def __init__(self) -> None:
        self.needed: dict[str, tuple[int, str]] = {}
        self.program: str | None = None
        self.seal: str | None = None
        self.origin: str | None = None
        self._proceedings = ProceedingsReplay()
        self._batches: dict[str, _BatchState] = {}
        self._sheets: set[int] = set()
        self._read: dict[int, int] = {}
        self._paper: dict[int, str] = {}
        self._disposed: dict[int, int] = {}
        self._held: int | None = None

    def entry(self, seq: int, kind: str, body: Any) -> Iterator[str]:
        """Takes the next entry; gives what is wrong with it."""
        yield from _place(seq, kind)
        try:
            check_body(kind, body)
        except EntryError as error:
            yield f"has not the content of its kind: {error}"
            return
        match kind:
            case "case-opened":
                self.seal = body["program"]
            case "program":
                yield from self._take_program(seq, body)
            case "batch-opened" | "batch-closed" | "batch-reopened" | "batch-withdrawn":
                yield from self._take_batch(kind, body)
            case "sheet-captured":
                yield from self._take_sheet(seq, body)
            case "sheet-disposed":
                yield from self._take_end(seq, body)
            case "sheet-read":
                yield from self._take_reading(seq, body)
            case "original-imported":
                self.needed.setdefault(body["sha256"], (seq, kind))
            case "proceedings-opened":
                yield from self._proceedings.opened(body, self.origin)
            case "proceedings-step":
                yield from self._proceedings.step(seq, body, self.seal)
            case "proceedings-step-withdrawn":
                yield from self._proceedings.withdrawn(body)
            case _:
                pass

    def _take_program(self, seq: int, body: dict[str, Any]) -> Iterator[str]:
        self.program = body["sha256"]
        self.needed.setdefault(body["sha256"], (seq, "program"))
        if body["seal"] != self.seal:
            yield "holds another program than the case was opened with"
        if body["seal"] != body["sha256"]:
            yield "names a seal that is not the hash of its program"

    def _take_batch(self, kind: str, body: dict[str, Any]) -> Iterator[str]:
        name = body["batch"]
        state = self._batches.get(name)
        if kind == "batch-opened":
            if state is not None:
                yield f"opens batch '{name}' a second time"
            self._batches.setdefault(name, _BatchState())
            return
        if state is None:
            yield f"speaks of batch '{name}', which was never opened"
            return
        if state.withdrawn:
            yield f"speaks of batch '{name}', which was withdrawn"
        held = self._held is not None and self._paper[self._held] == name
        if held and kind in ("batch-closed", "batch-withdrawn"):
            yield f"ends batch '{name}' while sheet {self._held} of it is not disposed of"
        if kind == "batch-withdrawn":
            state.withdrawn = True
            return
        closing = kind == "batch-closed"
        if state.closed == closing:
            yield f"{'closes' if closing else 'reopens'} batch '{name}', which is so already"
        if closing and body["sheets"] != state.sheets:
            yield f"counts {body['sheets']} sheets in batch '{name}', where {state.sheets} were captured"
        state.closed = closing

    def _take_sheet(self, seq: int, body: dict[str, Any]) -> Iterator[str]:
        self._sheets.add(seq)
        for image in body["images"]:
            self.needed.setdefault(image["sha256"], (seq, "sheet-captured"))
        if body.get("paper"):
            if self._held is not None:
                yield f"was captured while sheet {self._held} was not disposed of"
            self._paper[seq], self._held = body["batch"], seq
        state = self._batches.get(body["batch"])
        if state is None:
            yield f"belongs to batch '{body['batch']}', which was never opened"
            return
        if state.closed:
            yield f"was captured into batch '{body['batch']}' while it was closed"
        if state.withdrawn:
            yield f"was captured into batch '{body['batch']}' after it was withdrawn"
        state.sheets += 1
        if body["sequence"] != state.sheets:
            yield f"says it is sheet {body['sequence']} of batch '{body['batch']}', and is sheet {state.sheets}"
        first = state.keys.setdefault(body["key"], seq)
        if first != seq:
            yield f"captures sheet '{body['key']}' of batch '{body['batch']}' again, after entry {first}"

    def _take_reading(self, seq: int, body: dict[str, Any]) -> Iterator[str]:
        sheet = body["sheet"]
        if sheet not in self._sheets:
            yield f"reads sheet {sheet}, which was not captured before"
            return
        first = self._read.setdefault(sheet, seq)
        if first != seq:
            yield f"reads sheet {sheet} again, after entry {first}"

    def _take_end(self, seq: int, body: dict[str, Any]) -> Iterator[str]:
        sheet = body["sheet"]
        if sheet not in self._sheets:
            yield f"disposes of sheet {sheet}, which was not captured before"
            return
        if sheet not in self._paper:
            yield f"disposes of sheet {sheet}, whose paper no device moved"
        first = self._disposed.setdefault(sheet, seq)
        if first != seq:
            yield f"disposes of sheet {sheet} again, after entry {first}"
        if sheet == self._held:
            self._held = None


def _place(seq: int, kind: str) -> Iterator[str]:
    """What is wrong with an entry of this kind at this place."""
    if seq == 1 and kind != "case-opened":
        yield "is the first entry and does not open the case"
    if seq == 2 and kind != "program":
        yield "is the second entry and does not hold the program"
    if seq > 1 and kind == "case-opened":
        yield "opens the case a second time"
    if seq > 2 and kind == "program":
        yield "brings a second program into the case"
