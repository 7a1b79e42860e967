"""Which precincts are recounted: those the request names, and those a member extends it to, §50.48(4)(b)."""

from __future__ import annotations

from collections.abc import Collection

from config.law.board import Member, same_person
from config.law.edition import Edition
from config.law.errors import LawError


def check_named(law: Edition, precincts: Collection[str], county: Collection[str]) -> None:
    """Whether a request names precincts of the county; where the law recounts all, whether it names all.

    Raises:
        LawError: none is named, one is named twice, or one is not of the county.
    """
    if not precincts:
        raise LawError("the request names no precinct; §50.48(1)(a) wants one or more specified precincts")
    _check_known(precincts, county)
    if law.scope.kind == "whole-jurisdiction" and set(precincts) != set(county):
        missing = sorted(set(county) - set(precincts))
        raise LawError(
            f"{law.scope.cite}: the whole jurisdiction is recounted, and {missing[0]} is not named; name all "
            f"{len(set(county))} precincts"
        )


def check_extension(
    law: Edition,
    by: str,
    precincts: Collection[str],
    *,
    members: Collection[Member],
    named: Collection[str],
    county: Collection[str],
) -> None:
    """Whether a member may extend the recount to these precincts; no further bond is due for it.

    Args:
        law: the edition in force.
        by: who extends it; any one member may, at any time during the proceedings.
        precincts: to which.
        members: of the board.
        named: precincts that are recounted already.
        county: precincts of the county, and any others whose returns were reported to its commissioner.

    Raises:
        LawError: not a member; a precinct of elsewhere, or one that is recounted already.
        LawUnknownError: this edition does not extend a recount, because all is recounted.
    """
    if law.scope.kind == "whole-jurisdiction":
        law.unknown("extension to other precincts")
    if not any(same_person(member.name, by) for member in members):
        raise LawError(f"'{by}' is not a member of the recount board; §50.48(4)(b) lets a member extend it")
    if not precincts:
        raise LawError("the extension names no precinct; say to which (§50.48(4)(b))")
    _check_known(precincts, county)
    again = [precinct for precinct in precincts if precinct in named]
    if again:
        raise LawError(f"precinct '{again[0]}' is recounted already; leave it out of the extension")


def _check_known(precincts: Collection[str], county: Collection[str]) -> None:
    known, seen = set(county), set[str]()
    for precinct in precincts:
        if precinct not in known:
            raise LawError(
                f"precinct '{precinct}' is not of this county, and its returns were not reported to this "
                "commissioner; correct its name"
            )
        if precinct in seen:
            raise LawError(f"precinct '{precinct}' is named twice; name it once")
        seen.add(precinct)
