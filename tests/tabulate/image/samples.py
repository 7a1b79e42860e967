"""Image files made for the tests, small and different in every corner."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw


def page(width: int = 173, height: int = 131, seed: int = 1) -> Image.Image:
    """A colour page with lines, ovals, blobs and a soft photo-like corner."""
    random = np.random.default_rng(seed)
    soft = Image.fromarray(random.integers(0, 256, (7, 9, 3), dtype=np.uint8)).resize(
        (max(1, width // 2), max(1, height // 2))
    )
    image = Image.new("RGB", (width, height), "white")
    image.paste(soft, (width // 3, height // 3))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        draw.ellipse([x, y, x + 22, y + 12], outline=colour, width=2)
        draw.line([x, 0, y, height], fill=(0, 0, 0))
    return image


def bits(width: int = 173, height: int = 131, seed: int = 1) -> Image.Image:
    """A 1-bit page."""
    return page(width, height, seed).convert("L").point(lambda level: 255 if level > 128 else 0).convert("1")


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of the image as a file."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def levels(image: Image.Image) -> np.ndarray:
    """Grey levels by another library, transparency laid on white."""
    if "A" in image.getbands() or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        image = white.convert("RGB")
    elif image.mode == "P":
        image = image.convert("RGB")
    return np.asarray(image.convert("L"))


def opened(data: bytes) -> np.ndarray:
    """Grey levels of a file by another library."""
    return levels(Image.open(io.BytesIO(data)))


def chunk(name: bytes, body: bytes) -> bytes:
    """A PNG chunk with a right checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_header(width: int, height: int) -> bytes:
    """A PNG that states a size and holds one tiny compressed block."""
    body = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", body) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_field(data: bytes, tag: int, value: int) -> bytes:
    """A little-endian TIFF with the first value of one field of its first page changed."""
    changed = bytearray(data)
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        if struct.unpack_from("<H", data, entry)[0] == tag:
            kind, values = struct.unpack_from("<HI", data, entry + 2)
            place, letter = entry + 8, "H" if kind == 3 else "I"
            if values * struct.calcsize(letter) > 4:
                (place,) = struct.unpack_from("<I", data, place)
            struct.pack_into("<" + letter, changed, place, value)
            return bytes(changed)
    raise KeyError(tag)


def tiff(fields: dict[int, tuple[int, ...]], strips: list[bytes], order: str = "<") -> bytes:
    """A TIFF of one page, made by hand; strip places are filled in."""
    places, body = [], b""
    for strip in strips:
        places.append(8 + len(body))
        body += strip + b"\0" * (len(strip) % 2)
    fields = {**fields, 273: tuple(places), 279: tuple(len(strip) for strip in strips)}
    directory_at = 8 + len(body)
    extra_at = directory_at + 2 + 12 * len(fields) + 4
    entries, extra = b"", b""
    for tag, values in sorted(fields.items()):
        packed = struct.pack(f"{order}{len(values)}I", *values)
        if len(packed) > 4:
            packed, extra = struct.pack(order + "I", extra_at + len(extra)), extra + packed
        entries += struct.pack(order + "HHI", tag, 4, len(values)) + packed
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", directory_at)
    return head + body + struct.pack(order + "H", len(fields)) + entries + b"\0\0\0\0" + extra
