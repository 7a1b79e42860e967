"""The link below every USB scanner, over the real libusb.

If a byte were lost, doubled or out of order here, an oval could be read one row off; if a pulled cable were not
noticed, a ballot could be fed that nobody books.  Run by `test_emulated_usb` where USB is emulated.
"""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from scanner.link import usb_reader
from scanner.link.errors import LinkBusyError, LinkError, LinkLostError
from scanner.link.usb_list import KnownUsb, list_usb
from scanner.link.usb_open import open_usb
from tests.scanner.usb.bench import Bench
from tests.scanner.usb.toy import DESCRIPTORS, EVENTS, IMAGE, OTHER, SPEC, Toy, pattern

KNOWN = KnownUsb(SPEC.vendor, SPEC.product, "toy", "a toy")

CLAIM = """
import sys, usb1
context = usb1.USBContext()
context.open()
handle = context.openByVendorIDAndProductID(int(sys.argv[1]), int(sys.argv[2]))
handle.claimInterface(0)
print("claimed", flush=True)
sys.stdin.read()
handle.releaseInterface(0)
handle.close()
"""

HOLD = """
import sys
from scanner.link.usb_open import open_usb
from tests.scanner.usb.toy import SPEC
link = open_usb(SPEC)
print("open", flush=True)
sys.stdin.read()
link.close()
"""


FORGET = """
from scanner.link.usb_open import open_usb
from tests.scanner.usb.toy import SPEC
link = open_usb(SPEC)
raise SystemExit(7)
"""


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()


@pytest.fixture
def toy(bench):
    toy = Toy()
    toy.life = bench.plug(toy, DESCRIPTORS)
    return toy


@pytest.fixture
def link(toy):
    link = open_usb(SPEC)
    yield link
    link.close()


def gather(link, length, timeout=10):
    data = b""
    while len(data) < length:
        part = link.read(pipe=IMAGE, timeout=timeout)
        assert part is not None, f"{len(data)} of {length} bytes came"
        data += part
    return data


def other_process(code, *args):
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline(), "the other process has it"
    return process


def test_what_is_written_is_heard_and_answers_come_one_by_one(toy, link):
    link.write(b"echo one")
    link.write(b"echo two")
    assert link.read(pipe=EVENTS, timeout=5) == b"one"
    assert link.read(pipe=EVENTS, timeout=5) == b"two"
    assert toy.heard == [b"echo one", b"echo two"]


def test_nothing_comes_and_that_is_said(link):
    assert link.read(pipe=EVENTS, timeout=0.05) is None
    link.write(b"echo after")
    assert link.read(pipe=EVENTS, timeout=5) == b"after"


@pytest.mark.parametrize("chunk", [300_000, 16_384, 512, 511, 1 << 20])
def test_an_image_comes_whole_and_in_order_whatever_the_bursts(link, chunk):
    length = min(3_000_000, chunk * 200)
    link.write(f"image {length} {chunk}".encode())
    image = gather(link, length)
    assert image == pattern(length)
    assert link.read(pipe=IMAGE, timeout=0.05) in {None, b""}, "and nothing more"


def test_an_image_that_nobody_reads_yet_waits_and_commands_go_on(link):
    """The two pipes are independent: an event must not wait for an image to be read."""
    link.write(b"image 5000000 100000")
    link.write(b"echo event")
    assert link.read(pipe=EVENTS, timeout=10) == b"event"
    assert gather(link, 5_000_000) == pattern(5_000_000)


def test_a_flood_waits_in_the_device_and_nothing_is_dropped(link, monkeypatch):
    """A device gone mad must not fill the memory of a station that has sheets in it."""
    monkeypatch.setattr(usb_reader, "ENOUGH", 100_000)
    link.write(b"image 3000000 30000")
    link.write(b"echo event")
    assert link.read(pipe=EVENTS, timeout=10) == b"event"
    assert link._readers[IMAGE]._waiting < 200_000
    assert gather(link, 3_000_000) == pattern(3_000_000)


@pytest.mark.parametrize("length", [512, 1024 * 100, (1 << 20) + 1024])
def test_a_burst_that_does_not_end_is_got_by_cancelling(link, length):
    """Otherwise the last rows of a ballot would stay in the driver, or be lost with the read."""
    link.write(f"open {length}".encode())
    link.write(b"echo done")
    assert link.read(pipe=EVENTS, timeout=10) == b"done"
    assert link.drain(pipe=IMAGE, grace=0.3) == pattern(length)
    link.write(b"image 1000 1000")
    assert gather(link, 1000) == pattern(1000), "reads go on as before"


def test_draining_an_idle_pipe_finds_nothing(link):
    assert link.drain(pipe=IMAGE, grace=0.02) == b""
    assert link.drain(pipe=EVENTS, grace=0.02) == b""


def test_a_device_that_does_not_take_a_command_is_an_error_and_is_there_later(toy, link):
    link.write(b"deaf 1.5")
    with pytest.raises(LinkError, match="took 0 of 8 bytes") as caught:
        link.write(b"echo one", timeout=0.2)
    assert not isinstance(caught.value, LinkLostError)
    link.write(b"echo two", timeout=10)
    assert link.read(pipe=EVENTS, timeout=5) == b"two"
    assert b"echo one" not in toy.heard, "a command that was given up is not carried out later"


def test_a_pulled_cable_ends_a_waiting_read(bench, toy, link):
    link.write(b"later 0.2 x")
    assert link.read(pipe=EVENTS, timeout=10) == b"x"
    with toy.life.touching():
        toy.attached = False
    with pytest.raises(LinkLostError, match="plug it in"):
        link.read(pipe=EVENTS, timeout=20)
    with pytest.raises(LinkLostError):
        link.write(b"echo x")
    with pytest.raises(LinkLostError):
        link.drain(pipe=IMAGE, grace=0.01)


def test_what_came_before_the_cable_was_pulled_can_be_read(bench, toy, link):
    link.write(b"image 200000 100000")
    link.write(b"echo sent")
    assert link.read(pipe=EVENTS, timeout=5) == b"sent"
    with toy.life.touching():
        toy.attached = False
    bench.shown(there=False)
    assert gather(link, 200_000) == pattern(200_000)
    with pytest.raises(LinkLostError):
        link.read(pipe=IMAGE, timeout=20)


def test_plugged_in_again_it_can_be_opened_again(bench, toy):
    for _ in range(3):
        link = open_usb(SPEC)
        link.write(b"echo here")
        assert link.read(pipe=EVENTS, timeout=5) == b"here"
        with toy.life.touching():
            toy.attached = False
        bench.shown(there=False)
        with pytest.raises(LinkLostError):
            link.read(pipe=EVENTS, timeout=20)
        link.close()
        with pytest.raises(LinkLostError, match="1209:0001"):
            open_usb(SPEC)
        with toy.life.touching():
            toy.attached = True
        bench.shown()


def test_a_device_that_another_program_has_is_busy(toy):
    other = other_process(CLAIM, SPEC.vendor, SPEC.product)
    try:
        with pytest.raises(LinkBusyError, match="another program"):
            open_usb(SPEC)
    finally:
        other.communicate()
    open_usb(SPEC).close()


def test_a_device_that_another_retally_has_is_busy_until_that_dies(toy):
    other = other_process(HOLD)
    with pytest.raises(LinkBusyError, match="another retally"):
        open_usb(SPEC)
    other.kill()
    other.communicate()
    try:
        open_usb(SPEC).close()
    except LinkBusyError as error:
        # The kernel takes a killed program's claims away before anybody can know that it is dead, as the guest
        # shows; umockdev hears of it late, or never (seen).  Our own lock is gone on both.
        assert os.environ.get("UMOCKDEV_DIR") and "another retally" not in str(error)


def test_a_program_that_ends_without_closing_ends_as_it_wants_to(toy):
    """Left open, libusb's session would hang it, or abort it with whatever it writes last."""
    ended = subprocess.run(
        [sys.executable, "-c", FORGET], check=False, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (7, "")
    open_usb(SPEC).close()


def test_a_second_link_of_this_process_is_refused(link):
    with pytest.raises(LinkBusyError):
        open_usb(SPEC)
    link.close()
    open_usb(SPEC).close()


def test_a_stall_is_a_lost_device(link):
    link.write(b"stall")
    with pytest.raises(LinkLostError):
        link.read(pipe=EVENTS, timeout=20)


def test_a_stall_is_silence_where_the_kind_of_device_says_so(toy):
    link = open_usb(replace(SPEC, clear_halt=True))
    try:
        link.write(b"stall")
        assert link.read(pipe=EVENTS, timeout=0.5) is None
        link.write(b"echo again")
        assert link.read(pipe=EVENTS, timeout=5) == b"again"
    finally:
        link.close()


def test_a_reset_on_opening_drops_what_an_earlier_scan_left(toy):
    with toy.life.touching():
        toy.out[IMAGE].append(b"rows of the ballot before")
    link = open_usb(replace(SPEC, reset_on_open=True))
    try:
        assert toy.resets == 1
        link.write(b"image 1000 1000")
        assert gather(link, 1000) == pattern(1000)
    finally:
        link.close()


def test_one_of_two_must_be_named(bench, toy):
    bench.plug(Toy(), OTHER, socket="1-2")
    with pytest.raises(LinkError) as caught:
        open_usb(SPEC)
    for part in ("TOY1", "TOY2", "port 1-1", "port 1-2"):
        assert part in str(caught.value)
    numbers = {one.place.serial: one.place for one in list_usb([KNOWN]).devices}
    place = numbers["TOY2"]
    for name in ("TOY2", "1-2", f"{place.bus:03d}/{place.device:03d}"):
        open_usb(SPEC, name).close()
    with pytest.raises(LinkLostError, match="TOY1"):
        open_usb(SPEC, "TOY3")


def test_listing_finds_known_devices_even_while_they_are_used(bench, link):
    bench.plug(Toy(), OTHER, socket="1-2")
    listing = list_usb([KNOWN])
    assert [one.address for one in listing.devices] == ["toy:TOY1", "toy:TOY2"]
    assert listing.remark is None and all(one.permitted for one in listing.devices)
    link.write(b"echo still mine")
    assert link.read(pipe=EVENTS, timeout=5) == b"still mine"
    assert list_usb([replace(KNOWN, product=2)]).devices == ()


def test_closing_twice_and_using_after_closing(link):
    link.close()
    link.close()
    for use in (
        lambda: link.read(pipe=EVENTS, timeout=1),
        lambda: link.write(b"echo x"),
        lambda: link.drain(pipe=EVENTS, grace=0.01),
    ):
        with pytest.raises(LinkLostError):
            use()
