"""The reporting units of an ERR report: names, what is part of what, and counting groups inside a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate.errors import OriginalCountError
from tabulate.originals.cdf import Node, by_id
from tabulate.originals.values import name_of

COUNTING_GROUP = "counting-group"
"""OtherType of a unit that stands for one mode inside a unit: the only way to give OtherCounts a mode."""
_PRECINCTS = frozenset({"precinct", "combined-precinct", "split-precinct", "polling-place", "vote-center"})


@dataclass(frozen=True, slots=True)
class Units:
    """Units by id.

    Attributes:
        names: the name under which numbers of a unit are taken: a counting group's is that of its unit.
        parts: ids of the units each unit is composed of, counting groups left out.
        homes: names of precincts and the county each lies in, empty when there is one county.
        groups: ids of counting groups.
    """

    names: dict[str, str]
    parts: dict[str, tuple[str, ...]]
    homes: dict[str, str]
    groups: frozenset[str]


def units_of(nodes: Sequence[Node]) -> Units:
    """Reads the GpUnits of a report.

    Raises:
        OriginalCountError: two units of one name, a unit that is part of itself, or a part that is not there.
    """
    units = by_id(nodes)
    groups = frozenset(own for own, unit in units.items() if unit.text("OtherType") == COUNTING_GROUP)
    parts: dict[str, tuple[str, ...]] = {}
    above: dict[str, str] = {}
    for own, unit in units.items():
        inside = unit.refs("ComposingGpUnitIds")
        for part in inside:
            if part not in units:
                raise OriginalCountError(f"{unit.where}: is composed of '{part}', which is not in the report")
            above.setdefault(part, own)
        parts[own] = tuple(part for part in inside if part not in groups)
    _no_circle(parts, units)
    titles = {own: _title(unit) for own, unit in units.items()}
    counties = [own for own, unit in units.items() if unit.text("Type") == "county"]
    county_of = {part: own for own in counties for part in _all_parts(own, parts)} if len(counties) > 1 else {}
    names = {
        own: f"{titles[county_of[own]]}, {title}" if own in county_of else title
        for own, title in titles.items()
    }
    taken = [name for own, name in names.items() if own not in groups]
    for own, unit in units.items():
        if own not in groups and taken.count(names[own]) > 1:
            raise OriginalCountError(f"{unit.where}: two units are called '{names[own]}'")
    for own in groups:
        if own not in above:
            raise OriginalCountError(f"{units[own].where}: a counting group of no unit")
        names[own] = names[above[own]]
    homes = {
        names[own]: titles[county_of[own]] if own in county_of else ""
        for own, unit in units.items()
        if unit.text("Type") in _PRECINCTS
    }
    return Units(names, parts, homes, groups)


def text_in(node: Node | None, where: str) -> str:
    """An internationalized text: the English one, else the first; empty when there is none."""
    texts = node.all("Text") if node is not None else ()
    if not texts:
        return ""
    chosen = next((text for text in texts if text.text("Language").startswith("en")), texts[0])
    return name_of(chosen.text("Content") if not chosen.xml else str(chosen.value), where, missing="")


def _title(unit: Node) -> str:
    return text_in(unit.one("Name"), unit.where) or unit.text("Number") or unit.id


def _all_parts(own: str, parts: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = [own]
    while waiting:
        for part in parts[waiting.pop()]:
            if part not in found:
                found.add(part)
                waiting.append(part)
    return found


def _no_circle(parts: dict[str, tuple[str, ...]], units: dict[str, Node]) -> None:
    for own in parts:
        if own in _all_parts(own, parts):
            raise OriginalCountError(f"{units[own].where}: a unit that is part of itself")
