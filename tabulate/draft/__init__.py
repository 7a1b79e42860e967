"""Drafts election programs from blank ballots.

Reading order: `sides` (a page to contests, by `look`, `places` and `contests`), `cards` (fronts, backs,
copies), `names` (the table a person corrects), `merge` (one contest on many cards), `program` (the whole). A
draft proposes; a person who held it against the paper confirms it.
"""

from tabulate.draft.names import write_names
from tabulate.draft.program import Drafted, Said, draft_program
from tabulate.draft.sides import BlankSource, count_pages

__all__ = ["BlankSource", "Drafted", "Said", "count_pages", "draft_program", "write_names"]
