"""NIST's common data formats as one tree, whether they come as JSON or as XML.

Both encodings have the same classes and fields.  Ids are ``@id`` in JSON and ``ObjectId`` in XML, classes are
``@type`` and ``xsi:type``; references are names of ids, several of them a list in JSON and words in XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.errors import ProgramError
from config.program.strict_json import parse_strict
from tabulate.errors import OriginalCountError
from tabulate.originals.source import Source
from tabulate.originals.values import json_whole, whole
from tabulate.originals.xml_tree import Element, local, place, root_name, root_of

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@dataclass(frozen=True, slots=True)
class Node:
    """An object, or a plain value, of either encoding.

    Attributes:
        kind: class without prefix, such as ``CandidateContest``; in XML the element's name where it says none.
        value: the plain value: text, or a number or truth value of JSON; None for objects.
        fields: the parts of an object by name, in the order of the file.
        where: file and place, for messages.
    """

    kind: str
    id: str
    value: Any
    fields: dict[str, list[Node]] = field(default_factory=dict)
    where: str = ""
    xml: bool = False

    def all(self, name: str) -> Sequence[Node]:
        """The parts of a name; none is an empty sequence."""
        return self.fields.get(name, ())

    def one(self, name: str) -> Node | None:
        """The only part of a name, or None.

        Raises:
            OriginalCountError: there are more.
        """
        found = self.all(name)
        if len(found) > 1:
            raise OriginalCountError(f"{self.where}: {name} stands {len(found)} times where one is allowed")
        return found[0] if found else None

    def text(self, name: str) -> str:
        """A plain text part; empty when it is missing.

        Raises:
            OriginalCountError: it is an object or stands more than once.
        """
        found = self.one(name)
        if found is None:
            return ""
        if found.fields or not isinstance(found.value, str):
            raise OriginalCountError(f"{found.where}: {name} must be a text")
        return found.value.strip()

    def refs(self, name: str) -> tuple[str, ...]:
        """The ids that a part refers to."""
        ids: list[str] = []
        for found in self.all(name):
            if not isinstance(found.value, str):
                raise OriginalCountError(f"{found.where}: {name} must name an id")
            ids.extend(found.value.split() if self.xml else (found.value,))
        return tuple(ids)

    def count(self, name: str) -> int | None:
        """A whole number part; None when it is missing.

        Raises:
            OriginalCountError: negative, with a fraction, or no number.
        """
        found = self.one(name)
        if found is None:
            return None
        if not found.xml:
            return json_whole(found.value, f"{found.where}, {name}")
        text = str(found.value or "").strip()
        digits, _, fraction = text.partition(".")
        return whole(digits if fraction.strip("0") == "" and digits else text, f"{found.where}, {name}")

    def true(self, name: str) -> bool:
        """Whether a truth value is there and true."""
        found = self.one(name)
        return found is not None and found.value in (True, "true", "1")


def is_cdf(files: Sequence[Source], root: str) -> bool:
    """Whether this is one file whose root is an object of that class."""
    if len(files) != 1:
        return False
    head = files[0].head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return f".{root}".encode() in files[0].data
    return root_name(files[0]) == root


def tree_of(file: Source, root: str) -> Node:
    """The tree of a file.

    Raises:
        OriginalCountError: neither JSON nor XML, or of another class.
    """
    if file.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            tree = _from_json(parse_strict(file.data, file.name), file.name)
        except ProgramError as error:
            raise OriginalCountError(str(error)) from error
    else:
        tree = _from_xml(root_of(file), file)
    if tree.kind != root:
        raise OriginalCountError(f"{file.name}: its root is '{tree.kind[:60]}' and not {root}")
    return tree


def by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    """Objects by their ids.

    Raises:
        OriginalCountError: one has none, or two have the same.
    """
    found: dict[str, Node] = {}
    for node in nodes:
        if not node.id or node.id in found:
            what = f"its id '{node.id}' stands twice" if node.id else "has no id"
            raise OriginalCountError(f"{node.where}: {what}; the file must be corrected")
        found[node.id] = node
    return found


def _from_json(value: Any, where: str) -> Node:
    if not isinstance(value, dict):
        return Node("", "", value, where=where)
    fields: dict[str, list[Node]] = {}
    for key, inner in value.items():
        if key not in ("@type", "@id"):
            fields[key] = list(_parts(inner, f"{where}, {key}"))
    kind, own = value.get("@type", ""), value.get("@id", "")
    if not isinstance(kind, str) or not isinstance(own, str):
        raise OriginalCountError(f"{where}: @type and @id must be texts")
    return Node(kind.rsplit(".", 1)[-1], own, None, fields, f"{where} {own}" if own else where)


def _parts(inner: Any, where: str) -> Iterator[Node]:
    if not isinstance(inner, list):
        yield _from_json(inner, where)
        return
    for at, item in enumerate(inner):
        yield _from_json(item, f"{where}[{at}]")


def _from_xml(element: Element, file: Source, depth: int = 0) -> Node:
    if depth > 100:
        raise OriginalCountError(f"{place(file, element)}: nested too deeply")
    fields: dict[str, list[Node]] = {}
    for child in element:
        fields.setdefault(local(child), []).append(_from_xml(child, file, depth + 1))
    for name, value in element.attrib.items():
        if name not in ("ObjectId", _XSI_TYPE):
            fields.setdefault(name, []).append(Node("", "", value, where=place(file, element), xml=True))
    kind = str(element.get(_XSI_TYPE) or local(element)).rsplit(":", 1)[-1]
    text = (element.text or "") if len(element) == 0 else None
    return Node(kind, element.get("ObjectId", ""), text, fields, place(file, element), xml=True)
