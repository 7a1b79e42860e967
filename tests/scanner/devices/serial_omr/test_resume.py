"""The station is killed with a card in the reader: the next run must neither lose it nor count it twice."""

from __future__ import annotations

import pytest

from scanner.devices.simulated import FaultKind, Moment, Spot
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


def go_on(killed, books, refused=()):
    """Go on after a run that stored `books`; cards that are refused are so once.  Gives all that is stored."""
    refused, notices = set(refused), []
    with killed.scene.open(Surroundings(notify=notices.append)) as again:
        again.recover(Doubt(len(books), f"{len(books):06d}" if books else None, interrupted=True))
        for sheet in again.sheets(known={f"{number:06d}" for number in books}):
            number = number_of(sheet.front)
            if number in refused:
                refused.remove(number)
                again.refuse(sheet, "the medium is full")
            else:
                again.accept(sheet)
                books = [*books, number]
    return books, notices


@pytest.mark.parametrize("profile", ["axiome-form", "level-line"])
def test_a_card_that_could_not_be_stored_does_not_stay_in_the_reject_bin(profile):
    killed = batch(profile, stop_at=1)
    books, _ = go_on(killed, [], refused={3})
    assert sorted(books) == sorted(killed.stack) == [1, 2, 3, 4, 5]
    assert not killed.scanner.paper.at(Spot.RETURNED)


@pytest.mark.parametrize("profile", ["axiome-form", "level-line"])
def test_a_kill_before_it_was_taken_from_the_bin_does_not_lose_it(profile):
    killed = batch(profile, stop_at=3)
    killed.reader.release(Spot.RETURNED)
    books, notices = go_on(killed, [1, 2])
    assert sorted(books) == sorted(killed.stack) == [1, 2, 3, 4, 5]
    told = [str(notice) for notice in notices]
    assert any("lies in the reject bin is not stored. Take the sheet out" in text for text in told)


@pytest.mark.parametrize("damaged", [2, 4])
def test_records_of_cards_that_were_put_back_are_not_stored(damaged):
    """A slow line still brings the records of cards that lie on the pile again, and will come once more."""
    run = batch(
        "line-ascii",
        (FaultKind.SPLIT_REPLY, 1, Moment.DURING),
        (FaultKind.CRC_ERROR, damaged, Moment.DURING),
    )
    assert run.stored == run.stack == [1, 2, 3, 4, 5]
