"""Blank ballots drawn for tests: layouts that no recorded county has."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

INCH = 72.0
COLUMNS, ROWS = 34, 41
LEFT, TOP = 0.125, 0.5
"""Inches from the corner of the paper to the centre of the top left timing mark."""

CODE = "10000000000000010000000000000100"
"""A front: start bit, card 2, checksum 2 of two ones."""


class Paper:
    """A page of a PDF; places are inches of the design, from the centre of the top left timing mark."""

    def __init__(self, code: str = CODE, rotate: int = 0) -> None:
        self._file = io.BytesIO()
        size = (8.5 * INCH, 11 * INCH)
        # The library turns the size of a turned page as well.
        size = size[::-1] if rotate in (90, 270) else size
        self._canvas = Canvas(self._file, pagesize=size, invariant=1, pageCompression=0)
        self._rotate = rotate
        self._frame(code)

    def _frame(self, code: str) -> None:
        if self._rotate:
            self._canvas.setPageRotation(self._rotate)
        for column in range(COLUMNS):
            self._mark(column, 0)
            if column in (0, COLUMNS - 1) or code[column - 1] == "1":
                self._mark(column, ROWS - 1)
        for row in range(1, ROWS - 1):
            self._mark(0, row)
            self._mark(COLUMNS - 1, row)

    def _mark(self, column: int, row: int) -> None:
        x, y = self._at(column * 0.25 - 0.09375, row * 0.25 + 0.03125)
        self._canvas.rect(x, y, 0.1875 * INCH, 0.0625 * INCH, stroke=0, fill=1)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (LEFT + x) * INCH, (11 - TOP - y) * INCH

    def turn(self, code: str = CODE) -> None:
        """Begins a new page."""
        self._canvas.showPage()
        self._frame(code)

    def oval(self, column: float, row: float, filled: bool = False) -> None:
        x, y = self._at(column * 0.25 - 0.1, row * 0.25 + 0.057)
        self._canvas.setLineWidth(0.6)
        self._canvas.roundRect(x, y, 0.2 * INCH, 0.114 * INCH, 0.05 * INCH, stroke=1, fill=int(filled))

    def text(self, x: float, y: float, words: str, size: float = 10, bold: bool = False) -> None:
        self._canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self._canvas.drawString(*self._at(x, y), words)

    def spaced(self, x: float, y: float, words: str, size: float = 10) -> None:
        """Words set letter by letter, as some programs do: no space characters, uneven gaps."""
        self._canvas.setFont("Helvetica", size)
        left = x * INCH
        for index, letter in enumerate(words):
            if letter != " ":
                across, up = self._at(left / INCH, y)
                self._canvas.drawString(across, up, letter)
            left += self._canvas.stringWidth(letter, "Helvetica", size) + (0.5 if index % 3 else -0.2)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._canvas.setLineWidth(0.9)
        self._canvas.line(*self._at(x0, y0), *self._at(x1, y1))

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        for x0, y0, x1, y1 in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            self.rule(x0, y0, x1, y1)

    def heading(self) -> None:
        self.text(3.0, 0.6, "General Election", 14, bold=True)
        self.text(2.9, 0.9, "Linn County, State of Iowa", 12)
        self.text(3.0, 1.15, "November 3, 2026", 12)

    def invisible(self, x: float, y: float, words: str) -> None:
        """Text that a PDF holds and nobody sees."""
        text = self._canvas.beginText(*self._at(x, y))
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(3)
        text.textLine(words)
        text.setTextRenderMode(0)
        self._canvas.drawText(text)

    def aslant(self, x: float, y: float, words: str) -> None:
        self._canvas.saveState()
        self._canvas.translate(*self._at(x, y))
        self._canvas.rotate(30)
        self._canvas.setFillGray(0.7)
        self._canvas.setFont("Helvetica-Bold", 20)
        self._canvas.drawString(0, 0, words)
        self._canvas.restoreState()

    def save(self) -> bytes:
        self._canvas.save()
        return self._file.getvalue()
