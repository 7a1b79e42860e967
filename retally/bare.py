"""What a scanner is given by commands without a case: its notices are printed, and simulated ones can see."""

from __future__ import annotations

from retally.console import remark
from retally.optics import DeskOptics
from scanner.notice import Notice
from scanner.surroundings import Surroundings


def plainly(notice: Notice) -> None:
    """Print what a notice says; one that only ends another says nothing."""
    if str(notice):
        remark(str(notice))


def bare_surroundings() -> Surroundings:
    """Without a case, a keyboard or a recording."""
    return Surroundings(notify=plainly, optics=DeskOptics())
