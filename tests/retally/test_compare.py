"""`retally compare` with hand tallies: what two persons wrote down stands beside what the machine read."""

import json

import pytest

from retally.case import open_to_read

MARKS = [("supervisor", "ocampo"), ("measure-k", "yes")]
HEAD = "unit,mode,batch,contest,choice,votes,ballots,overvotes,undervotes,tally\n"


@pytest.fixture
def counted(election, tmp_path, case, scan, cli):
    """A case with two sheets, and the name of their batch; the original count has one vote fewer."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for number in range(2):
        (folder / f"voter-{number}.tif").write_bytes(election.page(MARKS, seed=number))
    scan(case, f"{folder}?pages=single")
    original = tmp_path / "original.csv"
    original.write_text(
        "unit,mode,contest,choice,votes,ballots,overvotes,undervotes\n"
        "fairview,election_day,measure-k,yes,1,2,0,1\n"
        "fairview,election_day,measure-k,no,0,2,0,1\n",
        encoding="utf-8",
    )
    assert cli("compare", case, "--original", original).code == 0
    with open_to_read(case) as ledger:
        (batch,) = (batch.name for batch in ledger.batches())
    return case, batch


def tallies(batch, *yes):
    """A file in which tally A, B, ... found so many votes for the measure."""
    rows = [
        f"fairview,election_day,{batch},measure-k,{choice},{votes},2,0,{2 - found},{tally}\n"
        for tally, found in zip("AB", yes, strict=False)
        for choice, votes in (("yes", found), ("no", 0))
    ]
    return HEAD + "".join(rows)


def test_two_tallies_that_agree_are_reported(counted, cli, tmp_path):
    case, batch = counted
    hand, methods = tmp_path / "hand.csv", tmp_path / "methods.csv"
    hand.write_text(tallies(batch, 1, 1), encoding="utf-8")
    methods.write_text("unit,mode,method,reported\nfairview,election_day,both,hand\n", encoding="utf-8")
    run = cli("compare", case, "--hand", hand, "--methods", methods, "--json")
    assert run.code == 0, run.err
    told = json.loads(run.out)
    assert told["reported"] == [{"unit": "fairview", "mode": "election_day", "reported": "hand"}]
    yes = next(item for item in told["numbers"] if item["number"] == "votes:yes")
    assert (yes["original"], yes["machine"], yes["hand"]) == (1, 2, 1)
    assert yes["agreement"] == "hand_and_original"
    assert {(item["number"], item["machine"], item["hand"]) for item in told["batches"]} == {
        ("votes:yes", 2, 1),
        ("undervotes", 0, 1),
    }
    text = cli("compare", case, "--hand", hand, "--methods", methods)
    assert "votes:yes: original 1, machine 2, hand 1" in text.out


def test_one_tally_alone_is_not_a_count(counted, cli, tmp_path):
    case, batch = counted
    hand = tmp_path / "hand.csv"
    hand.write_text(tallies(batch, 2), encoding="utf-8")
    told = json.loads(cli("compare", case, "--hand", hand, "--json").out)
    assert any("only tally A is entered" in sentence for sentence in told["open"])
    assert all(item["hand"] is None for item in told["numbers"])


def test_methods_alone_are_refused(counted, cli, tmp_path):
    assert cli("compare", counted[0], "--methods", tmp_path / "m.csv").code == 2
