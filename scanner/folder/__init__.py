"""``folder:`` recorded images as a scanner."""

from __future__ import annotations

from pathlib import Path

from scanner.address import Address
from scanner.errors import AddressError, RecordingError
from scanner.folder.archive import ArchiveStore
from scanner.folder.options import Options, Pages, read_options
from scanner.folder.pairing import Image, Place, Plan, plan_sheets
from scanner.folder.recording import RecordingScanner
from scanner.folder.store import DirectoryStore, Entry, Store
from scanner.folder.watch import WatchScanner
from scanner.interface import Scanner
from scanner.surroundings import Surroundings

__all__ = [
    "ArchiveStore",
    "DirectoryStore",
    "Entry",
    "Image",
    "Options",
    "Pages",
    "Place",
    "Plan",
    "RecordingScanner",
    "Store",
    "WatchScanner",
    "open_folder",
    "plan_sheets",
    "read_options",
]


def open_folder(address: Address, around: Surroundings) -> Scanner:
    """Open ``folder:PATH[?options]``; see `scanner.folder.options` for the options.

    Raises:
        AddressError: an option that does not exist or does not fit.
        RecordingError: nothing there, or not to be taken as sheets without a guess.
    """
    options = read_options(address)
    path = Path(address.path).expanduser()
    if path.is_dir():
        store = DirectoryStore(path)
        return (
            WatchScanner(address.text, store, options)
            if options.watch
            else RecordingScanner(address.text, store, options)
        )
    if not path.exists():
        raise RecordingError(f"{path} is not there; check the path in {address.text}")
    if options.watch:
        raise AddressError(
            f"{address.text}: only a folder can be watched; unpack the archive or leave watch out"
        )
    return RecordingScanner(address.text, ArchiveStore(path), options)
