"""Errors of the law room."""

from __future__ import annotations

from config.errors import ConfigError


class LawError(ConfigError):
    """Facts that the law does not take: a date before the election, votes that are negative, a board of two."""


class LawUnknownError(ConfigError):
    """The law in force at that date, or a part of it, is not known here; a person has to read it."""
