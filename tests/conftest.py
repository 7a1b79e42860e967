"""Fixtures for all suites: the shared reference data, and `retally` run inside the test process."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("default", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def shared_folder() -> Path:
    """Where the recorded ballots are: RETALLY_SHARED, or the folder ``shared`` beside the checkout."""
    return Path(os.environ.get("RETALLY_SHARED", str(ROOT / ".." / "shared"))).resolve()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data; skips with a reason where it is not there, and fails under CI=true."""
    folder = shared_folder()
    if not (folder / "corpus" / "MANIFEST.json").is_file():
        reason = f"no recorded ballots in {folder}: set RETALLY_SHARED to the folder that holds corpus/"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return folder


@dataclass(frozen=True, slots=True)
class Run:
    """How one command line ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli() -> Callable[..., Run]:
    """Runs `retally` with the given arguments inside this process: ``cli("program", "show", path)``."""

    def run(*arguments: str | Path) -> Run:
        from retally.app import main

        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
        return Run(code, out.getvalue(), err.getvalue())

    return run
