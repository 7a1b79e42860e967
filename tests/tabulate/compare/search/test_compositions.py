"""Two or three things go wrong at once, most of them in one unit: each must be named, and nothing else.

If they were not taken apart, a board would see one large difference with a wrong cause or none.
"""

import pytest

from tests.tabulate.compare.county import composition, detail

SEEDS = range(100)
CHUNK = 10


def rank_of(unit, truth):
    """Place of the true story among those told, 1 = the simplest; None when it was not told."""
    stories = [{detail(cause) for cause in story.causes} for story in unit.explanations]
    return stories.index(truth) + 1 if truth in stories else None


@pytest.mark.parametrize("first", range(0, len(SEEDS), CHUNK))
def test_compositions_are_taken_apart(first):
    for seed in SEEDS[first : first + CHUNK]:
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
