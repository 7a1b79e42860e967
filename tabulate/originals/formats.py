"""The formats we read, in the order in which a file is asked whether it is one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from types import ModuleType

from tabulate.errors import OriginalCountError
from tabulate.originals import (
    clarity,
    clear_ballot,
    cvr_read,
    dominion_csv,
    dominion_json,
    el30a,
    electionware,
    err_read,
    ess_cvr,
    hart,
    openelections,
    plain,
    sovc_dominion,
    sovc_ess,
)
from tabulate.originals.absentee import one_absentee_precinct
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming
from tabulate.originals.renamed import renamed
from tabulate.originals.source import Source, opened
from tabulate.originals.values import known_mode
from tabulate.originals.values import plain as plain_text

FORMATS: tuple[ModuleType, ...] = (
    openelections,
    clarity,
    err_read,
    cvr_read,
    el30a,
    electionware,
    sovc_ess,
    sovc_dominion,
    dominion_csv,
    dominion_json,
    ess_cvr,
    hart,
    clear_ballot,
    plain,
)
"""Each has NAME, TITLE, ``detect(files) -> bool`` and ``read(files, naming) -> Imported``."""


def detect(files: Sequence[Source]) -> str | None:
    """The format of opened files by their content; None when it is none that we know."""
    return next((form.NAME for form in FORMATS if form.detect(files)), None)


def read_original(files: Iterable[Source], naming: Naming | None = None) -> Imported:
    """Reads an original count, in whatever format it is, under our names.

    Args:
        files: one file, or the files that belong together; archives are opened.
        naming: how names become ours; by default they stay.

    Raises:
        OriginalCountError: no format that we know, or a file that cannot be read without guessing.
    """
    try:
        return _read(list(files), naming or Naming())
    except OriginalCountError as error:
        raise OriginalCountError(plain_text(str(error))) from error


def _read(files: Sequence[Source], naming: Naming) -> Imported:
    found = opened(files)
    if not found:
        raise OriginalCountError("no file was given")
    known = {form.NAME: form for form in FORMATS}
    if naming.format is not None and naming.format not in known:
        raise OriginalCountError(f"format '{naming.format}' is unknown; it is one of {', '.join(known)}")
    name = naming.format or detect(found)
    if name is None:
        raise OriginalCountError(
            f"{found[0].name}: the content is of no format that is known here; if it is a table, say in a file "
            'of names (--map) format = "plain" and under [columns] which column is what, and look with '
            "'retally original preview' what comes of it"
            if not naming.columns
            else f"{found[0].name}: the columns named are not in it"
        )
    form = known[name]
    if naming.county is not None and form not in (openelections, plain):
        raise OriginalCountError(
            f"{found[0].name}: a county can be picked from OpenElections and plain CSV alone"
        )
    count: Imported = form.read(found, naming)
    if not count.rows:
        raise OriginalCountError(f"{found[0].name}: {form.TITLE} without any result")
    ours = renamed(count, naming, found[0].name)
    return one_absentee_precinct(_with_modes_noted(ours), naming)


def _with_modes_noted(count: Imported) -> Imported:
    modes = [mode for mode in dict.fromkeys(row.mode for row in count.rows) if not known_mode(mode)]
    notes = [f"mode '{mode}' is the file's own word; say under [modes] which one it is" for mode in modes]
    return dataclasses.replace(count, notes=(*count.notes, *notes))
