"""Readings by hand in place of the machine's: what they change must be exact, and the rest must stay."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare import ContestInfo, OriginalContest
from tabulate.compare.hand import (
    AgreedReading,
    ContestRead,
    KnownSheet,
    margins_with_readings,
    over_units,
    read_by_hand,
    with_readings,
)
from tabulate.votes.totals import ContestTotals

COUNCIL = ContestInfo("council", "Council", 2, ("a", "b", "c"), (), (("a", "Ann"), ("b", "Bob"), ("c", "Cy")))
MAYOR = ContestInfo("mayor", "Mayor", 1, ("a", "b"), (), (("a", "Ann"), ("b", "Bob")))
INFOS = (MAYOR, COUNCIL)

VOTES = st.frozensets(st.sampled_from("ab"), max_size=1)
READS = st.builds(ContestRead, VOTES) | st.just(ContestRead(overvoted=True))
SHEETS = st.lists(
    st.tuples(st.sampled_from(["North", "South"]), st.none() | READS, st.none() | READS), max_size=12
)
"""Unit, what the machine read for mayor (none: it refused), what two persons read (none: nobody did)."""


def counted(rows):
    """Adds up ballots one by one, the plain way."""
    totals = {}
    for unit, read in rows:
        zero = dict.fromkeys(("ballots", "overvotes", "undervotes", "blanks", "a", "b"), 0)
        before = totals.setdefault(unit, zero)
        before["ballots"] += 1
        before["overvotes"] += read.overvoted
        before["blanks"] += not read.votes and not read.overvoted
        before["undervotes"] += 0 if read.overvoted else 1 - len(read.votes)
        for choice in read.votes:
            before[choice] += 1
    return totals


def as_totals(rows):
    return [
        ContestTotals(
            unit, "absentee", "mayor", 1, got["ballots"], got["overvotes"], got["undervotes"], got["blanks"],
            {"a": got["a"], "b": got["b"]},
        )
        for unit, got in counted(rows).items()
    ]  # fmt: skip


def agreed_on(sheets, contest="mayor"):
    return [
        AgreedReading(
            KnownSheet(place, unit, "absentee", "b", place, "k", None, machine and {contest: machine}),
            contest,
            ("Ann Hill", "Bo Lake"),
            hand,
            machine,
        )
        for place, (unit, machine, hand) in enumerate(sheets)
        if hand is not None
    ]


@given(SHEETS)
def test_totals_with_readings_are_those_of_the_ballots_counted_one_by_one(sheets):
    machine = as_totals([(unit, read) for unit, read, _ in sheets if read is not None])
    best = [(unit, hand if hand is not None else read) for unit, read, hand in sheets]
    expected = as_totals([(unit, read) for unit, read in best if read is not None])
    read = read_by_hand(agreed_on(sheets), INFOS)
    found = with_readings(machine, read)
    assert sorted(found, key=lambda row: row.unit) == sorted(expected, key=lambda row: row.unit)
    assert sum(one.sheets for one in read) == sum(hand is not None for *_, hand in sheets)


@given(SHEETS)
def test_over_units_nothing_is_lost_and_no_unit_named(sheets):
    by_unit = read_by_hand(agreed_on(sheets), INFOS)
    pooled = over_units(by_unit)
    assert len(pooled) <= 1
    assert all((one.change.unit, one.change.mode) == ("", "") for one in pooled)
    for number in ("sheets", "refused", "differ"):
        assert sum(getattr(one, number) for one in pooled) == sum(getattr(one, number) for one in by_unit)
    for one in pooled:
        assert one.change.votes["a"] == sum(part.change.votes["a"] for part in by_unit)


def test_the_margin_moves_only_where_a_reading_differs():
    original = [OriginalContest("North", "absentee", "mayor", 1, 3, 0, 1, {"a": 1, "b": 1})]
    totals = [ContestTotals("North", "absentee", "mayor", 1, 3, 0, 1, 1, {"a": 1, "b": 1})]
    blank, ann = ContestRead(), ContestRead(frozenset("a"))
    same = read_by_hand(agreed_on([("North", blank, blank)]), INFOS)
    assert margins_with_readings(original, totals, same, INFOS) == ()
    other = read_by_hand(agreed_on([("North", blank, ann)]), INFOS)
    (margin,) = margins_with_readings(original, totals, other, INFOS)
    assert (margin.before.margin, margin.after.margin, margin.outcome_changed) == (0, 1, True)


def test_contests_stand_in_the_order_of_the_program_and_say_what_changes():
    two = ContestRead(frozenset("ac"))
    agreed = agreed_on([("North", None, two)], "council") + agreed_on([("North", ContestRead(), ContestRead())])
    mayor, council = read_by_hand(agreed, INFOS)
    assert (mayor.change.contest, mayor.in_words(MAYOR)) == ("mayor", "")
    assert (council.refused, council.differ) == (1, 0)
    assert council.in_words(COUNCIL) == "ballots +1, Ann +1, Cy +1"
    added = with_readings([], [council])
    assert added == [dataclasses.replace(council.change)]
