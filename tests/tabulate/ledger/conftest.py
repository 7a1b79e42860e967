"""A case with an entry of every kind, made once and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tabulate.ledger.cases import full_case


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound case."""
    path = tmp_path_factory.mktemp("ledger") / "sound.retally"
    full_case(path)
    return path.read_bytes()


@pytest.fixture
def case(tmp_path: Path, sound: bytes) -> Path:
    """A sound case of this test's own."""
    path = tmp_path / "case.retally"
    path.write_bytes(sound)
    return path
