"""What a simulated device looks like from its cable.

If a simulated burst ended where a real one does not, or the other way round, the driver would be tested against
a kinder device than the one that holds the ballots.
"""

import threading

import pytest

from scanner.devices.simulated.skins import usbip_wire as wire
from scanner.devices.simulated.skins.descriptors import PACKET
from scanner.devices.simulated.skins.realtime import RealTime
from scanner.devices.simulated.skins.usb_device import UsbDevice
from scanner.link.memory import MemoryTransport, SimulatedClock, Unended
from tests.scanner.usb.toy import DESCRIPTORS, EVENTS, IMAGE, OUT, SPEC, Toy, pattern

GET_DESCRIPTOR = bytes.fromhex("8006")


class Host:
    """Asks, and keeps what comes."""

    def __init__(self, toy):
        self.came = {}
        self.device = UsbDevice(toy, DESCRIPTORS, self.finish)
        self.number = 0

    def finish(self, result, data):
        assert result.number not in self.came, "a transfer ends once"
        assert not data or result.length == len(data)
        self.came[result.number] = (result.status, data)

    def ask(self, pipe, length=0, data=b"", setup=bytes(8)):
        self.number += 1
        self.device.submit(wire.Submit(self.number, pipe, length or len(data), setup), data)
        self.device.pump()
        return self.number

    def control(self, *setup):
        request = b"".join(one if isinstance(one, bytes) else one.to_bytes(2, "little") for one in setup)
        status, data = self.came[self.ask(0x80, int.from_bytes(request[6:8], "little"), setup=request)]
        return data if status == 0 else status


@pytest.fixture
def toy():
    return Toy()


@pytest.fixture
def host(toy):
    return Host(toy)


def test_reads_wait_and_are_filled_in_order(toy, host):
    first, second = host.ask(EVENTS, 64), host.ask(EVENTS, 64)
    assert host.came == {}
    toy.out[EVENTS] += [b"one", b"two"]
    assert host.device.pump()
    assert (host.came[first], host.came[second]) == ((0, b"one"), (0, b"two"))


def test_a_long_transfer_fills_several_reads(toy, host):
    toy.out[IMAGE].append(pattern(2500))
    reads = [host.ask(IMAGE, 1024) for _ in range(4)]
    assert [len(host.came[one][1]) for one in reads[:3]] == [1024, 1024, 452]
    assert b"".join(host.came[one][1] for one in reads[:3]) == pattern(2500)
    assert reads[3] not in host.came


def test_a_transfer_of_full_packets_that_fills_its_read_is_ended_by_an_empty_one(toy, host):
    toy.out[IMAGE].append(pattern(2 * PACKET))
    first, second = host.ask(IMAGE, 2 * PACKET), host.ask(IMAGE, 2 * PACKET)
    assert host.came[first] == (0, pattern(2 * PACKET))
    assert host.came[second] == (0, b"")


def test_an_unended_transfer_leaves_its_read_open_until_it_is_cancelled(toy, host):
    toy.out[IMAGE].append(Unended(pattern(PACKET)))
    read = host.ask(IMAGE, 4 * PACKET)
    assert read not in host.came
    assert host.device.unlink(read) == 0
    assert host.came[read] == (0, pattern(PACKET))


def test_cancelling_an_empty_read_loses_nothing(toy, host):
    read = host.ask(IMAGE, PACKET)
    assert host.device.unlink(read) == wire.ECONNRESET
    toy.out[IMAGE].append(b"rows")
    assert host.came[host.ask(IMAGE, PACKET)] == (0, b"rows")
    assert read not in host.came


def test_a_stalled_pipe_stays_so_until_it_is_cleared(toy, host):
    host.ask(OUT, data=b"stall")
    assert host.came[host.ask(EVENTS, 64)] == (wire.EPIPE, b"")
    toy.out[EVENTS].append(b"late")
    assert host.came[host.ask(EVENTS, 64)] == (wire.EPIPE, b"")
    assert host.control(b"\x82\x00", 0, EVENTS, 2) == b"\1\0", "the pipe says that it is halted"
    assert host.control(b"\x02\x01", 0, EVENTS, 0) == b""
    assert host.came[host.ask(EVENTS, 64)] == (0, b"late")


def test_it_says_what_it_is(host):
    device = host.control(GET_DESCRIPTOR, 0x0100, 0, 64)
    assert (device[0], device[1], len(device)) == (18, 1, 18)
    assert int.from_bytes(device[8:10], "little") == SPEC.vendor
    configuration = host.control(GET_DESCRIPTOR, 0x0200, 0, 255)
    assert int.from_bytes(configuration[2:4], "little") == len(configuration) == 9 + 9 + 3 * 7
    assert [configuration[18 + 7 * n + 2] for n in range(3)] == [OUT, EVENTS, IMAGE]
    assert host.control(GET_DESCRIPTOR, 0x0200, 0, 9) == configuration[:9], "no more than was asked for"
    assert host.control(GET_DESCRIPTOR, 0x0300, 0, 255) == b"\x04\x03\x09\x04"
    assert host.control(GET_DESCRIPTOR, 0x0303, 0x0409, 255)[2:].decode("utf-16-le") == "TOY1"
    assert host.control(GET_DESCRIPTOR, 0x0304, 0x0409, 255) == wire.EPIPE
    assert host.control(GET_DESCRIPTOR, 0x0600, 0, 10) == wire.EPIPE, "it has no other speed"
    assert host.control(b"\x80\x08", 0, 0, 1) == b"\1"


def test_a_reset_empties_what_was_on_its_way(toy, host):
    toy.out[IMAGE].append(pattern(3000))
    host.ask(IMAGE, 1024)
    assert host.control(b"\x23\x03", 4, 1, 0) == b""
    assert toy.resets == 1
    assert host.ask(IMAGE, 1024) not in host.came


def test_a_transport_of_memory_keeps_an_unended_transfer_open_too(toy):
    clock = SimulatedClock()
    clock.attach(toy)
    link = MemoryTransport(toy, clock)
    link.write(b"open 1000")
    assert link.read(pipe=IMAGE, timeout=1) is None
    assert link.drain(pipe=IMAGE, grace=1) == pattern(1000)
    link.write(b"open 1000")
    link.write(b"image 500 500")
    assert link.read(pipe=IMAGE, timeout=1) == pattern(1000) + pattern(500)


@pytest.mark.parametrize(
    "command",
    [wire.Submit(7, 0x86, 1 << 20), wire.Submit(8, 0x80, 18, b"\x80\x06\0\1\0\0\x12\0"), wire.Unlink(9, 7)],
)
def test_commands_survive_the_wire(command):
    pack = wire.pack_submit if isinstance(command, wire.Submit) else wire.pack_unlink
    assert len(pack(command, 1)) == 48
    assert wire.unpack_command(pack(command, 1)) == command


@pytest.mark.parametrize(
    "result", [wire.Submitted(7, -32, 0), wire.Submitted(8, 0, 18), wire.Unlinked(9, -104)]
)
def test_results_survive_the_wire(result):
    pack = wire.pack_submitted if isinstance(result, wire.Submitted) else wire.pack_unlinked
    assert wire.unpack_result(pack(result)) == result


def test_a_submit_looks_as_the_kernel_documents_it():
    """Bytes written out from Documentation/usb/usbip_protocol.rst: a read of 64 bytes on endpoint 1."""
    expected = bytes.fromhex(
        "00000001 00000d05 0001000f 00000001 00000001 00000200"
        "00000040 00000000 00000000 00000004 0000000000000000"
    )
    assert wire.unpack_command(expected) == wire.Submit(0x0D05, 0x81, 64)


class Metronome:
    def __init__(self, beats):
        self.left, self.next, self.seen = beats, 1.0, []

    def advance(self, now):
        while self.left and now >= self.next:
            self.seen.append(self.next)
            self.next += 1.0
            self.left -= 1

    def due(self):
        return self.next if self.left else None


def test_in_real_time_everything_that_is_due_happens():
    metronome, pumped = Metronome(50), threading.Event()

    def pump():
        if not metronome.left:
            pumped.set()
        return False

    life = RealTime([metronome], rate=1000.0)
    life.pump(pump)
    with life:
        assert pumped.wait(30)
    assert metronome.seen == [float(n) for n in range(1, 51)]
    life.close()


def test_what_a_touch_causes_has_passed_when_it_is_over(toy):
    life = RealTime([toy])
    host = Host(toy)
    life.pump(host.device.pump)
    with life:
        read = host.ask(EVENTS, 64)
        with life.touching():
            host.device.submit(wire.Submit(99, OUT, 6), b"echo x")
        assert host.came[read] == (0, b"x")
