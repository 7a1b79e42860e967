"""What an event may say: facts that the law does not take are `LawError`, whatever the order of steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import singledispatch

from config.errors import SealError
from config.law import (
    Bond,
    LawError,
    PrecinctMethod,
    check_extension,
    check_method,
    check_named,
    same_person,
)
from config.proceedings import events as e
from config.proceedings.state import FurtherRequest, Opening, Proceedings
from config.signing import PublicKey, Statement, check_roll, check_signature

MAX_TEXT = 2000
"""Longest text of an event in characters, as in the ledger."""

LAST_YEAR = 2999
"""No day of a recount is in a later year; this also keeps sums of days within the calendar."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def check_opening(opening: Opening) -> None:
    """Whether proceedings can be opened on these facts.

    Raises:
        LawError: no precinct, no winner, days in an impossible order, or a year that is mistyped.
        LawUnknownError: the law of that day is not here.
    """
    if not opening.precincts:
        raise LawError("precincts: name those of the county, its absentee precinct included")
    if not opening.winners:
        raise LawError("winners: name the apparent winner")
    if opening.canvass.year > LAST_YEAR:
        raise LawError(f"canvass: the year of {opening.canvass} is mistyped; correct it")
    if opening.canvass <= opening.election:
        raise LawError(
            f"the canvass ({opening.canvass}) is not after the election ({opening.election}); correct one of "
            "them"
        )
    Proceedings(opening).clocks()


def check_text(event: e.Event) -> None:
    """Whether all words of an event can stand in a message and in a report.

    Raises:
        LawError: words that are empty, too long or not on one line; a time that is no wall-clock time.
    """
    if event.at.tzinfo is not None:
        raise LawError(f"{event.words}: {event.at} has a time zone; give Iowa wall-clock time without one")
    if event.at.year > LAST_YEAR:
        raise LawError(f"{event.words}: the year of {event.at} is mistyped; correct it")
    for field in fields(event):
        for text in _texts(getattr(event, field.name)):
            if not text.strip() or not text.isprintable() or len(text) > MAX_TEXT:
                raise LawError(
                    f"{event.words}, {field.name}: empty, not on one line, or longer than {MAX_TEXT} "
                    "characters; write it anew"
                )


@singledispatch
def check_facts(event: e.Event, state: Proceedings) -> None:
    """Whether an event's own facts can be.

    Raises:
        LawError: they cannot, under this law and this opening.
        SealError: a program that is not election day's is called the same.
        SignatureError: a key or a signature that is not the member's.
    """


def method_of(event: e.MethodChosen, state: Proceedings) -> PrecinctMethod:
    """The choice as the law looks at it.

    Raises:
        LawError: a precinct that is not of the county.
    """
    originally = state.opening.precincts.get(event.precinct)
    if originally is None:
        raise LawError(f"precinct '{event.precinct}' is not of this county; correct its name")
    return PrecinctMethod(event.precinct, originally, event.method, event.reported, event.authority)


def key_of(event: e.KeyEntered) -> PublicKey:
    """The key that is entered.

    Raises:
        SignatureError: it is none.
    """
    _digest("key", event.key)
    return PublicKey(" ".join(event.name.split()), bytes.fromhex(event.key))


@check_facts.register
def _(event: e.RequestFiled, state: Proceedings) -> None:
    check_named(state.opening.law, event.precincts, state.opening.precincts)
    _designee(event, state)
    if event.at.date() < state.opening.canvass:
        raise LawError(
            f"the request ({event.at}) is before the canvass ({state.opening.canvass}); correct one of them"
        )


@check_facts.register
def _(event: e.FurtherRequestFiled, state: Proceedings) -> None:
    check_named(state.opening.law, event.precincts, state.opening.precincts)
    _designee(event, state)
    first = () if state.request is None else (state.request.candidate,)
    if any(
        same_person(name, event.candidate) for name in (*first, *(it.request.candidate for it in state.further))
    ):
        raise LawError(
            f"'{event.candidate}' has requested this recount already; to other precincts a member of the board "
            "extends it, (4)(b)"
        )


@check_facts.register(e.FurtherRequestOrdered)
@check_facts.register(e.FurtherRequestRefused)
@check_facts.register(e.FurtherCopySent)
def _(event: e.OfFurther, state: Proceedings) -> None:
    _further(event, state)


@check_facts.register
def _(event: e.FurtherBondPosted, state: Proceedings) -> None:
    _sum(event, _further(event, state).bond, state)


@check_facts.register
def _(event: e.FurtherBondSettled, state: Proceedings) -> None:
    _further(event, state)
    _winners_after(event)


@check_facts.register
def _(event: e.BondPosted, state: Proceedings) -> None:
    _sum(event, state.bond, state)


def _further(event: e.OfFurther, state: Proceedings) -> FurtherRequest:
    found = state.further_of(event.candidate)
    if found is None:
        raise LawError(f"'{event.candidate}' has made no further request; correct the name")
    return found


def _sum(event: e.BondPosted | e.FurtherBondPosted, bond: Bond | None, state: Proceedings) -> None:
    if state.opening.law.bond is None:
        if event.dollars < 1:
            raise LawError(f"bond: {event.dollars} dollars; correct the sum")
        return
    if bond is None or not bond.due:
        raise LawError("no bond is due, (2)(a); do not take one")
    if (event.dollars, event.filed_with) != (bond.dollars, bond.filed_with):
        raise LawError(
            f"bond: {event.dollars} dollars with the {event.filed_with}, but §{bond.cite} wants {bond.dollars} "
            f"dollars with the {bond.filed_with}"
        )


@check_facts.register
def _(event: e.WinnerDesignated, state: Proceedings) -> None:
    _new_member(state, event.designee)


@check_facts.register
def _(event: e.MemberNamed, state: Proceedings) -> None:
    _new_member(state, event.name)


@check_facts.register
def _(event: e.ThirdChosen, state: Proceedings) -> None:
    _new_member(state, event.name)


@check_facts.register
def _(event: e.KeyEntered, state: Proceedings) -> None:
    if not any(same_person(member.name, event.name) for member in state.members):
        raise LawError(f"'{event.name}' is not a member of the board; enter the keys of its members alone")
    check_roll((*state.roll, key_of(event)))


@check_facts.register
def _(event: e.PrecinctsExtended, state: Proceedings) -> None:
    check_extension(
        state.opening.law,
        event.by,
        event.precincts,
        members=state.members,
        named=state.precincts,
        county=state.opening.precincts,
    )


@check_facts.register
def _(event: e.MethodChosen, state: Proceedings) -> None:
    check_method(state.opening.law, method_of(event, state))


@check_facts.register
def _(event: e.SameProgramUsed, state: Proceedings) -> None:
    if state.opening.program is None:
        raise LawError("no program was sealed for this election, so none can be the same; count by hand")
    if event.program != state.opening.program:
        raise SealError(
            f"this is not election day's program: it is {event.program}, the seal says "
            f"{state.opening.program}; use the sealed one, or record why that is believed or known to be "
            "flawed, (4)(a)"
        )


@check_facts.register
def _(event: e.FlawFound, state: Proceedings) -> None:
    _digest("program", event.program)


@check_facts.register
def _(event: e.ContainerOpened, state: Proceedings) -> None:
    if event.precinct not in state.opening.precincts:
        raise LawError(f"precinct '{event.precinct}' is not of this county; correct its name")
    known = state.containers.get(event.container)
    if known is not None and known.precinct != event.precinct:
        raise LawError(
            f"container '{event.container}' is of precinct '{known.precinct}', not '{event.precinct}'; "
            "correct one of them"
        )


@check_facts.register
def _(event: e.PrecinctRecounted, state: Proceedings) -> None:
    if event.precinct not in state.opening.precincts:
        raise LawError(f"precinct '{event.precinct}' is not of this county; correct its name")


@check_facts.register
def _(event: e.ReportMade, state: Proceedings) -> None:
    _digest("digest", event.digest)
    told = [precinct for precinct, _ in event.unexamined]
    for precinct in told:
        if precinct not in state.precincts or precinct in state.recounted or told.count(precinct) > 1:
            raise LawError(
                f"unexamined: precinct '{precinct}' was recounted, is not part of this recount, or stands "
                "there twice; leave it out"
            )


@check_facts.register
def _(event: e.ReportSigned, state: Proceedings) -> None:
    member = next((member for member in state.members if same_person(member.name, event.member)), None)
    if member is None:
        raise LawError(f"'{event.member}' is not a member of the board; members alone sign its report, (4)(c)")
    if state.report is not None and event.digest != state.report.digest:
        raise LawError(
            f"'{event.member}' signed {event.digest}, but the report made last is {state.report.digest}; "
            "sign that one"
        )
    if event.signature is not None:
        statement = Statement(state.opening.case, event.digest, member)
        check_signature(state.roll, statement, event.signature)


@check_facts.register(e.StateNotified)
@check_facts.register(e.StateInformed)
def _(event: e.StateNotified | e.StateInformed, state: Proceedings) -> None:
    if state.opening.law.read and not state.opening.of_the_state:
        raise LawError(
            f"the state commissioner is not told of a recount for '{state.opening.office.value}', (6)"
        )


@check_facts.register
def _(event: e.BondSettled, state: Proceedings) -> None:
    _winners_after(event)


def _winners_after(event: e.BondSettled | e.FurtherBondSettled) -> None:
    if not event.winners_after:
        raise LawError("winners_after: name who has won by the corrected or completed canvass, (2)(b)")


def _designee(event: e.RequestFiled | e.FurtherRequestFiled, state: Proceedings) -> None:
    """A board of three has a designee of the candidate; another board has none."""
    three = state.opening.law.board.kind == "three-members"
    if three and event.designee is None:
        raise LawError("designee: the written request names one, (3)(a)(1); give the name")
    if not three and event.designee is not None:
        raise LawError(
            f"designee: {state.opening.law.board.cite}, the county auditor recounts, and no candidate names a "
            "member; leave it out"
        )


def _new_member(state: Proceedings, name: str) -> None:
    for member in state.members:
        if same_person(member.name, name):
            raise LawError(f"'{name}' is on the board already as {member.role.value}; name another person")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def _digest(field: str, text: str) -> None:
    if not _DIGEST.fullmatch(text):
        raise LawError(f"{field}: it has 64 hexadecimal digits in small letters; copy it again")
