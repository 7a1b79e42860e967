"""Writing NIST's common data formats: one tree of plain dictionaries becomes JSON or XML.

The tree is the JSON form: every object a dictionary with ``@type`` first, ids in ``@id``.  For XML the order of
parts is taken from a table, because the schema fixes it and JSON has none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class XmlShape:
    """How a tree becomes XML.

    Attributes:
        namespace: of all elements.
        order: the parts of each class in the order of the schema.
        subclasses: classes that an element of a more general type must say with ``xsi:type``.
    """

    namespace: str
    order: Mapping[str, Sequence[str]]
    subclasses: frozenset[str]


def to_json(tree: Tree) -> bytes:
    """The tree as JSON: UTF-8, indented by one blank, a line feed at the end."""
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def to_xml(tree: Tree, shape: XmlShape) -> bytes:
    """The tree as XML: UTF-8, indented.

    Raises:
        KeyError: the table has no order for a class or does not know a part of it: a mistake of the program.
    """
    root = _element(tree, _class(tree), shape, {None: shape.namespace, "xsi": _XSI})
    etree.indent(root, " ")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _class(tree: Tree) -> str:
    return str(tree["@type"]).rsplit(".", 1)[-1]


def _element(tree: Tree, name: str, shape: XmlShape, names: Any = None) -> Any:
    kind = _class(tree)
    made = etree.Element(f"{{{shape.namespace}}}{name}", nsmap=names)
    if "@id" in tree:
        made.set("ObjectId", tree["@id"])
    if kind in shape.subclasses:
        made.set(f"{{{_XSI}}}type", kind)
    if kind == "LanguageString":
        made.set("Language", tree["Language"])
        made.text = tree["Content"]
        return made
    order = shape.order[kind]
    unknown = tree.keys() - {"@type", "@id"} - set(order)
    if unknown:
        raise KeyError(f"{kind} has no {sorted(unknown)} in the order of its parts")
    for part in order:
        if part in tree:
            _append(made, part, tree[part], shape)
    return made


def _append(made: Any, part: str, value: Any, shape: XmlShape) -> None:
    if (
        isinstance(value, list)
        and value
        and all(isinstance(item, str) for item in value)
        and part.endswith("Ids")
    ):
        value = " ".join(value)
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            made.append(_element(item, part, shape))
        else:
            inner = etree.SubElement(made, f"{{{shape.namespace}}}{part}")
            inner.text = str(item).lower() if isinstance(item, bool) else str(item)
