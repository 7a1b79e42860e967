"""Registration: where the printed design lies on a stored page, and how surely."""

from tabulate.geometry.registration import GRID_STEP, Border, Points, Registration
from tabulate.geometry.timing_grid import COLUMNS, NotRegistered, mark_levels, register

__all__ = [
    "COLUMNS",
    "GRID_STEP",
    "Border",
    "NotRegistered",
    "Points",
    "Registration",
    "mark_levels",
    "register",
]
