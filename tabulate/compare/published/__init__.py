"""Two published counts side by side, without a case: tables of counties or precincts, by mode or not.

    result = compare_tables(
        read_table(a.read_bytes(), a.name),                # the original count
        read_table(b.read_bytes(), b.name),                # the recount
        vote_for=1,
        known=read_known(c.read_bytes(), c.name),          # ballots, overvotes, undervotes said elsewhere
        district=read_district(d.read_bytes(), d.name),    # totals of the whole district
        timeline=read_timeline(e.read_bytes(), e.name),    # the lead, moment by moment
        methods=read_methods(f.read_bytes(), f.name),      # hand, machine or both, by unit
    )
    result.comparison    # a Comparison, at the finest level that both tables have
    result.to_json()     # schema: tables.schema.json, format "retally-tables/1"

Pure, as the rest of the comparison.  What was not published is unknown and never zero.

Reading order: `table`, `level`, `known`, `methods`, `district`, `timeline`, `result`.
"""

from tabulate.compare.published.district import District, read_district
from tabulate.compare.published.known import read_known
from tabulate.compare.published.methods import read_methods
from tabulate.compare.published.result import TablesComparison, compare_tables
from tabulate.compare.published.table import Table, read_table
from tabulate.compare.published.timeline import Moment, read_timeline

__all__ = [
    "District",
    "Moment",
    "Table",
    "TablesComparison",
    "compare_tables",
    "read_district",
    "read_known",
    "read_methods",
    "read_table",
    "read_timeline",
]
