"""Python's search for garbage in circles, put off while millions of objects are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """No search while this lasts; a context manager and a decorator.

    Each search looks at every object there is and, while records are read, finds none to free: it took a third
    of the time that a million of them need.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
