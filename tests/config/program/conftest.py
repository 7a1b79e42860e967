"""A small election as a JSON document, for tests to spoil one field of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.config.program.documents import document, second_card


@pytest.fixture
def small() -> dict[str, Any]:
    """A valid document; every test gets its own copy."""
    return document()


@pytest.fixture
def add_card() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Adds a card with the same code and other print, and returns it to be changed."""

    return second_card


@pytest.fixture
def encode() -> Callable[[Any], bytes]:
    return lambda value: json.dumps(value).encode()
