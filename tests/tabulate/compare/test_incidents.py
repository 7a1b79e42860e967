"""One thing goes wrong in the original count, and the comparison names it, and where.

If it did not, a board would look at the wrong unit while votes stay wrong in another.
"""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tabulate.compare import DuplicateImages, UnitReview, compare
from tabulate.errors import EvidenceError
from tests.oracles import compare_oracle as oracle
from tests.tabulate.compare.elections import (
    add,
    as_original,
    change_unit,
    contest_info,
    count,
    election,
    plus,
    with_batches,
)

SEEDS = st.integers(0, 100_000)
FEW = settings(max_examples=30)


def compared(made, original, **more):
    return compare(
        original,
        more.pop("totals", made.totals),
        program=made.contests,
        batches=made.batches,
        test_deck=made.deck,
        **more,
    )


def unit_of(comparison, unit):
    return next(item for item in comparison.units if (item.unit, item.mode) == unit)


def only_differs(comparison, *units):
    assert {(item.unit, item.mode) for item in comparison.differing} == set(units)


def causes_of(comparison, unit, kind):
    return [cause for cause in unit_of(comparison, unit).causes if cause.kind == kind]


def vector(rows):
    numbers = {}
    for row in rows:
        for choice, number in row.votes.items():
            numbers[row.contest, choice] = number
        for what in ("ballots", "overvotes", "undervotes"):
            numbers[row.contest, what] = getattr(row, what)
    return numbers


@FEW
@given(SEEDS, st.data())
def test_unit_with_test_numbers(seed, data):
    made = election(seed)
    unit = data.draw(st.sampled_from(made.units))
    deck = {row.contest: row for row in made.deck if (row.unit, row.mode) == unit}
    comparison = compared(made, change_unit(made.original, unit, lambda row: deck[row.contest]))
    only_differs(comparison, unit)
    (cause,) = causes_of(comparison, unit, "test_deck_not_cleared")
    assert cause.strength == "exact"
    assert unit_of(comparison, unit).causes[0] == cause


@FEW
@given(SEEDS, st.data())
def test_test_numbers_still_in_the_count(seed, data):
    made = election(seed)
    unit = data.draw(st.sampled_from(made.units))
    deck = {row.contest: row for row in made.deck if (row.unit, row.mode) == unit}
    comparison = compared(made, change_unit(made.original, unit, lambda row: plus(row, deck[row.contest])))
    only_differs(comparison, unit)
    assert causes_of(comparison, unit, "test_deck_included")


@FEW
@given(SEEDS, st.data())
def test_unit_at_zero(seed, data):
    made = election(seed)
    unit = data.draw(st.sampled_from(made.units))
    comparison = compared(made, change_unit(made.original, unit, lambda row: plus(row, row, -1)))
    only_differs(comparison, unit)
    assert unit_of(comparison, unit).causes[0].kind == "unit_all_zero"


@FEW
@given(SEEDS, st.data(), st.sampled_from([("batch_counted_twice", 1), ("batch_left_out", -1)]))
def test_batches_twice_or_left_out(seed, data, incident):
    kind, sign = incident
    made = election(seed)
    unit = data.draw(st.sampled_from(made.units))
    own = made.batches_of(unit)
    chosen = data.draw(
        st.lists(st.sampled_from(own), min_size=1, max_size=len(own) - 1, unique_by=lambda b: b.name)
    )
    comparison = compared(made, with_batches(made.original, made, chosen, sign))
    only_differs(comparison, unit)
    causes = causes_of(comparison, unit, kind)
    infos = {info.id: info for info in made.contests}
    vectors = [vector([as_original(row, infos[row.contest]) for row in batch.totals]) for batch in own]
    target = vector(
        [as_original(add([batch.totals[i] for batch in chosen]), info) for i, info in enumerate(made.contests)]
    )
    expected = [tuple(own[place].name for place in found) for found in oracle.subsets(vectors, target)]
    assert {cause.batches for cause in causes} == set(expected[:5] if len(expected) > 5 else expected)
    assert tuple(batch.name for batch in own if batch in chosen) in {cause.batches for cause in causes}
    assert all(cause.strength == "exact" for cause in causes)


@FEW
@given(SEEDS, st.data())
def test_batch_under_another_unit(seed, data):
    made = election(seed)
    unit, other = data.draw(st.lists(st.sampled_from(made.units), min_size=2, max_size=2, unique=True))
    batch = data.draw(st.sampled_from(made.batches_of(unit)))
    infos = {info.id: info for info in made.contests}
    rows = {row.contest: as_original(row, infos[row.contest]) for row in batch.totals}
    original = with_batches(made.original, made, [batch], -1)
    original = change_unit(original, other, lambda row: plus(row, rows[row.contest]))
    comparison = compared(made, original)
    only_differs(comparison, unit, other)
    for here, there in ((unit, other), (other, unit)):
        causes = causes_of(comparison, here, "batch_in_other_unit")
        assert any(cause.other == there and batch.name in cause.batches for cause in causes)


@FEW
@given(SEEDS, st.data())
def test_two_units_swapped(seed, data):
    made = election(seed)
    one, two = data.draw(st.lists(st.sampled_from(made.units), min_size=2, max_size=2, unique=True))
    rows = {(row.unit, row.mode, row.contest): row for row in made.original}

    def swapped(row):
        source = {one: two, two: one}.get((row.unit, row.mode))
        return replace(rows[*source, row.contest], unit=row.unit, mode=row.mode) if source else row

    original = tuple(swapped(row) for row in made.original)
    assume(original != made.original)
    comparison = compared(made, original)
    only_differs(comparison, one, two)
    assert any(cause.other == two for cause in causes_of(comparison, one, "units_swapped"))
    assert any(cause.other == one for cause in causes_of(comparison, two, "units_swapped"))


@FEW
@given(SEEDS, st.data())
def test_voter_intent(seed, data):
    """One ballot that the machine saw as undervoted is a vote for a person."""
    made = election(seed)
    row = data.draw(st.sampled_from([row for row in made.original if any(row.votes.values())]))
    choice = data.draw(st.sampled_from([choice for choice, number in row.votes.items() if number]))
    votes = {**row.votes, choice: row.votes[choice] - 1}
    original = [
        replace(row, votes=votes, undervotes=row.undervotes + 1) if item is row else item
        for item in made.original
    ]
    comparison = compared(made, original)
    unit = (row.unit, row.mode)
    only_differs(comparison, unit)
    (cause,) = causes_of(comparison, unit, "voter_intent")
    assert cause.contests == (row.contest,)
    assert cause.numbers == {"ballots_at_least": 1, f"votes:{choice}": 1, "undervotes": -1}
    assert not any(
        kind in {"ballots_added", "unexplained"} for kind in [c.kind for c in unit_of(comparison, unit).causes]
    )


@FEW
@given(SEEDS, st.data())
def test_ballots_more_and_intent_are_not_netted(seed, data):
    """Muscatine 2020: six ballots more, and eight votes out of overvotes and undervotes."""
    made = election(seed, least_ballots=20, most_ballots=30)
    row = next(item for item in made.original if item.contest == "a")
    first, second, *_ = row.votes
    more, read = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    assume(row.votes[first] >= more and row.votes[second] >= read)
    votes = {**row.votes, first: row.votes[first] - more, second: row.votes[second] - read}
    original = [
        replace(row, votes=votes, ballots=row.ballots - more, undervotes=row.undervotes + read)
        if item is row
        else item
        for item in made.original
    ]
    comparison = compared(made, original)
    unit = unit_of(comparison, (row.unit, row.mode))
    contest = next(item for item in unit.contests if item.contest == "a")
    assert contest.split.ballots == more
    assert contest.split.votes == more + read
    assert contest.split.intent_at_least == read
    assert {cause.kind for cause in unit.causes} == {"ballots_added", "voter_intent"}


@FEW
@given(SEEDS, st.data())
def test_two_choices_entered_the_wrong_way_round(seed, data):
    made = election(seed, least_ballots=30, most_ballots=40)
    row = data.draw(st.sampled_from(made.original))
    one, two = data.draw(st.lists(st.sampled_from(sorted(row.votes)), min_size=2, max_size=2, unique=True))
    assume(row.votes[one] != row.votes[two])
    swapped = {**row.votes, one: row.votes[two], two: row.votes[one]}
    comparison = compared(
        made, [replace(row, votes=swapped) if item is row else item for item in made.original]
    )
    (cause,) = causes_of(comparison, (row.unit, row.mode), "choices_swapped")
    assert cause.contests == (row.contest,)


@FEW
@given(SEEDS, st.data())
def test_one_number_mistyped(seed, data):
    made = election(seed)
    row = data.draw(st.sampled_from([row for row in made.original if any(row.votes.values())]))
    choice = data.draw(st.sampled_from([choice for choice, number in row.votes.items() if number]))
    votes = {**row.votes, choice: 2 * row.votes[choice]}
    comparison = compared(made, [replace(row, votes=votes) if item is row else item for item in made.original])
    (cause,) = causes_of(comparison, (row.unit, row.mode), "number_mistyped")
    assert "counted twice" in cause.evidence
    assert cause.numbers == {"original": votes[choice], "retabulated": row.votes[choice]}
    assert any(
        finding.kind == "original_does_not_balance" and finding.contest == row.contest
        for finding in comparison.findings
    )


def test_mistyped_without_undervotes_when_votes_exceed_the_ballots():
    """Jasper 2020: one candidate's votes doubled, more votes than ballots, nothing known of undervotes."""
    made = election(3)
    row = next(item for item in made.original if item.contest == "m")
    first = max(row.votes, key=row.votes.get)
    doubled = replace(
        row, votes={**row.votes, first: row.votes[first] + row.ballots}, undervotes=None, overvotes=None
    )
    comparison = compared(made, [doubled if item is row else item for item in made.original])
    kinds = {finding.kind for finding in comparison.findings}
    assert "original_does_not_balance" in kinds
    assert causes_of(comparison, (row.unit, row.mode), "number_mistyped")


def test_contest_not_captured():
    made = election(5)
    row = made.original[0]
    gone = replace(row, votes=dict.fromkeys(row.votes, 0), overvotes=0, undervotes=row.vote_for * row.ballots)
    comparison = compared(made, [gone if item is row else item for item in made.original])
    assert [cause.kind for cause in unit_of(comparison, (row.unit, row.mode)).causes] == ["contest_all_zero"]


def test_batch_scanned_twice_with_duplicate_images():
    made = election(8)
    again = made.batches[0]
    unit = (again.unit, again.mode)
    twin = replace(again, name="again")
    totals = tuple(
        add([row, next(own for own in again.totals if own.contest == row.contest)])
        if (row.unit, row.mode) == unit
        else row
        for row in made.totals
    )
    made = replace(made, batches=(*made.batches, twin))
    sheets = again.totals[0].ballots
    comparison = compared(
        made,
        made.original,
        totals=totals,
        duplicates=[DuplicateImages(again.unit, again.mode, "again", again.name, sheets)],
    )
    cause = unit_of(comparison, unit).causes[0]
    assert (cause.kind, cause.strength, cause.batches) == (
        "batch_scanned_twice",
        "proved",
        ("again", again.name),
    )
    assert any(finding.kind == "duplicate_images" for finding in comparison.findings)


def test_batch_twice_beside_a_ballot_read_differently():
    """The closest batch is named as possible, and what it leaves over is said; it is not called exact."""
    made = election(21, least_ballots=12, most_ballots=20)
    batch = made.batches[1]
    original = with_batches(made.original, made, [batch], 1)
    row = next(item for item in original if (item.unit, item.mode) == (batch.unit, batch.mode))
    choice = next(choice for choice, number in row.votes.items() if number)
    votes = {**row.votes, choice: row.votes[choice] - 1}
    original = [
        replace(row, votes=votes, undervotes=row.undervotes + 1) if item is row else item for item in original
    ]
    comparison = compared(made, original)
    (cause,) = unit_of(comparison, (batch.unit, batch.mode)).causes
    assert (cause.kind, cause.strength, cause.batches) == ("batch_counted_twice", "consistent", (batch.name,))
    rest = {key: number for key, number in cause.numbers.items() if key.startswith("rest:")}
    assert rest == {f"rest:{row.contest}/votes:{choice}": 1, f"rest:{row.contest}/undervotes": -1}


def test_quarantined_sheets_explain_missing_ballots():
    made = election(13)
    row = made.totals[0]
    unit = (row.unit, row.mode)
    infos = {info.id: info for info in made.contests}
    refused = {
        info.id: as_original(count(*unit, info, [{info.choices[0]}] * 2), info) for info in made.contests
    }
    original = change_unit(made.original, unit, lambda item: plus(item, refused[item.contest]))
    comparison = compare(original, made.totals, program=made.contests, review=[UnitReview(*unit, 40, 38, 2, 0)])
    assert {cause.kind for cause in unit_of(comparison, unit).causes} == {"sheets_quarantined"}
    assert infos


def test_many_votes_moved_are_not_called_intent():
    made = election(2, least_ballots=40, most_ballots=50)
    row = next(item for item in made.original if item.contest == "a")
    first = max(row.votes, key=row.votes.get)
    moved = row.votes[first]
    original = [
        replace(row, votes={**row.votes, first: 0}, undervotes=row.undervotes + moved) if item is row else item
        for item in made.original
    ]
    comparison = compared(made, original)
    assert [cause.kind for cause in unit_of(comparison, (row.unit, row.mode)).causes] == ["unexplained"]


def test_units_missing_on_a_side_are_unknown_and_never_zero():
    made = election(1)
    gone, new = made.units[0], made.units[1]
    original = [row for row in made.original if (row.unit, row.mode) != new]
    totals = [row for row in made.totals if (row.unit, row.mode) != gone]
    comparison = compare(original, totals, program=made.contests)
    kinds = {(finding.kind, finding.unit, finding.mode) for finding in comparison.findings}
    assert ("unit_not_retabulated", *gone) in kinds
    assert ("unit_not_in_original", *new) in kinds
    assert not comparison.differing and not comparison.agrees
    for margin in comparison.margins:
        assert margin.before is None and margin.after is None and margin.outcome_changed is None
        assert margin.both_before == margin.both_after
    for contest in unit_of(comparison, gone).contests:
        assert contest.ballots.retabulated is None and contest.ballots.change is None
        assert all(change.retabulated is None for _, change in contest.choices)


def test_batches_that_do_not_add_up_are_refused():
    made = election(4)
    with pytest.raises(EvidenceError, match="add up"):
        compare(made.original, made.totals, program=made.contests, batches=made.batches[1:])


def test_a_row_given_twice_is_refused():
    made = election(4)
    with pytest.raises(ValueError, match="given twice"):
        compare([*made.original, made.original[0]], made.totals)


def test_pure_and_repeatable():
    made = election(6)
    original = with_batches(made.original, made, [made.batches[0]], 1)
    assert compared(made, original).to_json() == compared(made, original).to_json()


def test_one_vote_where_the_original_has_none_can_be_either():
    """A contest at zero is not called uncaptured for certain when one ballot read differently explains it."""
    info = contest_info("m", 1, 2, 0)
    before = as_original(count("u", "absentee", info, [set()] * 9), info)
    after = count("u", "absentee", info, [{"m-c0"}] + [set()] * 8)
    comparison = compare([before], [after], program=[info])
    assert {(cause.kind, cause.strength) for cause in comparison.units[0].causes} == {
        ("contest_all_zero", "consistent"),
        ("voter_intent", "consistent"),
    }


def test_long_titles_are_cut_in_sentences_and_told_apart():
    question = "Shall the county issue general obligation bonds in an amount not to exceed $4,800,000 for a "
    infos = [replace(contest_info("m", 1, 2, 0), title="Public Measure K: " + question + "jail?")]
    before = as_original(count("u", "absentee", infos[0], [set()] * 9), infos[0])
    after = count("u", "absentee", infos[0], [{"m-c0"}] + [set()] * 8)
    finding = compare([before], [after], program=infos).findings[-1]
    assert "Public Measure K" in finding.text and "jail?" not in finding.text
    twins = [*infos, replace(contest_info("n", 1, 2, 0), title="Public Measure K: " + question + "school?")]
    finding = compare([before], [after], program=twins).findings[-1]
    assert "Public Measure K" not in finding.text and "absentee, m:" in finding.text
