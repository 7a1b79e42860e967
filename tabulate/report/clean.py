"""Names made safe to show: no control characters, nothing that turns the direction of writing."""

from __future__ import annotations

import unicodedata

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that move the cursor, hide text or turn its direction."""


def clean(text: str) -> str:
    """Text with every such character replaced, so that a name cannot rewrite the line it stands in."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _REPLACEMENT if unicodedata.category(character) in _UNSHOWN else character for character in text
    )
