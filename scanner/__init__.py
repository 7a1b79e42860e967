"""What the hardware says.  Knows nothing of votes."""

from scanner.address import SCHEMES, Address, open_scanner, parse_address
from scanner.doubt import Doubt
from scanner.errors import AddressError, OrderError, RecordingError, ScannerError
from scanner.interface import Scanner, ScannerInfo
from scanner.notice import Ask, Notice
from scanner.sheet import CapturedSheet, Disposition, PageImage
from scanner.surroundings import Optics, Pixels, Surroundings

__all__ = [
    "SCHEMES",
    "Address",
    "AddressError",
    "Ask",
    "CapturedSheet",
    "Disposition",
    "Doubt",
    "Notice",
    "Optics",
    "OrderError",
    "PageImage",
    "Pixels",
    "RecordingError",
    "Scanner",
    "ScannerError",
    "ScannerInfo",
    "Surroundings",
    "open_scanner",
    "parse_address",
]
