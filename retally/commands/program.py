"""`retally program`: look at an election program, check it, seal it, draw it."""

from __future__ import annotations

import typer

program_app = typer.Typer(
    name="program", help="Draft, check, seal and draw election programs.", no_args_is_help=True
)
"""The group `retally program`; `retally.commands.draft` adds ``draft`` to it."""


def register(app: typer.Typer) -> None:
    """Adds the group `retally program`."""
    app.add_typer(program_app)
