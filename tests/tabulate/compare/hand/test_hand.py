"""Hand tallies: a batch that only one pair of eyes counted, or that two counted differently, must not count."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare import BatchTotals, UnitMethod
from tabulate.compare.hand import HandEntry, agreed, compare_three, parse_hand
from tabulate.errors import OriginalCountError
from tests.tabulate.compare.county import County
from tests.tabulate.compare.elections import add, as_original, contest_info
from tests.tabulate.compare.schemas import check

INFO = contest_info("a", 1, 2, 1)
HEAD = "unit,mode,batch,contest,choice,votes,ballots,overvotes,undervotes,tally,turn\n"


def entry(tally="A", turn=1, batch="1", unit="u", votes=(5, 3, 0), ballots=10, overvotes=1, undervotes=1):
    choices = dict(zip(("a-c0", "a-c1", "a-w0"), votes, strict=True))
    return HandEntry(unit, "absentee", batch, "a", tally, turn, ballots, overvotes, undervotes, choices)


def whys(count):
    return [item.why for item in count.open]


def test_two_tallies_that_agree_count():
    count = agreed([entry("A"), entry("B"), entry("A", batch="2"), entry("B", batch="2")], [INFO])
    (total,) = count.totals
    assert (total.ballots, total.overvotes, total.undervotes) == (20, 2, 2)
    assert total.votes == {"a-c0": 10, "a-c1": 6, "a-w0": 0}
    assert count.open == ()


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([entry("A")], "only tally A is entered"),
        (
            [entry("A"), entry("B", votes=(4, 4, 0))],
            "Name of a-c0 5 and 4 and Name of a-c1 3 and 4",
        ),
        ([entry("A", ballots=11), entry("B", ballots=11)], "do not add up by -1"),
        ([entry("A"), entry("B"), entry("C")], "a turn has two tallies"),
        ([entry("A"), entry("B"), entry("A", turn=2)], "only tally A is entered"),
    ],
)
def test_what_does_not_count_and_why(entries, says):
    count = agreed(entries, [INFO])
    assert count.totals == () and count.batches == ()
    assert len(count.open) == 1 and says in whys(count)[0]


def test_a_second_turn_replaces_the_first():
    first = [entry("A"), entry("B", votes=(4, 4, 0))]
    count = agreed([*first, entry("A", turn=2, votes=(4, 4, 0)), entry("B", turn=2, votes=(4, 4, 0))], [INFO])
    assert count.totals[0].votes["a-c0"] == 4 and not count.open


def test_a_unit_with_an_open_batch_has_no_total():
    """Half of a unit is not the unit: its numbers are unknown, not smaller."""
    good = [entry("A"), entry("B")]
    count = agreed([*good, entry("A", batch="2")], [INFO])
    assert count.totals == () and len(count.batches) == 1
    count = agreed(good, [INFO], expected={("u", "absentee"): ["1", "2"]})
    assert count.totals == () and whys(count) == ["batch 2 of u, absentee: no tally is entered"]
    assert agreed(good, [INFO], expected={("u", "absentee"): ["1"]}).totals


@given(st.lists(st.tuples(st.sampled_from("12"), st.sampled_from("AB"), st.integers(0, 2)), max_size=6))
def test_nothing_counts_that_two_did_not_say(rows):
    entries = {}
    for batch, tally, more in rows:
        entries[batch, tally] = entry(tally, batch=batch, votes=(5 - more, 3 + more, 0))
    count = agreed(list(entries.values()), [INFO])
    for batch in count.batches:
        assert entries[batch.batch, "A"].votes == entries[batch.batch, "B"].votes == batch.votes
    asked = {batch for batch, _ in entries}
    assert {item.batch for item in count.open} | {item.batch for item in count.batches} == asked


def row(choice, votes, tally="A", **more):
    cells = {"batch": "1", "ballots": 10, "turn": ""} | more
    return f"u,absentee,{cells['batch']},a,{choice},{votes},{cells['ballots']},1,1,{tally},{cells['turn']}\n"


def test_the_file_gives_the_entries():
    text = HEAD + row("Name of a-c0", 5) + row("a-c1", 3) + row("write-in", 0)
    assert parse_hand(text, "h.csv", [INFO]) == (entry("A"),)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (row("a-c0", 5), "tally A of batch 1 has no row for Name of a-c1"),
        (row("a-c0", 5) + row("a-c0", 5), "line 3, column choice: 'a-c0' of this batch and tally stands twice"),
        (row("a-c0", 5) + row("a-c1", 3, ballots=9), "line 3, column ballots: 9 where line 2"),
        (row("a-c0", ""), "line 2, column votes: empty"),
        (row("a-c0", 5, tally=""), "line 2, column tally: empty"),
        (row("a-c0", 5, turn="0"), "line 2, column turn"),
        (row("nobody", 5), "line 2, column choice: 'nobody'"),
        ("", "only a header"),
    ],
)
def test_files_that_are_refused(rows, says):
    with pytest.raises(OriginalCountError) as caught:
        parse_hand(HEAD + rows, "h.csv", [INFO])
    assert says in str(caught.value)


@pytest.fixture
def county():
    made = County(4, units=2)
    made.tabulate()
    return made


def machine_totals(county):
    totals = []
    for unit in county.units:
        own = [county.totals_of(unit, ballots) for ballots in county.ballots[unit].values()]
        totals += [add([rows[at] for rows in own]) for at in range(len(county.infos))]
    return totals


def hand_entries(county, unit):
    entries = []
    for name, ballots in county.ballots[unit].items():
        for row, info in zip(county.totals_of(unit, ballots), county.infos, strict=True):
            found = as_original(row, info)
            entries += [
                HandEntry(
                    *unit, name, info.id, tally, 1, row.ballots, row.overvotes, row.undervotes, found.votes
                )
                for tally in "AB"
            ]
    return entries


def three(county, entries, *methods):
    original = [row for unit in county.units for row in county.rows[unit]]
    hand = agreed(entries, county.infos)
    return compare_three(original, machine_totals(county), hand, methods, program=county.infos)


def test_three_counts_and_the_one_that_is_reported(county):
    """A person sees one vote more than the machine and the original count: it is reported where hand counts."""
    one, two = county.units
    entries = hand_entries(county, one)
    seen = [
        replace(item, undervotes=item.undervotes - 1, votes={**item.votes, "a-c0": item.votes["a-c0"] + 1})
        if item.contest == "a" and item.batch == entries[0].batch
        else item
        for item in entries
    ]
    machine = UnitMethod(*two, "machine")
    by_hand = three(county, seen, UnitMethod(*one, "both", "hand"), machine)
    by_machine = three(county, seen, UnitMethod(*one, "both", "machine"), machine)
    changed = [number for number in by_hand.numbers if number.agreement == "machine_and_original"]
    assert {number.key for number in changed} == {"votes:a-c0", "undervotes"}
    assert [unit.unit for unit in by_hand.comparison.differing] == [one[0]]
    assert by_machine.comparison.agrees and by_machine.numbers == by_hand.numbers
    assert by_hand.open == () == by_machine.open
    assert {number.agreement for number in by_hand.numbers if number.mode == two[1]} == {"unknown"}


def test_what_is_not_recorded_is_not_reported(county):
    one, two = county.units
    entries = hand_entries(county, one)
    for method, says in (
        ((), "record how it was recounted"),
        ((UnitMethod(*one, "unknown"),), "record how it was recounted"),
        ((UnitMethod(*one, "both"),), "record which of the two the board reports"),
        ((UnitMethod(*one, "machine", "hand"),), "recounted by machine, and hand is to be reported"),
    ):
        result = three(county, entries, *method, UnitMethod(*two, "machine"))
        assert result.reported == {one: None, two: "machine"}
        assert [says in sentence for sentence in result.open] == [True]
        kinds = {(item.kind, item.mode) for item in result.comparison.findings}
        assert ("unit_not_retabulated", one[1]) in kinds
    missing = three(county, [], UnitMethod(*one, "hand"), UnitMethod(*two, "machine"))
    assert missing.open == (f"{one[0]}, absentee: the hand count is to be reported and there is none",)
    with pytest.raises(ValueError, match="two methods"):
        three(county, entries, UnitMethod(*one, "hand"), UnitMethod(*one, "machine"))


def test_json_has_every_number_three_times(county):
    told = three(county, hand_entries(county, county.units[0])).to_json()
    number = told["numbers"][0]
    assert set(number) == {"unit", "mode", "contest", "number", "original", "machine", "hand", "agreement"}
    assert number["original"] == number["machine"] == number["hand"] and number["agreement"] == "all"


def test_the_json_follows_its_schema(county):
    one, two = county.units
    entries = hand_entries(county, one)
    seen = [replace(entries[0], votes={**entries[0].votes, "a-c0": 0}), *entries[1:]]
    batches = [
        BatchTotals(name, *unit, tuple(county.totals_of(unit, ballots)))
        for unit in county.units
        for name, ballots in county.ballots[unit].items()
    ]
    original = [row for unit in county.units for row in county.rows[unit]]
    methods = (UnitMethod(*one, "both", "hand"), UnitMethod(*two, "machine"))
    for entered in (entries, seen, moved(entries)):
        hand = agreed(entered, county.infos)
        result = compare_three(
            original, machine_totals(county), hand, methods, program=county.infos, batches=batches
        )
        told = check("hand/three.schema.json", result)
    assert told["batches"], "a number of a batch on which hand and machine differ is in it"


def moved(entries):
    """Both tallies of the first batch see an undervote as a vote."""
    first = entries[0]
    return [
        replace(item, undervotes=item.undervotes - 1, votes={**item.votes, "a-c0": item.votes["a-c0"] + 1})
        if (item.contest, item.batch) == (first.contest, first.batch)
        else item
        for item in entries
    ]
