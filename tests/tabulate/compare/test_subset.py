"""The search for batches: finds every subset there is, or says that it stopped."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tabulate.compare.subset import exact_subsets
from tabulate.compare.tally import Part
from tests.oracles import compare_oracle as oracle

PARTS = (Part("a", "ballots"), Part("a", "votes", "x"), Part("b", "undervotes"))
ITEMS = st.lists(
    st.lists(st.integers(0, 3), min_size=3, max_size=3).map(lambda row: dict(zip(PARTS, row, strict=True))),
    max_size=7,
)


@settings(max_examples=120)
@given(ITEMS, st.data())
def test_the_same_subsets_as_trying_all(items, data):
    chosen = data.draw(st.sets(st.integers(0, max(len(items) - 1, 0)))) if items else set()
    target = {part: sum(items[place][part] for place in chosen) for part in PARTS}
    if data.draw(st.booleans()):
        target[PARTS[0]] += 1
    result = exact_subsets(items, target, most_found=10_000)
    items_that_count = [place for place, item in enumerate(items) if any(item[part] for part in PARTS)]
    expected = [
        found
        for found in oracle.subsets(items, target)
        if any(target.values()) and set(found) <= set(items_that_count)
    ]
    assert result.complete
    assert sorted(result.found) == sorted(expected)
    assert [len(found) for found in result.found] == sorted(len(found) for found in result.found)


def test_says_when_it_stopped():
    items = [{PARTS[0]: 1 + place % 7} for place in range(60)]
    result = exact_subsets(items, {PARTS[0]: 100}, most_found=3, most_steps=500)
    assert not result.complete
    assert exact_subsets(items, {PARTS[0]: 10_000}).complete, "out of reach is known at once"


def test_nothing_for_zero_or_below():
    items = [{PARTS[0]: 1}]
    assert exact_subsets(items, {PARTS[0]: 0}).found == ()
    assert exact_subsets(items, {PARTS[0]: 1, PARTS[1]: -1}).found == ()
