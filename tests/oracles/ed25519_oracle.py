"""Ed25519 in plain integers, from the formulas of RFC 8032, section 5.1: slow, and no part of OpenSSL."""

from __future__ import annotations

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
ZERO = (0, 1)


def add(one, other):
    (a, b), (c, d) = one, other
    mixed = D * a * b * c * d
    return (a * d + b * c) * pow(1 + mixed, -1, P) % P, (b * d + a * c) * pow(1 - mixed, -1, P) % P


def times(number, point):
    total = ZERO
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


def decode(text):
    """The point of an encoding, taken loosely (y not below p, sign of zero); None when there is none."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, (number & (2**255 - 1)) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P:
        return None
    return (x if x & 1 == sign else -x % P), y


def encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def secret(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    return (number & (2**254 - 8)) | 2**254, digest[32:]


def public(seed):
    return encode(times(secret(seed)[0], BASE))


def sign(seed, text):
    number, prefix = secret(seed)
    nonce = int.from_bytes(hashlib.sha512(prefix + text).digest(), "little") % ORDER
    commitment = encode(times(nonce, BASE))
    challenge = int.from_bytes(hashlib.sha512(commitment + public(seed) + text).digest(), "little")
    return commitment + ((nonce + challenge * number) % ORDER).to_bytes(32, "little")
