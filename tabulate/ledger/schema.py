"""The tables of a case file: numbered SQL files, applied in order."""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from importlib import resources

APPLICATION_ID = 0x52544C59
"""``RTLY`` in the SQLite header: says that the file is a Retally case."""

Shape = frozenset[tuple[str, str, str, str]]
"""Type, name, table and SQL of everything in a schema."""


@cache
def migrations() -> tuple[str, ...]:
    """The SQL of each version, version 1 first."""
    folder = resources.files("tabulate.ledger") / "migrations"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda it: it.name)
    for number, file in enumerate(files, start=1):
        if not re.fullmatch(f"{number:04}\\.sql", file.name):
            raise RuntimeError(f"{file.name}: migrations are numbered without gaps")
    return tuple(file.read_text("utf-8") for file in files)


def version() -> int:
    """The newest version of the tables, and the ``user_version`` of new cases."""
    return len(migrations())


def begin_upgrade(connection: sqlite3.Connection, to: int | None = None) -> None:
    """Begins a transaction and brings the tables to a version; the caller commits.

    Args:
        connection: in autocommit mode, without a transaction.
        to: version to end with; the newest when None.
    """
    (now,) = connection.execute("PRAGMA user_version").fetchone()
    wanted = version() if to is None else to
    # executescript commits what is pending before it runs, so the transaction begins inside the script.
    marks = (f"PRAGMA user_version = {wanted};", f"PRAGMA application_id = {APPLICATION_ID};")
    connection.executescript("\n".join(("BEGIN IMMEDIATE;", *migrations()[now:wanted], *marks)))


def shape(connection: sqlite3.Connection) -> Shape:
    """What stands in the schema of an open file."""
    rows = connection.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    return frozenset((_text(kind), _text(name), _text(table), _text(sql)) for kind, name, table, sql in rows)


@cache
def expected_shape(of: int) -> Shape:
    """What must stand in the schema of a case of this version."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        begin_upgrade(connection, of)
        connection.execute("COMMIT")
        return shape(connection)
    finally:
        connection.close()


def _text(value: object) -> str:
    """Text of a schema column, which in a damaged file may be anything."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
