"""Who signed the report of a recount: Ed25519 keys of named board members, and signatures by them.

Reading order: `keys` (a person's card and secret), `statement` (the text that is signed), `report` (whether
enough members signed it).  Pure: no files and no chance; a key is made from bytes that the caller brings.
"""

from config.signing.keys import PublicKey, SecretKey
from config.signing.report import CheckedSignatures, check_report, check_roll, check_signature, sign_report
from config.signing.statement import Statement

__all__ = [
    "CheckedSignatures",
    "PublicKey",
    "SecretKey",
    "Statement",
    "check_report",
    "check_roll",
    "check_signature",
    "sign_report",
]
