"""A record of a recount is worth nothing when it takes a stranger's signature or a precinct of elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

import pytest

from config.errors import OrderError, SealError, SignatureError
from config.law import LawError, LawUnknownError, Method, Office
from config.proceedings import KeyEntered, advance, derive
from config.signing import SecretKey
from tests.config.proceedings.way import OPENING, OTHER_PROGRAM, WAY, day, until

WRONG = {
    # clause and what is wrong: step, changed fields, words
    "(1)(a) no precinct": ("request", {"precincts": ()}, "names no precinct"),
    "(1)(a) a precinct of elsewhere": ("request", {"precincts": ("Wilton",)}, "'Wilton' is not of this county"),
    "(1)(a) before the canvass": ("request", {"at": day(9)}, "before the canvass"),
    "(1)(a) nobody on the ballot": ("request", {"candidate": "Cole"}, "'Cole' is not in these abstracts"),
    "(2)(a) the winner asks": ("request", {"candidate": "Ames"}, "'Ames' is elected"),
    "(2)(a) too small a bond": ("bond", {"dollars": 100}, r"§50.48\(2\)\(a\)\(4\) wants 150 dollars"),
    "(2)(a) filed elsewhere": ("bond", {"filed_with": "commissioner"}, "with the state commissioner"),
    "(3)(a) one person twice": ("second", {"designee": "ben bell"}, "on the board already as designee of the"),
    "(3)(a) the third is the second": ("third", {"name": "Ann Abel"}, "on the board already"),
    "(4)(a) no such precinct": ("method absentee", {"precinct": "Wilton"}, "'Wilton' is not of this county"),
    "(4)(a) hybrid without authority": ("method absentee", {"method": Method.HYBRID}, "needs the authority"),
    "(4)(a) machine for a hand count": ("method Durant", {"method": Method.MACHINE}, "is recounted by hand"),
    "(4)(a) container of elsewhere": ("open 1", {"precinct": "Wilton"}, "'Wilton' is not of this county"),
    "(4)(a) counting elsewhere": ("count absentee", {"precinct": "Wilton"}, "'Wilton' is not of this county"),
    "(4)(a) a container of another precinct": (
        "open 3", {"container": "1"}, "'1' is of precinct 'Absentee', not 'Durant'"),
    "(4)(b) a stranger extends": ("extend", {"by": "Eve Ely"}, "'Eve Ely' is not a member"),
    "(4)(b) to what is recounted": ("extend", {"precincts": ("Tipton",)}, "recounted already"),
    "(4)(c) a stranger signs": ("sign first", {"member": "Eve Ely"}, "'Eve Ely' is not a member"),
    "(4)(c) another report is signed": ("sign first", {"digest": "d" * 64}, "sign that one"),
    "the key of a stranger": ("key", {"name": "Eve Ely"}, "'Eve Ely' is not a member"),
    "a key of too few digits": ("key", {"key": "c0ffee"}, "64 hexadecimal digits"),
    "(4)(c) no digest": ("report", {"digest": "C" * 64}, "64 hexadecimal digits in small letters"),
    "(4)(c) recounted and unexamined": ("report", {"unexamined": (("Tipton", "x"),)}, "'Tipton' was recounted"),
    "(2)(b) nobody has won": ("bond settled", {"winners_after": ()}, "name who has won"),
    "empty words": ("second", {"designee": " "}, "designee: empty"),
    "two lines": ("second", {"designee": "Ann\nAbel"}, "not on one line"),
    "words within a list": ("report", {"unexamined": (("Tipton", ""),)}, "unexamined: empty"),
    "far too long": ("second", {"designee": "A" * 2001}, "longer than 2000"),
    "a time zone": ("second", {"at": day(16).replace(tzinfo=UTC)}, "has a time zone"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_50_48(case):
    step, fields, words = case
    state = until(step)
    with pytest.raises(LawError, match=words) as caught:
        advance(state, replace(WAY[step], **fields))
    assert caught.value.exit_code == 3
    advance(state, WAY[step])


def test_wrong_order_and_wrong_facts_are_different_errors():
    assert not issubclass(LawError, OrderError)
    assert not issubclass(OrderError, LawError)


def test_50_48_4_a_another_program_is_not_called_the_same():
    with pytest.raises(SealError, match="record why that is believed or known to be flawed"):
        advance(until("program"), replace(WAY["program"], program=OTHER_PROGRAM))


@pytest.mark.parametrize(
    ("step", "fields", "words"),
    [
        ("key", {"key": "0" * 64}, "fits any text"),
        ("sign first", {"signature": "0" * 128}, "is not of this report"),
        ("sign first", {"member": "Cy Cook"}, "is not of this report"),
    ],
    ids=["a weak key", "a forged signature", "the signature of another member"],
)
def test_50_48_4_c_a_signature_counts_only_when_it_is_the_members(step, fields, words):
    cy = KeyEntered(at=day(18, 13), name="Cy Cook", key=SecretKey("Cy Cook", bytes(32)).public.key.hex())
    state = until(step) if step == "key" else advance(until(step), cy)
    with pytest.raises(SignatureError, match=words):
        advance(state, replace(WAY[step], **fields))


def test_two_members_do_not_share_a_key():
    with pytest.raises(SignatureError, match="'Ben Bell' and 'Cy Cook' have the same key"):
        advance(until("sign first"), replace(WAY["key"], at=day(18, 13), name="Cy Cook"))


def test_50_48_4_c_a_signature_given_in_another_case_does_not_count():
    state = until("sign first", opening=replace(OPENING, case="retally/case/0000000000000000"))
    with pytest.raises(SignatureError, match="is not of this report, case and role"):
        advance(state, WAY["sign first"])


def test_50_48_4_a_where_nothing_was_sealed_nothing_is_the_same():
    with pytest.raises(LawError, match="no program was sealed"):
        advance(until("program", opening=replace(OPENING, program=None)), WAY["program"])


def test_50_48_6_a_city_office_is_not_for_the_state():
    opening = replace(OPENING, office=Office.OTHER)
    with pytest.raises(LawError, match="'other'"):
        advance(derive(opening, [WAY["request"]]), WAY["state told"])


def test_50_48_2_a_no_bond_is_taken_where_none_is_due():
    opening = replace(OPENING, abstracts={"Cedar": {"Ames": 5001, "Boyd": 4999}})
    with pytest.raises(LawError, match="no bond is due"):
        advance(until("bond", opening=opening), WAY["bond"])


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"precincts": {}}, LawError, "name those of the county"),
        ({"winners": ()}, LawError, "name the apparent winner"),
        ({"canvass": date(2020, 11, 3)}, LawError, "is not after the election"),
        ({"election": date(2018, 11, 6), "canvass": date(2018, 11, 13)}, LawUnknownError, "oldest edition"),
    ],
)
def test_proceedings_are_not_opened_on_facts_or_laws_that_cannot_carry_them(changes, error, words):
    with pytest.raises(error, match=words):
        derive(replace(OPENING, **changes))
