"""Iowa's 2nd district, 2020: the numbers that were published, and what the comparison says of them."""

import csv
import io

import pytest

from tabulate.compare import ContestInfo, OriginalContest, compare, parse_original
from tabulate.votes.totals import ContestTotals

HOUSE = ContestInfo(
    "house",
    "U.S. House, district 2",
    1,
    ("mmm", "hart", "write-in"),
    ("write-in",),
    (("mmm", "Mariannette Miller-Meeks"), ("hart", "Rita R. Hart"), ("write-in", "Write-in")),
)
MMM, HART = "mmm", "hart"


@pytest.fixture(scope="module")
def canvass(shared):
    """The original count by county and mode, as a plain CSV would give it."""
    sums = {}
    with (shared / "ia02" / "original_canvass.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["county"], row["mode"], row["candidate"])
            sums[key] = sums.get(key, 0) + int(row["votes"])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["unit", "mode", "contest", "choice", "votes"])
    writer.writerows([county, mode, "house", choice, votes] for (county, mode, choice), votes in sums.items())
    return parse_original(out.getvalue().encode(), "canvass.csv", [HOUSE])


def as_totals(row, votes=None):
    """A retabulation that finds the same votes, no overvotes and no undervotes."""
    votes = votes or row.votes
    return ContestTotals(row.unit, row.mode, row.contest, 1, sum(votes.values()), 0, 0, 0, votes)


def test_the_canvass_led_by_47(canvass):
    comparison = compare(canvass, [as_totals(row) for row in canvass], program=[HOUSE])
    (margin,) = comparison.margins
    assert margin.before.votes == ((MMM, 196_862), (HART, 196_815))
    assert (margin.before.margin, margin.before.write_ins) == (47, 706)
    assert comparison.agrees


def test_the_certified_result_led_by_6(shared):
    numbers = {}
    with (shared / "ia02" / "recount_district.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers[row["item"]] = (row["original_canvass"], int(row["certified_after_recount"]))
    names = {"mmm": "Mariannette Miller-Meeks", "hart": "Rita R. Hart", "write-in": "Write-in"}
    original = OriginalContest(
        "district", "", "house", 1, votes={choice: int(numbers[name][0]) for choice, name in names.items()}
    )
    after = ContestTotals(
        "district",
        "",
        "house",
        1,
        numbers["Ballots cast"][1],
        numbers["Overvotes"][1],
        numbers["Undervotes"][1],
        0,
        {choice: numbers[name][1] for choice, name in names.items()},
    )
    comparison = compare([original], [after], program=[HOUSE])
    (margin,) = comparison.margins
    assert (margin.before.margin, margin.after.margin, margin.outcome_changed) == (47, 6, False)
    (unit,) = comparison.units
    assert unit.contests[0].retabulated.imbalance() == 0
    assert unit.contests[0].split is None, "ballots of the original count are unknown: nothing may be parted"
    assert [cause.kind for cause in unit.causes] == ["unexplained"]
    assert "ballots and intent cannot be told apart" in unit.causes[0].evidence


def test_muscatine_six_ballots_more_and_eight_votes_read():
    """Published: overvotes 8 to 2, undervotes 766 to 764, +12 and +2; the write-ins are made up."""
    original = OriginalContest(
        "Muscatine", "", "house", 1, 20_819, 8, 766, {MMM: 10_277, HART: 9_719, "write-in": 49}
    )
    after = ContestTotals(
        "Muscatine", "", "house", 1, 20_825, 2, 764, 0, {MMM: 10_279, HART: 9_731, "write-in": 49}
    )
    comparison = compare([original], [after], program=[HOUSE])
    (unit,) = comparison.units
    (contest,) = unit.contests
    assert (contest.original.imbalance(), contest.retabulated.imbalance(), contest.imbalance) == (0, 0, 0)
    assert (contest.split.votes, contest.split.ballots, contest.split.intent_at_least) == (14, 6, 8)
    assert {cause.kind for cause in unit.causes} == {"ballots_added", "voter_intent"}


def test_scott_at_least_53_votes_cannot_come_from_131_ballots():
    original = OriginalContest(
        "Scott", "absentee", "house", 1, 64_052, votes={MMM: 30_000, HART: 33_000, "write-in": 9}
    )
    after = ContestTotals(
        "Scott", "absentee", "house", 1, 64_183, 0, 990, 0, {MMM: 30_079, HART: 33_105, "write-in": 9}
    )
    comparison = compare([original], [after], program=[HOUSE])
    (unit,) = comparison.units
    split = unit.contests[0].split
    assert (split.votes, split.ballots_at_most, split.intent_at_least) == (184, 131, 53)
    assert unit.causes[0].kind == "ballots_added"
    assert "+53" in unit.causes[0].evidence


def test_jasper_one_candidate_counted_twice(canvass):
    row = next(item for item in canvass if (item.unit, item.mode) == ("Jasper", "election_day"))
    ballots = sum(row.votes.values())
    typed = OriginalContest(
        "Jasper", "election_day", "house", 1, ballots, 0, 0, {**row.votes, MMM: 2 * row.votes[MMM]}
    )
    comparison = compare([typed], [as_totals(row)], program=[HOUSE])
    (cause,) = comparison.units[0].causes
    assert cause.kind == "number_mistyped" and "counted twice" in cause.evidence
    assert any(finding.kind == "original_does_not_balance" for finding in comparison.findings)


def test_russell_held_the_test_deck():
    deck = OriginalContest("Russell", "test", "house", 1, 12, 1, 1, {MMM: 5, HART: 4, "write-in": 1})
    stale = OriginalContest("Russell", "election_day", "house", 1, 12, 1, 1, {MMM: 5, HART: 4, "write-in": 1})
    real = ContestTotals(
        "Russell", "election_day", "house", 1, 301, 0, 30, 30, {MMM: 217, HART: 54, "write-in": 0}
    )
    comparison = compare([stale], [real], program=[HOUSE], test_deck=[deck])
    (cause,) = comparison.units[0].causes
    assert (cause.kind, cause.strength) == ("test_deck_not_cleared", "exact")
    absent = compare([], [real], program=[HOUSE])
    assert [finding.kind for finding in absent.findings if finding.unit] == ["unit_not_in_original"]


def test_jefferson_two_ballots_read_by_hand():
    """Hart one more, Miller-Meeks one fewer, the ballots the same."""
    original = OriginalContest(
        "Jefferson", "", "house", 1, 9_000, 10, 390, {MMM: 4_300, HART: 4_300, "write-in": 0}
    )
    after = ContestTotals(
        "Jefferson", "", "house", 1, 9_000, 10, 390, 0, {MMM: 4_299, HART: 4_301, "write-in": 0}
    )
    comparison = compare([original], [after], program=[HOUSE])
    assert [cause.kind for cause in comparison.units[0].causes] == ["voter_intent"]
