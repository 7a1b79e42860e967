"""A profile that is wrong in silence reads a whole county's cards on wrong columns."""

from __future__ import annotations

import pytest

from scanner import open_scanner
from scanner.address import parse_address
from scanner.devices.serial_omr.opening import line_settings, profile_of, url_of
from scanner.devices.serial_omr.protocol.library import fingerprint, label, load_profile, profile_names
from scanner.errors import AddressError
from scanner.levels import SCALE
from scanner.link.serial import LineSettings


def test_the_profiles_that_come_with_the_program():
    assert profile_names() == ("axiome-form", "level-line", "line-ascii", "scantron-esc", "sekonic-sr")
    for name in profile_names():
        assert load_profile(name, {}).name == name
    assert load_profile("scantron-esc", {}).experimental
    assert not load_profile("sekonic-sr", {}).experimental


WRONG = [
    ("sekonic-sr", {"port.baud": "fast"}, r"port\.baud"),
    ("sekonic-sr", {"baud": "1"}, r"port\.baud"),
    ("sekonic-sr", {"parity": "some"}, r"port\.parity"),
    ("sekonic-sr", {"stop_bits": "3"}, r"port\.stop_bits"),
    ("sekonic-sr", {"port.colour": "red"}, r"port\.colour"),
    ("sekonic-sr", {"speed.baud": "9600"}, "speed"),
    ("sekonic-sr", {"times.cycle": "0"}, r"times\.cycle"),
    ("sekonic-sr", {"times.retries": "0"}, r"times\.retries"),
    ("sekonic-sr", {"lines": "1,1,2"}, "lines"),
    ("sekonic-sr", {"lines": "1,2,34"}, "lines"),
    ("sekonic-sr", {"lines": "1,2,3"}, "lines"),
    ("sekonic-sr", {"data.names": "YX0"}, "names"),
    ("sekonic-sr", {"data.names": "YX012345678Y"}, "names"),
    ("sekonic-sr", {"data.scale": "0,1"}, "scale"),
    ("sekonic-sr", {"data.decoder": "guess"}, r"data\.decoder"),
    ("sekonic-sr", {"heads": "2"}, r"commands\.data"),
    ("sekonic-sr", {"feeding.mode": "push"}, r"commands\.feed"),
    ("sekonic-sr", {"commands.timing_count": ""}, r"data\.rows"),
    ("sekonic-sr", {"reply.end": '"\\r"'}, r"reply\.end"),
    ("sekonic-sr", {"commands.accept": "G"}, r"commands\.accept"),
    ("sekonic-sr", {"commands.feed": "\u20ac"}, r"commands\.feed"),
    ("axiome-form", {"commands.status": ""}, r"commands\.accept"),
    ("axiome-form", {"lines": "1,2"}, "lines"),
    ("axiome-form", {"commands.end_batch": "E"}, r"commands\.end_batch"),
    ("sekonic-sr", {"commands.identify": "V"}, r"reply\.end"),
    ("axiome-form", {"reply.end": ""}, r"reply\.end"),
    ("axiome-form", {"reply.check": "crc32"}, r"reply\.check"),
    ("axiome-form", {"heads": "2"}, r"data\.head_end"),
    ("line-ascii", {"commands.feed": "?"}, r"commands\.feed"),
]


@pytest.mark.parametrize(("name", "changes", "field"), WRONG)
def test_a_wrong_setting_is_named(name, changes, field):
    load_profile(name, {})
    with pytest.raises(AddressError, match=f"profile {name}: .*{field}"):
        load_profile(name, changes)


def test_a_profile_of_ones_own(tmp_path):
    path = tmp_path / "ours.toml"
    path.write_text(
        'name = "ours"\ntitle = "t"\nspeaks = "line"\n[reply]\nend = "\\n"\n[feeding]\nmode = "push"\n'
        '[data]\ndecoder = "level-string"\nlines = [0, 2]\n'
    )
    assert load_profile(str(path), {}).data.lines == (0, 2)
    path.write_text("name = ")
    with pytest.raises(AddressError, match="not a TOML file"):
        load_profile(str(path), {})
    with pytest.raises(AddressError, match=r"sekonic-sr"):
        load_profile(str(tmp_path / "none.toml"), {})


def test_every_setting_is_in_the_hash():
    plain, other = load_profile("sekonic-sr", {}), load_profile("sekonic-sr", {"times.cycle": "9"})
    assert fingerprint(plain) == fingerprint(load_profile("sekonic-sr", {"port.baud": "9600"}))
    assert fingerprint(plain) != fingerprint(other)
    assert label(plain) == f"sekonic-sr {fingerprint(plain)[:12]}"


def test_what_a_device_of_two_levels_means_is_not_guessed():
    """A mark of it may be any ink, so that it is a person's to decide unless the profile says more."""
    assert load_profile("sekonic-sr", {}).data.meaning == SCALE
    assert load_profile("axiome-form", {}).data.meaning == (0, *[30] * 15)
    declared = ",".join(["0", *["30"] * 14, "120"])
    assert load_profile("axiome-form", {"data.scale": declared}).data.meaning == (0, *[30] * 14, 120)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("serial:/dev/ttyUSB0?profile=sekonic-sr&baud=4800", "/dev/ttyUSB0"),
        ("serial:rfc2217://10.0.0.7:2217?profile=sekonic-sr&baud=4800", "rfc2217://10.0.0.7:2217"),
        (
            "serial:rfc2217://h:1?profile=sekonic-sr&baud=4800&link_options=ign_set_control%26timeout%3D5",
            "rfc2217://h:1?ign_set_control&timeout=5",
        ),
        ("serial:socket://[::1]:9?profile=sekonic-sr&baud=4800", "socket://[::1]:9"),
    ],
)
def test_an_address_within_an_address(text, url):
    address = parse_address(text)
    assert url_of(address) == url
    assert line_settings(profile_of(address).port) == LineSettings(baud=4800)


def test_addresses_that_say_too_little_or_too_much():
    with pytest.raises(AddressError, match=r"profile=axiome-form\|"):
        open_scanner("serial:/dev/ttyUSB0")
    with pytest.raises(AddressError, match="no option 'bauds'"):
        open_scanner("serial:/dev/ttyUSB0?profile=sekonic-sr&bauds=9600")
    with pytest.raises(AddressError, match="retally's own commands"):
        open_scanner("sim+serial:.?profile=sekonic-sr")
