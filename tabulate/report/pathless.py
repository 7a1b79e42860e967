"""Addresses and file names without the folders of the machine they were on."""

from __future__ import annotations

import re

_FOLDERS = re.compile(
    r"(?:\b[A-Za-z]:(?=[/\\]))?"  # a drive
    r"(?:\\\\|(?<![\w./\\])[/\\](?![/\\]))"  # the root, but not the two slashes of a network address
    r"(?:[^/\\\n?]+[/\\]+)*"
    r"(?=[^/\\?\s])"  # a name is left over
)


def pathless(text: str) -> str:
    """A scanner's address or a file's name without its absolute folders.

    ``folder:/home/ann/b-17`` becomes ``folder:b-17``; a relative path stays.  Meant for addresses and names
    alone: in a sentence a slash may mean something else.
    """
    return _FOLDERS.sub("", text)
