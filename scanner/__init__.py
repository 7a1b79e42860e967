"""What the hardware says.  Knows nothing of votes."""

from scanner.address import SCHEMES, Address, open_scanner, parse_address
from scanner.errors import AddressError, OrderError, RecordingError, ScannerError
from scanner.interface import Scanner, ScannerInfo
from scanner.sheet import CapturedSheet, Disposition, PageImage

__all__ = [
    "SCHEMES",
    "Address",
    "AddressError",
    "CapturedSheet",
    "Disposition",
    "OrderError",
    "PageImage",
    "RecordingError",
    "Scanner",
    "ScannerError",
    "ScannerInfo",
    "open_scanner",
    "parse_address",
]
