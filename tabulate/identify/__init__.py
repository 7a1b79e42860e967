"""Which card and side a registered page is."""

from tabulate.identify.areas import measure_areas
from tabulate.identify.code import CardCode, read_code
from tabulate.identify.print_map import (
    Cells,
    PrintMatch,
    compare_print,
    grow,
    measure_cells,
    pack,
    shown,
    unpack,
)

__all__ = [
    "CardCode",
    "Cells",
    "PrintMatch",
    "compare_print",
    "grow",
    "measure_areas",
    "measure_cells",
    "pack",
    "read_code",
    "shown",
    "unpack",
]
