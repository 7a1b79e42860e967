"""Whatever was changed, the numbers of the comparison add up; if not, votes would appear or vanish unseen."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tabulate.compare import compare
from tests.oracles import compare_oracle as oracle
from tests.tabulate.compare.elections import election

SEEDS = st.integers(0, 10_000)


def rows_of(totals, contests):
    """((unit, mode, contest, what, choice), number) for every known number, write-ins as one."""
    infos = {info.id: info for info in contests}
    for row in totals:
        info = infos[row.contest]
        where = (row.unit, row.mode, row.contest)
        written = [row.votes[choice] for choice in (*info.write_ins, "write-in") if choice in row.votes]
        for choice, number in row.votes.items():
            if choice not in info.write_ins and choice != "write-in":
                yield (*where, "votes", choice), number
        if written:
            yield (*where, "votes", info.write_in_key), sum(written)
        for what in ("ballots", "overvotes", "undervotes"):
            if getattr(row, what) is not None:
                yield (*where, what, ""), getattr(row, what)


def results_of(comparison):
    """The same keys from a comparison."""
    for unit in comparison.units:
        for contest in unit.contests:
            for part, number in contest.vector().items():
                yield (unit.unit, unit.mode, part.contest, part.what, part.choice), number


def harmed(draw, row):
    """A row with a number changed or unknown; None when the row is missing; often the row as it was."""
    fate = draw(st.integers(0, 9))
    choice = draw(st.sampled_from(sorted(row.votes)))
    number = draw(st.integers(0, 60))
    if fate == 0:
        return None
    if fate == 1:
        return replace(row, undervotes=None, overvotes=None)
    if fate == 2:
        return replace(row, ballots=None)
    if fate == 3:
        return replace(row, votes={key: votes for key, votes in row.votes.items() if key != choice})
    if fate in (4, 5):
        return replace(row, votes={**row.votes, choice: number})
    return replace(row, ballots=number) if fate == 6 else row


@st.composite
def disturbed(draw):
    """An election and an original count of it with random numbers changed, unknown or left out."""
    made = election(draw(SEEDS), units=draw(st.integers(1, 4)), most_ballots=8)
    rows = tuple(row for row in (harmed(draw, row) for row in made.original) if row is not None)
    totals = tuple(row for row in made.totals if draw(st.integers(0, 9)))
    return made, rows, totals


@settings(max_examples=60)
@given(disturbed())
def test_every_change_is_that_of_plain_loops(case):
    made, original, totals = case
    comparison = compare(original, totals, program=made.contests, test_deck=made.deck)
    expected = oracle.changes(list(rows_of(original, made.contests)), list(rows_of(totals, made.contests)))
    assert dict(results_of(comparison)) == expected


@settings(max_examples=60)
@given(disturbed())
def test_findings_hold_every_difference_and_nothing_else(case):
    made, original, totals = case
    comparison = compare(original, totals, program=made.contests)
    expected = {
        key: change
        for key, change in oracle.changes(
            list(rows_of(original, made.contests)), list(rows_of(totals, made.contests))
        ).items()
        if change
    }
    found = {}
    for finding in comparison.findings:
        if finding.kind == "difference":
            for key, change in finding.numbers.items():
                if change:
                    what, _, choice = key.partition(":")
                    where = (finding.unit, finding.mode, finding.contest, what, choice)
                    assert where not in found
                    found[where] = change
    assert found == expected


@settings(max_examples=50)
@given(SEEDS)
def test_totals_of_findings_are_the_difference_of_the_totals(seed):
    """With all units on both sides, the findings' changes of a choice sum to the change of its total."""
    made = election(seed)
    comparison = compare(
        [replace(row, vote_for=None) for row in made.original], made.totals, program=made.contests
    )
    assert comparison.agrees
    assert {finding.kind for finding in comparison.findings} <= {"tie", "write_ins_matter"}
    changed = [
        replace(
            row,
            votes={
                choice: number + (seed + place) % 3 for place, (choice, number) in enumerate(row.votes.items())
            },
        )
        for row in made.original
    ]
    comparison = compare(changed, made.totals, program=made.contests)
    for info in made.contests:
        for choice in info.compared():
            before = sum(row.votes[choice] for row in changed if row.contest == info.id)
            after = sum(row.votes[choice] for row in made.original if row.contest == info.id)
            found = sum(
                finding.numbers.get(f"votes:{choice}", 0)
                for finding in comparison.findings
                if finding.kind == "difference" and finding.contest == info.id
            )
            assert found == after - before


@settings(max_examples=60)
@given(disturbed())
def test_identities_of_both_sides_and_of_the_change(case):
    made, original, totals = case
    comparison = compare(original, totals, program=made.contests)
    for unit in comparison.units:
        for contest in unit.contests:
            left = []
            for tally in (contest.original, contest.retabulated):
                known = tally and None not in (
                    tally.ballots,
                    tally.overvotes,
                    tally.undervotes,
                    *tally.votes.values(),
                )
                expected = (
                    oracle.imbalance(
                        tally.votes.values(), tally.undervotes, tally.overvotes, tally.ballots, tally.vote_for
                    )
                    if known
                    else None
                )
                left.append(expected)
                if tally:
                    assert tally.imbalance() == expected
            if None in left:
                assert contest.imbalance is None
            else:
                assert contest.imbalance == left[1] - left[0]
            named = [
                finding
                for finding in comparison.findings
                if finding.kind == "original_does_not_balance"
                and (finding.unit, finding.mode, finding.contest) == (unit.unit, unit.mode, contest.contest)
            ]
            if left[0] is not None:
                assert bool(named) == bool(left[0])


@settings(max_examples=50)
@given(disturbed())
def test_margins_and_outcomes(case):
    made, original, totals = case
    comparison = compare(original, totals, program=made.contests)
    for change in comparison.margins:
        info = comparison.info(change.contest)
        for side, standing in ((original, change.before), (totals, change.after)):
            if standing is None:
                continue
            votes = {}
            for row in side:
                if row.contest == info.id:
                    for choice, number in row.votes.items():
                        if choice not in info.write_ins and choice != "write-in":
                            votes[choice] = votes.get(choice, 0) + number
            assert dict(standing.votes) == votes
            assert standing.margin == oracle.margin(votes, info.vote_for)
            elected, tied = oracle.outcome(votes, info.vote_for)
            assert set(standing.elected) == elected
            assert set(standing.tied) == tied


@settings(max_examples=150)
@given(st.integers(-40, 40), st.integers(-8, 8), st.integers(1, 5))
def test_ballots_and_intent_are_parted(votes, ballots, vote_for):
    from tabulate.compare.change import split_of

    split = split_of(votes, ballots, vote_for)
    assert split.intent_at_least == oracle.intent_at_least(votes, ballots, vote_for)
    assert split.votes == split.ballots_at_most - split.unvoted
