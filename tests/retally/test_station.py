"""The loop against scanners that misbehave: the one sheet in doubt must be safe whatever happens."""

import threading

import pytest

from retally.case import open_to_write, program_of
from retally.reading import ReadingPool
from retally.station import Station
from scanner.errors import ScannerError
from scanner.interface import Scanner, ScannerInfo
from scanner.sheet import CapturedSheet, PageImage
from tabulate.errors import EvidenceError

MARKS = [("supervisor", "ocampo")]


class Deck(Scanner):
    """A scanner with sheets in memory that notes what becomes of each."""

    def __init__(self, sheets, on_accept=None) -> None:
        super().__init__("deck:")
        self.deck = list(sheets)
        self.accepted: list[str] = []
        self.refused: list[str] = []
        self.threads: set[int] = set()
        self.on_accept = on_accept

    def describe(self):
        return ScannerInfo(self.address, "a deck of sheets")

    def _feed(self, known):
        for sheet in self.deck:
            self.threads.add(threading.get_ident())
            if isinstance(sheet, BaseException):
                raise sheet
            if callable(sheet):
                sheet()
            else:
                yield sheet

    def _accept(self, sheet):
        if self.on_accept:
            self.on_accept(sheet)
        self.accepted.append(sheet.key)

    def _refuse(self, sheet, reason):
        self.refused.append(sheet.key)


@pytest.fixture
def sheet(election):
    def make(key: str, seed: int = 0) -> CapturedSheet:
        data = election.page(MARKS, seed=seed)
        return CapturedSheet(key, PageImage(data, "image/tiff", 0, f"{key}.tif"), None, "deck:")

    return make


@pytest.fixture
def station(case, request):
    """A case open for writing with a batch and a pool: gives the loop, and the ledger."""
    workers = getattr(request, "param", 1)
    with open_to_write(case) as ledger, ReadingPool(program_of(ledger), workers) as pool:
        batch = ledger.open_batch("b1", "fairview", "absentee", "deck:")

        def run(deck, stop=lambda: False):
            return Station(ledger, pool, stop).scan(deck, batch)

        yield run, ledger


def keys(ledger) -> list[str]:
    return [sheet.key for sheet in ledger.sheets()]


def test_every_sheet_is_durable_before_it_is_accepted(station, sheet, case):
    run, _ = station
    seen = []

    def look(accepted):
        from retally.case import open_to_read

        with open_to_read(case) as other:  # another process would see it, too
            seen.append((accepted.key, keys(other)))

    deck = Deck([sheet("a"), sheet("b", 1), sheet("c", 2)], on_accept=look)
    outcome = run(deck)
    assert [key in there for key, there in seen] == [True] * 3
    assert deck.accepted == ["a", "b", "c"]
    assert (outcome.new, outcome.read, outcome.standing.counted) == (3, 3, 3)


def test_a_device_that_fails_loses_nothing(station, sheet):
    run, ledger = station
    with pytest.raises(ScannerError, match="jam"):
        run(Deck([sheet("a"), sheet("b", 1), ScannerError("jam: open the cover")]))
    assert keys(ledger) == ["a", "b"]
    again = Deck([sheet("a"), sheet("b", 1), sheet("c", 2)])
    outcome = run(again)
    assert (outcome.new, outcome.known) == (1, 2)
    assert outcome.standing.counted == 3
    assert not ledger.unread()


def test_a_sheet_whose_acceptance_fails_is_counted_once(station, sheet):
    run, ledger = station

    def fail(accepted):
        raise ScannerError("no answer from the device")

    with pytest.raises(ScannerError, match="no answer"):
        run(Deck([sheet("a"), sheet("b", 1)], on_accept=fail))
    assert keys(ledger) == ["a"]
    outcome = run(Deck([sheet("a"), sheet("b", 1)]))
    assert (outcome.new, outcome.known, outcome.standing.captured) == (1, 1, 2)


def test_another_sheet_under_a_known_key_goes_back_to_the_operator(station, sheet):
    run, ledger = station
    run(Deck([sheet("a")]))
    deck = Deck([sheet("a", seed=5), sheet("b", 1)])
    with pytest.raises(EvidenceError):
        run(deck)
    assert (deck.accepted, deck.refused) == ([], ["a"])
    assert keys(ledger) == ["a"]


def test_a_sheet_that_the_medium_does_not_take_is_given_back(station, sheet, monkeypatch):
    from tabulate.ledger import Ledger, StorageError

    run, _ = station

    def full(*_: object, **__: object):
        raise StorageError("the medium is full")

    monkeypatch.setattr(Ledger, "add_sheet", full)
    deck = Deck([sheet("a")])
    with pytest.raises(StorageError):
        run(deck)
    assert (deck.accepted, deck.refused) == ([], ["a"])


def test_stopping_finishes_what_is_in_hand_and_takes_no_more(station, sheet):
    run, ledger = station
    wish = threading.Event()
    deck = Deck([sheet("a"), sheet("b", 1), sheet("c", 2)], on_accept=lambda _: (wish.set(), deck.stop()))
    outcome = run(deck, stop=wish.is_set)
    assert outcome.interrupted
    assert keys(ledger) == deck.accepted == ["a"]
    assert not ledger.unread()


@pytest.mark.parametrize("station", [2], indirect=True)
def test_readings_are_recorded_while_no_sheet_comes(station, sheet, case):
    """Or the operator of a slow feeder would see sheets unread that are long done."""
    from retally.case import open_to_read

    run, _ = station
    shown = []

    def wait_until_all_are_read():
        until = threading.Event()
        for _ in range(600):
            with open_to_read(case) as other:
                if not other.unread():
                    shown.append(keys(other))
                    return
            until.wait(0.05)

    run(Deck([sheet("a"), sheet("b", 1), wait_until_all_are_read, sheet("c", 2)]))
    assert shown == [["a", "b"]]


def test_the_scanner_has_a_thread_of_its_own(station, sheet):
    run, _ = station
    deck = Deck([sheet("a"), sheet("b", 1)])
    run(deck)
    assert len(deck.threads) == 1
    assert threading.get_ident() not in deck.threads
    assert all(thread.name != "feeder" for thread in threading.enumerate())
