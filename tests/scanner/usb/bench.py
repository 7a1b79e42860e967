"""The other side of the emulated bus: simulated devices are plugged into it and pulled out."""

import os
import time
from contextlib import ExitStack
from pathlib import Path

from scanner.devices.simulated.skins.realtime import RealTime
from scanner.devices.simulated.skins.usbip import UsbIpServer

SOCKETS = "RETALLY_TEST_USB_SOCKETS"


def until(what, timeout=30.0):
    """Wait for another process to have got somewhere."""
    end = time.monotonic() + timeout
    while not what():
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.005)


class Bench:
    """Two sockets, ``1-1`` and ``1-2``, of the bus that `usbfs` emulates around this process."""

    def __init__(self):
        self.folder = Path(os.environ[SOCKETS])
        self.stack = ExitStack()
        self.plugged = {}

    def plug(self, peripheral, descriptors, others=(), socket="1-1", rate=1.0):
        """Give it life and plug it in.  Returns when the bus shows it."""
        life = RealTime((peripheral, *others), rate)
        server = UsbIpServer(peripheral, descriptors, life, port=0)
        self.stack.callback(life.close)
        self.stack.callback(self.pull, socket)
        self.plugged[socket] = server
        life.start()
        (self.folder / socket).write_text(str(server.address[1]))
        if peripheral.attached:
            self.shown(socket, True)
        return life

    def pull(self, socket="1-1"):
        """Take it out for good.  Returns when the bus shows nothing any more."""
        (self.folder / socket).unlink(missing_ok=True)
        self.plugged[socket].close()
        self.shown(socket, False)

    def shown(self, socket="1-1", there=True):
        """Wait until the bus shows a device in this socket, or none."""
        until(lambda: (self.folder / f"{socket}.shown").exists() is there)

    def close(self):
        self.stack.close()
