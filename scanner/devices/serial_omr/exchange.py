"""One question to the reader and its answer."""

from __future__ import annotations

from scanner.clock import Clock
from scanner.devices.serial_omr.protocol.framing import Frame, Kind, LineError, Taken
from scanner.devices.serial_omr.protocol.profile import Profile
from scanner.link.transport import Transport

BUSY_PAUSE = 0.2
"""Seconds before a device that said it is busy is asked again."""


class Line:
    """The line to one reader, with everything that it said for the card under way.

    Attributes:
        raw: bytes of the device since `begin`, in order.
    """

    def __init__(self, link: Transport, profile: Profile, clock: Clock) -> None:
        self.raw = bytearray()
        self._link = link
        self._profile = profile
        self._clock = clock
        self._waiting = bytearray()

    def begin(self) -> None:
        """A new card: forget what was said for the last one."""
        self.raw.clear()

    def send(self, command: str, **values: int) -> None:
        """Throw away what was not asked for, and send a command."""
        self._waiting.clear()
        self._link.drain(grace=0)
        whole = self._profile.commands.prefix + command.format(**values) + self._profile.commands.terminator
        self._link.write(whole.encode("latin-1"))

    def wait(self, frame: Frame, first: float) -> Taken | None:
        """Wait for a reply.

        Args:
            frame: tells when it is whole.
            first: seconds to its first byte.

        Returns:
            None when not a single byte came.

        Raises:
            LineError: it is damaged, or broke off.
        """
        try:
            while (taken := frame(bytes(self._waiting)) if self._waiting else None) is None:
                more = self._link.read(timeout=self._profile.times.between_bytes if self._waiting else first)
                if more is None:
                    if not self._waiting:
                        return None
                    raise LineError("an answer that broke off")
                self._waiting += more
                self.raw += more
        except LineError:
            self._waiting.clear()
            raise
        del self._waiting[: taken.size]
        return taken

    def ask(self, command: str, frame: Frame, **values: int) -> bytes | None:
        """Ask something that moves no paper, so that it may be asked again.

        Returns:
            The text of the answer; None when the device was silent each time.

        Raises:
            LineError: answers came, and none was whole.
        """
        damage: LineError | None = None
        for _ in range(self._profile.times.retries):
            self.send(command, **values)
            try:
                taken = self.wait(frame, self._profile.times.first_byte)
            except LineError as error:
                damage = error
                continue
            if taken is None:
                continue
            if taken.kind in (Kind.TEXT, Kind.MESSAGE):
                return taken.text
            if taken.kind is Kind.ACKNOWLEDGED:
                return b""
            damage = LineError(f"the reader answered '{taken.kind.value}'")
            self._clock.sleep(BUSY_PAUSE)
        if damage is not None:
            raise damage
        return None
