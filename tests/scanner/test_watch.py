"""A folder that is still being filled: no file half written, none twice, none forgotten."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from scanner import OrderError, RecordingError
from scanner.folder import DirectoryStore, Options, Pages, WatchScanner
from scanner.folder.complete import has_end
from scanner.folder.kinds import JPEG, PDF, PNG, TIFF
from scanner.folder.watch import POLL, SETTLE
from tests.scanner.contract import ScannerContract
from tests.scanner.recordings import fill, image

PATIENCE = 200
"""Looks into the folder after which a test gives up."""


class World:
    """A folder, a clock, and what happens in the folder at which second; waiting makes time pass."""

    def __init__(self, folder: Path, events=()):
        self.folder = folder
        self.now = 0.0
        self.looks = 0
        self.events = sorted(events, key=lambda event: event[0])

    def wait(self, seconds: float) -> None:
        self.looks += 1
        assert self.looks < PATIENCE, "waits for ever"
        self.now += seconds
        while self.events and self.events[0][0] <= self.now:
            self.events.pop(0)[1]()

    def write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.write_bytes(data)
        # the file's time comes from the test's clock, so that a rewrite shows whatever the disk's resolution is
        stamp = int((1_000_000 + self.now) * 1e9)
        os.utime(path, ns=(stamp, stamp))

    def open(self, pages=Pages.SINGLE, **options) -> WatchScanner:
        return WatchScanner(
            "folder:watched?watch=1",
            DirectoryStore(self.folder),
            Options(pages, watch=True, **options),
            clock=lambda: self.now,
            wait=self.wait,
        )


def writes(world, at, name, data=None):
    return at, lambda: world.write(name, image() if data is None else data)


def take(scanner, known=frozenset()):
    keys = []
    for sheet in scanner.sheets(known):
        keys.append(sheet.key)
        scanner.accept(sheet)
    return keys


class TestWatch(ScannerContract):
    def open_loaded(self, folder, sheets):
        fill(folder, [f"{number}_{side}.png" for number in range(sheets) for side in ("front", "back")])
        (folder / ".end").touch()
        return World(folder).open(Pages.PAIR)


def test_files_come_as_they_are_completed(tmp_path):
    world = World(tmp_path)
    world.events = [
        writes(world, 3, "1.png"),
        writes(world, 20, "2.jpg", image("JPEG")),
        writes(world, 40, ".end", b""),
    ]
    taken_at = {}
    with world.open() as scanner:
        for sheet in scanner.sheets():
            taken_at[sheet.key] = world.now
            scanner.accept(sheet)
    assert list(taken_at) == ["1.png", "2.jpg"]
    assert 3 + SETTLE <= taken_at["1.png"] <= 3 + SETTLE + 2 * POLL
    assert 40 <= world.now <= 40 + SETTLE + 2 * POLL


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_a_file_that_is_written_slowly_is_taken_whole(tmp_path, kind):
    """The writer pauses longer than any wait for standing still; only the end mark tells."""
    whole = image(kind)
    world = World(tmp_path)
    name = f"1.{kind.lower()}"
    step = len(whole) // 4
    world.events = [writes(world, 10 * part, name, whole[: step * part]) for part in (1, 2, 3)]
    world.events += [writes(world, 40, name, whole), writes(world, 60, ".end", b"")]
    with world.open() as scanner:
        (sheet,) = [(scanner.accept(sheet), sheet)[1] for sheet in scanner.sheets()]
    assert sheet.front.encoded == whole


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_room_set_aside_before_it_is_filled_is_not_taken(tmp_path, kind):
    """Network copies state the full size first; the rest is zeros, and would be read as black or refused."""
    whole = image(kind)
    half = whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2)
    world = World(tmp_path)
    world.events = [writes(world, 1, "1", half), writes(world, 30, "1", whole), writes(world, 50, ".end", b"")]
    with world.open() as scanner:
        (sheet,) = [(scanner.accept(sheet), sheet)[1] for sheet in scanner.sheets()]
    assert sheet.front.encoded == whole


def test_a_file_under_a_name_in_the_making_is_left_until_renamed(tmp_path):
    world = World(tmp_path)
    rename = 30, lambda: (tmp_path / "1.png.part").rename(tmp_path / "1.png")
    world.events = [writes(world, 1, "1.png.part"), rename, writes(world, 60, ".end", b"")]
    with world.open() as scanner:
        feed = scanner.sheets()
        sheet = next(feed)
        assert sheet.key == "1.png" and world.now >= 30
        scanner.accept(sheet)
        assert next(feed, None) is None


def test_a_file_never_finished_is_named_at_the_end(tmp_path):
    world = World(tmp_path)
    world.events = [writes(world, 1, "1.png"), writes(world, 1, "2.png.tmp"), writes(world, 9, ".end", b"")]
    with world.open() as scanner, pytest.raises(RecordingError, match=r"2\.png\.tmp was never finished"):
        take(scanner)


def test_a_damaged_file_is_taken_at_the_end_not_lost(tmp_path):
    broken = image("JPEG")[:-40]
    world = World(tmp_path)
    world.events = [
        writes(world, 1, "1.jpg", broken),
        writes(world, 2, "0.jpg", b""),
        writes(world, 30, ".end", b""),
    ]
    with world.open() as scanner:
        feed = scanner.sheets()
        sheets = []
        for sheet in feed:
            sheets.append(sheet)
            scanner.accept(sheet)
    assert [(sheet.key, sheet.front.encoded) for sheet in sheets] == [("0.jpg", b""), ("1.jpg", broken)]
    assert world.now >= 30


def test_both_sides_are_waited_for(tmp_path):
    world = World(tmp_path)
    world.events = [
        writes(world, 1, "2-1.tif", image("TIFF")),
        writes(world, 2, "1_Back.png"),
        writes(world, 20, "1_Front.png"),
        writes(world, 40, "2-2.tif", image("TIFF")),
        writes(world, 50, ".end", b""),
    ]
    with world.open(Pages.PAIR) as scanner:
        feed = scanner.sheets()
        first = next(feed)
        assert (first.key, world.now >= 20) == ("1_Front.png + 1_Back.png", True)
        assert scanner.waiting == ("2-1.tif",)
        scanner.accept(first)
        second = next(feed)
        assert second.key == "2-1.tif + 2-2.tif"
        assert scanner.waiting == ()


def test_a_side_that_never_comes_is_named_at_the_end(tmp_path):
    world = World(tmp_path)
    world.events = [writes(world, 1, "1_Front.png"), writes(world, 9, ".end", b"")]
    with (
        world.open(Pages.PAIR) as scanner,
        pytest.raises(RecordingError, match=r"1_Front\.png has no other side"),
    ):
        take(scanner)
    assert take(World(tmp_path).open(Pages.PAIR, lone=True)) == ["1_Front.png"]


def test_a_name_used_again_is_refused(tmp_path):
    """A program that starts numbering anew overwrites the first voters' ballots."""
    world = World(tmp_path)
    world.events = [
        writes(world, 1, "0001.png"),
        writes(world, 20, "0001.png", image(shade=8)),
        writes(world, 40, ".end", b""),
    ]
    with world.open() as scanner:
        feed = scanner.sheets()
        scanner.accept(next(feed))
        with pytest.raises(RecordingError, match=r"0001\.png was complete and has been written again"):
            next(feed)


def test_a_whole_file_that_goes_before_it_was_taken_is_named(tmp_path):
    world = World(tmp_path)
    vanish = 20, (tmp_path / "1_front.png").unlink
    world.events = [writes(world, 1, "1_front.png"), vanish, writes(world, 40, ".end", b"")]
    with (
        world.open(Pages.PAIR) as scanner,
        pytest.raises(RecordingError, match=r"1_front\.png was there and is gone"),
    ):
        take(scanner)


def test_a_taken_file_may_go(tmp_path):
    """Somebody tidies up behind us."""
    world = World(tmp_path)
    tidy = 20, (tmp_path / "1.png").unlink
    world.events = [writes(world, 1, "1.png"), tidy, writes(world, 30, "2.png"), writes(world, 40, ".end", b"")]
    assert take(world.open()) == ["1.png", "2.png"]


def test_one_sheet_saved_twice_is_refused(tmp_path):
    world = World(tmp_path)
    world.events = [
        writes(world, 1, "1.png"),
        writes(world, 20, "1.jpg", image("JPEG")),
        writes(world, 40, ".end", b""),
    ]
    with world.open() as scanner, pytest.raises(RecordingError, match="look like one sheet saved twice"):
        take(scanner)


def test_other_files_are_told(tmp_path):
    world = World(tmp_path)
    world.events = [
        writes(world, 1, "log.txt", b"a"),
        writes(world, 5, "log.txt", b"ab"),
        writes(world, 6, "1.png"),
    ]
    world.events += [writes(world, 30, "done", b"")]
    with world.open(until="done") as scanner:
        assert take(scanner) == ["1.png"]
        assert scanner.describe().ignored == ("log.txt",)


def test_stopping_while_waiting_leaves_the_rest_to_the_next_run(tmp_path):
    world = World(tmp_path)
    scanner = world.open()
    world.events = [writes(world, 1, "1.png"), writes(world, 9, "2.png"), (10, scanner.stop)]
    assert take(scanner) == ["1.png"]
    assert scanner.waiting == ("2.png",)
    scanner.close()
    later = World(tmp_path)
    later.write(".end", b"")
    assert take(later.open(), frozenset({"1.png"})) == ["2.png"]


def test_stop_wakes_the_real_wait(tmp_path):
    """Without an injected clock: `stop` from another thread ends the watch at once."""
    import threading

    scanner = WatchScanner("folder:x?watch=1", DirectoryStore(tmp_path), Options(Pages.SINGLE, watch=True))
    thread = threading.Thread(target=scanner.stop)
    thread.start()
    assert take(scanner) == []
    thread.join()
    scanner.close()
    with pytest.raises(OrderError, match="closed"):
        scanner.sheets()


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"])
def test_a_compressed_page_filled_up_with_zeros_has_no_end(compression):
    picture = Image.effect_noise((120, 90), 60)
    target = io.BytesIO()
    (picture.convert("1") if compression == "group4" else picture).save(target, "TIFF", compression=compression)
    data = target.getvalue()
    assert has_end(data, TIFF)
    for cut in range(0, len(data) - 1000, 50):
        assert not has_end(data[:cut] + bytes(len(data) - cut), TIFF)


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", JPEG), ("PNG", PNG), ("TIFF", TIFF), ("PDF", PDF)])
def test_no_cut_of_a_file_has_its_end(kind, media_type):
    data = image(kind)
    assert has_end(data, media_type)
    for cut in range(len(data) - 8):
        if has_end(data[:cut], media_type):
            # only bytes without a meaning may be missing
            assert kind in ("TIFF", "PDF") and len(data) - cut < 200
    assert not has_end(b"", media_type) and not has_end(bytes(500), media_type)
