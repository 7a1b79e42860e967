"""Files that strangers hand in: each is no ballot of ours, in its own way."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from config.program import ElectionProgram
from fixtures.forge.artwork import card_sides
from fixtures.forge.design import dense_election
from fixtures.forge.files import encode_page
from fixtures.forge.page import forge_page
from fixtures.forge.render import render_blank


def truncated_tiff() -> bytes:
    """The first two thirds of a G4 page: the copy that was never finished."""
    page = np.where(np.random.default_rng(1).random((1650, 1275)) < 0.02, 0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(page).convert("1").save(stream, "TIFF", compression="group4", dpi=(150, 150))
    whole = stream.getvalue()
    return whole[: len(whole) * 2 // 3]


def _png(width: int, height: int, rows: bytes) -> bytes:
    """A PNG of 8 bit grey whose header says `width` x `height`, whatever `rows` holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def decompression_bomb() -> bytes:
    """A few kilobytes that would become 900 million pixels."""
    return _png(30_000, 30_000, zlib.compress(bytes(4_000_000), 9))


def far_too_wide() -> bytes:
    """A line of 60,000 pixels."""
    return _png(60_000, 4, zlib.compress((b"\0" + bytes([255]) * 60_000) * 4))


def prose_pdf() -> bytes:
    """A letter to the county, as PDF."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792), invariant=1)
    text = canvas.beginText(72, 720)
    for line in range(45):
        text.textLine(
            f"{line + 1}. The commissioner shall keep the ballots in a sealed envelope until the board meets."
        )
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def photograph() -> bytes:
    """Something round with fur: smooth light, two ears and grain, as a camera sees a cat."""
    rng = np.random.default_rng(2)
    y, x = np.mgrid[0:1200, 0:900].astype(np.float32)
    scene = 120 + 60 * np.sin(x / 170) + 40 * np.cos(y / 230)
    for cx, cy, size, light in (
        (450, 700, 300, -70),
        (330, 420, 90, -90),
        (570, 420, 90, -90),
        (380, 640, 30, 120),
    ):
        scene += light * np.exp(-(((x - cx) ** 2 + (y - cy) ** 2) / (2 * size**2)))
    scene += rng.normal(0, 12, scene.shape)
    stream = io.BytesIO()
    Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def blank_paper() -> bytes:
    """A clean sheet."""
    grain = np.random.default_rng(3).normal(246, 2, (1650, 1275))
    stream = io.BytesIO()
    Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).save(stream, "PNG", dpi=(150, 150))
    return stream.getvalue()


def foreign_ballot() -> bytes:
    """A ballot of another election, on the same paper with the same timing marks."""
    program: ElectionProgram = dense_election(41)
    blank = render_blank(card_sides(program)[0], 150.0)
    return encode_page(forge_page(blank, {}, "clean", np.random.default_rng(4)), "g4")


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "truncated": ("truncated.tif", truncated_tiff, "unreadable-image"),
    "bomb": ("bomb.png", decompression_bomb, "unreadable-image"),
    "wide": ("wide.png", far_too_wide, "unreadable-image"),
    "prose": ("letter.pdf", prose_pdf, "no-timing-grid"),
    "photo": ("cat.jpg", photograph, "no-timing-grid"),
    "blank": ("blank.png", blank_paper, "blank-paper"),
    "foreign": ("foreign.tif", foreign_ballot, "code-unknown"),
    "empty": ("empty.tif", lambda: b"", "unreadable-image"),
    "text": ("notes.png", lambda: b"remember the milk", "unreadable-image"),
}
"""By name: the file's name, its content, and the flag that must say why it is refused."""
