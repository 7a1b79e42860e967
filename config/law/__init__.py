"""Which law is in force on an election's day, and what it asks: deadlines, bond, board, methods.

Reading order: `iowa-50-48.toml` (the parameters, each with its clause), `edition` (which one holds), then in
the order of the statute `calendar` and `deadlines`, `request`, `bond`, `board`, `precincts`, `methods`.
Everything here is pure: dates and numbers in, dates and numbers out.  It is no legal advice; what is not known
for sure is refused with a reason (`LawUnknownError`) or called doubtful, never guessed.
"""

from config.law.abstracts import SCATTERING, totals_of
from config.law.board import (
    SEATS,
    Member,
    Role,
    Signatures,
    names_second_member,
    same_person,
    signatures,
    signing,
)
from config.law.bond import Bond, Office, bond_due, bond_fate
from config.law.calendar import OfficeCalendar, paid_holidays
from config.law.deadlines import Deadline, ElectionKind, Timing, deadlines
from config.law.edition import Edition, edition_on, editions
from config.law.errors import LawError, LawUnknownError
from config.law.methods import Method, PrecinctMethod, check_method, method_doubt
from config.law.precincts import check_extension, check_named
from config.law.reported import as_reported
from config.law.request import Standing, may_be_recounted, standing

__all__ = [
    "SCATTERING",
    "SEATS",
    "Bond",
    "Deadline",
    "Edition",
    "ElectionKind",
    "LawError",
    "LawUnknownError",
    "Member",
    "Method",
    "Office",
    "OfficeCalendar",
    "PrecinctMethod",
    "Role",
    "Signatures",
    "Standing",
    "Timing",
    "as_reported",
    "bond_due",
    "bond_fate",
    "check_extension",
    "check_method",
    "check_named",
    "deadlines",
    "edition_on",
    "editions",
    "may_be_recounted",
    "method_doubt",
    "names_second_member",
    "paid_holidays",
    "same_person",
    "signatures",
    "signing",
    "standing",
    "totals_of",
]
