"""Typst as a pure function: a template and data in, the bytes of a tagged PDF out."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from tabulate.report.clean import clean

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged in reading order, a title, a language, and words for every picture."""
LONGEST_WORD = 20
"""Characters after which a longer word may be broken, or behind a sign, so that it stays in its column."""
HASH = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf"[^_/:.=&?]{{1,{LONGEST_WORD}}}[_/:.=&?]*|[_/:.=&?]+")
_BREAK = "\N{ZERO WIDTH SPACE}"
_PROBE = (
    b'#set document(title: "probe", date: none)\n'
    b'#set text(lang: "en", font: sys.inputs.fonts.split("/"), fallback: false)\n#sys.inputs.text'
)
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""Fonts inside the typesetter itself; those of the machine are not looked at."""


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """Set a template with data as PDF; the same data gives the same bytes.

    Text reaches the template as data and is never run.  Control characters are replaced; a character that the
    fonts lack stands as its code point, as in ``<U+674E>``, for a name must not lose a letter.  Nothing is
    fetched, and no file is read but the templates.

    Args:
        template: name of a file in `TEMPLATES`.
        data: what JSON can say.
    """
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_shown(data), ensure_ascii=False), "fonts": "/".join(FONTS)},
        pdf_standards=[STANDARD],
    )
    return bytes(made)


def _shown(value: Any) -> Any:
    """The data with every text in it fit to be printed."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    # Bytes of a picture are many and are no text.
    if isinstance(value, bytes):
        return list(value)
    return [_shown(item) for item in value] if isinstance(value, list | tuple) else value


def printable(text: str) -> str:
    """A text without control characters, unknown glyphs and words too long for a column."""
    text = clean(text)
    if not text.isascii():
        text = "".join(
            character if character.isascii() or _has_glyph(character) else f"<U+{ord(character):04X}>"
            for character in text
        )
    return text if HASH.fullmatch(text) else _WORD.sub(_breakable, text)


def _breakable(word: re.Match[str]) -> str:
    return _BREAK.join(_PIECE.findall(word[0]))


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    """Whether the fonts have it, by setting it alone: the standard refuses a page with a missing glyph."""
    try:
        typst.compile(
            _PROBE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"text": f"a{character}", "fonts": "/".join(FONTS)},
            pdf_standards=[STANDARD],
        )
    except typst.TypstError:
        return False
    return True


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
