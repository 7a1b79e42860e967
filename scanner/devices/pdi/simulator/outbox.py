"""What waits on its way to the host, on both pipes, and how transfers are cut."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Final

from scanner.devices.pdi.protocol.frames import reply_frame
from scanner.devices.pdi.simulator.agenda import Agenda
from scanner.devices.simulated.skins.descriptors import PACKET
from scanner.link.memory import Unended

LATENCY: Final = 0.002
"""Seconds until an answer is there.  Assumed."""
SLOW_LATENCY: Final = 1.2
"""Seconds on a slow device: long, but within the two that a status may take (scanner-protocols 1.7)."""
PARTS: Final = 3


class Outbox:
    """Two queues of transfers.

    Attributes:
        slow: answers take long.
        split: every answer comes in several transfers.
        merged: an answer shares its transfer with an event before it.
        cut: nobody listens; everything is lost.
    """

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._replies: deque[tuple[float, bytes]] = deque()
        self._image: deque[bytes] = deque()
        self.slow = False
        self.split = False
        self.merged = False
        self.cut = False

    def reply(self, *bodies: bytes) -> None:
        """Answer a command."""
        frames = [reply_frame(body) for body in bodies]
        if self.merged:
            frames = [b"".join((reply_frame(b"#00"), *frames))]
        if self.split:
            frames = [part for frame in frames for part in _cut(frame)]
        for frame in frames:
            self._send(frame, SLOW_LATENCY if self.slow and frame is frames[0] else LATENCY)

    def event(self, code: str, text: str = "") -> None:
        """Send what nobody asked for."""
        self._send(reply_frame(b"#" + code.encode("ascii") + text.encode("ascii")), 0.0)

    def stale(self, body: bytes) -> None:
        """An old answer once more."""
        self._send(reply_frame(body), 0.0)

    def image(self, data: bytes, *, ended: bool = True) -> None:
        """A burst of image bytes; one that is not ended has no short packet after it."""
        if not self.cut and data:
            self._image.append(data if ended else Unended(data))

    def offer_reply(self) -> bytes | None:
        if self._replies and self._replies[0][0] <= self._agenda.now:
            return self._replies.popleft()[1]
        return None

    def offer_image(self, size: int) -> bytes | None:
        """The next burst, or as much of it as fits in a transfer."""
        if not self._image:
            return None
        data = self._image.popleft()
        if len(data) <= size:
            return data
        rest = data[size:]
        self._image.appendleft(Unended(rest) if isinstance(data, Unended) else rest)
        return data[:size]

    def due(self) -> float | None:
        if self._replies and self._replies[0][0] > self._agenda.now:
            return self._replies[0][0]
        return None

    def clear(self) -> None:
        """As after a reset of the bus."""
        self._replies.clear()
        self._image.clear()

    def forget_replies(self) -> None:
        self._replies.clear()

    def _send(self, data: bytes, latency: float) -> None:
        if self.cut:
            return
        at = self._agenda.now + latency
        if self._replies:
            at = max(at, self._replies[-1][0])
        self._replies.append((at, data))


def _cut(frame: bytes) -> list[bytes]:
    step = max(1, len(frame) // PARTS)
    places = [0, *(step * part for part in range(1, PARTS) if step * part < len(frame)), len(frame)]
    return [frame[begin:end] for begin, end in pairwise(places) if end > begin]


def bursts_of(data: bytes, count: int, *, whole_packets: bool) -> list[bytes]:
    """An image in bursts.

    Args:
        data: all of it.
        count: how many bursts, about.
        whole_packets: the last one is a whole number of packets, as far as there are enough bytes.
    """
    step = max(1, -(-len(data) // count))
    last = min(len(data), step)
    if whole_packets and len(data) >= PACKET:
        last = max(PACKET, last // PACKET * PACKET)
    head = len(data) - last
    return [data[at : min(at + step, head)] for at in range(0, head, step)] + [data[head:]]
