"""A report is forged when a key is not the person's, or when a mistyped card becomes somebody's key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import SignatureError
from config.signing import PublicKey, SecretKey
from config.signing.keys import WEAK
from tests.oracles import ed25519_oracle as plain

RFC_8032 = [
    # Section 7.1, tests 1 to 3: secret, public, message, signature.
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]

BEN = SecretKey("Ben Bell", bytes.fromhex(RFC_8032[0][0]))


@pytest.mark.parametrize(("seed", "public", "text", "signature"), RFC_8032)
def test_rfc_8032(seed, public, text, signature):
    secret = SecretKey("Ben Bell", bytes.fromhex(seed))
    assert secret.public.key.hex() == public
    assert secret.sign(bytes.fromhex(text)).hex() == signature


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_keys_and_signatures_are_those_of_the_plain_twin(seed, text):
    secret = SecretKey("Ben Bell", seed)
    assert secret.public.key == plain.public(seed)
    assert secret.sign(text) == plain.sign(seed, text)


def test_weak_keys_are_all_encodings_of_points_of_small_order():
    points, torsion = set(), None
    y = 2
    while torsion is None:
        point = plain.decode(y.to_bytes(32, "little"))
        candidate = point and plain.times(plain.ORDER, point)
        if candidate and plain.times(4, candidate) != plain.ZERO:
            torsion = candidate
        y += 1
    points = {plain.times(number, torsion) for number in range(8)}
    assert len(points) == 8
    encodings = set()
    for x, y in points:
        for number in (y, y + plain.P):
            for sign in {x & 1} if x else {0, 1}:
                if number < 2**255:
                    encodings.add((number | sign << 255).to_bytes(32, "little"))
    assert encodings == WEAK


@pytest.mark.parametrize("weak", sorted(WEAK), ids=bytes.hex)
def test_a_key_that_fits_any_text_is_refused(weak):
    with pytest.raises(SignatureError, match="fits any text"):
        PublicKey("Ben Bell", weak)


def test_a_card_says_whose_key_it_is_and_comes_back():
    card = str(BEN.public)
    assert card.splitlines()[:3] == ["retally-key/1", "name: Ben Bell", f"ed25519: {RFC_8032[0][1]}"]
    assert PublicKey.parse(card) == BEN.public


def test_a_card_may_be_typed_with_blank_lines_spaces_and_capitals():
    head, name, digits, check = str(BEN.public).splitlines()
    digits = f"ED25519 : {digits[9:41].upper()} {digits[41:]}"
    assert PublicKey.parse(f"\n{head}\n\n  {name}  \n{digits}\n{check.upper()}\n") == BEN.public


@given(st.data())
def test_a_card_with_one_letter_mistyped_is_refused(data):
    card = str(BEN.public)
    body = card.index("name: ") + len("name: ")
    places = [at for at in range(body, len(card)) if card[at] not in "\n: " and card[at].isalnum()]
    values = [at for at in places if card[: at + 1].splitlines()[-1].count(":")]
    at = data.draw(st.sampled_from(values))
    letter = data.draw(st.sampled_from("0123456789abcdef").filter(lambda new: new != card[at].lower()))
    with pytest.raises(SignatureError):
        PublicKey.parse(card[:at] + letter + card[at + 1 :])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "four lines"),
        (str(BEN.public).replace("retally-key/1", "retally-key/2"), "begins with 'retally-key/1'"),
        (str(BEN.public).replace("name:", "nom:"), "a line 'name: ...' is missing"),
        (str(BEN.public).replace("ed25519: d7", "ed25519: "), "64 hexadecimal digits"),
        (str(BEN.public).replace("Ben Bell", ""), "a person's name"),
    ],
)
def test_what_is_no_card_is_refused(text, words):
    with pytest.raises(SignatureError, match=words):
        PublicKey.parse(text)


@pytest.mark.parametrize("name", ["", " ", "Ben\nBell", "Ben  Bell", " Ben Bell", "B" * 301])
def test_a_name_is_one_line_as_it_is_written(name):
    with pytest.raises(SignatureError):
        PublicKey(name, BEN.public.key)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_keys_have_32_bytes(length):
    with pytest.raises(SignatureError, match=f"{length} bytes"):
        PublicKey("Ben Bell", b"1" * length)
    with pytest.raises(SignatureError, match=f"{length} bytes"):
        SecretKey("Ben Bell", b"1" * length).sign(b"")


def test_a_secret_is_locked_and_unlocked_by_its_passphrase_alone():
    pem = BEN.lock("correct horse")
    assert BEN.seed not in pem
    assert SecretKey.unlock("Ben Bell", pem, "correct horse") == BEN
    with pytest.raises(SignatureError, match="passphrase is wrong"):
        SecretKey.unlock("Ben Bell", pem, "correct house")


def test_an_empty_passphrase_locks_nothing():
    with pytest.raises(SignatureError, match="empty passphrase"):
        BEN.lock(" ")


def test_a_key_of_another_kind_or_without_a_lock_is_refused():
    from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    other = Ed448PrivateKey.from_private_bytes(bytes(57))
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    with pytest.raises(SignatureError, match="not an Ed25519 key"):
        SecretKey.unlock("Ben Bell", pem, "word")
    plain_pem = BEN._key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for text in (plain_pem, b"", b"no key"):
        with pytest.raises(SignatureError, match="no locked key"):
            SecretKey.unlock("Ben Bell", text, "word")


def test_no_print_of_a_secret_shows_it():
    assert BEN.seed.hex() not in repr(BEN)
    assert repr(BEN.seed) not in repr(BEN)
