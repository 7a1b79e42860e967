"""A small device with the three endpoints of a PDI PageScan, which does what it is written."""

from scanner.devices.simulated.skins.descriptors import descriptors_of
from scanner.devices.simulated.skins.usb_device import StallError
from scanner.link.memory import Unended
from scanner.link.usb_spec import InPipe, UsbSpec

OUT, EVENTS, IMAGE = 0x05, 0x85, 0x86
SPEC = UsbSpec(0x1209, 0x0001, 1, 0, OUT, (InPipe(EVENTS, 16_384), InPipe(IMAGE, 1 << 20, 2)))
DESCRIPTORS = descriptors_of(SPEC, "toy", serial="TOY1")
OTHER = descriptors_of(SPEC, "toy", serial="TOY2")


def pattern(length):
    """Bytes in which every shift and every loss shows: 32-bit counters."""
    return b"".join(number.to_bytes(4, "big") for number in range(-(-length // 4)))[:length]


class Toy:
    """Commands, all ASCII.

    ``echo TEXT``, ``later SECONDS TEXT``, ``image BYTES CHUNK``, ``open BYTES`` (a burst without an end),
    ``stall``, ``deaf SECONDS``.
    """

    def __init__(self):
        self.attached = True
        self.heard = []
        self.resets = 0
        self.now = 0.0
        self.out = {EVENTS: [], IMAGE: []}
        self.later = []
        self.deaf_until = 0.0

    def receive(self, pipe, data):
        self.heard.append(data)
        word, _, rest = data.decode().partition(" ")
        if word == "echo":
            self.out[EVENTS].append(rest.encode())
        elif word == "later":
            seconds, text = rest.split(" ")
            self.later.append((self.now + float(seconds), text.encode()))
        elif word == "image":
            length, chunk = map(int, rest.split(" "))
            image = pattern(length)
            self.out[IMAGE] += [image[at : at + chunk] for at in range(0, length, chunk)]
        elif word == "open":
            self.out[IMAGE].append(Unended(pattern(int(rest))))
        elif word == "deaf":
            self.deaf_until = self.now + float(rest)
        elif word == "stall":
            self.out[EVENTS].append(None)

    def offer(self, pipe, size):
        if not self.out[pipe]:
            return None
        data = self.out[pipe].pop(0)
        if data is None:
            raise StallError
        kind = type(data)
        if len(data) > size:
            self.out[pipe].insert(0, kind(data[size:]))
        return kind(data[:size])

    def takes(self, pipe):
        return self.now >= self.deaf_until

    def bus_reset(self):
        self.resets += 1
        for queue in self.out.values():
            queue.clear()

    def advance(self, now):
        self.now = now
        self.out[EVENTS] += [text for when, text in self.later if when <= now]
        self.later = [(when, text) for when, text in self.later if when > now]

    def due(self):
        times = [when for when, _ in self.later] + [self.deaf_until] * (self.deaf_until > self.now)
        return min(times, default=None)
