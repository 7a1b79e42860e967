"""The PageScan does what every scanner does: no ballot is lost, and none is counted twice."""

from __future__ import annotations

import pytest

from scanner import AddressError, open_scanner
from scanner.surroundings import Surroundings
from tests.scanner.contract import ScannerContract
from tests.scanner.devices.pdi.sheets import Eyes, fill


class TestPdi(ScannerContract):
    replays = False

    def open_loaded(self, folder, sheets):
        fill(folder, sheets)
        return open_scanner(f"sim+pdi:{folder}", Surroundings(optics=Eyes()))


class TestPdiBilevel(ScannerContract):
    replays = False

    def open_loaded(self, folder, sheets):
        fill(folder, sheets)
        return open_scanner(f"sim+pdi:{folder}?mode=bilevel&double-feed=off", Surroundings(optics=Eyes()))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour=red", "has no option 'colour'"),
        ("dpi=600", "dpi is one of 200, 300, 400"),
        ("mode=color", "mode is one of grey, bilevel"),
        ("sides=left", "sides is one of both, front, back"),
        ("paper=long", "paper is from 3 to 40, not 'long'"),
        ("sensitivity=101", "sensitivity is from 0 to 100"),
        ("overlap=9", "overlap is from 10 to 250"),
        ("entry-sensors=1.5", "entry-sensors is a whole number"),
        ("array=wide", "array is one of fit, real"),
        ("threshold-front=nan", "threshold-front is from 0 to 100"),
    ],
)
def test_mistyped_options_are_refused(tmp_path, query, words):
    fill(tmp_path, 1, (60, 1800))
    with pytest.raises(AddressError, match=words):
        open_scanner(f"sim+pdi:{tmp_path}?{query}", Surroundings(optics=Eyes()))


def test_options_of_the_simulation_are_not_those_of_the_device():
    with pytest.raises(AddressError, match="has no option 'fault'"):
        open_scanner("pdi:?fault=x.toml")


def test_a_simulation_needs_eyes(tmp_path):
    fill(tmp_path, 1)
    with pytest.raises(AddressError, match="only be opened by retally's own commands"):
        open_scanner(f"sim+pdi:{tmp_path}")


def test_it_says_that_it_is_simulated(tmp_path):
    fill(tmp_path, 2)
    with open_scanner(f"sim+pdi:{tmp_path}?double-feed=off", Surroundings(optics=Eyes())) as scanner:
        info = scanner.describe()
    assert info.simulated and info.expected == 2 and "double-feed detection OFF" in info.name
