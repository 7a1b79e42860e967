"""The kernel's usbfs, emulated by umockdev, for devices that a USB/IP server in another process lends.

    umockdev-wrapper /usr/bin/python3 usbfs.py SOCKETS whole|split COMMAND...

Runs on the system's python, which alone has the bindings of umockdev, and needs nothing else but the wire
format of USB/IP.  SOCKETS is a folder: as long as it holds a file ``1-1`` with a port number in it, whatever
that server lends is plugged into socket 1-1 of bus 1; ``1-1.shown`` is there while the bus shows it.  COMMAND
sees these devices, and nothing else of USB; its exit code is handed on.
"""

import errno
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

SKINS = Path(__file__).resolve().parents[3] / "scanner" / "devices" / "simulated" / "skins"
sys.path.insert(0, str(SKINS))
import usbip_wire as wire  # noqa: E402

SUBMITURB = 0x8038550A
REAPURB = 0x4008550C
REAPURBNDELAY = 0x4008550D
DISCARDURB = 0x550B
CAPABILITIES = 0x8004551A
SETCONFIGURATION = 0x80045505
CLAIM = 0x8004550F
RELEASE = 0x80045510
DISCONNECT_CLAIM = 0x8108551B
CLEAR_HALT = 0x80045515
RESET = 0x5514
GETDRIVER = 0x41045508
DRIVER = 0xC0105512
"""Of <linux/usbdevice_fs.h>, on machines of 64 bits."""

CAPABLE = {"split": 0x00, "whole": 0x14}
"""``whole``: reads of any size are one URB, as on machines of today; ``split``: libusb makes URBs of 16 KiB."""

CONTROL = 2
ROOM = 0.002
"""Seconds that a reap waits.  The real one is waited for by poll, which the emulated file answers at once, so
that libusb asks without a pause; this is the pause."""

HUB = bytes.fromhex("12010002090000406b1d020002060302010109021900010100e0000904000001090000000705810304000c")
CANCELLED = -errno.ENOENT
SHOWN = ".shown"
PULLED = -errno.ESHUTDOWN


def exactly(server, length):
    data = bytearray(length)
    view = memoryview(data)
    while view:
        count = server.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return bytes(data)


class Urb:
    """One transfer as libusb handed it in."""

    def __init__(self, memory, buffer, endpoint, control, length):
        self.memory, self.buffer = memory, buffer
        self.endpoint, self.control, self.length = endpoint, control, length
        self.status = self.actual = 0
        self.data = b""


class Device(UMockdev.IoctlBase):
    """A device node.  What it is asked arrives in umockdev's own thread, replies of the server in another."""

    def __init__(self, server, capabilities):
        super().__init__()
        self.server = server
        self.capabilities = capabilities
        self.changed = threading.Condition()
        self.gone = False
        self.number = 0
        self.pending = {}
        self.addresses = {}
        self.done = deque()
        self.answers = {}
        self.owner = None

    def ask(self, setup):
        """A control request of our own, without data."""
        with self.changed:
            number = self.submit(setup[0] & 0x80, 0, setup)
            self.answers[number] = None
            self.changed.wait_for(lambda: self.gone or self.answers[number] is not None, 5)
            return self.answers.pop(number)

    def submit(self, endpoint, length, setup, data=b""):
        self.number += 1
        self.send(wire.pack_submit(wire.Submit(self.number, endpoint, length, setup), 1) + data)
        return self.number

    def send(self, message):
        try:
            self.server.sendall(message)
        except OSError:
            self.gone = True

    def listen(self):
        """Until the server hangs up, which is the cable being pulled."""
        try:
            while True:
                self.hear(wire.unpack_result(exactly(self.server, wire.HEADER.size)))
        except (OSError, EOFError):
            pass
        with self.changed:
            self.gone = True
            for urb in self.pending.values():
                urb.status = PULLED
                self.done.append(urb)
            self.pending.clear()
            self.changed.notify_all()

    def hear(self, result):
        if isinstance(result, wire.Unlinked):
            with self.changed:
                target = self.addresses.pop(("unlink", result.number))
                urb = self.pending.pop(target, None)
                if urb is not None:
                    urb.status = CANCELLED
                    self.done.append(urb)
                    self.changed.notify_all()
            return
        with self.changed:
            urb = self.pending.get(result.number)
        incoming = urb is not None and urb.endpoint & 0x80
        data = exactly(self.server, result.length) if incoming else b""
        with self.changed:
            if urb is None:
                self.answers[result.number] = result
            else:
                del self.pending[result.number]
                urb.status, urb.actual, urb.data = result.status, result.length, data
                self.done.append(urb)
            self.changed.notify_all()

    # umockdev's side

    def do_handle_ioctl(self, client):
        try:
            value, error = self.handle(client, client.get_request(), client.get_arg())
        except Exception as trouble:  # an exception here would hang the program under test
            print("usbfs:", repr(trouble), file=sys.stderr)
            value, error = -1, errno.EIO
        client.complete(value, error)
        return True

    def handle(self, client, request, arg):
        with self.changed:
            if self.gone and not (request in (REAPURBNDELAY, REAPURB) and self.done):
                return -1, errno.ENODEV
        if request == SUBMITURB:
            return self.take(arg)
        if request in (REAPURBNDELAY, REAPURB):
            return self.reap(arg)
        if request == DISCARDURB:
            return self.discard(arg)
        if request in (CLAIM, DISCONNECT_CLAIM):
            if self.owner is not None and self.owner != client and self.owner.get_property("connected"):
                return -1, errno.EBUSY
            self.owner = client
        elif request == RELEASE:
            self.owner = None
        elif request in (GETDRIVER, DRIVER):
            return -1, errno.ENODATA
        elif request == CAPABILITIES:
            arg.resolve(0, 4).update(0, struct.pack("<I", self.capabilities))
        elif request == CLEAR_HALT:
            endpoint = struct.unpack("<I", bytes(arg.resolve(0, 4).retrieve()))[0]
            self.ask(struct.pack("<BBHHH", 0x02, 1, 0, endpoint, 0))
        elif request == SETCONFIGURATION:
            self.ask(struct.pack("<BBHHH", 0x00, 9, 1, 0, 0))
        elif request == RESET:
            self.ask(struct.pack("<BBHHH", 0x23, 3, 4, 1, 0))
        return 0, 0

    def take(self, arg):
        memory = arg.resolve(0, 56)
        raw = bytes(memory.retrieve())
        kind, endpoint = raw[0], raw[1]
        length = struct.unpack_from("<i", raw, 24)[0]
        buffer = memory.resolve(16, length) if length else None
        setup, out = bytes(8), b""
        control = kind == CONTROL
        if control:
            content = bytes(buffer.retrieve())
            setup, out = content[:8], content[8:]
            endpoint = setup[0] & 0x80
            length -= 8
        elif not endpoint & 0x80:
            out = bytes(buffer.retrieve()) if length else b""
        with self.changed:
            if self.gone:  # meanwhile: nobody would end this one
                return -1, errno.ENODEV
            urb = Urb(memory, buffer, endpoint, control, length)
            number = self.number + 1
            self.pending[number] = urb
            self.submit(endpoint, length, setup, b"" if endpoint & 0x80 else out)
        return 0, 0

    def reap(self, arg):
        with self.changed:
            if not self.changed.wait_for(lambda: self.done, ROOM):
                return -1, errno.ENODEV if self.gone else errno.EAGAIN
            urb = self.done.popleft()
        urb.memory.update(4, struct.pack("<i", urb.status))
        urb.memory.update(28, struct.pack("<i", urb.actual))
        if urb.data:
            urb.buffer.update(8 if urb.control else 0, urb.data)
        arg.resolve(0, 8).set_ptr(0, urb.memory)
        return 0, 0

    def discard(self, arg):
        address = struct.unpack("<Q", bytes(arg.retrieve()))[0]
        with self.changed:
            for number, urb in self.pending.items():
                if urb.memory.client_addr == address:
                    self.number += 1
                    self.addresses["unlink", self.number] = number
                    self.send(wire.pack_unlink(wire.Unlink(self.number, number), 1))
                    return 0, 0
        return -1, errno.EINVAL


class Bus:
    """Bus 1 with its root hub."""

    def __init__(self):
        self.testbed = UMockdev.Testbed.new()
        self.lock = threading.Lock()
        self.last = 1
        self.plug("usb1", HUB, None, None)

    def plug(self, name, descriptors, device, serial):
        with self.lock:
            number = self.last
            self.last += 1
            parent = "/devices/pci0000:00" + ("" if name == "usb1" else "/usb1")
            lines = [
                f"P: {parent}/{name}",
                f"N: bus/usb/001/{number:03d}",
                "E: DEVTYPE=usb_device",
                "E: SUBSYSTEM=usb",
                f"E: DEVNAME=/dev/bus/usb/001/{number:03d}",
                "E: BUSNUM=001",
                f"E: DEVNUM={number:03d}",
                "A: busnum=1\\n",
                f"A: devnum={number}\\n",
                "A: speed=480\\n",
                "A: bConfigurationValue=1\\n",
                f"H: descriptors={descriptors.hex().upper()}",
            ]
            if serial:
                lines.append(f"A: serial={serial}\\n")
            node = f"/dev/bus/usb/001/{number:03d}"
            if device is not None:  # first, so that nobody opens a node that does not answer yet
                self.testbed.attach_ioctl(node, device)
            self.testbed.add_from_string("\n".join(lines) + "\n\n")
            return f"/sys{parent}/{name}", node

    def unplug(self, path, node):
        with self.lock:
            self.testbed.uevent(path, "remove")
            self.testbed.remove_device(path)
            Path(self.testbed.get_root_dir() + node).unlink(missing_ok=True)


def borrow(port):
    """Ask a server for its device; None when it has none to lend."""
    server = socket.create_connection(("127.0.0.1", port))
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    request = wire.OPERATION.pack(wire.VERSION, wire.REQUEST | wire.IMPORT, 0)
    server.sendall(request + wire.BUS_ID.pack(b"1-1"))
    _, _, status = wire.OPERATION.unpack(exactly(server, wire.OPERATION.size))
    if status != wire.FINE:
        server.close()
        return None
    exactly(server, wire.DEVICE.size)
    return server


def describe(server):
    """Device and configuration descriptors, and the serial number."""

    def get(value, length, number):
        setup = struct.pack("<BBHHH", 0x80, 6, value, 0x0409 if value >> 8 == 3 else 0, length)
        server.sendall(wire.pack_submit(wire.Submit(number, 0x80, length, setup), 1))
        result = wire.unpack_result(exactly(server, wire.HEADER.size))
        return exactly(server, result.length)

    device, configuration = get(0x100, 18, 1), get(0x200, 4096, 2)
    serial = get(0x300 | device[16], 255, 3)[2:].decode("utf-16-le") if device[16] else None
    return device + configuration, serial


def keep_plugged(bus, name, file, capabilities):
    """For one socket of the bus."""
    there = file.with_name(name + SHOWN)
    while True:
        try:
            server = borrow(int(file.read_text()))
        except (OSError, ValueError, EOFError):
            server = None
        if server is None:
            time.sleep(0.01)
            continue
        try:
            descriptors, serial = describe(server)
        except (OSError, EOFError):
            continue
        device = Device(server, capabilities)
        device.number = 10
        place = bus.plug(name, descriptors, device, serial)
        there.touch()
        device.listen()
        server.close()
        bus.unplug(*place)
        there.unlink()


def main():
    sockets, capabilities, command = Path(sys.argv[1]), CAPABLE[sys.argv[2]], sys.argv[3:]
    bus = Bus()
    loop = GLib.MainLoop()
    threading.Thread(target=loop.run, daemon=True).start()
    for name in ("1-1", "1-2"):
        threading.Thread(
            target=keep_plugged, args=(bus, name, sockets / name, capabilities), daemon=True
        ).start()
    environment = {**os.environ, "UMOCKDEV_DIR": bus.testbed.get_root_dir()}
    code = subprocess.run(command, env=environment, check=False).returncode
    sys.stdout.flush()
    os._exit(code if code >= 0 else 1)  # umockdev's threads do not always end


if __name__ == "__main__":
    main()
