"""What a person is told when a scanner cannot be used.

A clerk who does not understand the message of a scanner that is busy or not permitted cannot finish
the recount.
"""

import subprocess
import sys

import pytest
import usb1

from scanner.link import usb_list
from scanner.link.errors import LinkBusyError, LinkError, LinkLostError
from scanner.link.udev import udev_rules
from scanner.link.usb_library import NoUsbError, new_context, plain
from scanner.link.usb_list import KnownUsb, list_usb
from scanner.link.usb_lock import DeviceLock

TOY = KnownUsb(0x1209, 0x0001, "toy", "a toy")
HOLD = """
import sys
from pathlib import Path
from scanner.link.usb_lock import DeviceLock
lock = DeviceLock("x", Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (usb1.USBErrorBusy(-6), LinkBusyError, "another program"),
        (usb1.USBErrorAccess(-3), LinkError, "sudo retally scanners setup"),
        (usb1.USBErrorNoDevice(-4), LinkLostError, "plug it in"),
        (usb1.USBErrorIO(-1), LinkLostError, "plug it in"),
        (usb1.USBErrorOther(-99), LinkError, "plug it in again"),
    ],
)
def test_each_error_says_what_to_do(error, kind, words):
    said = plain(error, "0bd7:a002 on bus 1, device 4")
    assert type(said) is kind and words in str(said) and "\n" not in str(said)


def test_a_machine_without_usb_lists_nothing_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(usb_list, "SYSFS", tmp_path / "not here")
    listing = list_usb([TOY])
    assert listing.devices == () and listing.remark == "this machine has no USB"


def test_a_machine_without_libusb_lists_nothing_and_says_what_to_install(monkeypatch, tmp_path):
    def missing():
        raise OSError(2, "cannot find a suitable libusb-1.0")

    monkeypatch.setattr(usb_list, "SYSFS", tmp_path)
    monkeypatch.setattr(usb1, "loadLibrary", missing)
    listing = list_usb([TOY])
    assert listing.devices == () and "apt install libusb-1.0-0" in listing.remark
    with pytest.raises(NoUsbError, match=r"libusb-1\.0"):
        new_context()


def test_a_kernel_that_refuses_usb_lists_nothing(monkeypatch, tmp_path):
    def refuse(self):
        raise usb1.USBErrorOther(-99)

    monkeypatch.setattr(usb_list, "SYSFS", tmp_path)
    monkeypatch.setattr(usb1.USBContext, "open", refuse)
    assert "no USB" in list_usb([TOY]).remark


def test_a_lock_keeps_others_out_until_its_process_dies(tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline()
    with pytest.raises(LinkBusyError, match="another retally"):
        DeviceLock("x", tmp_path)
    DeviceLock("y", tmp_path).release()
    other.kill()
    other.communicate()
    lock = DeviceLock("x", tmp_path)
    with pytest.raises(LinkBusyError):
        DeviceLock("x", tmp_path)
    lock.release()
    lock.release()
    DeviceLock("x", tmp_path).release()


def test_a_lock_does_not_follow_a_link_that_somebody_laid(tmp_path):
    """Lock files are in a folder that everybody may write to."""
    target = tmp_path / "precious"
    (tmp_path / "retally-x.lock").symlink_to(target)
    with pytest.raises(LinkError, match=r"retally-x\.lock"):
        DeviceLock("x", tmp_path)
    assert not target.exists()


def test_rules_name_each_kind_once_and_only_by_its_ids():
    rules = udev_rules([TOY, KnownUsb(0x0BD7, 0xA002, "pdi", "PDI PageScan")])
    lines = [line for line in rules.splitlines() if not line.startswith("#")]
    assert len(lines) == 2 and rules.endswith("\n")
    assert 'ATTR{idVendor}=="0bd7", ATTR{idProduct}=="a002"' in lines[1]
    assert all('TAG+="uaccess"' in line and "GROUP" not in line for line in lines)
    assert 'GROUP="scanner"' in udev_rules([TOY], group="scanner")
