"""What the address of a folder may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from scanner.address import Address
from scanner.errors import AddressError


class Pages(Enum):
    """How images become sheets; the value is what stands in the address.

    ``auto``
        Files whose names tell the sides (`naming.Pattern`) are paired; when no two do, each file is a one-sided
        sheet.  Where some are paired and others left over, or where a guess would be needed, nothing is taken
        and the files are named.  Numbers and letters at the end count only when at least two sheets are
        numbered so, for ``scan-1`` and ``scan-2`` alone may just as well be two sheets.
    ``pair``
        Names must tell the sides; a file without partner is refused (or, with ``lone=allow``, is one-sided).
    ``single``
        Every image, and every page of a document, is a one-sided sheet.
    ``alternate``
        Front, back, front, back, in natural order of names, and page by page within documents.
    """

    AUTO = "auto"
    PAIR = "pair"
    SINGLE = "single"
    ALTERNATE = "alternate"


END_NAME: Final = ".end"
"""Name of the file whose appearance ends a watched folder."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one ``folder:`` address.

    Attributes:
        pages: how images become sheets.
        lone: a file without partner is a one-sided sheet (``lone=allow``) instead of an error.
        watch: the folder is still being filled (``watch=1``).
        until: name of the file in the folder that ends the watch (``until=NAME``).
    """

    pages: Pages = Pages.AUTO
    lone: bool = False
    watch: bool = False
    until: str = END_NAME


def read_options(address: Address) -> Options:
    """Read and check the options of an address.

    Raises:
        AddressError: an unknown option or value, or options that contradict each other.
    """
    address.only("pages", "lone", "watch", "until")
    pages = Pages(address.choice("pages", *(pages.value for pages in Pages)))
    lone = address.choice("lone", "refuse", "allow") == "allow"
    watch = address.choice("watch", "0", "1") == "1"
    until = address.options.get("until", END_NAME)
    if not until or "/" in until or "\\" in until:
        raise AddressError(f"{address.text}: until is the name of a file in the folder, not {until!r}")
    if "until" in address.options and not watch:
        raise AddressError(f"{address.text}: until goes with watch=1; add it or leave until out")
    if watch and pages in (Pages.AUTO, Pages.ALTERNATE):
        raise AddressError(
            f"{address.text}: a folder that is being filled can not be looked through beforehand; say "
            "pages=pair (names tell the sides) or pages=single"
        )
    if lone and pages in (Pages.SINGLE, Pages.ALTERNATE):
        raise AddressError(f"{address.text}: lone goes with pages=auto or pages=pair; leave it out")
    return Options(pages, lone, watch, until)
