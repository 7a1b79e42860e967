"""Errors of the config rooms."""

from __future__ import annotations

from typing import ClassVar


class ConfigError(Exception):
    """Base of all errors raised in `config`: one line for the operator, and the exit code of the command."""

    exit_code: ClassVar[int] = 3


class ProgramError(ConfigError):
    """A program file that is not a valid election program; the message names the field.

    Attributes:
        problems: every problem found, one line each; the message is the first of them.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems or (message,)


class SealError(ConfigError):
    """A program that is not the one that was sealed, or that may not be sealed yet."""

    exit_code = 5


class SignatureError(ConfigError):
    """A key or a signature that is none, or is not that of the person, report or case it is said to be."""

    exit_code = 5


class OrderError(ConfigError):
    """Steps of a recount in the wrong order; the message names what must come first."""

    exit_code = 6
