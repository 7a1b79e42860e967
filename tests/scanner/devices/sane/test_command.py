"""How a device is asked.  A wrong option here mixes up the sides of two ballots, or draws one in too early."""

from __future__ import annotations

import pytest

from scanner.address import parse_address
from scanner.devices.sane.protocol.command import check_name, imprint_arguments, make_plan, prelude
from scanner.devices.sane.protocol.imprint import Imprint
from scanner.devices.sane.protocol.options import read_options
from scanner.devices.sane.settings import Settings, read_settings
from scanner.errors import AddressError
from tests.scanner.devices.sane.recorded_options import FI_8170, FI_8170_STOP, FLATBED, NO_IMPRINTER


def settings(options: str = "") -> Settings:
    return read_settings(parse_address(f"sane:fujitsu:fi-8170:1234{'?' + options if options else ''}"))


def test_a_production_scanner_is_asked_for_everything_that_matters():
    plan = make_plan(read_options(FI_8170_STOP), settings())
    assert plan.arguments == (
        "--source=ADF Duplex",
        "--mode=Gray",
        "--df-action=Stop",
        # 8.5 + 2 inches is more than the device takes; 11 + 0.25 inches
        "--page-width=221.12",
        "--page-height=285.75",
        "--resolution=200",
        "-x221.12",
        "-y285.75",
        "--df-thickness=yes",
        "--df-length=yes",
        "--buffermode=Off",
        "--prepick=Off",
        "--overscan=Off",
        "--swskip=0",
        "--swdeskew=no",
        "--bgcolor=Black",
    )
    assert plan.left_out == ()
    assert plan.sensors == {"page-loaded", "cover-open", "double-feed", "error-code"}


def test_choices_that_make_others_active_come_first():
    first = ["--source=ADF Duplex", "--mode=Gray"]
    page = ["--page-width=221.12", "--page-height=361.95"]
    assert prelude(read_options(FI_8170), settings("page=legal")) == [*first, "--df-action=Stop", *page]
    assert prelude(read_options(FI_8170), settings("page=legal&df=off")) == [*first, *page]


def test_a_scan_area_that_would_cut_off_the_foot_of_a_long_ballot_is_refused():
    with pytest.raises(AddressError, match=r"11.2 inches at most \(y\)"):
        make_plan(read_options(FI_8170_STOP), settings("page=legal"))


def test_a_detection_that_is_not_there_is_said():
    plan = make_plan(read_options(FLATBED), settings("sides=front&page=3x4&margins=0x0"))
    assert not [argument for argument in plan.arguments if "df" in argument]
    assert len(plan.left_out) == 2 and "thickness" in plan.left_out[0]
    assert "--source=Automatic Document Feeder" in plan.arguments
    assert "--depth=8" in plan.arguments


@pytest.mark.parametrize(
    ("listing", "options", "words"),
    [
        (FLATBED, "", "no feeder for both sides"),
        (FLATBED.replace("--source", "--sauce"), "", "no feeder for both sides"),
        (FLATBED.replace("Automatic Document Feeder", "Flatbed 2"), "sides=front", "no feeder that we know"),
        (FI_8170, "source=Tray 5", "no source 'Tray 5'"),
        (FLATBED, "sides=front&mode=lineart", "no mode lineart"),
        (FLATBED, "sides=front&dpi=250", "cannot scan at 250"),
        (FI_8170, "dpi=1200", "cannot scan at 1200"),
        (FI_8170, "page=11x17", "8.7 inches at most"),
        (FI_8170, "page=8.5x40", "34.0 inches at most"),
        (FI_8170, "set-nonsense=1", "no option 'nonsense'"),
        (NO_IMPRINTER, "imprint=A", "no imprinter"),
        (FLATBED, "sides=front&page=3x4&imprint=A", "no imprinter"),
    ],
)
def test_what_a_device_cannot_do_is_refused_before_anything_is_fed(listing, options, words):
    with pytest.raises(AddressError, match=words):
        make_plan(read_options(listing), settings(options))


def test_front_and_back_are_never_taken_from_a_duplex_feeder_that_was_not_asked_for():
    only = FLATBED.replace("Flatbed|Automatic Document Feeder", "ADF Duplex")
    with pytest.raises(AddressError, match="no feeder that we know"):
        make_plan(read_options(only), settings("sides=front"))


def test_the_counter_of_the_imprint_begins_with_our_number():
    assert imprint_arguments(Imprint("C7-", 5), 41) == [
        "--endorser=yes",
        "--endorser-bits=16",
        "--endorser-val=41",
        "--endorser-step=1",
        "--endorser-string=C7-%05ud",
    ]
    assert "--endorser-bits=24" in imprint_arguments(Imprint("C7-", 8), 1)
    assert make_plan(read_options(FI_8170), settings("imprint=A")).imprints


@pytest.mark.parametrize("name", ["", "-d", "--version", "a\nb", "\0"])
def test_a_name_that_could_be_taken_for_an_option_is_refused(name):
    with pytest.raises(AddressError, match="no name of a SANE device"):
        check_name(name)


@pytest.mark.parametrize("name", ["fujitsu:fi-8170:1234", "net:10.0.0.7:fujitsu:fi-7600:9", "test:0"])
def test_real_names_pass(name):
    check_name(name)
