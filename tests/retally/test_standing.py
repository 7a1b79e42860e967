"""If these numbers were wrong, a sheet could vanish from the accounting and nobody would look for it."""

from retally.standing import Standing, standing

COUNTED = {"status": "counted", "review": False}
FLAGGED = {"status": "counted", "review": True}
QUARANTINED = {"status": "quarantined", "review": True}


def test_every_sheet_is_in_exactly_one_place():
    whole = standing([COUNTED, None, FLAGGED, QUARANTINED, None, COUNTED])
    assert whole == Standing(captured=6, counted=3, quarantined=1, review=1, unread=2)
    assert whole.captured == whole.counted + whole.quarantined + whole.unread


def test_a_sheet_moves_from_unread_to_counted():
    batch = Standing()
    batch.capture()
    assert (batch.captured, batch.unread) == (1, 1)
    batch.read(COUNTED)
    assert batch == Standing(captured=1, counted=1)


def test_says_unread_only_when_there_is_any():
    assert str(standing([COUNTED])) == "1 sheet, 1 counted, 0 quarantined, 0 flagged for review"
    assert str(standing([COUNTED, None])).endswith("1 unread")
