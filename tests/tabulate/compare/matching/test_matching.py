"""Ballot against ballot: a change that is not found stays a secret, one that is made up accuses somebody."""

import json
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching import match_ballots
from tabulate.compare.matching.assign import cheapest_pairs
from tabulate.compare.matching.batch import MOST_PAIRED
from tabulate.compare.matching.outcome import OVERVOTED
from tests.oracles import matching_oracle as oracle
from tests.tabulate.compare.schemas import check

CONTESTS = {
    "house": ["Hart", "Miller-Meeks"],
    "senate": ["Ernst", "Greenfield", "Herzog", "Stewart"],
    "judge": ["yes", "no"],
    "board": ["A", "B", "C", "D", "E"],
    "measure": ["for", "against"],
}


def record(batch="17", ident=None, overvoted=(), **votes):
    return BallotRecord(
        ident, batch, {name: frozenset(chosen) for name, chosen in votes.items()}, frozenset(overvoted)
    )


def random_ballot(rng, batch, ident=None):
    return record(
        batch,
        ident,
        **{name: rng.sample(choices, rng.choice([0, 1, 1, 1, 1])) for name, choices in CONTESTS.items()},
    )


small = st.lists(
    st.builds(
        lambda house, judge: record(house=house, judge=judge),
        st.sampled_from([(), ("Hart",), ("Miller-Meeks",)]),
        st.sampled_from([(), ("yes",)]),
    ),
    max_size=6,
)


def test_the_sentence_of_the_report():
    before, after = record(house=[], judge=["yes"]), record(house=["Hart"], judge=["yes"])
    other = record(house=["Miller-Meeks"], judge=[])
    (batch,) = match_ballots([before, other], [other, after]).batches
    assert batch.sentences() == ["in batch 17 one ballot went from undervote to Hart in house"]
    assert (batch.same, batch.changed, batch.missing, batch.added) == (1, 1, 0, 0)


@given(small, small)
def test_what_is_alike_cancels_and_the_rest_adds_up(one, two):
    result = match_ballots(one, two)
    if not one or not two:
        assert result.only_original == ((("17", len(one)),) if one else ())
        assert result.only_recount == ((("17", len(two)),) if two else ())
        return
    assert result.same == oracle.ballots_alike(one, two)
    changed = sum(batch.changed for batch in result.batches)
    missing = sum(batch.missing for batch in result.batches)
    added = sum(batch.added for batch in result.batches)
    assert result.same + changed + missing == len(one)
    assert result.same + changed + added == len(two)
    assert not (missing and added), "the same contests on both sides: nothing has to stay alone on both"


@given(small, st.randoms(use_true_random=False))
def test_the_order_of_the_scan_leaves_no_trace(one, rng):
    two = [replace(ballot, votes={**ballot.votes, "judge": frozenset()}) for ballot in one]
    told = match_ballots(one, two).to_json()
    shuffled = [list(one), list(two)]
    for side in shuffled:
        rng.shuffle(side)
    assert match_ballots(*shuffled).to_json() == told


@given(
    st.integers(1, 6).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, 9), min_size=size, max_size=size), min_size=size, max_size=size
        )
    )
)
def test_no_pairing_is_cheaper(prices):
    table = np.array(prices, dtype=np.int64)
    columns = cheapest_pairs(table)
    assert sorted(columns) == list(range(len(prices)))
    assert table[np.arange(len(prices)), columns].sum() == oracle.least_total(prices)


def test_prices_that_are_not_square_are_refused():
    with pytest.raises(ValueError, match="square"):
        cheapest_pairs(np.zeros((2, 3), dtype=np.int64))


def test_the_json_follows_its_schema():
    one = [record(house=["Hart"]), record(house=[]), record("18", house=["Hart"])]
    two = [record(house=["Hart"]), record(house=["Hart"]), record(house=["Hart"]), record("19", house=[])]
    told = check("matching/ballots.schema.json", match_ballots(one, two))
    (batch,) = told["batches"]
    assert (len(batch["moves"]), batch["added"]) == (1, 1)
    assert told["only_original"] and told["only_recount"]


def test_ids_are_believed_before_votes():
    """Two ballots whose votes changed places: without ids nothing happened, with ids two changes did."""
    hart, meeks = record(house=["Hart"]), record(house=["Miller-Meeks"])
    assert match_ballots([hart, meeks], [meeks, hart]).changed == 0
    one = [replace(hart, id="a"), replace(meeks, id="b")]
    two = [replace(meeks, id="a"), replace(hart, id="b")]
    result = match_ballots(one, two)
    assert result.changed == 2 and result.same == 0
    assert not {'"a"', '"b"'} & set(json.dumps(result.to_json()).replace(",", " ").replace(":", " ").split())


def test_an_id_on_one_side_only_is_matched_by_votes():
    one = [replace(record(house=["Hart"]), id="a"), replace(record(house=[]), id="b")]
    two = [replace(record(house=["Hart"]), id="a"), replace(record(house=[]), id="c")]
    assert match_ballots(one, two).same == 2


def test_an_id_twice_is_refused():
    twice = [replace(record(house=["Hart"]), id="a"), replace(record(house=[]), id="a")]
    with pytest.raises(ValueError, match="batch 17: an id stands twice"):
        match_ballots(twice, twice)


def test_overvotes_are_told_from_undervotes():
    other = record(house=["Hart"])
    (batch,) = match_ballots([record(house=[], overvoted=["house"]), other], [record(house=[]), other]).batches
    (move,) = batch.moves
    assert (move.before, move.after) == (OVERVOTED, ())


def test_a_ballot_too_many_is_not_forced_into_a_pair():
    one = [record(house=["Hart"], judge=["yes"])] * 3
    two = [record(house=["Hart"], judge=["yes"])] * 3 + [record(house=[], judge=[])]
    (batch,) = match_ballots(one, two).batches
    assert (batch.same, batch.changed, batch.missing, batch.added) == (3, 0, 0, 1)


def test_ballots_without_a_contest_in_common_are_two_ballots():
    (batch,) = match_ballots([record(house=["Hart"])], [record(judge=["yes"])]).batches
    assert (batch.changed, batch.missing, batch.added) == (0, 1, 1)


def test_another_batch_is_said_and_not_paired():
    many = MOST_PAIRED + 1
    (batch,) = match_ballots([record(house=["Hart"])] * many, [record(house=[])] * many).batches
    assert (batch.changed, batch.unpaired) == (0, many)
    assert "too many to be paired" in batch.sentences()[0]


def test_thirty_seven_changes_among_a_hundred_thousand_ballots():
    rng = random.Random(37)
    original = [random_ballot(rng, f"batch {number}") for number in range(500) for _ in range(200)]
    recount = list(original)
    planted = Counter()
    for at in rng.sample(range(len(original)), 37):
        ballot = original[at]
        contest = rng.choice(sorted(CONTESTS))
        was = ballot.votes[contest]
        now = frozenset(
            rng.choice([[name] for name in CONTESTS[contest] if name not in was] + [[]] * bool(was))
        )
        recount[at] = replace(ballot, votes={**ballot.votes, contest: now})
        planted[ballot.batch, contest, tuple(was), tuple(now)] += 1
    rng.shuffle(recount)
    result = match_ballots(original, recount)
    found = Counter()
    for batch in result.batches:
        assert (batch.missing, batch.added, batch.unpaired) == (0, 0, 0)
        for move in batch.moves:
            found[batch.batch, move.contest, move.before, move.after] += move.ballots
    assert found == planted and planted.total() == 37
    assert result.changed == 37 and result.same == 100_000 - 37


@pytest.mark.parametrize("ident", [None, "a"])
def test_what_the_only_ballot_of_a_batch_says_is_told_to_nobody(ident):
    """Whose ballot that is, its precinct may know: one voter in the batch of a late day."""
    one = record(ident=ident, house=["Hart"], senate=["Ernst"], judge=["yes"])
    two = record(ident=ident, house=[], senate=["Greenfield"], judge=["yes"])
    result = match_ballots([one], [two])
    told = json.dumps(check("matching/ballots.schema.json", result)) + json.dumps(result.to_json(show_ids=True))
    (batch,) = result.batches
    assert (batch.changed, batch.moves, batch.alone) == (1, (), ("house", "senate"))
    said = batch.sentences()
    assert said == [
        "in batch 17 the only ballot was read differently in house and senate; how is not told, because it "
        "would tell a person's vote"
    ]
    assert not [name for name in ("Hart", "Ernst", "Greenfield", "undervote") if name in told + said[0]]
    other = record(house=["Hart"])
    (batch,) = match_ballots([one, other], [two, other]).batches
    assert len(batch.moves) == 2 and batch.alone == ()
