"""How large a file, a page or a document may be.

Image files come from strangers, so all bounds are checked before memory is taken.  They are far above what
ballot scanners make and far below what exhausts a desk computer.
"""

from __future__ import annotations

from typing import Final

from tabulate.errors import ImageError

MAX_BYTES: Final = 512 * 2**20
"""Bytes of one file: a document of 2,000 pages at 250 KiB each, which is a large letter page at 300 dpi."""

MAX_SIDE: Final = 30_000
"""Pixels of one side: 50 inches at 600 dpi; the longest ballots in use have 22 to 24 inches."""

MAX_PIXELS: Final = 89_000_000
"""Pixels of one page: a sheet of 11 by 22 inches at 600 dpi has 87.1 million."""

MAX_PAGES: Final = 2_000
"""Pages of one TIFF or PDF: a full feeder of 500 sheets, both sides, twice over."""

MAX_SCANS: Final = 100
"""Scans of one progressive JPEG; encoders write about ten, while each costs a pass over all pixels."""

MIN_DPI: Final = 100.0
"""Resolutions below say nothing about paper: 72 and 96 are what software writes when it knows nothing."""

MAX_DPI: Final = 1_200.0
"""Resolutions above are beyond document scanners."""


def check_bytes(size: int) -> None:
    """Refuse a file of `size` bytes that is empty or larger than `MAX_BYTES`.

    Raises:
        ImageError: it is; the message says what to do.
    """
    if size == 0:
        raise ImageError("the file is empty; copy it from its source again, or scan the sheet again")
    if size > MAX_BYTES:
        raise ImageError(
            f"the file has {size:,} bytes and {MAX_BYTES:,} is the most we open; split it into smaller files"
        )


def check_size(width: int, height: int) -> None:
    """Refuse a page of `width` x `height` pixels, as its header says, before memory is taken for it.

    Raises:
        ImageError: no pixels, or more than `MAX_SIDE` or `MAX_PIXELS`.
    """
    if width < 1 or height < 1:
        raise ImageError(f"its header says {width} x {height} pixels, which is damage; scan the sheet again")
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise ImageError(
            f"its header says {width:,} x {height:,} pixels and we open at most {MAX_SIDE:,} a side and "
            f"{MAX_PIXELS:,} in all; scan the sheet at 200 to 300 dpi"
        )


def check_page(page: int, pages: int) -> None:
    """Refuse a `page` (from 0) that a file of `pages` pages does not have.

    Raises:
        ImageError: there is no such page.
    """
    if not 0 <= page < pages:
        have = "1 page" if pages == 1 else f"{pages} pages"
        raise ImageError(f"page {page + 1} was asked for and the file has {have}; ask for one that is there")


def check_pages(pages: int) -> None:
    """Refuse a document with no page or more than `MAX_PAGES`.

    Raises:
        ImageError: it is one.
    """
    if pages == 0:
        raise ImageError("the document has no page; export it again")
    if pages > MAX_PAGES:
        raise ImageError(f"the document has more than {MAX_PAGES:,} pages; split it into smaller files")


def dpi_hint(across: float, down: float) -> tuple[float, float] | None:
    """Return what a file says of its resolution, or None when it cannot be that of a scanned page."""
    if MIN_DPI <= across <= MAX_DPI and MIN_DPI <= down <= MAX_DPI:
        return across, down
    return None
