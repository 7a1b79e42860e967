"""The transition table as a Mermaid diagram: ``python -m scanner.feed_diagram`` writes it into docs/feed.md."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from scanner.feed import TABLE, State

PAGE: Final = Path(__file__).parent.parent / "docs" / "feed.md"
BEGIN: Final = "```mermaid\n"
END: Final = "```\n"


def diagram() -> str:
    """The states with their words for the operator, and every row of the table as an arrow."""
    lines = ["stateDiagram-v2", "    [*] --> LOST"]
    lines += [f"    {state.name}: {state.value.replace(':', ',')}" for state in State]
    lines += [f"    {before.name} --> {after.name}: {event.name}" for (before, event), after in TABLE.items()]
    return "\n".join([*lines, "    DONE --> [*]"]) + "\n"


def with_diagram(page: str) -> str:
    """A page with its one Mermaid block replaced.

    Raises:
        ValueError: the page has no such block.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE}: no block that begins with {BEGIN.strip()}")
    return f"{before}{BEGIN}{diagram()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_diagram(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
