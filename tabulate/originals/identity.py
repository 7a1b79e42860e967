"""Overvotes and undervotes as reports print them, and when the ballots of a contest can be told from them.

For a contest in which N may be chosen, votes + undervotes + N x overvoted ballots = N x ballots.  Some reports
count an overvoted ballot once, others N times; for N = 1 both are the same.
"""

from __future__ import annotations

from tabulate.errors import OriginalCountError
from tabulate.originals.tallies import Key, Tallies


def take_over_and_under(
    tallies: Tallies,
    key: Key,
    numbers: tuple[int | None, int | None, int | None],
    ballots_cast: int | None,
    where: str,
) -> None:
    """Takes votes that were not cast, as far as it is sure what the numbers mean.

    Args:
        tallies: takes the numbers, and says how many may be chosen.
        key: unit, mode and contest.
        numbers: all votes of the contest (write-ins included), overvotes and undervotes as printed.
        ballots_cast: ballots of the unit and mode, whether they carry the contest or not.
        where: the place, for messages.

    Raises:
        OriginalCountError: the numbers need more ballots than were cast.
    """
    votes, over, under = numbers
    vote_for = tallies.vote_for(key[2])
    if under is not None:
        tallies.other(key, "undervotes", under, where)
    single = over == 0 or vote_for == 1
    if over is not None and single:
        tallies.other(key, "overvotes", over, where)
    if vote_for is None or votes is None or over is None or under is None or ballots_cast is None:
        _note_unsure(tallies, key[2], over, single)
        return
    once, each = votes + under + vote_for * over, votes + under + over
    most = vote_for * ballots_cast
    least = min(once, each)
    if least > most:
        raise OriginalCountError(
            f"{where}: votes, overvotes and undervotes of '{key[2]}' in {key[0]}, {key[1]} come to {least}, "
            f"but {ballots_cast} ballots were cast with {vote_for} to choose; find out which number is wrong"
        )
    if most == each and over % vote_for == 0 and not single:
        tallies.other(key, "overvotes", over // vote_for, where)
    elif most == once and not single:
        tallies.other(key, "overvotes", over, where)
    elif not single:
        _note_unsure(tallies, key[2], over, single)
    if most in (once, each) and (single or most == once or over % vote_for == 0):
        tallies.other(key, "ballots", ballots_cast, where)
    elif single:
        tallies.note(
            f"'{key[2]}': not on every ballot of its units, or not all printed; its ballots are unknown"
        )


def _note_unsure(tallies: Tallies, contest: str, over: int | None, single: bool) -> None:
    if over is not None and not single:
        tallies.note(
            f"'{contest}': whether an overvoted ballot counts once or for each vote is not sure; left out"
        )
