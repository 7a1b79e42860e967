"""A result is forged when a signature counts that a member did not give to this report of this case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import SignatureError
from config.law import Member, Role, edition_on
from config.signing import (
    PublicKey,
    SecretKey,
    Statement,
    check_report,
    check_roll,
    check_signature,
    sign_report,
)

LAW = edition_on(date(2020, 11, 3))
CASE, DIGEST = "retally/case/6f0c2a9d1b7e4c33", sha256(b"the report").hexdigest()
BEN, ANN, CY = (
    Member("Ben Bell", Role.REQUESTER),
    Member("Ann Abel", Role.WINNER),
    Member("Cy Cook", Role.JOINT),
)
BOARD = (BEN, ANN, CY)
SECRETS = {
    name: SecretKey(name, sha256(name.encode()).digest()) for name in ("Ben Bell", "Ann Abel", "Cy Cook")
}
EVE = SecretKey("Eve Ely", sha256(b"Eve").digest())
ROLL = tuple(secret.public for secret in SECRETS.values())


def signed(*members, case=CASE, digest=DIGEST):
    return {
        member.name: sign_report(SECRETS[member.name], Statement(case, digest, member)) for member in members
    }


def check(signatures, **changed):
    arguments = {"case": CASE, "digest": DIGEST} | changed
    return check_report(LAW, BOARD, arguments.pop("roll", ROLL), signatures, **arguments)


def test_the_signed_text_says_what_is_signed():
    assert Statement(CASE, DIGEST, BEN).text.decode() == (
        "retally-report-signature/1\n"
        "case: retally/case/6f0c2a9d1b7e4c33\n"
        f"report: {DIGEST}\n"
        "member: Ben Bell\n"
        "role: designee of the candidate requesting the recount\n"
    )


@pytest.mark.parametrize(
    ("members", "on_paper", "names", "stands"),
    [
        ((), (), (), False),
        ((BEN,), (), ("Ben Bell",), False),
        ((CY, BEN), (), ("Ben Bell", "Cy Cook"), True),
        (BOARD, (), ("Ben Bell", "Ann Abel", "Cy Cook"), True),
        ((BEN,), ("ann abel",), ("Ben Bell", "Ann Abel"), True),
        ((BEN,), ("Ben Bell",), ("Ben Bell",), False),
    ],
    ids=["nobody", "one", "two", "three", "one and one on paper", "one twice"],
)
def test_50_48_4_c_two_members_make_a_report(members, on_paper, names, stands):
    found = check(signed(*members), on_paper=on_paper)
    assert (found.report.names, found.report.stands, found.refused) == (names, stands, ())


def test_a_signature_over_another_report_case_or_role_counts_for_nothing():
    other = sha256(b"another report").hexdigest()
    swapped = (replace(BEN, role=Role.JOINT), ANN, CY)
    for found in (
        check(signed(BEN, ANN, digest=other)),
        check(signed(BEN, ANN, case="retally/case/0000000000000000")),
        check({"Ben Bell": signed(ANN)["Ann Abel"], "Ann Abel": signed(BEN)["Ben Bell"]}),
    ):
        assert (found.report.names, len(found.refused)) == ((), 2)
    found = check_report(LAW, swapped, ROLL, signed(BEN, ANN), case=CASE, digest=DIGEST)
    assert found.report.names == ("Ann Abel",)


@given(st.integers(0, 511), st.sampled_from(BOARD))
def test_any_flipped_bit_of_a_signature_is_found(bit, member):
    raw = bytearray.fromhex(signed(member)[member.name])
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureError, match="is not of this report"):
        check_signature(ROLL, Statement(CASE, DIGEST, member), raw.hex())


@pytest.mark.parametrize("text", ["", "no hex", "00" * 63, "00" * 65, "00" * 64])
def test_what_is_no_signature_is_refused(text):
    with pytest.raises(SignatureError, match="is not of this report"):
        check_signature(ROLL, Statement(CASE, DIGEST, BEN), text)


def test_a_stranger_and_a_member_without_a_key_are_named():
    eve = Member("Eve Ely", Role.JOINT)
    stranger = {"Eve Ely": sign_report(EVE, Statement(CASE, DIGEST, eve))}
    found = check(stranger | signed(BEN), roll=(EVE.public, *ROLL[1:]))
    assert found.report.names == ()
    assert found.refused[0].startswith("'Eve Ely' is not a member of the board")
    assert found.refused[1].startswith("'Ben Bell' has no key on the roll")


def test_nobody_signs_with_the_key_of_another():
    with pytest.raises(SignatureError, match="the key is of 'Eve Ely', the member is 'Ben Bell'"):
        sign_report(EVE, Statement(CASE, DIGEST, BEN))


@pytest.mark.parametrize(
    ("added", "words"),
    [
        (PublicKey("ben bell", EVE.public.key), "'ben bell' has two keys"),
        (PublicKey("Eve Ely", ROLL[0].key), "'Ben Bell' and 'Eve Ely' have the same key"),
    ],
)
def test_a_person_has_one_key_and_a_key_one_person(added, words):
    check_roll(ROLL)
    for ask in (check_roll, lambda roll: check(signed(BEN), roll=roll)):
        with pytest.raises(SignatureError, match=words):
            ask((*ROLL, added))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"case": ""}, "case: empty"),
        ({"case": "a\nreport: b"}, "not on one line"),
        ({"digest": DIGEST.upper()}, "64 hexadecimal digits"),
        ({"member": Member("Ben\nBell", Role.JOINT)}, "member: empty, or not on one line"),
    ],
)
def test_a_statement_has_no_room_for_a_second_reading(change, words):
    with pytest.raises(SignatureError, match=words):
        replace(Statement(CASE, DIGEST, BEN), **change)
