"""Ed25519 keys (RFC 8032) of named persons: the card that is printed, and the locked secret.

A card is four lines for paper:

    retally-key/1
    name: Ben Bell
    ed25519: d75a...                         (64 hex digits)
    check: 21fe31df                          (of the two lines before it, for who types it from paper)

Chance is not made here: whoever makes a key brings 32 bytes from `secrets.token_bytes`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from config.errors import SignatureError

HEAD = "retally-key/1"
MAX_NAME = 300

WEAK = frozenset(
    bytes.fromhex(start + middle * 30 + end)
    for start, middle, end in (
        ("00", "00", "00"),
        ("00", "00", "80"),
        ("01", "00", "00"),
        ("01", "00", "80"),
        ("ec", "ff", "7f"),
        ("ec", "ff", "ff"),
        ("ed", "ff", "7f"),
        ("ed", "ff", "ff"),
        ("ee", "ff", "7f"),
        ("ee", "ff", "ff"),
    )
) | frozenset(
    bytes.fromhex(digits)
    for digits in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    )
)
"""Encodings of the points of order 1, 2, 4 and 8: one signature fits many texts under such a key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A named person's public key.

    Attributes:
        name: as the person signs.
        key: 32 bytes.

    Raises:
        SignatureError: no name for one line, or no usable key.
    """

    name: str
    key: bytes

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.name.isprintable() or len(self.name) > MAX_NAME:
            raise SignatureError("key: the name must be a person's name on one line")
        if self.name != " ".join(self.name.split()):
            raise SignatureError(f"key of '{self.name}': spaces too many; write the name with single ones")
        if len(self.key) != 32:
            raise SignatureError(f"key of '{self.name}': {len(self.key)} bytes; an Ed25519 key has 32")
        if self.key in WEAK:
            raise SignatureError(f"key of '{self.name}': a key that fits any text; make a new one")

    def __str__(self) -> str:
        return f"{HEAD}\nname: {self.name}\ned25519: {self.key.hex()}\ncheck: {self._check()}\n"

    def _check(self) -> str:
        return hashlib.sha256(f"{self.name}\n{self.key.hex()}\n".encode()).hexdigest()[:8]

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """Reads a card as printed or typed; blank lines, and spaces and capitals in the digits, do not matter.

        Raises:
            SignatureError: no card, or one that was mistyped.
        """
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) != 4 or lines[0].lower() != HEAD:
            raise SignatureError(f"key: it has four lines and begins with '{HEAD}'; take the card as printed")
        values = []
        for line, name in zip(lines[1:], ("name", "ed25519", "check"), strict=True):
            label, colon, value = line.partition(":")
            if label.strip().lower() != name or not colon:
                raise SignatureError(f"key: a line '{name}: ...' is missing; take the card as printed")
            values.append(value)
        digits, check = (re.sub(r"\s+", "", value).lower() for value in values[1:])
        if not re.fullmatch("[0-9a-f]{64}", digits):
            raise SignatureError("key, ed25519: it has 64 hexadecimal digits; compare with the card")
        key = cls(" ".join(values[0].split()), bytes.fromhex(digits))
        if check != key._check():
            raise SignatureError(f"key of '{key.name}': name or digits are mistyped; compare with the card")
        return key


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A named person's secret key.  Its seed is in no `repr`, so that no log shows it.

    Attributes:
        name: as the person signs.
        seed: 32 bytes from `secrets.token_bytes`; who has them can sign as this person.
    """

    name: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """The key that others check signatures with."""
        return PublicKey(self.name, self._key().public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """The signature of a text, 64 bytes; the same text gives the same signature."""
        return self._key().sign(text)

    def lock(self, passphrase: str) -> bytes:
        """The secret as PEM (PKCS #8), encrypted under a passphrase.

        Raises:
            SignatureError: no passphrase.
        """
        if not passphrase.strip():
            raise SignatureError(f"key of '{self.name}': an empty passphrase locks nothing; choose one")
        return self._key().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
        )

    @classmethod
    def unlock(cls, name: str, pem: bytes, passphrase: str) -> SecretKey:
        """Opens what `lock` gave.

        Raises:
            SignatureError: the passphrase is wrong, or this is no locked Ed25519 key.
        """
        try:
            key = load_pem_private_key(pem, passphrase.encode())
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise SignatureError(
                f"key of '{name}': the passphrase is wrong, or this is no locked key; try again with the right "
                "ones"
            ) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise SignatureError(
                f"key of '{name}': not an Ed25519 key; take the one that was made for this board"
            )
        return cls(name, key.private_bytes_raw())

    def _key(self) -> Ed25519PrivateKey:
        if len(self.seed) != 32:
            raise SignatureError(f"key of '{self.name}': {len(self.seed)} bytes of seed; it has 32")
        return Ed25519PrivateKey.from_private_bytes(self.seed)
