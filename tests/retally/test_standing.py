"""If these numbers were wrong, a sheet could vanish from the accounting and nobody would look for it."""

from hypothesis import given
from hypothesis import strategies as st

from retally.standing import Standing, quarantined, standing
from tabulate.ledger import Sheet

COUNTED = {"status": "counted", "review": False, "reasons": []}
FLAGGED = {"status": "counted", "review": True, "reasons": []}
QUARANTINED = {"status": "quarantined", "review": True, "reasons": ["no-timing-grid"]}
READINGS = [COUNTED, FLAGGED, QUARANTINED, None]


def sheet(reading, disposed=None) -> Sheet:
    return Sheet(9, "b", 1, "u", "m", "k", "s", "t", (), reading, disposed=disposed)


def sheets(*readings) -> list[Sheet]:
    return [sheet(reading) for reading in readings]


def test_every_sheet_is_in_exactly_one_place():
    whole = standing(sheets(COUNTED, None, FLAGGED, QUARANTINED, None, COUNTED))
    assert whole == Standing(captured=6, counted=3, quarantined=1, review=1, unread=2)


@given(
    st.lists(st.tuples(st.sampled_from(READINGS), st.sampled_from([None, "accepted", "returned"])), max_size=9)
)
def test_whatever_becomes_of_them_they_add_up(ends):
    whole = standing(sheet(*end) for end in ends)
    assert whole.captured == len(ends) == whole.counted + whole.quarantined + whole.unread + whole.returned
    assert whole.returned == sum(end == "returned" for _, end in ends) == whole.captured - whole.kept
    kept = [reading for reading, end in ends if end != "returned"]
    assert whole.counted == sum(reading in (COUNTED, FLAGGED) for reading in kept)
    assert whole.review == kept.count(FLAGGED)


def test_a_sheet_moves_from_unread_to_counted_and_from_there_back_to_the_operator():
    batch = Standing()
    batch.capture()
    assert (batch.captured, batch.unread) == (1, 1)
    batch.read(FLAGGED)
    assert batch == Standing(captured=1, counted=1, review=1)
    batch.give_back(FLAGGED)
    assert batch == Standing(captured=1, returned=1)


def test_a_sheet_that_was_given_back_is_not_looked_for_in_the_stack():
    assert len(quarantined([sheet(QUARANTINED)])) == 1
    assert quarantined([sheet(QUARANTINED, "returned")]) == []


def test_says_unread_and_given_back_only_when_there_are_any():
    assert str(standing(sheets(COUNTED))) == "1 sheet, 1 counted, 0 quarantined, 0 flagged for review"
    assert str(standing(sheets(COUNTED, None))).endswith("1 unread")
    assert "1 given back" in str(standing([sheet(COUNTED, "returned")]))
