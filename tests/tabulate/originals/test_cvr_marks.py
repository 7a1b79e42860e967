"""Records with marks: a choice with two ovals has one vote, and their order says nothing of the scan."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tabulate.compare import ContestInfo
from tabulate.originals.cvr_marks import BoardDecision, Mark, MarkedBallot, in_public_order
from tabulate.originals.cvr_write import CvrFacts, write_cvr_json, write_cvr_xml
from tests.tabulate.originals.refusals import text_count
from tests.tabulate.originals.schemas import json_errors, xml_errors

FACTS = CvrFacts("City", "Tamarack", datetime(2025, 11, 20, 9, tzinfo=UTC), "0.1.0", "NOT COMPLETE. <1> & 2")
INFOS = (ContestInfo("mayor", "Mayor", 1, ("ann", "bob"), (), (("ann", "Ann"), ("bob", "Bob"))),)


def ballot(*marks, votes=(), over=False, batch="b", decisions=()):
    return MarkedBallot(
        None,
        batch,
        {"mayor": frozenset(votes)},
        frozenset({"mayor"} if over else ()),
        unit="N",
        mode="absentee",
        style="s",
        card="c",
        marks={"mayor": marks},
        decisions=decisions,
    )


TWICE = ballot(Mark("ann", 900, "marked"), Mark("ann", 800, "marked"), Mark("bob", 0, "empty"), votes=("ann",))
OVER = ballot(Mark("ann", 900, "marked"), Mark("bob", 700, "marked", ("faint",)), over=True)
OPEN = ballot(
    Mark("ann", 60, "marginal", ("marginal",)), decisions=(BoardDecision("mayor", "Mayor: Ann", "A & B"),)
)


def test_valid_and_read_back_as_votes(shared):
    for write, check, name in (
        (write_cvr_json, json_errors, "c.json"),
        (write_cvr_xml, xml_errors, "c.xml"),
    ):
        data = write((TWICE, OVER, OPEN), INFOS, FACTS)
        assert check(shared, "cvr", data) == []
        count = text_count(data, name, absentee_unit=False)
        assert [sorted(one.votes["mayor"]) for one in count.ballots] == [["ann"], [], []]
        assert [sorted(one.overvoted) for one in count.ballots] == [[], ["mayor"], []]
        assert not any(one.undecided for one in count.ballots)
        assert not any("stated" in note for note in count.notes)


@given(st.permutations([TWICE, OVER, OPEN, ballot(batch="a"), ballot(batch="b")]))
def test_any_order_gives_one_order(pile):
    assert in_public_order(pile) == in_public_order([TWICE, OVER, OPEN, ballot(batch="a"), ballot(batch="b")])
    assert in_public_order(pile)[0].batch == "a"
