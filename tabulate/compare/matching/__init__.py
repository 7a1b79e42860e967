"""Ballot against ballot: which ballots of two counts of the same paper were read differently, and how.

    result = match_ballots(original, recount)       # BallotRecord on both sides
    result.batches                                   # BatchMatch of every batch that differs
    result.batches[0].moves                          # "one ballot went from undervote to Hart"

By id where both sides have one; else order-free within a batch.  The order of the records on either side has no
influence on the result and cannot be told from it.  No result shows more of a ballot than the contests that
changed, and ids are in it only where they are asked for.

Reading order: `outcome`, `assign`, `pairs`, `batch`, `match`.
"""

from tabulate.compare.matching.batch import BatchMatch, Move
from tabulate.compare.matching.match import BallotMatch, match_ballots

__all__ = ["BallotMatch", "BatchMatch", "Move", "match_ballots"]
