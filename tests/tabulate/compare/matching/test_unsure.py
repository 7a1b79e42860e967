"""Pairs that are no more than likely: a guess that is told as a fact names a change that nobody made."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare.ballots import BallotRecord
from tabulate.compare.matching import match_ballots
from tabulate.compare.matching.outcome import key_of, outcomes_of, price
from tabulate.compare.matching.pairs import paired

ballots = st.lists(
    st.builds(
        lambda house, judge: key_of(
            BallotRecord(None, "17", {"house": frozenset(house), "judge": frozenset(judge)})
        ),
        st.sampled_from([(), ("Hart",), ("Meeks",), ("Ash",)]),
        st.sampled_from([(), ("yes",), ("no",)]),
    ),
    min_size=1,
    max_size=5,
)


def pairings(one, two):
    """Every way to pair, as pairs of ballots in some order, with its price; who stays alone has None."""
    size = max(len(one), len(two))
    here, there = [*one, *[None] * (size - len(one))], [*two, *[None] * (size - len(two))]
    for order in permutations(there):
        pairs = list(zip(here, order, strict=True))
        cost = sum(price(outcomes_of(a), outcomes_of(b)) for a, b in pairs if a is not None and b is not None)
        yield cost, sorted(pairs, key=str)


@given(ballots, ballots)
def test_one_pairing_is_sure_only_when_it_is_the_only_one(one, two):
    _, unsure = paired(one, two)
    ways = list(pairings(one, two))
    least = min(cost for cost, _ in ways)
    different = {str(pairs) for cost, pairs in ways if cost == least}
    if len(different) > 1:
        assert unsure, "another pairing says something else"
    elif len(set(one)) == len(one) and len(set(two)) == len(two):
        assert unsure == 0


def record(ident=None, **votes):
    return BallotRecord(ident, "17", {name: frozenset(chosen) for name, chosen in votes.items()})


def test_it_is_said():
    original = [record(house=[]), record(house=["Meeks"])]
    recount = [record(house=["Hart"]), record(house=["Ash"])]
    (batch,) = match_ballots(original, recount).batches
    assert batch.changed == 2 and batch.unsure == 2
    assert any("not sure for 2 of them" in sentence for sentence in batch.sentences())


def test_alike_partners_leave_no_doubt():
    original = [record(house=[]), record(house=["Meeks"])]
    (batch,) = match_ballots(original, [record(house=["Hart"])] * 2).batches
    assert batch.changed == 2 and batch.unsure == 0


def test_ids_are_told_when_asked_and_never_with_a_whole_vote():
    original = [record("a", house=["Hart"], judge=[]), record("b", house=["Hart"], judge=["yes"])]
    recount = [record("a", house=["Hart"], judge=["no"]), record("b", house=[], judge=[])]
    match = match_ballots(original, recount)
    (batch,) = match.batches
    assert batch.named == (("a", ("judge",)),) and batch.withheld == 1
    assert "ids" not in match.to_json()["batches"][0]
    told = match.to_json(show_ids=True)["batches"][0]
    assert told["ids"] == [{"id": "a", "contests": ["judge"]}] and told["ids_withheld"] == 1
    assert batch.ids_said() == [
        "in batch 17, ballot a: judge",
        "in batch 17, 1 ballot without the id: every contest changed, and the id would tell a whole vote",
    ]


def test_running_numbers_taken_for_ids_are_noticed():
    """The same ballots in another order, numbered as they came: by number two differ, in truth none does."""
    original = [record("1", house=["Hart"]), record("2", house=[])]
    recount = [record("1", house=[]), record("2", house=["Hart"])]
    doubt = match_ballots(original, recount).ids_in_doubt()
    assert doubt is not None and "2 ballots differ, and without ids 0 are enough" in doubt
    assert match_ballots(original, recount, ids=False).changed == 0
    changed = [record("1", house=[]), record("2", house=[])]
    assert match_ballots(original, changed).ids_in_doubt() is None


def test_every_ballot_of_a_common_batch_is_told_as_done():
    told = []
    match_ballots([record(house=[])] * 3, [record(house=[])] * 2, advance=told.append)
    assert told == [5]
