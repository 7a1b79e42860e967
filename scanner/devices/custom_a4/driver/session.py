"""Jobs: nearly every request belongs to one, and the scanner may have lost it (reference 2.2)."""

from __future__ import annotations

from typing import Final

from scanner.devices.custom_a4.driver.channel import Channel, RefusedError
from scanner.devices.custom_a4.protocol import (
    Answer,
    Move,
    RefusalCode,
    Release,
    Request,
    ScanParameters,
    Status,
    Topic,
    create_job,
    end_job,
    get_release,
    get_status,
    move_paper,
    set_parameters,
    start_scan,
    stop_scan,
)
from scanner.trouble import Trouble, TroubleKind

TRIES: Final = 4
"""Other errors that the creation of a job may meet (reference 2.2)."""


class Session:
    """Requests, each repeated once in a new job when the scanner does not know the old one."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def create(self) -> None:
        """Begin a job; the motor stops if it runs.

        Raises:
            Trouble: the scanner refuses it.
        """
        tries, ended = TRIES, False
        while True:
            try:
                self._channel.ask(create_job())
                return
            except RefusedError as error:
                if error.refusal.code == RefusalCode.JOB and not ended:
                    ended = True
                    self.end()
                    continue
                tries -= 1
                if not tries:
                    raise refused(error) from error

    def end(self) -> None:
        """End the job; that there is none is fine."""
        try:
            self._channel.ask(end_job())
        except RefusedError:
            return

    def release(self, topic: Topic) -> str:
        """Release information; empty when the scanner does not have it."""
        try:
            answer = self._channel.ask(get_release(topic))
        except RefusedError:
            return ""
        return answer.text.strip() if isinstance(answer, Release) else ""

    def status(self) -> Status:
        """How the scanner is."""
        return _as_status(self._repeated(get_status()))

    def status_of_scan(self) -> Status:
        """How the scan under way is; a scanner that does not know the job any more is not scanning.

        Raises:
            Trouble: it lost the job.
        """
        try:
            return _as_status(self._channel.ask(get_status()))
        except RefusedError as error:
            raise Trouble(TroubleKind.TRANSFER, "the scanner was reset during the scan", str(error)) from error

    def begin_scan(self, parameters: ScanParameters) -> None:
        """Set the parameters and take the sheet in.

        The scan is asked for once more only when the scanner said that it did not begin.
        """
        request, data = set_parameters(), parameters.encode()
        self._repeated(request, data)
        try:
            self._channel.ask(start_scan(), moves=True)
        except RefusedError as error:
            if error.refusal.code != RefusalCode.JOB:
                raise refused(error) from error
            # A new job does not have the parameters of the old one.
            self.create()
            self._once(request, data)
            self._once(start_scan(), moves=True)

    def stop_scan(self) -> None:
        """End the scan; that there is none any more is fine."""
        try:
            self._channel.ask(stop_scan())
        except RefusedError:
            return

    def move(self, move: Move) -> None:
        """Let the paper move; it goes on when this returns."""
        self._repeated(move_paper(move), moves=True)

    def _repeated(self, request: Request, data: bytes = b"", *, moves: bool = False) -> Answer:
        try:
            return self._channel.ask(request, data, moves=moves)
        except RefusedError as error:
            if error.refusal.code != RefusalCode.JOB:
                raise refused(error) from error
        self.create()
        return self._once(request, data, moves=moves)

    def _once(self, request: Request, data: bytes = b"", *, moves: bool = False) -> Answer:
        try:
            return self._channel.ask(request, data, moves=moves)
        except RefusedError as error:
            raise refused(error) from error


def refused(error: RefusedError) -> Trouble:
    """What the operator is told of a scanner that says no."""
    return Trouble(TroubleKind.DEVICE, "the scanner refuses to work", str(error))


def _as_status(answer: Answer) -> Status:
    if not isinstance(answer, Status):  # the channel gives no other
        raise Trouble(TroubleKind.TRANSFER, "the scanner sent something unexpected")
    return answer
