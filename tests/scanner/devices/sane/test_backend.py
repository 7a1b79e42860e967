"""Debian's own test backend through our driver: no simulator of ours is in between.

If only the simulator agreed with the driver, both could be wrong about the same status, and a jam pass for an
empty feeder.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import urlencode

import pytest

from scanner.address import open_scanner
from scanner.devices.sane.listing import list_devices
from scanner.errors import ScannerError
from scanner.link import LinkBusyError
from scanner.notice import Notice
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble
from tests.scanner.devices.pictures import pixels_of

TEST_CONF = Path("/etc/sane.d/test.conf")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "dll.conf").write_text("test\n")
    (tmp_path / "test.conf").write_bytes(TEST_CONF.read_bytes())
    return tmp_path


def address(config: Path, **options: str) -> str:
    known = {"sides": "front", "page": "3x4", "margins": "0x0", "dpi": "50", "config": str(config), **options}
    return "sane:test:0?" + urlencode(known)


def test_ten_pages_and_then_the_feeder_is_empty(config):
    notices: list[Notice] = []
    with open_scanner(address(config), Surroundings(notify=notices.append)) as scanner:
        sheets = []
        for sheet in scanner.sheets():
            sheets.append(sheet)
            scanner.accept(sheet)
        assert scanner.describe().simulated, "no real ballots come out of it"
    assert len(sheets) == 10
    # 3 by 4 inches are 76.2 by 101.6 mm, which the backend rounds to 76 and 102: at 50 dpi 149 by 200 pixels.
    assert {pixels_of(sheet.front).shape for sheet in sheets} == {(200, 149)}
    assert notices[-1].code == "feeder-empty"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        # While an image is read a sheet can be under way: as the end of the pile it would drop uncounted.
        ("NO_DOCS", "transfer-error"),
        ("JAMMED", "jam"),
        ("COVER_OPEN", "cover-open"),
        ("IO_ERROR", "transfer-error"),
        ("DEVICE_BUSY", "busy"),
        ("INVAL", "transfer-error"),
        ("UNSUPPORTED", "device-error"),
        ("NO_MEM", "device-error"),
        ("CANCELLED", "device-error"),
    ],
)
def test_each_status_becomes_the_trouble_it_is(config, status, code):
    notices: list[Notice] = []
    options = {"set-read-return-value": f"SANE_STATUS_{status}"}

    def stop(notice: Notice) -> None:
        notices.append(notice)
        if notice.code not in ("settings", "feeder-empty"):
            scanner.stop()  # the backend never gets better

    ends = pytest.raises(LinkBusyError) if code == "busy" else contextlib.nullcontext()
    with open_scanner(address(config, **options), Surroundings(notify=stop)) as scanner, ends:
        assert list(scanner.sheets()) == []
    assert next(notice.code for notice in notices if notice.code != "settings") == code


def test_black_and_white_and_slow_reads(config):
    options = {"set-read-limit": "yes", "set-read-limit-size": "100", "set-test-picture": "Grid"}
    with open_scanner(address(config, **options)) as scanner:
        sheet = next(scanner.sheets())
        assert set(pixels_of(sheet.front).ravel().tolist()) == {0, 255}


def test_a_height_that_is_not_known_beforehand(config):
    """Hand scanners say how long a page was at its end."""
    with open_scanner(address(config, **{"set-hand-scanner": "yes"})) as scanner:
        sheet = next(scanner.sheets())
        assert pixels_of(sheet.front).shape[0] > 100


def test_an_option_that_the_device_refuses_is_an_error_before_anything_is_fed(config):
    options = {"set-test-picture": "Mona Lisa"}
    with (
        open_scanner(address(config, **options)) as scanner,
        pytest.raises(ScannerError, match="does not accept") as caught,
    ):
        next(scanner.sheets())
    assert not isinstance(caught.value, Trouble)


def test_a_device_that_is_not_there_is_an_error(config):
    with (
        open_scanner(address(config).replace("test:0", "test:7")) as scanner,
        pytest.raises(ScannerError, match="cannot be reached"),
    ):
        next(scanner.sheets())


def test_the_devices_are_listed_and_one_must_be_named(config):
    assert [(device.name, device.model) for device in list_devices(config)] == [
        ("test:0", "frontend-tester"),
        ("test:1", "frontend-tester"),
    ]
    with pytest.raises(ScannerError, match="sane:test:0, sane:test:1"):
        open_scanner(f"sane:?config={config}")
    (config / "test.conf").write_text(
        TEST_CONF.read_text().replace("number_of_devices 2", "number_of_devices 1")
    )
    with open_scanner(f"sane:?sides=front&page=3x4&config={config}") as scanner:
        assert scanner.describe().name == "SANE scanner test:0"


def test_no_devices_at_all(tmp_path):
    (tmp_path / "dll.conf").write_text("")
    assert list_devices(tmp_path) == []
    with pytest.raises(ScannerError, match="SANE sees no scanner"):
        open_scanner(f"sane:?config={tmp_path}")
