"""NIST's common data formats as one tree, whether they come as JSON or as XML.

Both encodings have the same classes and fields.  Ids are ``@id`` in JSON and ``ObjectId`` in XML, classes are
``@type`` and ``xsi:type``; references are names of ids, several of them a list in JSON and words in XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from config.errors import ProgramError
from config.program.strict_json import parse_strict
from tabulate.errors import OriginalCountError
from tabulate.originals.source import Source, for_tree
from tabulate.originals.values import json_whole, whole
from tabulate.originals.xml_tree import Element, children, local, place, root_name, root_of

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@dataclass(frozen=True, slots=True)
class Node:
    """An object, or a plain value, of either encoding; its parts are made when they are asked for.

    Attributes:
        kind: class without prefix, such as ``CandidateContest``; in XML the element's name where it says none.
        raw: the dictionary or value of JSON, or the XML element.
        file: the file it is in.
        path: way to it in JSON, for messages.
    """

    kind: str
    id: str
    raw: Any
    file: Source
    path: str = ""
    xml: bool = False

    @property
    def where(self) -> str:
        """File and place, for messages."""
        if self.xml:
            return place(self.file, self.raw)
        return f"{self.path} {self.id}" if self.id else self.path

    @property
    def value(self) -> Any:
        """The plain value: text, or a number or truth value of JSON; None for objects."""
        if self.xml:
            return (self.raw.text or "") if len(self.raw) == 0 else None
        return None if isinstance(self.raw, dict) else self.raw

    def all(self, name: str) -> Sequence[Node]:
        """The parts of a name; none is an empty sequence."""
        if self.xml:
            return [_of_element(found, self.file) for found in children(self.raw, name)]
        if not isinstance(self.raw, dict) or name not in self.raw:
            return ()
        inner, path = self.raw[name], f"{self.path}, {name}"
        if not isinstance(inner, list):
            return [_of_value(inner, self.file, path)]
        return [_of_value(item, self.file, f"{path}[{at}]") for at, item in enumerate(inner)]

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
        if self.xml and name in self.raw.attrib:
            return str(self.raw.get(name)).strip()
        found = self.one(name)
        if found is None:
            return ""
        if not isinstance(found.value, str):
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
            tree = _of_value(parse_strict(for_tree(file), file.name), file, file.name)
        except ProgramError as error:
            raise OriginalCountError(str(error)) from error
    else:
        tree = _of_element(root_of(file), file)
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


def _of_value(value: Any, file: Source, path: str) -> Node:
    if not isinstance(value, dict):
        return Node("", "", value, file, path)
    kind, own = value.get("@type", ""), value.get("@id", "")
    if not isinstance(kind, str) or not isinstance(own, str):
        raise OriginalCountError(f"{path}: @type and @id must be texts")
    return Node(kind.rsplit(".", 1)[-1], own, value, file, path)


def _of_element(element: Element, file: Source) -> Node:
    kind = str(element.get(_XSI_TYPE) or local(element)).rsplit(":", 1)[-1]
    return Node(kind, element.get("ObjectId", ""), element, file, xml=True)
