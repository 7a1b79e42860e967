"""The ledger against a model of plain lists, through any order of steps, errors, crashes and new starts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tabulate.errors import EvidenceError, OrderError, TabulateError
from tabulate.ledger import Ledger, verify
from tests.tabulate.ledger.cases import CrashError, Crashing, image, new_case, ticking

NAMES = st.sampled_from(["b1", "b2"])
UNITS = st.sampled_from(["north", "north", "south"])
KEYS = st.sampled_from(["1", "2", "3"])
CONTENTS = st.sampled_from([b"front", b"back" * 2000])
CRASHES = st.none() | st.none() | st.integers(0, 16)


@dataclass
class Model:
    """What a case must hold: [unit, closed, {key: content}] by batch, and the reading of each sheet."""

    batches: dict[str, list[Any]] = field(default_factory=dict)
    readings: dict[tuple[str, str], str] = field(default_factory=dict)
    paper: set[tuple[str, str]] = field(default_factory=set)
    ends: dict[tuple[str, str], str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)

    def held(self) -> set[tuple[str, str]]:
        return self.paper - set(self.ends)

    def open_batch(self, name: str, unit: str) -> None:
        if self.batches.setdefault(name, [unit, False, {}])[:2] != [unit, False] or name in self.withdrawn:
            raise OrderError

    def add_sheet(self, name: str, key: str, content: bytes, paper: bool) -> bool:
        if name not in self.batches or self.batches[name][1] or name in self.withdrawn:
            raise OrderError
        new = key not in self.batches[name][2]
        if new and paper and self.held():
            raise OrderError
        if new and paper:
            self.paper.add((name, key))
        if self.batches[name][2].setdefault(key, content) != content:
            raise EvidenceError
        return new

    def add_reading(self, name: str, key: str, votes: str) -> None:
        if key not in self.batches.get(name, [0, 0, {}])[2]:
            raise EvidenceError
        if self.readings.setdefault((name, key), votes) != votes:
            raise EvidenceError

    def turn(self, name: str, closed: bool) -> None:
        if name not in self.batches or self.batches[name][1] == closed or name in self.withdrawn:
            raise OrderError
        if closed and name in {batch for batch, _ in self.held()}:
            raise OrderError
        self.batches[name][1] = closed

    def withdraw(self, name: str) -> None:
        if name not in self.batches or name in self.withdrawn or name in {batch for batch, _ in self.held()}:
            raise OrderError
        self.withdrawn.add(name)

    def dispose(self, name: str, key: str, to: str) -> None:
        if (name, key) not in self.paper or self.ends.setdefault((name, key), to) != to:
            raise EvidenceError


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "c"
        self.ledger = new_case(self.path)
        self.model = Model()

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    def both(self, real: Callable[[], Any], model: Callable[[], Any], crash: int | None) -> None:
        """Takes a step on both, comparing results and errors; a crash leaves the model where it was."""
        crashing: Crashing | None = None
        if crash is not None:
            self.ledger._connection.execute("PRAGMA cache_size = 1")
            crashing = Crashing(self.ledger._connection, self.path, crash)
            self.ledger._connection = crashing  # type: ignore[assignment]  # stands in for the connection
        try:
            got = self.outcome(real)
        except CrashError:
            assert crashing is not None
            self.ledger.close()
            crashing.leave_as_killed()
        else:
            assert got == self.outcome(model)
            if crashing is None:
                return
            self.ledger.close()
        self.ledger = Ledger.open(self.path, now=ticking())

    @staticmethod
    def outcome(step: Callable[[], Any]) -> Any:
        try:
            return step()
        except TabulateError as error:
            return type(error)

    def id_of(self, name: str, key: str) -> int:
        return next((sheet.id for sheet in self.ledger.sheets(name) if sheet.key == key), 1)

    @rule(name=NAMES, unit=UNITS, crash=CRASHES)
    def open_batch(self, name: str, unit: str, crash: int | None) -> None:
        def real() -> None:
            batch = self.ledger.open_batch(name, unit, "absentee", "folder:x")
            assert (batch.name, batch.unit, batch.closed) == (name, unit, False)

        self.both(real, lambda: self.model.open_batch(name, unit), crash)

    @rule(name=NAMES, key=KEYS, content=CONTENTS, paper=st.booleans(), crash=CRASHES)
    def add_sheet(self, name: str, key: str, content: bytes, paper: bool, crash: int | None) -> None:
        self.both(
            lambda: self.ledger.add_sheet(name, key, [image(content)], "folder:x", paper=paper)[1],
            lambda: self.model.add_sheet(name, key, content, paper),
            crash,
        )

    @rule(name=NAMES, key=KEYS, to=st.sampled_from(["accepted", "accepted", "returned"]), crash=CRASHES)
    def dispose(self, name: str, key: str, to: Any, crash: int | None) -> None:
        sheet = self.id_of(name, key)
        self.both(
            lambda: self.ledger.dispose_sheet(sheet, to, "why"),
            lambda: self.model.dispose(name, key, to),
            crash,
        )

    @rule(name=NAMES, often=st.integers(0, 3), crash=CRASHES)
    def withdraw(self, name: str, often: int, crash: int | None) -> None:
        if often == 0:  # or nothing would be left to play with
            self.both(
                lambda: self.ledger.withdraw_batch(name, "twice", "A") and None,
                lambda: self.model.withdraw(name),
                crash,
            )

    @rule(name=NAMES, key=KEYS, votes=st.sampled_from(["smith", "smith", "jones"]), crash=CRASHES)
    def add_reading(self, name: str, key: str, votes: str, crash: int | None) -> None:
        sheet = self.id_of(name, key)
        self.both(
            lambda: self.ledger.add_reading(sheet, {"votes": votes}),
            lambda: self.model.add_reading(name, key, votes),
            crash,
        )

    @rule(name=NAMES, crash=CRASHES)
    def close_batch(self, name: str, crash: int | None) -> None:
        self.both(lambda: self.ledger.close_batch(name) and None, lambda: self.model.turn(name, True), crash)

    @rule(name=NAMES, crash=CRASHES)
    def reopen_batch(self, name: str, crash: int | None) -> None:
        self.both(
            lambda: self.ledger.reopen_batch(name, "why", "A") and None,
            lambda: self.model.turn(name, False),
            crash,
        )

    @rule()
    def start_anew(self) -> None:
        self.ledger.close()
        self.ledger = Ledger.open(self.path, now=ticking())

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        batches = {batch.name: [batch.unit, batch.closed, {}] for batch in self.ledger.batches()}
        readings = {}
        counting = set()
        for sheet in self.ledger.sheets():
            assert sheet.disposed == self.model.ends.get((sheet.batch, sheet.key))
            counting |= {(sheet.batch, sheet.key)} if sheet.counts else set()
            batches[sheet.batch][2][sheet.key] = self.ledger.image(sheet.images[0].sha256)
            if sheet.reading is not None:
                readings[sheet.batch, sheet.key] = sheet.reading["votes"]
        assert batches == self.model.batches
        assert readings == self.model.readings
        assert {(sheet.batch, sheet.key) for sheet in self.ledger.unread()} == {
            (name, key) for name, (_, _, sheets) in batches.items() for key in sheets if (name, key) in counting
        } - set(readings)
        assert counting == {
            (name, key)
            for name, (_, _, sheets) in batches.items()
            for key in sheets
            if name not in self.model.withdrawn and self.model.ends.get((name, key)) != "returned"
        }
        held = self.ledger.undisposed()
        assert (set() if held is None else {(held.batch, held.key)}) == self.model.held()
        assert {batch.name for batch in self.ledger.batches() if batch.withdrawn} == self.model.withdrawn
        assert verify(self.path) == []


LedgerMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestLedger = LedgerMachine.TestCase
