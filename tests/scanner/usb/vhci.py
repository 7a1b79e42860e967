"""In the guest: plug what a USB/IP server lends into the kernel's virtual bus, again and again.

Does what ``usbip attach`` does (tools/usb/usbip in the kernel), and plugs in again after a pulled cable.
"""

import socket
import threading
import time
from pathlib import Path

from scanner.devices.simulated.skins import usbip_wire as wire
from scanner.link.usb_list import list_usb

VHCI = Path("/sys/devices/platform/vhci_hcd.0")
FREE = "004"


def attach(host, port):
    """Borrow the device and hand the connection to the kernel; False when there is none to borrow."""
    with socket.create_connection((host, port), timeout=20) as server:
        request = wire.OPERATION.pack(wire.VERSION, wire.REQUEST | wire.IMPORT, 0)
        server.sendall(request + wire.BUS_ID.pack(b"1-1"))
        answer = server.recv(wire.OPERATION.size, socket.MSG_WAITALL)
        if len(answer) < wire.OPERATION.size or wire.OPERATION.unpack(answer)[2] != wire.FINE:
            return False
        about = wire.DEVICE.unpack(server.recv(wire.DEVICE.size, socket.MSG_WAITALL))
        server.settimeout(None)
        device = about[2] << 16 | about[3]
        (VHCI / "attach").write_text(f"0 {server.fileno()} {device} {about[4]}", encoding="ascii")
        return True


def free():
    line = (VHCI / "status").read_text(encoding="ascii").splitlines()[1]
    return line.split()[2] == FREE


def keep_attached(host, port):
    """In a thread of its own, for as long as the program runs."""

    def run():
        while True:
            try:
                if free():
                    attach(host, port)
            except OSError:
                pass
            time.sleep(0.1)

    threading.Thread(target=run, daemon=True).start()


def wait_listed(known, timeout=120):
    """What is attached, as soon as anything known is."""
    end = time.monotonic() + timeout
    while not (listing := list_usb([known])).devices:
        if time.monotonic() > end:
            raise TimeoutError("the kernel shows no device")
        time.sleep(0.05)
    return listing.devices
