"""Ink of targets, and what it means under the mark policy."""

from tabulate.marks.measure import TargetInk, measure_targets

__all__ = ["TargetInk", "measure_targets"]
