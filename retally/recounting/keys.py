"""Keys of board members, and their signatures over the report."""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from config.errors import OrderError, SignatureError
from config.law import LawError, Member, same_person
from config.proceedings import Proceedings, ReportSigned, said_under
from config.signing import PublicKey, SecretKey, Statement, sign_report
from retally.recounting.step_file import recount_of
from tabulate.ledger import Ledger

MAX_KEY_BYTES = 10_000
"""How much of a file is taken for a key; a locked one has under a thousand bytes."""


def make_key(name: str, path: Path, passphrase: str) -> PublicKey:
    """Makes a key and keeps its secret, locked, in a new file that nobody but its owner may read.

    Returns:
        The key for the card.

    Raises:
        OrderError: the file exists.
        SignatureError: no name for one line, or no passphrase.
    """
    secret = SecretKey(" ".join(name.split()), secrets.token_bytes(32))
    card, locked = secret.public, secret.lock(passphrase)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise OrderError(
            f"{path}: exists already, and a key is never overwritten; choose another name"
        ) from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(locked)
        file.flush()
        os.fsync(file.fileno())
    return card


def sign_with_key(
    ledger: Ledger, member: str, at: datetime, report: Path, *, key: Path, passphrase: str
) -> Proceedings:
    """Signs the report with a member's key and records the signature.

    Raises:
        OrderError: there is no report to be signed yet.
        LawError: nobody of that name is on the board.
        SignatureError: the file is not the report that was made, or the passphrase or the key is wrong.
    """
    state = recount_of(ledger)
    digest = _digest(state, report)
    with key.open("rb") as file:
        secret = SecretKey.unlock(member, file.read(MAX_KEY_BYTES), passphrase)
    who = _member(state, member)
    text = sign_report(SecretKey(who.name, secret.seed), Statement(state.opening.case, digest, who))
    return ledger.add_steps([ReportSigned(at=at, member=who.name, digest=digest, signature=text)])


def sign_on_paper(ledger: Ledger, member: str, at: datetime, report: Path) -> Proceedings:
    """Records that a member signed the printed report by hand; whoever records it vouches for that.

    Raises:
        OrderError: there is no report to be signed yet.
        LawError: nobody of that name is on the board.
        SignatureError: the file is not the report that was made.
    """
    state = recount_of(ledger)
    digest = _digest(state, report)
    return ledger.add_steps([ReportSigned(at=at, member=_member(state, member).name, digest=digest)])


def _member(state: Proceedings, name: str) -> Member:
    found = next((member for member in state.members if same_person(member.name, name)), None)
    if found is None:
        names = ", ".join(member.name for member in state.members)
        words = f"'{name}' is not a member of the board; members alone sign its report, (4)(c): {names}"
        raise LawError(said_under(state.opening.law, words))
    return found


def _digest(state: Proceedings, report: Path) -> str:
    """The report's SHA-256, if it is the one that the board made."""
    if state.report is None:
        words = "sign the report: first the board makes its report, (4)(c), with the step report-made"
        raise OrderError(said_under(state.opening.law, words))
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    if digest != state.report.digest:
        raise SignatureError(
            f"{report}: this is not the report that the board made last: its SHA-256 is {digest}, "
            f"that of the report is {state.report.digest}; sign that one"
        )
    return digest
