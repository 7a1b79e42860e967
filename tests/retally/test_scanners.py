"""Whoever looks for a scanner is told what is there and how it is; other programs may drive simulated ones."""

from __future__ import annotations

import json
import re
import signal
import socket
import struct
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from retally import usb_access
from retally.exit_codes import ExitCode
from scanner import attached
from scanner.known import FAMILIES, USB
from scanner.link.usb_find import UsbPlace
from scanner.link.usb_list import AttachedUsb, UsbListing

DEMO = Path(__file__).resolve().parents[2] / "fixtures" / "demo"
BATCH = DEMO / "batches" / "fairview-absentee-1"
SHEETS = 7
SERIAL = "profile=level-line"
RUN = """# A test run in the background passes on to its children that Ctrl-C is ignored.
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from retally.app import main
sys.exit(main(sys.argv[1:]))
"""
LIST_DEVICES = struct.pack(">HHI", 0x0111, 0x8005, 0)
"""OP_REQ_DEVLIST of the kernel's USB/IP protocol."""


@contextmanager
def simulated(*arguments: object):
    """`retally scanners simulate` in a process of its own, and the line that says how to drive it."""
    command = [sys.executable, "-c", RUN, "scanners", "simulate", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("To drive it: "), process.communicate()
        yield line
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED


def scanned(cli, case: Path, address: str) -> dict:
    assert cli("case", "new", case, "--program", DEMO / "program.json", "--title", "Demo").code == 0
    run = cli(
        "scan", case, "--scanner", address, "--batch", "one", "--unit", "fairview", "--mode", "absentee",
        "--sheets-by-hand", SHEETS, "--workers", 1,
    )  # fmt: skip
    assert run.code == 0, run.err
    return json.loads(cli("totals", case, "--json").out)["totals"]


def test_nothing_is_hidden_by_what_cannot_be_looked_at(cli, monkeypatch):
    place = UsbPlace(USB[0].vendor, USB[0].product, 1, 4, "1-2", "A1")
    found = tuple(AttachedUsb(USB[0], place, allowed) for allowed in (True, False))
    monkeypatch.setattr(attached, "list_usb", lambda known: UsbListing(found, "a remark"))
    monkeypatch.setattr(attached.shutil, "which", lambda name: None)
    listed = cli("scanners")
    assert listed.code == 0
    assert listed.out.count("pdi:A1\n") == 2
    assert listed.out.count("sudo retally scanners setup") == 1
    assert FAMILIES["pdi"].abilities in listed.out
    assert "USB: a remark" in listed.err
    assert "sane-utils" in listed.err
    rows = json.loads(cli("scanners", "--json").out)["scanners"]
    assert [row["remark"] is None for row in rows if row["address"] == "pdi:A1"] == [True, False]


def test_every_page_of_the_documentation_is_there():
    assert all((DEMO.parents[1] / family.page).is_file() for family in FAMILIES.values())


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("sim+pdi:{}", "firmware"),
        ("sim+custom-a4:{}", "firmware"),
        ("sim+sane:{}", "page-loaded"),
        ("sim+serial:{}?profile=sekonic-sr", "profile hash"),
    ],
)
def test_a_probe_says_how_it_is_and_feeds_nothing(cli, kind, says):
    asked = cli("scanners", "probe", kind.format(BATCH), "--json")
    assert asked.code == 0, asked.err
    told = json.loads(asked.out)
    assert told["simulated"] is True
    assert told["report"][says]
    assert told["report"]["in the path"] == "nothing"
    assert says in cli("scanners", "probe", kind.format(BATCH)).out


def test_what_is_not_there_is_one_line_and_the_exit_code_of_a_device(cli):
    for address in ("pdi:", "custom-a4:", "serial:/dev/nothing?profile=sekonic-sr"):
        asked = cli("scanners", "probe", address)
        assert asked.code == ExitCode.DEVICE
        assert asked.err.count("\n") == 1


def test_what_needs_no_calibration_says_so(cli):
    for address in (f"folder:{BATCH}", f"sim+custom-a4:{BATCH}"):
        asked = cli("scanners", "calibrate", address)
        assert asked.code == ExitCode.ORDER
        assert "calibrat" in asked.err


@pytest.mark.parametrize(
    ("option", "asked"), [((), ["a clean white sheet"]), (("--double-feed",), ["one", "two"])]
)
def test_a_person_calibrates_with_what_the_scanner_waits_for(cli, option, asked):
    ended = cli("scanners", "calibrate", f"sim+pdi:{BATCH}", *option)
    assert ended.code == 0, ended.err
    waited = [line for line in ended.err.splitlines() if "The scanner waits, for its" in line]
    assert len(waited) == len(asked)
    assert all(f": {what}" in line for what, line in zip(asked, waited, strict=True))
    assert "Calibrated." in ended.out


@pytest.mark.parametrize("place", ["pty", "rfc2217"])
def test_another_process_counts_through_a_simulated_mark_reader(cli, tmp_path, place):
    at = f"pty:{tmp_path / 'tty'}" if place == "pty" else "rfc2217:0"
    with simulated("serial", "--feed", BATCH, "--set", SERIAL, "--at", at) as line:
        url = re.search(r"serial:(.*?)\?", line)[1]
        totals = scanned(cli, tmp_path / "case", f"serial:{url}?{SERIAL}&times.cycle=30")
    assert totals == scanned(cli, tmp_path / "other", f"sim+serial:{BATCH}?{SERIAL}")


def test_another_process_counts_through_a_simulated_production_scanner(cli, tmp_path):
    with simulated("sane", "--feed", BATCH, "--at", "127.0.77.2"):
        address = "sane:net:127.0.77.2:fi?dpi=200&sides=front&page=11.3x11.5"
        totals = scanned(cli, tmp_path / "case", address)
    assert totals == scanned(cli, tmp_path / "other", f"folder:{BATCH}")


@pytest.mark.parametrize("kind", ["pdi", "custom-a4"])
def test_a_simulated_usb_scanner_is_listed_over_usbip(kind):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with simulated(kind, "--feed", BATCH, "--at", f"127.0.0.1:{port}") as line:
        assert f"--tcp-port {port} attach" in line
        with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
            client.sendall(
                struct.pack(">HHI", 0x0111, 0x8005, 0)
            )  # OP_REQ_DEVLIST of the kernel's usbip protocol
            answer = client.recv(12, socket.MSG_WAITALL)
            device = client.recv(312, socket.MSG_WAITALL)
    assert struct.unpack(">HHII", answer) == (0x0111, 0x0005, 0, 1)
    known = next(one for one in USB if one.scheme == kind)
    assert struct.unpack_from(">HH", device, 256 + 32 + 12) == (known.vendor, known.product)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("laser",), "no simulated scanner 'laser'"),
        (("pdi", "--at", "here"), "write HOST:PORT"),
        (("serial", "--set", SERIAL, "--at", "usb:1"), "write pty:PATH, or rfc2217:PORT"),
        (("serial", "--set", "profile"), "write NAME=VALUE"),
        (("serial", "--set", SERIAL, "--set", SERIAL), "given twice"),
    ],
)
def test_a_mistake_is_one_line(cli, arguments, says):
    ended = cli("scanners", "simulate", *arguments, "--feed", BATCH)
    assert ended.code == ExitCode.USAGE
    assert says in ended.err
    assert sum("error:" in line for line in ended.err.splitlines()) == 1


def test_the_rule_is_written_once_and_names_every_scanner(cli, tmp_path, monkeypatch):
    printed = cli("scanners", "setup", "--print").out
    assert all(f'=="{one.product:04x}"' in printed for one in USB)
    monkeypatch.setattr(usb_access.shutil, "which", lambda name: None)
    with pytest.raises(usb_access.AccessError, match="restart the machine"):
        usb_access.let_in(None, tmp_path / "rules.d" / "70.rules")
    assert (tmp_path / "rules.d" / "70.rules").read_text() == printed
    assert "no group 'nobody-has-it'" in cli("scanners", "setup", "--print", "--group", "nobody-has-it").err
