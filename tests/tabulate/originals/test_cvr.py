"""NIST cast vote records: a mark taken for a vote, or lost on the way, is somebody's ballot."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord, add_ballots
from tabulate.originals.cvr_write import CvrFacts, write_cvr_json, write_cvr_xml
from tests.tabulate.originals.refusals import refused, text_count
from tests.tabulate.originals.schemas import json_errors, xml_errors

ONE, TWO = "nist_cvr_xml/nist_example_1.xml", "nist_cvr_xml/nist_example_2.xml"
FACTS = CvrFacts("City Election", "Tamarack County", datetime(2025, 11, 20, 9, tzinfo=UTC), "0.1.0")
INFOS = (
    ContestInfo(
        "mayor", "Mayor", 1, ("ann", "bob", "w1"), ("w1",), (("ann", "Ann"), ("bob", "Bob"), ("w1", "Write-in"))
    ),
    ContestInfo(
        "board", "Board & Co", 2, ("cy", "di", "ed"), (), (("cy", "Same"), ("di", "Same"), ("ed", "\u00c9d"))
    ),
)


@st.composite
def ballots(draw):
    """Up to six ballots, in few batches and units so that names repeat."""
    made = []
    for at in range(draw(st.integers(1, 6))):
        votes, overvoted, undecided = {}, set(), set()
        for info in draw(st.lists(st.sampled_from(INFOS), min_size=1, unique=True)):
            state = draw(st.sampled_from(["votes", "votes", "over", "open"]))
            votes[info.id] = frozenset()
            if state == "votes":
                votes[info.id] = draw(st.frozensets(st.sampled_from(info.choices), max_size=info.vote_for))
            elif state == "over":
                overvoted.add(info.id)
            else:
                undecided.add(info.id)
        made.append(
            BallotRecord(
                draw(st.sampled_from([None, f"imprint {at}"])),
                draw(st.sampled_from(["", "batch 1", "batch 2"])),
                votes,
                frozenset(overvoted),
                frozenset(undecided),
                draw(st.sampled_from(["North", "South"])),
                draw(st.sampled_from(["absentee", "election_day"])),
                draw(st.sampled_from(["", "style-1"])),
            )
        )
    return made


@given(ballots())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_we_write_is_valid_and_reads_back_equal(shared, made):
    of_json, of_xml = write_cvr_json(made, INFOS, FACTS), write_cvr_xml(made, INFOS, FACTS)
    assert json_errors(shared, "cvr", of_json) == []
    assert xml_errors(shared, "cvr", of_xml) == []
    for data, name in ((of_json, "c.json"), (of_xml, "c.xml")):
        count = text_count(data, name, absentee_unit=False)
        assert list(count.ballots) == made
        assert count.election == "City Election"


@given(ballots())
def test_totals_add_up_ballot_by_ballot(made):
    rows = add_ballots(
        made, {info.id: info.vote_for for info in INFOS}, {info.id: info.choices for info in INFOS}
    )
    for row in rows:
        mine = [
            one for one in made if (one.unit, one.mode) == (row.unit, row.mode) and row.contest in one.votes
        ]
        assert row.ballots == len(mine)
        if any(row.contest in one.undecided for one in mine):
            assert (row.votes, row.overvotes, row.undervotes) == ({}, None, None)
            continue
        assert row.votes == {
            choice: sum(choice in one.votes[row.contest] for one in mine)
            for info in INFOS
            if info.id == row.contest
            for choice in info.choices
        }
        assert row.overvotes == sum(row.contest in one.overvoted for one in mine)
        assert (
            sum(row.votes.values()) + row.undervotes + row.vote_for * row.overvotes
            == row.vote_for * row.ballots
        )
    assert sum(row.ballots for row in rows) == sum(len(one.votes) for one in made)


def test_what_is_not_in_the_contests_is_refused():
    for votes in ({"mayor": frozenset({"zoe"})}, {"dog-catcher": frozenset()}):
        with pytest.raises(ValueError, match=r"zoe|dog-catcher"):
            write_cvr_xml([BallotRecord("1", "b", votes)], INFOS, FACTS)


def states(count, contest):
    return [
        "over"
        if contest in one.overvoted
        else "open"
        if contest in one.undecided
        else sorted(one.votes[contest])
        for one in count.ballots
    ]


def test_nists_first_example(sample):
    """Marks by the standard's own comments: two votes, a resting mark, an overvote, a write-in to be judged."""
    count = sample(ONE)
    assert states(count, "C1") == [["_C1CN1"], ["_C1CN2"], ["_C1CN1"], "over", "open", ["_C1CN1"]]
    assert [one.id for one in count.ballots] == ["1", "2", "3", "4", "61", "57"]
    assert any("1 votes are stated, the marks give 0" in note for note in count.notes)


def test_the_current_snapshot_counts(sample, formats):
    count = sample(TWO)
    assert len(count.ballots) == 2
    text = (formats / TWO).read_text()
    refused(re.sub("(<cdf:CurrentSnapshotId>)css-0[2-9]", r"\1css-99", text), "css-99", name="c.xml")


def test_both_namespaces(formats, sample):
    text = (
        (formats / ONE)
        .read_text()
        .replace("http://itl.nist.gov/ns/voting/1500-103/v1", "NIST_V0_cast_vote_records.xsd")
    )
    assert text_count(text, "c.xml").ballots == sample(ONE).ballots


def test_marks_that_nobody_has_judged_are_no_votes(sample):
    """RCTab's file has ranks and marks of unknown standing; it is not valid under the schema and yet clear."""
    count = sample("nist_cvr_json/rctab_cdf_cvr_1.json")
    assert len(count.ballots) == 15
    assert all(one.undecided for one in count.ballots)
    assert [row.votes for row in count.rows] == [{}]


def test_one_record_twice_is_refused():
    ballot = BallotRecord("imprint 1", "batch 1", {"mayor": frozenset({"ann"})}, unit="N", mode="absentee")
    data = write_cvr_json([ballot, ballot], INFOS, FACTS)
    refused(data, "c.json", "CVR[1]", "CVR[0]", "must not count twice", name="c.json")


def test_a_contest_that_some_records_of_a_style_lack_has_no_ballots():
    style = {"unit": "N", "mode": "absentee", "style": "s"}
    one = BallotRecord("1", "b", {"mayor": frozenset({"ann"}), "board": frozenset()}, **style)
    two = BallotRecord("2", "b", {"board": frozenset({"cy"})}, **style)
    rows = {row.contest: row for row in text_count(write_cvr_xml([one, two], INFOS, FACTS), "c.xml").rows}
    assert (rows["mayor"].ballots, rows["mayor"].undervotes, rows["mayor"].votes["ann"]) == (None, None, 1)
    assert (rows["board"].ballots, rows["board"].undervotes) == (2, 3)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('"NumberVotes": 1', '"NumberVotes": 2', ("CVRContestSelection[0]", "2 votes for one choice")),
        ('"NumberVotes": 1', '"NumberVotes": -1', ("NumberVotes", "negative")),
        ('"IsAllocable": "yes"', '"IsAllocable": "maybe"', ("SelectionPosition[0]", "maybe")),
        ('"ContestId": "con-0"', '"ContestId": "con-7"', ("CVRContest[0]", "con-7")),
        ('"ContestSelectionId": "sel-0-0"', '"ContestSelectionId": "sel-1-0"', ("sel-1-0", "no choice")),
        ('"BallotStyleUnitId": "gpu-0"', '"BallotStyleUnitId": "gpu-7"', ("gpu-7",)),
        ('"VotesAllowed": 1', '"VotesAllowed": 0', ("vote for 0",)),
        ("{", "[", ("line 1",)),
    ],
)
def test_refused_with_place(old, new, parts):
    ballot = BallotRecord("1", "b", {"mayor": frozenset({"ann"})}, unit="N", mode="absentee")
    text = write_cvr_json([ballot], INFOS, FACTS).decode()
    assert old in text
    refused(text.replace(old, new, 1), *parts, name="c.json", format="nist-cvr")


def test_stated_numbers_that_disagree_are_noted():
    ballot = BallotRecord("1", "b", {"mayor": frozenset({"ann"})}, unit="N", mode="absentee")
    text = write_cvr_json([ballot], INFOS, FACTS).decode()
    for old, new in (
        ('"Undervotes": 0', '"Undervotes": 1'),
        ('"TotalNumberVotes": 1', '"TotalNumberVotes": 0'),
    ):
        count = text_count(text.replace(old, new, 1), "c.json")
        assert count.ballots == (ballot,)
        assert any("are stated" in note for note in count.notes)
