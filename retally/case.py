"""A case as the desk opens it: the ledger, its program, and what the code that reads is."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785

from config.errors import SealError
from config.program import ElectionProgram, check_seal, load_program, load_seal, program_identity, seal
from tabulate.errors import EvidenceError
from tabulate.ledger import Ledger

READS = ("retally", "opencv-python", "numpy", "numba", "pillow", "pypdfium2", "simplejpeg", "imagecodecs")
"""Distributions whose version can matter to what is read."""


ROOMS = ("config", "retally", "scanner", "tabulate")
"""The packages whose source can matter to what is read."""


def now() -> datetime:
    """The time that goes into the ledger."""
    return datetime.now(UTC)


def code_identity() -> dict[str, Any]:
    """What reads: versions, our own source, Python and the kind of machine, for the ledger and the report."""
    return {
        "versions": {name: importlib.metadata.version(name) for name in READS},
        "source": _source_digest(),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def _source_digest() -> str:
    """SHA-256 over the names and contents of all our Python files: a version number may stay, a change not."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(root).as_posix()}\n{len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def new_case(path: Path, program_file: Path, title: str, sealed: str | None = None) -> str:
    """Make a case that reads with one sealed program.

    Args:
        path: the case file to be made.
        program_file: ``program.json``; its seal is expected beside it, as ``program.seal``.
        title: what the case is about.
        sealed: the seal, or the path of a seal file, instead of the file beside the program.

    Returns:
        The seal.

    Raises:
        ProgramError: no valid program.
        SealError: not sealed, sealed otherwise, or a draft that nobody confirmed.
        OrderError: the case exists.
    """
    program = load_program(program_file)
    own = seal(program)
    check_seal(program, load_seal(sealed if sealed is not None else _seal_beside(program_file)))
    canonical = rfc8785.dumps(program.model_dump(mode="json"))
    Ledger.create(path, title=title, program=canonical, seal=own, code=code_identity(), now=now).close()
    return own


def open_to_write(path: Path) -> Ledger:
    """Open a case for the station; notes when another version of the code goes on with it."""
    ledger = Ledger.open(path, now=now)
    try:
        ledger.record_code(code_identity())
    except BaseException:
        ledger.close()
        raise
    return ledger


def open_to_read(path: Path) -> Ledger:
    """Open a case for looking only; works while a station writes it."""
    return Ledger.open(path, readonly=True)


def program_of(ledger: Ledger) -> ElectionProgram:
    """The sealed program of the case.

    Raises:
        EvidenceError: this version of the code does not understand the program as it was sealed.
    """
    program = load_program(ledger.program)
    if program_identity(program) != ledger.seal:
        raise EvidenceError(
            f"{ledger.path}: this version reads another program out of the case than the sealed one "
            f"{ledger.seal[:16]}; use the version of retally that made the case"
        )
    return program


def _seal_beside(program_file: Path) -> Path:
    beside = program_file.with_suffix(".seal")
    if not beside.is_file():
        raise SealError(
            f"{program_file}: no seal beside it ({beside.name}); seal it with 'retally program seal "
            f"{program_file}', or give the seal that was published with --seal"
        )
    return beside
