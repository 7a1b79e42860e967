"""XML from outside, parsed within limits: no document type, no entity, no network, no text without end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from tabulate.errors import OriginalCountError
from tabulate.originals.source import Source, for_tree

Element = Any
"""An lxml element; lxml has no types of its own."""


def root_of(file: Source) -> Element:
    """The root element; comments and processing instructions are gone.

    Raises:
        OriginalCountError: not well-formed, or with a document type, in which entity bombs and references to
            other files live.
    """
    if b"<!DOCTYPE" in file.head:
        raise OriginalCountError(f"{file.name}: has a document type (DOCTYPE), which no export needs; refused")
    try:
        root = etree.fromstring(for_tree(file), _parser())
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise OriginalCountError(
            f"{file.name}, line {line}: not well-formed XML; export the file again"
        ) from error
    except (ValueError, LookupError, UnicodeError) as error:
        raise OriginalCountError(
            f"{file.name}: text in an encoding that cannot be read; save as UTF-8"
        ) from error
    if root is None:
        raise OriginalCountError(f"{file.name}: XML without any element")
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise OriginalCountError(f"{file.name}: has a document type (DOCTYPE), which no export needs; refused")
    return root


def root_name(file: Source) -> str:
    """Local name of the first element, read from the first four kilobytes; empty when it is no XML."""
    parser = etree.XMLPullParser(events=("start",), **_LIMITS)
    head = file.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return ""
    try:
        parser.feed(head)
        for _, element in parser.read_events():
            return local(element)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        pass
    return ""


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Child elements of one local name."""
    found: Iterator[Element] = element.iterchildren("{*}" + name)
    return found


def child(element: Element, name: str) -> Element | None:
    """The first child of a local name; an element without content is falsy, so compare with None."""
    return next(children(element, name), None)


def text_of(element: Element, name: str) -> str | None:
    """Text of the first child of a local name; None when there is no such child."""
    found = child(element, name)
    return None if found is None else "".join(found.itertext()).strip()


def place(file: Source, element: Element) -> str:
    """File, line and element, for messages."""
    return f"{file.name}, line {element.sourceline}, {local(element)}"


_LIMITS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
}


def _parser() -> Any:
    return etree.XMLParser(**_LIMITS)
