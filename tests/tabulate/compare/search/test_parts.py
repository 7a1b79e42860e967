"""The parts of the search: a slip of the pen by a wrong name, or a wrong number of ballots read differently."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare.findings import Cause
from tabulate.compare.search.ballots import least_moves
from tabulate.compare.search.explanation import Explanation, choices_bits, ranked
from tabulate.compare.search.screen import screen
from tabulate.compare.search.space import Layout
from tabulate.compare.search.typed import way_typed
from tests.oracles import typed_oracle as oracle

COUNTS = st.integers(10, 99_999)
WHOLE = Layout("c", 1, (0, 1), 2, 3, 4, True)


@given(COUNTS, st.data())
def test_slips_are_told_by_their_names(right, data):
    slips = [
        ("two digits changed places", oracle.transposed(right)),
        ("a digit doubled", oracle.with_digit_twice(right)),
        ("a digit is missing", oracle.without_a_digit(right)),
    ]
    for words, made in slips:
        typed = data.draw(st.sampled_from(sorted(made))) if made else None
        if typed is not None and typed == str(int(typed)) and int(typed) not in (0, right, 2 * right):
            assert way_typed(right, int(typed))[0] == words


def test_the_two_that_happened():
    assert way_typed(404, 808)[0] == "counted twice"
    assert way_typed(217, 54, [54])[0] == "the number of another line"
    assert way_typed(217, 938)[0] == "another number"


@given(st.lists(st.sampled_from(["x->y", "x->under", "under->y", "over->x", "none"]), max_size=6))
def test_no_fewer_ballots_than_were_read_differently_are_ever_asked_for(moves):
    """The least number is never above the true one: at most what really happened."""
    effect = {
        "x->y": (-1, 1, 0, 0, 0),
        "x->under": (-1, 0, 0, 0, 1),
        "under->y": (0, 1, 0, 0, -1),
        "over->x": (1, 0, 0, -1, 0),
        "none": (0, 0, 0, 0, 0),
    }
    change = tuple(sum(effect[move][at] for move in moves) for at in range(5))
    found = least_moves(WHOLE, change)
    assert found is not None and found.ballots == 0
    assert found.read <= sum(move != "none" for move in moves)
    assert (found.read == 0) == (not any(change))


def test_ballots_and_intent_are_not_netted():
    """Muscatine: +6 ballots, overvotes -6, undervotes -2, votes +14."""
    found = least_moves(WHOLE, (2, 12, 6, -6, -2))
    assert (found.ballots, found.read) == (6, 8)
    assert least_moves(WHOLE, (2, 12, 6, -6, -1)) is None, "it does not add up"


@given(
    st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=7),
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
)
def test_the_screen_keeps_an_exact_combination_if_there_is_one(effects, surplus):
    kept = screen(surplus, effects, list(range(len(effects))))
    exact = [
        chosen
        for size in (1, 2, 3)
        for chosen in combinations(range(len(effects)), size)
        if all(sum(effects[at][part] for at in chosen) == surplus[part] for part in (0, 1))
    ]
    assert kept[0] == ()
    if exact:
        assert any(chosen in exact for chosen in kept)


def test_two_atoms_about_one_batch_are_not_put_together():
    assert (0, 1) not in screen((0, 1), [(1, 1), (-1, 0)], ["a", "a"])
    assert (0, 1) in screen((0, 1), [(1, 1), (-1, 0)], ["a", "b"])


def test_needless_causes_are_left_out():
    one, two = (Cause("voter_intent", "consistent", (name,), "") for name in "ab")
    cheap, more = Explanation((one,), 5), Explanation((one, two), 9)
    assert ranked([more, cheap, cheap], 5) == (cheap,)
    assert ranked([more, Explanation((one,), 11)], 5) == (more, Explanation((one,), 11))


def test_bits_of_a_choice():
    assert [choices_bits(number) for number in (0, 1, 2, 3, 4, 5, 8, 9)] == [0, 0, 1, 2, 2, 3, 3, 4]
