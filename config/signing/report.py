"""Signatures of board members over the report: made with a secret key, checked against the roll of keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from config.errors import SignatureError
from config.law import Edition, Member, Signatures, same_person, signatures
from config.signing.keys import PublicKey, SecretKey
from config.signing.statement import Statement


@dataclass(frozen=True, slots=True)
class CheckedSignatures:
    """What the signatures under a report are worth.

    Attributes:
        report: members whose signature is good, and whether they are enough, §50.48(4)(c).
        refused: a line for each signature that counts for nothing, with the reason.
    """

    report: Signatures
    refused: tuple[str, ...]


def check_roll(roll: Sequence[PublicKey]) -> None:
    """Whether each person has one key and each key one person.

    Raises:
        SignatureError: they have not.
    """
    for one, other in combinations(roll, 2):
        if same_person(one.name, other.name):
            raise SignatureError(f"'{other.name}' has two keys on the roll; keep the one on the person's card")
        if one.key == other.key:
            raise SignatureError(f"'{one.name}' and '{other.name}' have the same key; make one for each")


def sign_report(secret: SecretKey, statement: Statement) -> str:
    """A member's signature over the report, 128 hex digits.

    Raises:
        SignatureError: the key is another person's.
    """
    if not same_person(secret.name, statement.member.name):
        raise SignatureError(f"the key is of '{secret.name}', the member is '{statement.member.name}'")
    return secret.sign(statement.text).hex()


def check_signature(roll: Sequence[PublicKey], statement: Statement, signature: str) -> None:
    """Whether this is the member's signature over this statement.

    Raises:
        SignatureError: the member has no key on the roll, or the signature is not of this key, report, role
            and case.
    """
    check_roll(roll)
    name = statement.member.name
    key = next((key for key in roll if same_person(key.name, name)), None)
    if key is None:
        raise SignatureError(f"'{name}' has no key on the roll; enter the person's card, or sign on paper")
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(bytes.fromhex(signature), statement.text)
    except (ValueError, InvalidSignature) as error:
        raise SignatureError(
            f"the signature of '{name}' is not of this report, case and role by the key on the roll; "
            "show the person this report and let them sign it"
        ) from error


def check_report(
    law: Edition,
    members: Sequence[Member],
    roll: Sequence[PublicKey],
    signed: Mapping[str, str],
    *,
    case: str,
    digest: str,
    on_paper: Iterable[str] = (),
) -> CheckedSignatures:
    """Whether the report is signed by enough members.

    Args:
        law: the edition in force.
        members: of the board.
        roll: keys of named persons.
        signed: signatures in hex by the name of who signed.
        case: as in `Statement`.
        digest: as in `Statement`.
        on_paper: members who signed the printed report by hand; a person vouches for that.

    Raises:
        SignatureError: the roll has two keys for a person, or a case or digest is none.
        LawUnknownError: this edition has another kind of board.
    """
    check_roll(roll)
    good, refused = list(on_paper), []
    for name, signature in signed.items():
        member = next((member for member in members if same_person(member.name, name)), None)
        if member is None:
            refused.append(
                f"'{name}' is not a member of the board; members alone sign its report, §50.48(4)(c)"
            )
            continue
        statement = Statement(case, digest, member)
        try:
            check_signature(roll, statement, signature)
        except SignatureError as error:
            refused.append(str(error))
        else:
            good.append(member.name)
    return CheckedSignatures(signatures(law, members, good), tuple(refused))
