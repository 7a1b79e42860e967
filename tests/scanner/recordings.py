"""Recordings made for the tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from PIL import Image


def image(kind: str = "PNG", pages: int = 1, shade: int = 0) -> bytes:
    """A small image file; `shade` makes it another one."""
    first = Image.new("L", (8, 6), shade % 256)
    more = [Image.new("L", (8, 6), (shade + number) % 256) for number in range(1, pages)]
    target = io.BytesIO()
    options: dict[str, object] = {"save_all": True, "append_images": more} if pages > 1 else {}
    if kind == "TIFF":
        options["compression"] = "tiff_lzw"
    first.save(target, kind, **options)
    return target.getvalue()


def fill(folder: Path, names: dict[str, bytes] | list[str]) -> Path:
    """Write files; for a mere list of names, images that differ."""
    files = names if isinstance(names, dict) else {name: image(shade=at) for at, name in enumerate(names)}
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def pack(path: Path, files: dict[str, bytes]) -> Path:
    """Write a ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
