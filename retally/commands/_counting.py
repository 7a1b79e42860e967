"""What several commands do first: count a case, all of it or the contests that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from retally.console import meter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retally.count import Count
    from tabulate.ledger import Ledger

CONTEST = "Only this contest, by id or printed title; may be given several times. Without it, all of them."


def counted(ledger: Ledger, contests: Sequence[str] = ()) -> Count:
    """Counts a case and shows how far it is.

    Raises:
        typer.BadParameter: a name is of no contest.
    """
    from retally.case import program_of
    from retally.chosen_contests import chosen_contests
    from retally.count import count_case

    program = program_of(ledger)
    try:
        chosen = chosen_contests(program, contests)
    except ValueError as error:
        raise typer.BadParameter(f"--contest: {error}") from error
    with meter("Counting", sum(batch.sheets for batch in ledger.batches())) as shown:
        return count_case(ledger, program, shown.advance, chosen)
