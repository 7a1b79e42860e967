"""A simulated device that another machine's kernel plugs in.

Testers point other software at it; if its server hung after a pulled cable, or lent one device twice, what they
see would not be what a scanner does.
"""

import socket

import pytest

from scanner.devices.simulated.skins import usbip_wire as wire
from scanner.devices.simulated.skins.usbip import BUS_ID, serve_usbip
from tests.scanner.usb.toy import DESCRIPTORS, EVENTS, OUT, SPEC, Toy


@pytest.fixture
def toy():
    return Toy()


@pytest.fixture
def served(toy):
    life, server = serve_usbip(toy, DESCRIPTORS, port=0)
    yield life, server
    server.close()
    life.close()


class Guest:
    def __init__(self, address):
        self.socket = socket.create_connection(address, timeout=20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def get(self, length):
        data = b""
        while len(data) < length:
            part = self.socket.recv(length - len(data))
            assert part, "the server hung up"
            data += part
        return data

    def request(self, code, rest=b""):
        self.socket.sendall(wire.OPERATION.pack(wire.VERSION, wire.REQUEST | code, 0) + rest)
        version, answer, status = wire.OPERATION.unpack(self.get(8))
        assert (version, answer) == (wire.VERSION, code)
        return status

    def borrow(self):
        status = self.request(wire.IMPORT, wire.BUS_ID.pack(BUS_ID.encode()))
        if status == wire.FINE:
            self.about = wire.DEVICE.unpack(self.get(wire.DEVICE.size))
        return status

    def hung_up(self):
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def result(self):
        return wire.unpack_result(self.get(48))


def test_it_lists_what_it_lends(served):
    with Guest(served[1].address) as guest:
        assert guest.request(wire.DEVLIST) == wire.FINE
        assert guest.get(4) == b"\0\0\0\1"
        about = wire.DEVICE.unpack(guest.get(wire.DEVICE.size))
        assert about[1].rstrip(b"\0") == b"1-1" and about[5:7] == (SPEC.vendor, SPEC.product)
        assert guest.get(4) == b"\xff\xff\xff\0"


def test_a_command_and_its_answer(served):
    with Guest(served[1].address) as guest:
        assert guest.borrow() == wire.FINE
        guest.socket.sendall(wire.pack_submit(wire.Submit(1, EVENTS, 64), 1))
        guest.socket.sendall(wire.pack_submit(wire.Submit(2, OUT, 6), 1) + b"echo x")
        results = {}
        for _ in range(2):
            result = guest.result()
            results[result.number] = (result, guest.get(result.length) if result.number == 1 else b"")
        assert results == {1: (wire.Submitted(1, 0, 1), b"x"), 2: (wire.Submitted(2, 0, 6), b"")}
        guest.socket.sendall(wire.pack_submit(wire.Submit(3, EVENTS, 64), 1))
        guest.socket.sendall(wire.pack_unlink(wire.Unlink(4, 3), 1))
        assert guest.result() == wire.Unlinked(4, wire.ECONNRESET)


def test_it_lends_to_one_at_a_time_and_then_to_the_next(served):
    life, server = served
    with Guest(server.address) as first, Guest(server.address) as second:
        assert first.borrow() == wire.FINE
        assert second.borrow() == wire.BUSY
    assert life.wait_until(lambda: not server.lent, 20)
    with Guest(server.address) as third:
        assert third.borrow() == wire.FINE


def test_a_pulled_cable_ends_the_loan_and_a_device_that_is_not_there_is_not_lent(served, toy):
    life, server = served
    with Guest(server.address) as guest:
        assert guest.borrow() == wire.FINE
        with life.touching():
            toy.attached = False
        assert guest.hung_up()
    with Guest(server.address) as guest:
        assert guest.borrow() == wire.ABSENT
    with Guest(server.address) as guest:
        assert guest.request(wire.DEVLIST) == wire.FINE and guest.get(4) == bytes(4)
    with life.touching():
        toy.attached = True
    with Guest(server.address) as guest:
        assert guest.borrow() == wire.FINE


def test_strangers_do_no_harm(served):
    with Guest(served[1].address) as guest:
        guest.socket.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert guest.hung_up()
    with Guest(served[1].address) as guest:
        assert guest.borrow() == wire.FINE
        guest.socket.sendall(bytes(48))
        assert guest.hung_up()
    assert served[0].wait_until(lambda: not served[1].lent, 20)
    with Guest(served[1].address) as guest:
        assert guest.borrow() == wire.FINE
        guest.socket.sendall(wire.pack_submit(wire.Submit(1, OUT, 1 << 31 - 1), 1))
        assert guest.hung_up()
    assert served[0].wait_until(lambda: not served[1].lent, 20)
    with Guest(served[1].address) as guest:
        assert guest.borrow() == wire.FINE
