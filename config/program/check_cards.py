"""What tells cards apart: the code of the bottom row and the print of the blank.

The code's layout is a habit of one vendor, and real counties break it (Calhoun County, Florida, 2010), so
a code that breaks it is only worth a warning.  Two faces that nothing tells apart are an error: a page of
the one would be read, silently, as the other.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from config.program.card_code import code_doubts
from config.program.check_targets import sides_of
from config.program.model import ElectionProgram, PrintMap, Side
from config.program.problem import Problem

_Face = tuple[int, str, Side]  # index of the card, name of the side, the side


def check_print_maps(program: ElectionProgram) -> Iterator[Problem]:
    """A print map has as many bits as cells, and zeros in the rest of its last byte."""
    for index, card in enumerate(program.cards):
        for name, side in sides_of(card):
            if side.print_map is not None:
                yield from _bits(f"cards[{index}].{name}.print_map.bits", side.print_map)


def check_codes(program: ElectionProgram) -> Iterator[Problem]:
    """Codes follow their layout (else a warning), and no two faces are alike in code, grid and print."""
    groups: dict[tuple[int, int, str | None], list[_Face]] = {}
    for index, card in enumerate(program.cards):
        for name, side in sides_of(card):
            if side.code is not None:
                for doubt in code_doubts(side.code, back=name == "back"):
                    yield Problem(f"cards[{index}].{name}.code", f"card {card.id!r}: {doubt}", "warning")
            key = (card.grid_columns, card.grid_rows, side.code)
            groups.setdefault(key, []).append((index, name, side))
    for (*_, code), faces in groups.items():
        if len(faces) > 1:
            yield from _alike(program, code, faces)


def _alike(program: ElectionProgram, code: str | None, faces: list[_Face]) -> Iterator[Problem]:
    """Looks at faces of one grid and one code: their print maps have to tell them apart.

    Backs of several cards may be alike, as a sheet's front says which card it is; a front may not.
    """
    fronts = [face for face in faces if face[1] == "front"]
    if not fronts:
        return
    what = f"code {code}" if code is not None else "no code"
    without = [face for face in faces if face[2].print_map is None]
    by_print: dict[PrintMap, list[_Face]] = {}
    for face in faces:
        if face[2].print_map is not None:
            by_print.setdefault(face[2].print_map, []).append(face)
    certain = True
    if without:
        certain = False
        yield Problem(
            _path(without[0]),
            f"{_named(program, faces)} have {what}, and {_named(program, without)} no print map: "
            "nothing tells them apart",
        )
    for same in by_print.values():
        if len(same) > 1 and any(face[1] == "front" for face in same):
            certain = False
            yield Problem(
                _path(same[-1]),
                f"{_named(program, same)} have {what} and the same print map: nothing tells them apart",
            )
    if certain and code is not None and len(fronts) > 1:
        yield Problem(
            f"{_path(fronts[1])}.code",
            f"{_named(program, fronts)} have {what}: only their print tells them apart",
            severity="warning",
        )


def _path(face: _Face) -> str:
    return f"cards[{face[0]}].{face[1]}"


def _named(program: ElectionProgram, faces: list[_Face]) -> str:
    shown = ", ".join(f"{program.cards[index].id!r} ({name})" for index, name, _ in faces[:6])
    return shown + (f" and {len(faces) - 6} more" if len(faces) > 6 else "")


def _bits(path: str, print_map: PrintMap) -> Iterator[Problem]:
    cells = print_map.columns * print_map.rows
    try:
        data = base64.b64decode(print_map.bits, validate=True)
    except (binascii.Error, ValueError):
        yield Problem(path, "is not base64")
        return
    if len(data) != (cells + 7) // 8:
        yield Problem(
            path,
            f"holds {len(data)} bytes; {print_map.columns} x {print_map.rows} cells need {(cells + 7) // 8}",
        )
    elif cells % 8 and data[-1] & ((1 << (8 - cells % 8)) - 1):
        yield Problem(path, "has bits behind the last cell that are not zero")
