"""Original counts out of the files that counties and vendors publish.

Parses bytes and returns the types of `tabulate.compare`; opens no file and prints nothing.

    files = [Source(path.name, path.read_bytes())]
    count = read_original(files, naming)    # OriginalCountError: file, line or element, column, what to do
    count.rows                              # OriginalContest by unit, mode and contest
    count.ballots                           # BallotRecord, where the file has cast vote records
    count.notes                             # what a person should know before using it
    preview(count)                          # contests, choices, units, modes and totals on one screen
    text, left_out = write(count.rows)      # our own CSV

A number is taken as it stands or refused with its place; a blank is unknown and never zero.  What a file states
twice, as a sum or as a total, must agree.  Reading order: `source`, `values`, `tallies`, `imported`, then one
module for each format (the table is in `formats`), then `naming`, `renamed`, `absentee`, `preview`.
"""

from tabulate.originals.formats import detect, read_original
from tabulate.originals.imported import Imported
from tabulate.originals.naming import Naming, parse_naming
from tabulate.originals.plain import write
from tabulate.originals.preview import Preview, preview
from tabulate.originals.source import Source, opened

__all__ = [
    "Imported",
    "Naming",
    "Preview",
    "Source",
    "detect",
    "opened",
    "parse_naming",
    "preview",
    "read_original",
    "write",
]
