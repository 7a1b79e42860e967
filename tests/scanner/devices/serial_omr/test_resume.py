"""The station is killed with a card in the reader: the next run must neither lose it nor count it twice."""

from __future__ import annotations

import pytest

from scanner.devices.simulated import Spot
from scanner.doubt import Doubt
from scanner.notice import Ask
from scanner.surroundings import Surroundings
from tests.scanner.devices.serial_omr.cards import number_of
from tests.scanner.devices.serial_omr.runs import batch


def resume(profile: str, *, stored: bool):
    """Kill a run while card 3 is held, stored or not; go on, and give what the second run stored and said."""
    killed = batch(profile, stop_at=3)
    books = [1, 2, 3] if stored else [1, 2]
    notices = []
    again = killed.scene.open(Surroundings(notify=notices.append))
    with again:
        again.recover(Doubt(len(books), f"{len(books):06d}", undisposed=stored, interrupted=True))
        for sheet in again.sheets(known={f"{number:06d}" for number in books}):
            again.accept(sheet)
            books.append(number_of(sheet.front))
    return again, books, notices


@pytest.mark.parametrize("profile", ["axiome-form", "level-line", "sekonic-sr"])
@pytest.mark.parametrize("stored", [True, False])
def test_a_killed_run_goes_on(profile, stored):
    scanner, books, notices = resume(profile, stored=stored)
    assert sorted(books) == [1, 2, 3, 4, 5]
    assert sorted(sheet.number for sheet in scanner.paper.stack) == [1, 2, 3, 4, 5]
    assert not scanner.paper.at(Spot.PATH)
    assert {notice.ask for notice in notices} & {Ask.PUT_ON_COUNTED, Ask.PUT_BACK, Ask.CHECK_STACK}
