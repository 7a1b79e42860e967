"""The options of a simulated fi-8170, by the names of SANE's fujitsu backend (scanner-protocols 3.2).

Ranges and defaults are ours where the reference does not give them; a driver must read them, not know them.
"""

from __future__ import annotations

from typing import Final

from scanner.devices.sane.simulator.option import READ_ONLY, SENSOR, Option, Type, Unit, Value

_SWITCH: Final = ("Default", "Off", "On")
_WIDE: Final = (0.0, 320.0, 0.0)
_LONG: Final = (0.0, 863.0, 0.0)

OPTIONS: Final[tuple[tuple[Option, Value], ...]] = (
    (Option("", Type.INT, READ_ONLY), 0),
    (Option("", Type.GROUP), 0),
    (Option("source", Type.STRING, choices=("ADF Front", "ADF Back", "ADF Duplex")), "ADF Front"),
    (Option("mode", Type.STRING, choices=("Lineart", "Halftone", "Gray", "Color")), "Lineart"),
    (Option("resolution", Type.INT, unit=Unit.DPI, span=(50, 600, 1)), 600),
    (Option("", Type.GROUP), 0),
    (Option("page-width", Type.FIXED, unit=Unit.MM, span=_WIDE), 215.872),
    (Option("page-height", Type.FIXED, unit=Unit.MM, span=_LONG), 279.364),
    (Option("tl-x", Type.FIXED, unit=Unit.MM, span=_WIDE), 0.0),
    (Option("tl-y", Type.FIXED, unit=Unit.MM, span=_LONG), 0.0),
    (Option("br-x", Type.FIXED, unit=Unit.MM, span=_WIDE), 215.872),
    (Option("br-y", Type.FIXED, unit=Unit.MM, span=_LONG), 279.364),
    (Option("", Type.GROUP), 0),
    (Option("df-action", Type.STRING, choices=("Default", "Continue", "Stop")), "Default"),
    (Option("df-skew", Type.BOOL), False),
    (Option("df-thickness", Type.BOOL), False),
    (Option("df-length", Type.BOOL), False),
    (Option("df-diff", Type.STRING, choices=("Default", "10mm", "15mm", "20mm")), "Default"),
    (Option("df-recovery", Type.STRING, choices=_SWITCH), "Default"),
    (Option("bgcolor", Type.STRING, choices=("Default", "White", "Black")), "Default"),
    (Option("buffermode", Type.STRING, choices=_SWITCH), "Default"),
    (Option("prepick", Type.STRING, choices=_SWITCH), "Default"),
    (Option("overscan", Type.STRING, choices=_SWITCH), "Default"),
    (Option("swdeskew", Type.BOOL), False),
    (Option("swcrop", Type.BOOL), False),
    (Option("swskip", Type.FIXED, span=(0.0, 100.0, 0.1)), 0.0),
    (Option("endorser", Type.BOOL), False),
    (Option("endorser-bits", Type.INT, choices=(16, 24)), 16),
    (Option("endorser-val", Type.INT, span=(0, 65535, 1)), 0),
    (Option("endorser-step", Type.INT, span=(-2, 2, 1)), 1),
    (Option("endorser-string", Type.STRING), "%05ud"),
    (Option("", Type.GROUP), 0),
    (Option("page-loaded", Type.BOOL, SENSOR), False),
    (Option("top-edge", Type.BOOL, SENSOR), False),
    (Option("cover-open", Type.BOOL, SENSOR), False),
    (Option("power-save", Type.BOOL, SENSOR), False),
    (Option("double-feed", Type.BOOL, SENSOR), False),
    (Option("error-code", Type.INT, SENSOR), 0),
)

NEEDS: Final[dict[str, str]] = {
    "df-skew": "df-action",
    "df-thickness": "df-action",
    "df-length": "df-action",
    "df-diff": "df-action",
    "df-recovery": "df-action",
}
"""Options that are inactive while another one has its default: a driver must set that one first."""

PAGE_OF: Final[dict[str, str]] = {
    "tl-x": "page-width",
    "br-x": "page-width",
    "tl-y": "page-height",
    "br-y": "page-height",
}
"""The scan area is no larger than the page that is set: a driver that sets them in another order gets less."""
