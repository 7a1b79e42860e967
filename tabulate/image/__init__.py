"""Images: from the bytes that were captured to grey pixels."""

from tabulate.image.decode import PDF_DPI, decode, page_count
from tabulate.image.kinds import ACCEPTED, Kind, kind_of
from tabulate.image.raster import GrayImage, Raster

__all__ = ["ACCEPTED", "PDF_DPI", "GrayImage", "Kind", "Raster", "decode", "kind_of", "page_count"]
