"""The identity of a program, and the seal that says which program was used on election day.

The identity is SHA-256 over the canonical JSON (RFC 8785) of the whole program: contests, places, mark
policy and also `draft`, with its guesses and the name of who confirmed them.  Two programs that differ in
their reviewer alone read every ballot alike, and still they are two documents: the seal vouches for the
document that a person signed for, and a later change of who is said to have checked it must break it.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import rfc8785

from config.errors import ProgramError, SealError
from config.program.model import UNKNOWN_DAY, Confirmation, ElectionProgram

_HASH = re.compile(r"^[0-9a-f]{64}$")
_HEAD = "retally-seal/1"

MAX_SEAL_BYTES = 10_000
"""How much of a file is looked at for a seal; a seal has under a thousand bytes."""


def program_identity(program: ElectionProgram) -> str:
    """The SHA-256 of a program, 64 hexadecimal digits; given for drafts too, so that a draft can be tried."""
    return hashlib.sha256(rfc8785.dumps(program.model_dump(mode="json"))).hexdigest()


def seal(program: ElectionProgram) -> str:
    """The identity of a program that may be sealed.

    Raises:
        SealError: it is a draft that no person has confirmed, or its election has no date yet.
    """
    if program.election.date == UNKNOWN_DAY:
        raise SealError(
            f"election.date is still {UNKNOWN_DAY}: the blanks did not say it; write the date of the election "
            "there (or draft again with --date), then seal"
        )
    if program.draft is not None and program.draft.confirmed is None:
        count = len(program.draft.guesses)
        raise SealError(
            f"this program is a draft with {count} guesses that nobody has confirmed; hold it against the "
            "paper, then seal it with --confirm and the name of the person who did"
        )
    return program_identity(program)


def confirm(program: ElectionProgram, reviewer: str, on: date) -> ElectionProgram:
    """Records who held a draft against the paper.

    Raises:
        ProgramError: the program is no draft or is confirmed already, or the name is empty or not a name.
    """
    if program.draft is None:
        raise ProgramError("this program is no draft: there is nothing to confirm; seal it without --confirm")
    if program.draft.confirmed is not None:
        by = program.draft.confirmed
        raise ProgramError(f"this draft was confirmed by {by.reviewer} on {by.on}; seal it without --confirm")
    if not reviewer.strip() or not reviewer.isprintable() or len(reviewer) > 300:
        raise ProgramError("the reviewer's name must be a person's name on one line")
    confirmed = Confirmation(reviewer=reviewer.strip(), on=on)
    draft = program.draft.model_copy(update={"confirmed": confirmed})
    return program.model_copy(update={"draft": draft})


def seal_text(program: ElectionProgram) -> str:
    """The content of ``program.seal``: the hash, and enough to know by eye which program it is of.

    No clock goes in: sealing the same program again gives the same bytes.

    Raises:
        SealError: the program may not be sealed yet.
    """
    lines = [
        _HEAD,
        f"sha256: {seal(program)}",
        f"title: {program.election.title}",
        f"jurisdiction: {program.election.jurisdiction}",
        f"date: {program.election.date.isoformat()}",
    ]
    if program.draft is not None and program.draft.confirmed is not None:
        confirmed = program.draft.confirmed
        lines.append(f"confirmed: {confirmed.reviewer}, {confirmed.on.isoformat()}")
    return "\n".join(lines) + "\n"


def read_seal(text: str) -> str:
    """Takes the hash out of a seal file's text, or out of a bare hash.

    Raises:
        SealError: the text is neither.
    """
    stripped = text.strip().lower().removeprefix("sha256:").strip()
    if _HASH.match(stripped):
        return stripped
    lines = text.splitlines()
    if lines and lines[0].strip() == _HEAD:
        for line in lines[1:]:
            key, _, value = line.partition(":")
            if key.strip() == "sha256" and _HASH.match(value.strip()):
                return value.strip()
    raise SealError(
        "this is no seal: neither 64 hexadecimal digits nor a file that `retally program seal` wrote"
    )


def load_seal(given: str | Path) -> str:
    """Takes the hash out of a seal given as the path of a seal file or as a bare hash.

    Raises:
        SealError: there is no such file and it is no hash, or the file is no seal.
    """
    if _HASH.match(str(given).strip().lower()):
        return str(given).strip().lower()
    path = Path(given)
    try:
        with path.open("rb") as file:
            text = file.read(MAX_SEAL_BYTES).decode("utf-8")
    except OSError as error:
        raise SealError(f"{path}: no 64 hexadecimal digits, and no file: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SealError(f"{path}: this is no seal but a binary file") from error
    try:
        return read_seal(text)
    except SealError as error:
        raise SealError(f"{path}: {error}") from error


def check_seal(program: ElectionProgram, sealed: str) -> str:
    """Holds a program against a seal (text of a seal file, or a bare hash) and returns its identity.

    Raises:
        SealError: the seal is of another program, or no seal.
    """
    expected, actual = read_seal(sealed), program_identity(program)
    if expected != actual:
        raise SealError(f"this is not the program that was sealed: it is {actual}, the seal says {expected}")
    return actual
