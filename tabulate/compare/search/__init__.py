"""The search for what happened: the simplest story that accounts for every number of a unit.

The original count is thought to have come about in this order: the ballots of a unit, in batches, some of
them counted twice, left out or filed elsewhere; marks read otherwise than by the recount, ballots more or
fewer; then numbers carried into a table, under the wrong name or mistyped.  The search goes that way backwards.
Every story has a price in bits: what is rare or could be many things costs more, so that the cheapest story is
the simplest.  The cheapest come first, each with its price, and more than one may account for every number.

Reading order: `explanation`, `space`, `typed`, `ballots`, `contest`, `atoms`, `screen`, `unit`, `joint`.
"""

from tabulate.compare.search.explanation import Explanation
from tabulate.compare.search.joint import explain_units

__all__ = ["Explanation", "explain_units"]
