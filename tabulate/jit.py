"""The one way a kernel is compiled: explicit signature, cached, no fast-math, no parallel loops, GIL released.

numba's disk cache does not notice an edit in another module, and a warm cache hides the bounds check
(numba manual, "Caching: limitations").  The folder of the cache is therefore named after the content of
all kernel files, numba's version and the bounds-check switch; a kernel file imports nothing of ours but
this module, and takes every threshold as an argument.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_CONFIG: Any = numba.config
"""numba's settings are put into their module while it is imported, where no type checker sees them."""

Function = TypeVar("Function", bound=Callable[..., Any])


def _source_digest() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("kernels*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of compiled kernels: under ``NUMBA_CACHE_DIR`` if set, else the user's cache folder."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    user_cache = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(given) if given else (Path(user_cache) if user_cache else Path.home() / ".cache") / "retally"
    checked = "-checked" if _CONFIG.BOUNDSCHECK else ""
    return base / f"kernels-{_source_digest()}{checked}"


_CONFIG.CACHE_DIR = str(cache_folder())


def kernel(signature: str) -> Callable[[Function], Function]:
    """Compile a function for `signature` alone; the plain function stays reachable as ``.py_func``."""

    def compile_it(function: Function) -> Function:
        return cast(
            Function, numba.njit(signature, cache=True, nogil=True, fastmath=False, parallel=False)(function)
        )

    return compile_it
