"""What a member signs: a text that names the case, the report, the person and the role, and nothing else.

The first line keeps a signature of one kind from being shown as one of another; the case keeps it from being
carried to another recount with the same report.  The text is UTF-8, each line ended by a line feed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from config.errors import SignatureError
from config.law import Member

HEAD = "retally-report-signature/1"


@dataclass(frozen=True, slots=True)
class Statement:
    """One member's word that this is the board's report.

    Attributes:
        case: the case the report is of, such as the first line of its checkpoint.
        digest: SHA-256 of the report, 64 hex digits.
        member: who signs.

    Raises:
        SignatureError: a case or a name that is not one line, or no digest.
    """

    case: str
    digest: str
    member: Member

    def __post_init__(self) -> None:
        for field, text in (("case", self.case), ("member", self.member.name)):
            if not text.strip() or not text.isprintable():
                raise SignatureError(f"signature, {field}: empty, or not on one line; write it anew")
        if not re.fullmatch("[0-9a-f]{64}", self.digest):
            raise SignatureError("signature, report: a SHA-256 has 64 hexadecimal digits in small letters")

    @property
    def text(self) -> bytes:
        """The bytes that are signed."""
        lines = (
            HEAD,
            f"case: {self.case}",
            f"report: {self.digest}",
            f"member: {self.member.name}",
            f"role: {self.member.role.value}",
        )
        return "".join(f"{line}\n" for line in lines).encode()
