"""``folder:`` every recorded image reaches the reader once, in its sheet, or the operator hears why not."""

from __future__ import annotations

import os
import struct
import sys
import zipfile

import pytest

from scanner import AddressError, RecordingError, open_scanner, parse_address
from scanner.folder import ArchiveStore
from scanner.folder import store as store_module
from tests.scanner.contract import ScannerContract
from tests.scanner.recordings import fill, image, pack


class TestFolder(ScannerContract):
    def open_loaded(self, folder, sheets):
        fill(folder, [f"{number:04}-{side}.png" for number in range(sheets) for side in (1, 2)])
        return open_scanner(f"folder:{folder}")


class TestArchive(ScannerContract):
    def open_loaded(self, folder, sheets):
        path = folder / "batch.zip"
        pack(
            path,
            {
                f"in/{number}_{side}.png": image(shade=number)
                for number in range(sheets)
                for side in ("Front", "Back")
            },
        )
        return open_scanner(f"folder:{path}")


class TestDocument(ScannerContract):
    def open_loaded(self, folder, sheets):
        fill(folder, {"batch.tif": image("TIFF", 2 * sheets)})
        return open_scanner(f"folder:{folder}?pages=alternate")


def keys(address):
    with open_scanner(str(address)) as scanner:
        found = []
        for sheet in scanner.sheets():
            found.append(sheet.key)
            scanner.accept(sheet)
        return found


def test_what_is_no_image_is_told_and_what_is_hidden_is_not(tmp_path):
    fill(tmp_path, ["b/2.png", "a.png", ".hidden.png", "__MACOSX/a.png", ".git/x.png"])
    fill(
        tmp_path, {"notes.txt": b"x", "a.json": b"{}", "Thumbs.db": b"x", "sub/counts.csv": b"1", "README": b""}
    )
    with open_scanner(f"folder:{tmp_path}") as scanner:
        info = scanner.describe()
    assert info.ignored == ("a.json", "notes.txt", "README", "sub/counts.csv")
    assert info.expected == 2 and "0 two-sided and 2 one-sided" in info.name


def test_content_tells_an_image_and_a_name_only_where_content_is_damaged(tmp_path):
    files = {
        "1.dat": image("PNG"),
        "2": image("JPEG"),
        "3.jpg": image("TIFF"),
        "4.jpg": b"\0" * 50,
        "5.TIF": b"",
        "6.bmp": image("BMP"),
        "7.pdf": b"prose",
        "8.dat": b"\0" * 50,
    }
    fill(tmp_path, files)
    with open_scanner(f"folder:{tmp_path}") as scanner:
        types = {}
        for sheet in scanner.sheets():
            types[sheet.key] = sheet.front.media_type
            assert sheet.front.encoded == files[sheet.key], "the bytes as recorded, damaged or not"
            scanner.accept(sheet)
        assert scanner.describe().ignored == ("8.dat",)
    assert types == {
        "1.dat": "image/png",
        "2": "image/jpeg",
        "3.jpg": "image/tiff",
        "4.jpg": "image/jpeg",
        "5.TIF": "image/tiff",
        "6.bmp": "image/bmp",
        "7.pdf": "application/pdf",
    }


def test_pages_of_documents(tmp_path):
    fill(tmp_path, {"a.tif": image("TIFF", 4), "b.pdf": image("PDF", 2)})
    with open_scanner(f"folder:{tmp_path}?pages=alternate") as scanner:
        sheets = []
        for sheet in scanner.sheets():
            sheets.append((sheet.front.name, sheet.front.page, sheet.back.name, sheet.back.page))
            assert sheet.front.encoded is sheet.back.encoded
            scanner.accept(sheet)
    assert sheets == [
        ("a.tif#1", 0, "a.tif#2", 1),
        ("a.tif#3", 2, "a.tif#4", 3),
        ("b.pdf#1", 0, "b.pdf#2", 1),
    ]
    assert keys(f"folder:{tmp_path}?pages=single") == [
        "a.tif#1",
        "a.tif#2",
        "a.tif#3",
        "a.tif#4",
        "b.pdf#1",
        "b.pdf#2",
    ]
    with pytest.raises(RecordingError, match=r"a\.tif, b\.pdf: several pages .* pages=alternate"):
        open_scanner(f"folder:{tmp_path}")


def test_an_empty_or_missing_folder_is_refused(tmp_path):
    with pytest.raises(RecordingError, match="no image"):
        open_scanner(f"folder:{tmp_path}")
    with pytest.raises(RecordingError, match="is not there"):
        open_scanner(f"folder:{tmp_path}/nowhere")
    (tmp_path / "one.png").write_bytes(image())
    with pytest.raises(RecordingError, match="no ZIP archive"):
        open_scanner(f"folder:{tmp_path}/one.png")


def test_a_file_that_went_away_is_named(tmp_path):
    fill(tmp_path, ["1.png", "2.png"])
    with open_scanner(f"folder:{tmp_path}") as scanner:
        feed = scanner.sheets()
        scanner.accept(next(feed))
        (tmp_path / "2.png").unlink()
        with pytest.raises(RecordingError, match=r"2\.png was there and is gone"):
            next(feed)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path):
    fill(tmp_path, ["1.png"])
    (tmp_path / "1.png").chmod(0)
    with pytest.raises(RecordingError, match=r"1\.png: Permission denied; check"):
        open_scanner(f"folder:{tmp_path}")


def test_a_link_in_a_circle_is_not_followed(tmp_path):
    fill(tmp_path, ["1.png"])
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert keys(f"folder:{tmp_path}") == ["1.png"]


def test_a_file_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(store_module, "MAX_FILE_BYTES", 60)
    fill(tmp_path, {"1.png": image() + bytes(100)})
    with open_scanner(f"folder:{tmp_path}") as scanner, pytest.raises(RecordingError, match="split"):
        next(scanner.sheets())


def test_an_archive_is_read_without_being_unpacked(tmp_path):
    path = pack(
        tmp_path / "b.zip",
        {"../../evil.png": image(), "C:\\scans\\1.png": image(shade=3), "/etc/2.png": image()},
    )
    assert keys(f"folder:{path}") == ["../../evil.png", "C:/scans/1.png", "etc/2.png"], (
        "none is taken for hidden"
    )
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_that_is_cut_off_or_damaged_is_refused(tmp_path):
    whole = pack(tmp_path / "b.zip", {"1.png": image(), "2.png": image(shade=9)}).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[:-30])
    with pytest.raises(RecordingError, match="no ZIP archive or is cut off"):
        open_scanner(f"folder:{cut}")
    flipped = bytearray(whole)
    at = whole.index(b"1.png") + 12
    flipped[at] ^= 0x7E
    bad = tmp_path / "bad.zip"
    bad.write_bytes(flipped)
    with pytest.raises(RecordingError, match=r"1\.png in .*bad\.zip can not be unpacked"):
        keys(f"folder:{bad}")


def test_an_encrypted_archive_is_refused(tmp_path):
    data = bytearray(pack(tmp_path / "b.zip", {"1.png": image()}).read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, struct.unpack_from("<H", data, at + 8)[0] | 1)
    (tmp_path / "b.zip").write_bytes(data)
    with pytest.raises(RecordingError, match=r"1\.png .* is encrypted"):
        open_scanner(f"folder:{tmp_path}/b.zip")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    """By the size it states; and it gives no more than that."""
    path = tmp_path / "bomb.zip"
    pack(path, {"1.png": image() + bytes(200_000)})
    assert path.stat().st_size < 2000
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "MAX_FILE_BYTES", 100_000)
        with pytest.raises(RecordingError, match="split"):
            open_scanner(f"folder:{path}")
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 500)
    path.write_bytes(data)
    store = ArchiveStore(path)
    with pytest.raises(RecordingError, match="can not be unpacked"):
        store.read("1.png")
    store.close()


def test_two_files_of_one_name_are_refused(tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("1.png", image())
        made.writestr("1.png", image(shade=5))
    with pytest.raises(RecordingError, match=r"holds 1\.png twice"):
        open_scanner(f"folder:{path}")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("pages=three", "pages is one of auto, pair, single, alternate"),
        ("colour=red", "has no option 'colour'; it has: pages, lone, watch, until"),
        ("pages=single&pages=pair", "given twice"),
        ("pages", "name=value"),
        ("watch=1", "say pages=pair"),
        ("watch=1&pages=alternate", "say pages=pair"),
        ("until=done", "goes with watch=1"),
        ("watch=1&pages=single&until=a/b", "name of a file in the folder"),
        ("lone=allow&pages=single", "lone goes with"),
        ("watch=yes&pages=single", "watch is one of 0, 1"),
    ],
)
def test_mistyped_options_are_refused(tmp_path, query, words):
    fill(tmp_path, ["1.png"])
    with pytest.raises(AddressError, match=words):
        open_scanner(f"folder:{tmp_path}?{query}")


def test_an_archive_can_not_be_watched(tmp_path):
    path = pack(tmp_path / "b.zip", {"1.png": image()})
    with pytest.raises(AddressError, match="only a folder can be watched"):
        open_scanner(f"folder:{path}?watch=1&pages=single")


@pytest.mark.parametrize("text", ["", "folder", "folder:", ":x", "batch-17", "C:"])
def test_what_is_no_address(text):
    with pytest.raises(AddressError, match="write for example folder:PATH"):
        open_scanner(text)


def test_an_unknown_kind_lists_the_known_ones():
    with pytest.raises(AddressError, match=r"no scanner of the kind 'sheetfed'; known kinds: .*folder:"):
        open_scanner("sheetfed:usb1")


def test_the_parts_of_an_address():
    address = parse_address("FOLDER:/a b/50%/c:d?pages=pair&until=a%20b")
    assert (address.scheme, address.path) == ("folder", "/a b/50%/c:d")
    assert address.options == {"pages": "pair", "until": "a b"}


def test_reading_a_batch_leaves_it_as_it_was(tmp_path):
    fill(tmp_path, ["1.png", "2.png"])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with open_scanner(f"folder:{tmp_path}") as scanner:
        for sheet in scanner.sheets():
            scanner.return_to_operator(sheet, "torn")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
