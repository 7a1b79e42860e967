"""What an address may ask for.  A mistyped option that is passed over changes how ballots are scanned."""

from __future__ import annotations

import pytest

from scanner.address import parse_address
from scanner.devices.sane.protocol.imprint import Imprint
from scanner.devices.sane.settings import read_settings
from scanner.errors import AddressError


def read(options: str):
    return read_settings(parse_address(f"sane:test:0?{options}"))


def test_the_defaults_are_a_letter_page_in_grey_on_both_sides():
    settings = read_settings(parse_address("sane:test:0"))
    assert (settings.dpi, settings.mode, settings.duplex, settings.page) == (200, "gray", True, (8.5, 11.0))
    assert settings.double_feed == ("thickness", "length")
    assert settings.imprint is None and not settings.wait


@pytest.mark.parametrize(
    "options",
    [
        "dbi=200",
        "dpi=20",
        "dpi=200.5",
        "dpi=nan",
        "mode=color",
        "sides=both",
        "page=a4x",
        "page=0x11",
        "margins=-1x0",
        "df=maybe",
        "silence=0",
        "silence=inf",
        "wait=yes",
        "first=70000",
        "imprint=A&digits=4",
        "imprint=A%25s",
        "imprint=" + "A" * 36,
        "imprint=A&longest=5",
        "set-prepick=On",
        "set-endorser-string=x",
        "set-batch=x",
        "set--x=1",
        "set-brightness=1%0A2",
    ],
)
def test_what_is_wrong_is_refused(options):
    with pytest.raises(AddressError):
        read(options)


def test_options_of_the_device_are_passed_on():
    assert dict(read("set-brightness=10&set-dropoutcolor=Red").extra) == {
        "brightness": "10",
        "dropoutcolor": "Red",
    }


def test_two_runs_never_print_the_same():
    assert read("imprint=C7-&run=AB12").imprint == Imprint("C7-AB12-", 5, 40)
    assert read("imprint=C7-&run=AB13").imprint.text(1) == "C7-AB13-00001"
    assert read("imprint=C7-&digits=8").imprint.template == "C7-%08ud"


def test_the_longest_imprint_is_one_that_still_prints():
    """One character more and an fi-8950 prints nothing, without a word (scanner-protocols 3.1)."""
    assert Imprint("A" * 35, 5).fault() is None
    assert "40 characters" in str(Imprint("A" * 36, 5).fault())
