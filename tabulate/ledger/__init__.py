"""The evidence of a case: one SQLite file, append-only and hash-chained, images stored as captured."""

from tabulate.ledger.appender import Clock
from tabulate.ledger.checkpoint import Checkpoint
from tabulate.ledger.entry import Entry
from tabulate.ledger.errors import EntryError, StorageError
from tabulate.ledger.ledger import Ledger
from tabulate.ledger.proceedings import Withdrawal
from tabulate.ledger.records import Batch, Head, ImageRef, Original, Sheet
from tabulate.ledger.sheets import CapturedImage
from tabulate.ledger.verify import Problem, verify

__all__ = [
    "Batch",
    "CapturedImage",
    "Checkpoint",
    "Clock",
    "Entry",
    "EntryError",
    "Head",
    "ImageRef",
    "Ledger",
    "Original",
    "Problem",
    "Sheet",
    "StorageError",
    "Withdrawal",
    "verify",
]
