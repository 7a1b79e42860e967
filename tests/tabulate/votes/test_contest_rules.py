"""Contest rules and totals against sums done by hand: a vote must be counted once, and everything adds up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.program import Contest, ElectionProgram
from tabulate.marks import flags
from tabulate.votes import ContestVotes, CountedSheet, TargetReading, count, count_contest

STATES = ("empty", "marginal", "marked")


def contest(vote_for: int, names: list[str], name: str = "mayor") -> Contest:
    return Contest(
        id=name,
        title=name,
        vote_for=vote_for,
        choices=[{"id": choice, "name": choice} for choice in names],
    )


def target(choice: str, state: str, why: tuple[str, ...] = (), of: str = "mayor") -> TargetReading:
    return TargetReading(contest=of, choice=choice, box=(0.0, 0.0, 1.0, 1.0), score=0, state=state, flags=why)


def by_hand(names, vote_for, readings):
    """(choices with a vote, overvoted, undervotes) by counting on fingers."""
    with_mark = []
    for name in names:
        for choice, state in readings:
            if choice == name and state == "marked" and name not in with_mark:
                with_mark.append(name)
    if len(with_mark) > vote_for:
        return [], True, 0
    unused = 0
    while len(with_mark) + unused < vote_for:
        unused += 1
    return with_mark, False, unused


NAMES = ["ann", "bob", "cy", "dee", "write-in-1"]
READINGS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(STATES)), max_size=9)


@given(vote_for=st.integers(1, 4), readings=READINGS)
def test_one_ballot(vote_for, readings):
    """Any number of targets a choice, in any order."""
    votes = count_contest(contest(vote_for, NAMES), [target(choice, state) for choice, state in readings])
    assert (list(votes.votes), votes.overvoted, votes.undervotes) == by_hand(NAMES, vote_for, readings)
    assert len(votes.votes) + votes.undervotes + vote_for * votes.overvoted == vote_for


@given(READINGS)
def test_targets_of_other_contests_are_passed_over(readings):
    mine = [target(choice, state) for choice, state in readings]
    others = [target(name, "marked", (flags.FAINT,), of="sheriff") for name in NAMES]
    assert count_contest(contest(1, NAMES), mine + others) == count_contest(contest(1, NAMES), mine)


def test_a_choice_with_two_targets_counts_once():
    """One candidate of two parties has two ovals; both marked are one vote and no overvote."""
    votes = count_contest(contest(1, NAMES), [target("ann", "marked"), target("ann", "marked")])
    assert votes.votes == ("ann",) and not votes.overvoted


def test_votes_are_in_the_order_of_the_program():
    votes = count_contest(contest(3, NAMES), [target(name, "marked") for name in ("cy", "ann", "bob")])
    assert votes.votes == ("ann", "bob", "cy")


def test_a_marginal_target_is_no_vote():
    votes = count_contest(contest(1, NAMES), [target("ann", "marginal", (flags.MARGINAL,))])
    assert votes.votes == () and votes.undervotes == 1 and votes.review


@pytest.mark.parametrize("flag", sorted(flags.MEANING))
def test_which_flags_ask_for_a_person(flag):
    votes = count_contest(contest(1, NAMES), [target("ann", "marked", (flag,)), target("bob", "empty")])
    assert votes.review == (flag in flags.REVIEW)


def test_every_flag_has_its_meaning():
    named = {value for name, value in vars(flags).items() if name.isupper() and isinstance(value, str)}
    assert named == set(flags.MEANING)
    assert named >= flags.REVIEW | flags.REFUSED
    assert flags.REVIEW.isdisjoint(flags.REFUSED)


# Totals


def program(limits: dict[str, int]) -> ElectionProgram:
    names = list(limits)
    side = {
        "targets": [{"contest": n, "choice": "ann", "x": 1, "y": 1, "width": 0.2, "height": 0.1} for n in names]
    }
    return ElectionProgram(
        election={"title": "T", "date": "2026-11-03", "jurisdiction": "J"},
        contests=[contest(vote_for, NAMES, name) for name, vote_for in limits.items()],
        cards=[{"id": "card", "name": "card", "front": side}],
        ballot_styles=[{"id": "style", "name": "style", "cards": ["card"]}],
    )


LIMITS = {"mayor": 1, "council": 3, "measure": 2}
BALLOT = st.dictionaries(st.sampled_from(list(LIMITS)), READINGS, min_size=1)
PLACES = st.tuples(st.sampled_from(["north", "south"]), st.sampled_from(["absentee", "election_day"]))


def sheet(place, ballot) -> CountedSheet:
    votes = [
        count_contest(contest(LIMITS[name], NAMES, name), [target(c, s, of=name) for c, s in readings])
        for name, readings in ballot.items()
    ]
    return CountedSheet(unit=place[0], mode=place[1], contests=votes)


@settings(max_examples=80)
@given(st.lists(st.tuples(PLACES, BALLOT), max_size=12))
def test_random_elections_add_up(ballots):
    """Totals are those of a tally sheet, and votes + undervotes + N x overvotes = N x ballots."""
    totals = count(program(LIMITS), [sheet(*ballot) for ballot in ballots])
    seen = {}
    for (unit, mode), ballot in ballots:
        for name, readings in ballot.items():
            tally = seen.setdefault((unit, mode, name), [0, 0, 0, 0, dict.fromkeys(NAMES, 0)])
            chosen, overvoted, undervotes = by_hand(NAMES, LIMITS[name], readings)
            tally[0] += 1
            tally[1] += overvoted
            tally[2] += undervotes
            tally[3] += not chosen and not overvoted
            for choice in chosen:
                tally[4][choice] += 1
    found = {
        (t.unit, t.mode, t.contest): [t.ballots, t.overvotes, t.undervotes, t.blanks, t.votes] for t in totals
    }
    assert found == seen
    for t in totals:
        assert sum(t.votes.values()) + t.undervotes + t.vote_for * t.overvotes == t.vote_for * t.ballots
    order = [(t.unit, t.mode, list(LIMITS).index(t.contest)) for t in totals]
    assert order == sorted(order)


@settings(max_examples=30)
@given(st.lists(st.tuples(PLACES, BALLOT), min_size=1, max_size=10), st.randoms())
def test_the_order_of_sheets_changes_nothing(ballots, chance):
    sheets = [sheet(*ballot) for ballot in ballots]
    shuffled = list(sheets)
    chance.shuffle(shuffled)
    assert count(program(LIMITS), sheets) == count(program(LIMITS), shuffled)


def test_a_contest_no_ballot_carries_is_not_in_the_totals():
    totals = count(program(LIMITS), [sheet(("north", "absentee"), {"council": []})])
    assert [t.contest for t in totals] == ["council"]
    assert totals[0].blanks == 1 and totals[0].undervotes == 3


def test_no_sheets_no_totals():
    assert count(program(LIMITS), []) == []


@pytest.mark.parametrize(
    "votes",
    [
        ContestVotes(contest="sheriff", votes=(), overvoted=False, undervotes=1),
        ContestVotes(contest="mayor", votes=("zoe",), overvoted=False, undervotes=0),
    ],
)
def test_a_foreign_contest_or_choice_is_an_error(votes):
    with pytest.raises(KeyError):
        count(program(LIMITS), [CountedSheet("north", "absentee", [votes])])


def test_records_as_json():
    votes = count_contest(contest(2, NAMES), [target("bob", "marked", (flags.FAINT,))])
    assert votes.to_json() == {
        "contest": "mayor",
        "votes": ["bob"],
        "overvoted": False,
        "undervotes": 1,
        "review": True,
    }
