"""What nobody looked at must be said, or a reader takes silence for agreement."""

from dataclasses import replace

from tabulate.compare import OriginalContest, compare
from tabulate.report import BatchRead
from tabulate.report.unexamined import not_examined, not_examined_in, unknown_words
from tests.tabulate.report.cases import report


def row(unit, votes, ballots=20, overvotes=1, undervotes=2):
    return OriginalContest(unit, "", "mayor", 1, ballots, overvotes, undervotes, votes)


def test_a_unit_on_one_side_alone_is_named():
    comparison = compare(
        [row("North", {"a": 9, "b": 8}), row("South", {"a": 9, "b": 8})],
        [row("North", {"a": 9, "b": 8}), row("East", {"a": 9, "b": 8})],
    )
    said = not_examined(comparison)
    assert "1 unit in the original count, not recounted: South." in said
    assert "1 unit recounted, not in the original count: East." in said
    words = {unit.unit: unknown_words(unit) for unit in comparison.units}
    assert words == {"North": "", "South": "not recounted", "East": "not in the original"}


def test_a_contest_on_no_ballot_that_was_read_is_named():
    measure = OriginalContest("South", "", "measure", 1, 20, 0, 0, {"yes": 20})
    units = [row("North", {"a": 9, "b": 8}), row("South", {"a": 9, "b": 8})]
    everywhere = not_examined(compare([*units, measure], units))
    assert "Contest measure of the original count is on no ballot that was read in any unit." in everywhere
    north = replace(measure, unit="North")
    some = not_examined(compare([*units, measure, north], [*units, north]))
    assert "Contest measure of the original count is on no ballot that was read in South." in some


def test_units_with_modes_are_told_apart():
    units = [replace(row(unit, {"a": 9, "b": 8}), mode="absentee") for unit in ("North", "South", "East")]
    said = not_examined(compare(units, units[:1]))
    assert "2 units in the original count, not recounted: South, absentee; East, absentee." in said


def test_unknown_is_not_agreement():
    comparison = compare(
        [row("North", {"a": 9, "b": 8}), row("South", {"a": 9, "b": 8}), row("West", {"a": 9, "b": 8})],
        [row("North", {"a": 9, "b": 8}), row("South", {}, None, None, None), row("West", {"a": 9}, None)],
    )
    said = not_examined(comparison)
    assert "1 unit without any number of the recount: South." in said
    assert "1 unit with some votes of the recount unknown: West." in said
    assert any(
        sentence.startswith("Ballots, overvotes or undervotes of the recount are unknown in West;")
        for sentence in said
    )
    assert unknown_words(comparison.units[1]) == "not known"


def test_nothing_is_said_when_everything_was_looked_at():
    rows = [row("North", {"a": 9, "b": 8})]
    assert not_examined(compare(rows, rows)) == ()


def test_sheets_that_count_nowhere_are_counted_here():
    made = report()
    first, second = made.sheets
    made = replace(
        made,
        sheets=(replace(first, captured=25, returned=2), second),
        batches=(BatchRead("b9", "North", "election_day", 7, "folder:b9", 0, "scanned twice"),),
    )
    said = not_examined_in(made)
    assert any(sentence.startswith("1 sheet refused") for sentence in said)
    assert any(sentence.startswith("2 sheets given back") for sentence in said)
    assert any(sentence.startswith("2 sheets neither counted nor refused") for sentence in said)
    assert "Batch b9 (7 sheets) counts nowhere: scanned twice." in said
    assert any(sentence.startswith("2 counted sheets with marks") for sentence in said)
