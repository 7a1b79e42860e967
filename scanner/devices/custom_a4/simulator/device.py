"""The simulated scanner as its cable sees it: requests in, answers out, a table with one job."""

from __future__ import annotations

from collections.abc import Callable

from scanner.devices.custom_a4.protocol import (
    JOB,
    Ack,
    CodecError,
    Command,
    Move,
    Refusal,
    RefusalCode,
    Release,
    Request,
    ScanParameters,
    Side,
    SideStatus,
    Status,
    Topic,
)
from scanner.devices.custom_a4.protocol.requests import DATA_SIZE
from scanner.devices.custom_a4.protocol.status import JobState
from scanner.devices.custom_a4.simulator.image import Camera, SimulatedScan
from scanner.devices.custom_a4.simulator.mechanics import MOVE, REST, Mechanics, Place
from scanner.devices.custom_a4.simulator.mishaps import happen
from scanner.devices.custom_a4.simulator.replies import Replies
from scanner.devices.custom_a4.simulator.timeline import Timeline
from scanner.devices.custom_a4.usb import COMMANDS, REPLIES
from scanner.devices.simulated.faults import Faults, Moment
from scanner.devices.simulated.paper import Paper

ABOUT = {Topic.MODEL: "A4 SIM", Topic.FIRMWARE: "1.00", Topic.HARDWARE: "1", Topic.CAPABILITIES: ""}


class CustomA4Device:
    """A `Peripheral`.

    Attributes:
        feeds: scans that were asked for, a sheet that is fed again included; what a fault script counts.
        job: whether there is one.
        cancelled: the last scan found no document.
        taken: another program has the device.
        plugged: how often it came to the bus; a link that was opened before is dead.
    """

    def __init__(self, paper: Paper, faults: Faults, camera: Camera) -> None:
        self.paper = paper
        self.timeline = Timeline()
        self.mechanics = Mechanics(paper, self.timeline)
        self.replies = Replies(self.timeline)
        self.parameters: ScanParameters | None = None
        self.scan: SimulatedScan | None = None
        self.feeds = 0
        self.job = False
        self.cancelled = False
        self.taken = False
        self.plugged = 1
        self._attached = True
        self._faults = faults
        self._camera = camera
        self._awaits: Request | None = None

    @property
    def attached(self) -> bool:
        return self._attached

    def receive(self, pipe: int, data: bytes) -> None:
        if pipe != COMMANDS:
            return
        awaited, self._awaits = self._awaits, None
        if awaited is not None:
            self._take_data(awaited, data)
            return
        try:
            request = Request.decode(data)
        except CodecError:
            self._refuse(RefusalCode.COMMAND if len(data) == 8 else RefusalCode.FORMAT)
            return
        self._answer(request)

    def offer(self, pipe: int, size: int) -> bytes | None:
        return self.replies.next(size) if pipe == REPLIES else None

    def due(self) -> float | None:
        return self.timeline.due()

    def advance(self, now: float) -> None:
        self.timeline.advance(now)

    def strike(self, moment: Moment) -> None:
        """Let all happen that a script has for now."""
        while (fault := self._faults.take(self.feeds, moment)) is not None:
            happen(self, fault.kind, moment)

    def status(self) -> Status:
        """The 48 bytes as they are now."""
        scan, mechanics = self.scan, self.mechanics
        nothing = SideStatus()
        return Status(
            nothing if scan is None else scan.status(Side.A),
            nothing if scan is None else scan.status(Side.B),
            jam=mechanics.jam,
            cover_open=mechanics.cover_open,
            cancelled=self.cancelled,
            motor=mechanics.motor,
            sensors=mechanics.sensors,
            exit=mechanics.exit,
            owner=JOB if self.job else 0,
            jobs=JobState.SCAN if mechanics.motor == "S" else 0,
        )

    def abort_scan(self) -> None:
        if self.scan is not None:
            self.scan.abort()

    def unplug(self) -> None:
        self._attached = False
        self.job = False
        self.replies.clear()

    def power_off(self) -> None:
        """Off, or starting anew: the motor stops, and all but the paper is forgotten."""
        self.unplug()
        self.mechanics.stop()
        self.mechanics.jam = self.mechanics.held_back = self.mechanics.double = False
        self.abort_scan()
        self.scan = self.parameters = self._awaits = None
        self.cancelled = False
        self.replies.silent = False

    def power_on(self) -> None:
        """On, and on the bus."""
        if not self._attached:
            self._attached = True
            self.plugged += 1

    def _answer(self, request: Request) -> None:
        answers: dict[Command, Callable[[Request], None]] = {
            Command.JOB: self._on_job,
            Command.RELEASE: self._on_release,
            Command.STATUS: lambda _: self.replies.answer(self.status()),
            Command.PARAMETERS: self._await_data,
            Command.TONE: self._await_data,
            Command.SCAN: self._on_scan,
            Command.STOP: self._on_stop,
            Command.IMAGE: self._on_image,
            Command.MOVE: self._on_move,
            Command.RESET: lambda _: self._on_reset(),
        }
        jobless = {Command.JOB, Command.RELEASE, Command.RESET}
        if request.command not in jobless and not self.job:
            self._refuse(RefusalCode.JOB)
            return
        answers[request.command](request)

    def _on_job(self, request: Request) -> None:
        if request.arguments[:1] == b"C":
            self.abort_scan()
            self.scan = self.parameters = None
            self.cancelled = False
            self.mechanics.forget()
            self.job = True
            self._ack()
        elif request.arguments[:1] == b"E" and self.job and request.job == JOB:
            self.abort_scan()
            self.mechanics.stop()
            self.job = False
            self._ack()
        else:
            self._refuse(RefusalCode.JOB)

    def _on_release(self, request: Request) -> None:
        try:
            self.replies.answer(Release(ABOUT[Topic(request.arguments[2])]))
        except ValueError:
            self._refuse(RefusalCode.FORMAT)

    def _await_data(self, request: Request) -> None:
        """Answered after the second write only."""
        self._awaits = request

    def _take_data(self, request: Request, data: bytes) -> None:
        try:
            if len(data) != DATA_SIZE[request.command]:
                raise CodecError("another length")
            if request.command is Command.PARAMETERS:
                self.parameters = ScanParameters.decode(data)
        except CodecError:
            self._refuse(RefusalCode.FORMAT)
        else:
            self._ack()

    def _on_scan(self, request: Request) -> None:
        if self.parameters is None:
            self._refuse(RefusalCode.FORMAT)
            return
        self.feeds += 1
        self.scan, self.cancelled = None, False
        self.strike(Moment.BEFORE)
        if self.attached:
            if not (self.mechanics.jam or self.mechanics.cover_open):
                self._begin(self.parameters)
            self._ack()

    def _begin(self, parameters: ScanParameters) -> None:
        sheet = self.mechanics.draw_in()
        if sheet is None:
            self.cancelled = True
            return
        scan = self.scan = SimulatedScan(
            self._camera.sides(sheet.recorded, parameters), parameters.dpi, lambda: self.timeline.now
        )
        self.mechanics.run("S", scan.seconds, self._seen)
        self.timeline.after(scan.seconds / 2, lambda: self._strike_during(scan))

    def _strike_during(self, scan: SimulatedScan) -> None:
        if self.scan is scan and not scan.aborted:
            self.strike(Moment.DURING)

    def _seen(self) -> None:
        """All rows were seen: the sheet goes on a little, and is held."""
        if self.scan is not None:
            self.scan.ended = True
        self.mechanics.place = Place.EXIT
        self.mechanics.run("M", REST, lambda: None)
        self.strike(Moment.AFTER)

    def _on_stop(self, request: Request) -> None:
        if self.mechanics.motor == "S":
            self.mechanics.stop()
        self.abort_scan()
        self._ack()

    def _on_image(self, request: Request) -> None:
        side = request.arguments[3]
        known = self.scan is not None and side in {Side.A, Side.B}
        data = self.scan.fetch(Side(side), request.image_length) if self.scan is not None and known else None
        if data is None:
            self._refuse(RefusalCode.FORMAT)
        else:
            self.replies.image(data)

    def _on_move(self, request: Request) -> None:
        moves = {
            Move.LOAD: (self.mechanics.draw_in, Moment.BEFORE),
            Move.FORWARD: (self.mechanics.forward, Moment.ACCEPTING),
            Move.BACK: (self.mechanics.back, Moment.RETURNING),
        }
        try:
            move, moment = moves[Move(request.arguments[2])]
        except ValueError:
            self._refuse(RefusalCode.FORMAT)
            return
        self._ack()
        if self.mechanics.jam or self.mechanics.cover_open:
            return
        move()
        # A move that a person ends, by taking the sheet, has no half.
        self.timeline.after(MOVE / 2, lambda: self._strike_moving(moment))

    def _strike_moving(self, moment: Moment) -> None:
        if self.mechanics.motor == "M" and self.mechanics.path:
            self.strike(moment)

    def _on_reset(self) -> None:
        """Not answered: the pipe halts."""
        self.power_off()
        self.timeline.after(1.0, self.power_on)

    def _ack(self) -> None:
        self.replies.answer(Ack(JOB))

    def _refuse(self, code: RefusalCode) -> None:
        self.replies.answer(Refusal(code))
