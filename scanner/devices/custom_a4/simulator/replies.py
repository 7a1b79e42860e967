"""What waits on the pipe to the host, and how its bytes are cut into transfers."""

from __future__ import annotations

from collections import deque
from typing import Final

from scanner.devices.custom_a4.protocol import Ack, Answer, Status, encode_answer
from scanner.devices.custom_a4.simulator.timeline import Timeline
from scanner.devices.custom_a4.usb import PACKET
from scanner.devices.simulated.faults import FaultKind

SLOW: Final = 1.5
"""Seconds that a slow answer takes: less than the 2 s after which a host gives up."""
REPLY_FAULTS: Final = (
    FaultKind.SPLIT_REPLY,
    FaultKind.MERGED_REPLIES,
    FaultKind.STALE_REPLY,
    FaultKind.SLOW,
    FaultKind.NO_SHORT_PACKET,
)


class Replies:
    """A queue of transfers.

    Attributes:
        silent: nothing is said any more.
        fault: what is wrong with the next answer.
    """

    def __init__(self, timeline: Timeline) -> None:
        self.silent = False
        self.fault: FaultKind | None = None
        self._timeline = timeline
        self._queue: deque[tuple[float, bytes]] = deque()

    def answer(self, answer: Answer) -> None:
        self._send(encode_answer(answer))

    def image(self, data: bytes) -> None:
        """Image bytes.

        After full packets comes an empty one; whether real ones send it is unknown (reference 10).
        """
        ends = self.fault is FaultKind.NO_SHORT_PACKET or len(data) % PACKET
        self._send(data)
        if not ends:
            self._send(b"")

    def _send(self, data: bytes) -> None:
        if self.silent:
            return
        fault, self.fault = self.fault, None
        now = self._timeline.now
        match fault:
            case FaultKind.SPLIT_REPLY:
                parts = [data[: len(data) // 2], data[len(data) // 2 :]]
            case FaultKind.MERGED_REPLIES:
                parts = [encode_answer(Ack(1)) + data]
            case FaultKind.STALE_REPLY:
                parts = [encode_answer(Status()), data]
            case FaultKind.SLOW:
                parts, now = [data], now + SLOW
                self._timeline.after(SLOW, lambda: None)
            case _:
                parts = [data]
        self._queue.extend((now, part) for part in parts)

    def next(self, size: int) -> bytes | None:
        if not self._queue or self._queue[0][0] > self._timeline.now:
            return None
        at, data = self._queue.popleft()
        if len(data) > size:
            self._queue.appendleft((at, data[size:]))
        return data[:size]

    def clear(self) -> None:
        self._queue.clear()
        self.fault = None
