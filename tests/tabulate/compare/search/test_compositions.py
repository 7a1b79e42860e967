"""Two or three things go wrong at once, most of them in one unit: each must be named, and nothing else.

If they were not taken apart, a board would see one large difference with a wrong cause or none.
"""

from dataclasses import replace

import pytest

from tests.tabulate.compare.county import County, composition, detail

SEEDS = range(100)
MANY_SEEDS = range(100, 500)
CHUNK = 10


def rank_of(unit, truth):
    """Place of the true story among those told, 1 = the simplest; None when it was not told."""
    stories = [{detail(cause) for cause in story.causes} for story in unit.explanations]
    return stories.index(truth) + 1 if truth in stories else None


def check(seed):
    county = composition(seed)
    comparison = county.compare()
    truth = {}
    assert county.truth
    for unit, what in county.truth:
        truth.setdefault(unit, set()).add(what)
    differing = {(unit.unit, unit.mode): unit for unit in comparison.differing}
    assert set(differing) == set(truth), seed
    for place, unit in differing.items():
        rank = rank_of(unit, truth[place])
        assert rank is not None and rank <= 3, (seed, place, truth[place])
        assert unit.explanations[rank - 1].complete


@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_compositions_are_taken_apart(first):
    for seed in SEEDS[first : first + CHUNK]:
        check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, len(MANY_SEEDS), CHUNK))
def test_many_more_are(first):
    for seed in MANY_SEEDS[first : first + CHUNK]:
        check(seed)


@pytest.mark.parametrize("seed", range(4))
def test_lines_that_slipped_with_two_numbers_swapped_are_told_as_both(seed):
    """Else a batch left out and dozens of missing ballots are told of a count that has every ballot."""
    county = County(seed, units=2)
    county.tabulate()
    unit = county.units[0]
    row = county.rows[unit][1]
    one, two, three, four, five = row.votes.values()
    typed = dict(zip(row.votes, (two, three, one, five, four), strict=True))
    county.rows[unit][1] = replace(row, votes=typed)
    (differing,) = county.compare().differing
    assert {detail(cause) for cause in differing.explanations[0].causes} == {
        ("choices_shifted", "b"),
        ("choices_swapped", "b"),
    }
