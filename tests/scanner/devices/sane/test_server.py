"""The simulated SANE server, as other people's software meets it.

A tester who points another program at it must meet what a real scanner does, or finds faults that are none.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from pathlib import Path

import pytest

from scanner.address import parse_address
from scanner.devices.sane.listing import list_devices
from scanner.devices.sane.simulator.feeder import Feeder
from scanner.devices.sane.simulator.model import SimulatedFi
from scanner.devices.sane.simulator.opening import loopbacks, private_config, serve, serve_sheets
from scanner.devices.sane.simulator.option import Cap, Option, Type
from scanner.devices.sane.simulator.wire import HungUpError, Reader, pointer, string, word, words
from scanner.devices.simulated import Fault, FaultKind, Faults, Moment, Paper
from scanner.folder import open_folder
from scanner.surroundings import Surroundings
from tests.scanner.devices.pictures import DrawnOptics, drawn, fill_with_sheets


@pytest.fixture
def device(tmp_path: Path) -> SimulatedFi:
    folder = fill_with_sheets(tmp_path / "sheets", 2)
    sheets = list(recorded(folder))
    feeder = Feeder(Paper(sheets), Faults())
    feeder.aside = 0
    return SimulatedFi(feeder, DrawnOptics().pixels)


def recorded(folder: Path):
    with open_folder(parse_address(f"folder:{folder}"), Surroundings()) as scanner:
        for sheet in scanner.sheets():
            yield sheet
            scanner.accept(sheet)


def scanimage(config: Path, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    variables = {"PATH": os.environ["PATH"], "LC_ALL": "C", "SANE_CONFIG_DIR": str(config)}
    return subprocess.run(
        ["scanimage", *arguments],
        env=variables,
        input=text,
        capture_output=True,
        cwd=config,
        timeout=60,
        check=False,
    )


def test_any_frontend_finds_it_and_scans_a_stack(device, tmp_path):
    with serve(device) as server:
        config = private_config(server.host)
        name = f"net:{server.host}:fi"
        assert [(found.name, found.model) for found in list_devices(config)] == [(name, "fi-8170")]
        done = scanimage(
            config,
            "-d",
            name,
            "--source=ADF Duplex",
            "--mode=Gray",
            "--resolution=50",
            "--format=pnm",
            "--batch=%d.pnm",
        )
    assert done.returncode == 0, done.stderr.decode()
    for number in range(4):
        data = (config / f"{number + 1}.pnm").read_bytes()
        assert data.endswith(drawn(number).tobytes())
    assert b"out of documents" in done.stderr


def test_a_second_client_is_told_that_it_is_busy(device):
    with serve(device) as server:
        config = private_config(server.host)
        assert device.open("fi") == 0
        done = scanimage(config, "-d", f"net:{server.host}:fi", "-A")
    assert done.returncode == 1 and b"Device busy" in done.stderr


def test_a_client_that_speaks_something_else_is_dropped(device):
    option = word(5) + word(0) + word(999) + word(0) + word(1) + word(4) + words([0])
    with serve(device) as server:
        for noise in (b"GET / HTTP/1.0\r\n\r\n", b"\xff" * 40, word(0) + word(1) + word(-5), option):
            with socket.create_connection((server.host, server.port), timeout=20) as link:
                link.sendall(noise)
                with contextlib.suppress(ConnectionResetError):
                    assert link.recv(64) == b""
        assert list_devices(private_config(server.host)), "it serves others on"


def test_two_servers_have_an_address_each(device):
    with serve(device) as one, serve(device) as other:
        assert one.host != other.host and one.port == other.port == 6566
    first = loopbacks()
    assert len({next(first) for _ in range(1000)}) == 1000


def test_the_scan_area_is_no_larger_than_the_page(device):
    """As on SANE's fujitsu backend: set in another order, the foot of a long ballot is cut off."""
    device.open("fi")
    height, bottom = (next(o for o in device.options if o.name == name) for name in ("page-height", "br-y"))
    device.set(bottom, 355.6)
    assert float(device.get(bottom)) < 280
    device.set(height, 355.6)
    device.set(bottom, 355.6)
    assert float(device.get(bottom)) == 355.6


def test_words_strings_arrays_and_pointers_are_those_of_the_protocol():
    """Vectors by hand: big-endian, lengths with the NUL, 1 for nothing (scanner-protocols 5.3)."""
    assert word(0x01000003) == b"\x01\x00\x00\x03" and word(-1) == b"\xff" * 4
    assert string("fi") == b"\0\0\0\x03fi\0" and string(None) == b"\0\0\0\0"
    assert words([1, 2]) == b"\0\0\0\x02\0\0\0\x01\0\0\0\x02"
    assert pointer(None) == b"\0\0\0\x01" and pointer(b"x") == b"\0\0\0\0x"
    half = Option("swskip", Type.FIXED, Cap.SOFT_DETECT)
    assert half.encode(0.5) == word(2) + word(4) + word(1) + b"\0\0\x80\0", "16.16"


def test_a_length_that_cannot_be_is_not_believed():
    data = iter([word(1 << 20), word(-1)])
    reader = Reader(lambda size: next(data))
    for _ in range(2):
        with pytest.raises(HungUpError):
            reader.string()


def test_served_alone_it_is_loaded_and_cleared_by_itself(tmp_path):
    """Other people's software shows no notices of ours: the pile must come through all the same."""
    sheets = list(recorded(fill_with_sheets(tmp_path / "sheets", 3)))
    faults = Faults((Fault(FaultKind.JAM, 2, Moment.DURING),))
    batch = ("--source=ADF Duplex", "--mode=Gray", "--resolution=50", "--format=pnm", "--batch=%d.pnm")
    with serve_sheets(sheets, faults, DrawnOptics()) as server:
        config, name = private_config(server.host), f"net:{server.host}:fi"
        jammed = scanimage(config, "-d", name, *batch)
        assert jammed.returncode == 6
        assert [sheet.spot.name for sheet in server.device.feeder.paper.sheets] == ["COUNTED", "PILE", "PILE"]
        rest = scanimage(config, "-d", name, *batch)
        assert rest.returncode == 0 and (config / "4.pnm").exists() and not (config / "5.pnm").exists()
