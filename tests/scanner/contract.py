"""What any scanner must do, whatever moves behind it.  A device's suite inherits this class.

Each test says what would go wrong for a voter: a ballot lost, or counted twice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from scanner import CapturedSheet, OrderError, Scanner

SHEETS = 4


class ScannerContract(ABC):
    """Inherit, implement `open_loaded`, and set `replays` to False for a machine that moves paper."""

    replays = True
    """Whether opening the same source again gives the same sheets under the same keys."""

    @abstractmethod
    def open_loaded(self, folder: Path, sheets: int) -> Scanner:
        """Open a scanner with this many sheets; called twice with one folder it is the same source."""

    def take_all(self, scanner: Scanner, known: frozenset[str] = frozenset()) -> list[CapturedSheet]:
        taken = []
        for sheet in scanner.sheets(known):
            taken.append(sheet)
            scanner.accept(sheet)
        return taken

    def test_every_sheet_comes_once_under_its_own_key(self, tmp_path):
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            sheets = self.take_all(scanner)
            assert len(sheets) == SHEETS
            assert len({sheet.key for sheet in sheets}) == SHEETS
            assert self.take_all(scanner) == [], "asked again, it does not begin anew"

    def test_a_sheet_carries_its_images_and_where_it_came_from(self, tmp_path):
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            for sheet in self.take_all(scanner):
                assert sheet.source == scanner.address
                for page in sheet.pages:
                    assert isinstance(page.encoded, bytes) and page.encoded
                    assert page.page >= 0 and page.name and "/" in page.media_type

    def test_the_next_sheet_waits_for_the_last(self, tmp_path):
        """Otherwise a sheet could leave the device before it is on disk."""
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            feed = scanner.sheets()
            first = next(feed)
            assert scanner.held == first
            with pytest.raises(OrderError, match="still held"):
                next(feed)
            assert scanner.held == first
            with pytest.raises(OrderError, match="still held"):
                scanner.sheets()
            scanner.accept(first)
            assert scanner.held is None
            assert {sheet.key for sheet in self.take_all(scanner)}.isdisjoint({first.key})

    def test_only_the_held_sheet_is_accepted_or_returned_and_only_once(self, tmp_path):
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            feed = scanner.sheets()
            first = next(feed)
            scanner.accept(first)
            for dispose in (scanner.accept, lambda sheet: scanner.return_to_operator(sheet, "again")):
                with pytest.raises(OrderError, match="no sheet"):
                    dispose(first)
            second = next(feed)
            with pytest.raises(OrderError, match="is not held"):
                scanner.accept(first)
            assert scanner.held == second

    def test_a_returned_sheet_does_not_stop_the_batch(self, tmp_path):
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            kept = []
            for number, sheet in enumerate(scanner.sheets()):
                if number % 2:
                    scanner.return_to_operator(sheet, "unknown card")
                else:
                    scanner.accept(sheet)
                    kept.append(sheet)
            assert len(kept) == (SHEETS + 1) // 2

    def test_stop_ends_the_feed_after_the_held_sheet(self, tmp_path):
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            feed = scanner.sheets()
            first = next(feed)
            scanner.stop()
            scanner.accept(first)
            assert next(feed, None) is None
            assert next(scanner.sheets(), None) is None

    def test_closing_twice_and_using_after_closing(self, tmp_path):
        scanner = self.open_loaded(tmp_path, SHEETS)
        first = next(scanner.sheets())
        scanner.close()
        scanner.close()
        assert scanner.held == first, "closing drops nothing"
        for use in (
            scanner.sheets,
            lambda: scanner.accept(first),
            lambda: scanner.return_to_operator(first, "x"),
        ):
            with pytest.raises(OrderError, match="closed"):
                use()

    def test_it_says_what_it_is(self, tmp_path):
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            info = scanner.describe()
            assert info.address == scanner.address and info.name
            assert info.expected in (None, SHEETS)

    def test_an_interrupted_batch_goes_on_where_it_was(self, tmp_path):
        """After a crash at any sheet, those in the books and those that come make the batch, each once."""
        if not self.replays:
            pytest.skip("paper does not come again by itself")
        with self.open_loaded(tmp_path, SHEETS) as scanner:
            keys = [sheet.key for sheet in self.take_all(scanner)]
        for crash in range(SHEETS + 1):
            books = []
            scanner = self.open_loaded(tmp_path, SHEETS)
            for sheet in scanner.sheets():
                if len(books) == crash:
                    break  # captured, not in the books, neither accepted nor returned
                books.append(sheet.key)
                scanner.accept(sheet)
            scanner.close()
            with self.open_loaded(tmp_path, SHEETS) as again:
                rest = [sheet.key for sheet in self.take_all(again, frozenset(books))]
            assert books + rest == keys
