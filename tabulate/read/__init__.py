"""From a page to a reading, from the pages of a sheet to its votes."""

from tabulate.read.learn import RegisteredBlank, learn_registered, learn_side
from tabulate.read.reader import Reader
from tabulate.read.sheet import PageSource, SheetReading, read_sheet

__all__ = [
    "PageSource",
    "Reader",
    "RegisteredBlank",
    "SheetReading",
    "learn_registered",
    "learn_side",
    "read_sheet",
]
