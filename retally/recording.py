"""`--record`: every byte of a scanner's link, in a file."""

from __future__ import annotations

import contextlib
import importlib
from contextlib import AbstractContextManager
from pathlib import Path

from scanner.link.transport import Tee


def recorder(path: Path | None, address: str) -> AbstractContextManager[Tee | None]:
    """A recorder for `Surroundings.tee`, or nothing when no file was named.

    Raises:
        ScannerError: the file exists or cannot be made.
    """
    if path is None:
        return contextlib.nullcontext()
    module = importlib.import_module("scanner.link.recorder")
    made: AbstractContextManager[Tee] = module.Recorder(path, address)
    return made
