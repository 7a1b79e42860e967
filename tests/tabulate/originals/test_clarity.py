"""Clarity detail.xml: three sums of every number must agree, or a damaged download decides a recount."""

import io
import zipfile

import pytest

from tabulate.errors import OriginalCountError
from tests.tabulate.originals.conftest import votes_of
from tests.tabulate.originals.refusals import refused, text_count

LUCAS = "clarity_xml/synthetic_lucas_detail.xml"
STATE = "clarity_xml/detail_statewide_by_county.xml"
GREENUP = "clarity_xml/detail_county_by_precinct.xml"


def detail(choices, before="", vote_for=1, turnout=""):
    return (
        f'<?xml version="1.0"?><ElectionResult><ElectionName>E</ElectionName>{turnout}'
        f'<Contest key="1" text="Mayor" voteFor="{vote_for}">{before}{choices}</Contest></ElectionResult>'
    )


def kind(name, votes, **units):
    inside = "".join(f'<Precinct votes="{number}" name="{unit}"/>' for unit, number in units.items())
    return f'<VoteType votes="{votes}" name="{name}">{inside}</VoteType>'


def choice(name, total, *kinds):
    return f'<Choice key="1" totalVotes="{total}" text="{name}">{"".join(kinds)}</Choice>'


def test_lucas_equals_what_openelections_has(sample):
    one = sample(LUCAS)
    other = sample("openelections_csv/20201103__ia__general__lucas__precinct.csv", only=("U.S. House 2",))
    assert one.election == "2020 General Election"
    for mode in ("election_day", "absentee"):
        mine, theirs = votes_of(one, "U.S. House IA-02", mode), votes_of(other, "U.S. House 2", mode)
        assert mine == theirs
    assert {row.unit for row in one.rows} == {row.unit for row in other.rows}


def test_a_county_by_precinct(sample):
    count = sample(GREENUP)
    assert votes_of(count, "US Senator - REPUBLICAN")["Mitch McCONNELL"] == 1135
    assert len({row.unit for row in count.rows}) == 33
    assert all(row.undervotes is None for row in count.rows)
    assert any("as if not published" in note for note in count.notes)


def test_a_state_by_county_keeps_its_absentee_votes_by_county(sample):
    """The vote types of this published file lack 15,611 votes of the total: a person must accept that."""
    with pytest.raises(OriginalCountError, match=r"line 166.*462123, but 477734 is stated"):
        sample(STATE)
    count = sample(STATE, wrong_totals=True)
    assert any("462123, but 477734" in note for note in count.notes)
    assert len({row.unit for row in count.rows}) == 75
    assert votes_of(count, "U.S. Senate", "absentee")["Tom Cotton"] == 13319


def test_zipped(formats):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("detail.xml", (formats / LUCAS).read_bytes())
    assert votes_of(text_count(packed.getvalue(), "detailxml.zip"), "U.S. House IA-02")["Rita R. Hart"] == 1297


def test_over_and_undervotes_without_modes():
    turnout = (
        '<VoterTurnout ballotsCast="17"><Precincts><Precinct name="N" ballotsCast="10"/>'
        '<Precinct name="S" ballotsCast="7"/></Precincts></VoterTurnout>'
    )
    aside = kind("Overvotes", 1, N=1, S=0) + kind("Undervotes", 5, N=3, S=2)
    text = detail(choice("Ann", 11, kind("Election", 11, N=6, S=5)), aside, turnout=turnout)
    found = {row.unit: (row.ballots, row.overvotes, row.undervotes) for row in text_count(text, "d.xml").rows}
    assert found == {"N": (10, 1, 3), "S": (7, 0, 2)}
    refused(text.replace('"10"', '"9"').replace('"17"', '"16"'), "N", "9 ballots were cast", name="d.xml")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (detail(choice("Ann", 11, kind("Election Day", 11, N=6, S=4))), ("VoteType", "10", "11")),
        (detail(choice("Ann", 12, kind("Election Day", 11, N=6, S=5))), ("Choice", "11", "12")),
        (detail(choice("Ann", 6, kind("Election Day", 6, N=6)) * 2), ("already",)),
        (detail(choice("Ann", 6, kind("Election Day", 6, N="-6"))), ("Precinct", "negative")),
        (detail(choice("Ann", 6, kind("Election Day", 6, N=""))), ("Precinct, votes", "empty")),
        (detail(choice("Ann", 6, kind("Election Day", 6, N=6)), vote_for=0), ("vote for 0",)),
        (
            detail(choice("Ann", 6, kind("X", 6, N=3).replace("</V", '<County name="C" votes="3"/></V'))),
            ("mixed", "twice"),
        ),
        (detail(choice("Ann", 6, kind("Election Day", 6, N=6)), "<Other/>"), ("Other", "not known")),
        ("<ElectionResult>", ("well-formed",)),
        ("<ElectionResult/>", ("without any result",)),
    ],
)
def test_refused_with_place(text, parts):
    refused(text, "d.xml", *parts, name="d.xml")


def test_an_entity_bomb_is_refused():
    bomb = '<!DOCTYPE ElectionResult [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 9)
    )
    refused(bomb + "]><ElectionResult>&a8;</ElectionResult>", "DOCTYPE", name="d.xml", format="clarity")
    outside = '<!DOCTYPE ElectionResult [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    refused(outside + "<ElectionResult>&a;</ElectionResult>", "DOCTYPE", name="d.xml", format="clarity")
