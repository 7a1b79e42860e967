"""The families of scanners as the paper machine wants them: the real driver over a simulated device.

Pages are as small as the device takes them, so that a sequence costs little; each is drawn so that no other
sheet has a pixel of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from scanner import Scanner, Surroundings, parse_address
from scanner.address import Address
from scanner.devices.custom_a4.simulator.device import CustomA4Device
from scanner.devices.custom_a4.simulator.hands import Hands as CustomA4Hands
from scanner.devices.custom_a4.simulator.image import Camera
from scanner.devices.custom_a4.simulator.mishaps import CAN
from scanner.devices.custom_a4.simulator.opening import scene as custom_a4_scene
from scanner.devices.custom_a4.simulator.replies import REPLY_FAULTS
from scanner.devices.pdi.simulator.device import PdiDevice
from scanner.devices.pdi.simulator.opening import scene as pdi_scene
from scanner.devices.pdi.simulator.picture import Arrays
from scanner.devices.pdi.simulator.quirks import Quirks
from scanner.devices.serial_omr.opening import profile_of
from scanner.devices.serial_omr.simulator.hands import ReaderHands
from scanner.devices.serial_omr.simulator.head import Head
from scanner.devices.serial_omr.simulator.opening import loaded
from scanner.devices.serial_omr.simulator.opening import scene as serial_scene
from scanner.devices.serial_omr.simulator.reader import Reader
from scanner.devices.simulated import Fault, FaultKind, Faults, Handles, Moment, Paper
from scanner.devices.simulated.scene import Scene
from scanner.levels import MEDIA_TYPE
from scanner.link import SimulatedClock
from scanner.notice import nobody
from scanner.sheet import CapturedSheet, PageImage
from scanner.surroundings import Optics, Pixels
from tabulate.ledger import Ledger
from tests.retally.paper_machine import PaperMachine, Rig
from tests.scanner.devices.serial_omr.cards import LevelEyes, captured, number_of

K, M = FaultKind, Moment
WAY = (M.BEFORE, M.DURING, M.AFTER)
MOVES = (M.ACCEPTING, M.RETURNING)
DPI = 200
SHAPE = (16, 16)
"""Rows and columns of a page."""


Pair = tuple[FaultKind, Moment]


def pairs(table: dict[tuple[FaultKind, ...], tuple[Moment, ...]]) -> tuple[Pair, ...]:
    """Each of these kinds at each of these moments."""
    return tuple((kind, moment) for kinds, moments in table.items() for kind in kinds for moment in moments)


class PileFaults(Faults):
    """Faults that know the pile.

    Attributes:
        void: those of a sheet to come, a second one or one that a sensor would hold up, where there was none.
    """

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.void: list[Fault] = []
        self._paper = paper

    def take(self, sheet: int, moment: Moment, *kinds: FaultKind) -> Fault | None:
        found = super().take(sheet, moment, *kinds)
        if found is not None and found.kind in (K.SECOND_SHEET, K.SENSOR_STUCK) and not self._paper.pile:
            self.void.append(found)
        return found


@dataclass
class SceneRig:
    """A simulated device before its pile; `page_number` says which sheet a captured page is of."""

    scene: Scene
    hands: Handles
    faults: PileFaults
    optics: Optics

    @property
    def paper(self) -> Paper:
        return self.scene.paper

    @property
    def clock(self) -> SimulatedClock:
        return self.scene.clock

    def open(self, around: Surroundings) -> Scanner:
        return self.scene.open(replace(around, optics=self.optics))

    def number(self, page: bytes) -> str:
        with Image.open(BytesIO(page)) as image:
            seen = np.asarray(image.convert("L"))
        number = int(seen[0, 0])
        assert np.array_equal(seen[: SHAPE[0], : SHAPE[1]], drawn(number)), (
            "the page shows no sheet that there is"
        )
        return str(number)

    def put_right(self) -> None:
        """Cable in, power off and on, other programs ended."""
        self.hands.end_other_program()
        self.hands.plug_in()
        self.hands.switch_off_and_on()
        self.clock.sleep(10.0)


@dataclass
class CardRig(SceneRig):
    """With cards of marks instead of pages."""

    reader: Reader

    def number(self, page: bytes) -> str:
        return str(number_of(PageImage(page, MEDIA_TYPE, 0, "captured")))


def drawn(number: int) -> NDArray[np.uint8]:
    """A grey page that no other number has."""
    gray = np.random.default_rng(number).integers(1, 255, SHAPE, dtype=np.uint8)
    gray[0, 0] = number
    return gray


class DrawnEyes:
    """`Optics` for pages whose bytes are a number."""

    def pixels(self, page: PageImage) -> Pixels:
        return Pixels(drawn(int(page.encoded)), DPI)


def pages(sheets: int) -> Paper:
    """A pile of one-sided sheets."""
    return Paper(
        CapturedSheet(f"{number}", PageImage(b"%d" % number, "image/png", 0, f"{number}"), None, "test")
        for number in range(1, sheets + 1)
    )


def pdi_rig(sheets: int, quirks: Quirks) -> SceneRig:
    options = {"dpi": f"{DPI}", "paper": "3", "shortest": "0.05", "sides": "front"}
    eyes, paper = DrawnEyes(), pages(sheets)
    faults = PileFaults(paper)
    device = PdiDevice(paper, faults, Arrays(eyes, {}, lambda *told: None), quirks=quirks)
    return SceneRig(pdi_scene(Address("sim+pdi:test", "pdi", "", options), device, paper), device, faults, eyes)


class FamilyPaper(PaperMachine):
    """What all of them share."""

    def void(self) -> list[Fault]:
        return self.device.faults.void


PDI_QUIET = (
    K.IMAGE_EARLY, K.NO_SHORT_PACKET, K.SPLIT_REPLY, K.MERGED_REPLIES, K.CRC_ERROR, K.STALE_REPLY, K.SLOW,
)  # fmt: skip
"""What the driver settles by itself."""


class PdiPaper(FamilyPaper):
    """A PageScan, with every combination of what is not known of real ones."""

    makes = st.builds(Quirks, *[st.booleans()] * 5)
    can = pairs(
        {
            (K.JAM,): (*WAY, *MOVES),
            (K.DOUBLE_FEED,): WAY,
            (K.SHEET_PULLED,): (*WAY, *MOVES),
            (K.COVER_OPEN, K.SENSOR_STUCK, K.CALIBRATION_NEEDED, K.SILENT, K.RESET, K.UNPLUGGED): tuple(M),
            (K.SECOND_SHEET,): (M.CONNECTING, *WAY, M.ACCEPTING),
            (K.SHORT_IMAGE,): (M.BEFORE, M.DURING),
            (K.BUSY,): (M.CONNECTING,),
            tuple(PDI_QUIET): tuple(M),
        }
    )
    quiet = frozenset({*PDI_QUIET, (K.SHEET_PULLED, M.BEFORE)})

    def rig(self, folder: Path, sheets: int) -> Rig:
        return pdi_rig(sheets, self.make)


class CustomA4Paper(FamilyPaper):
    """A Custom A4."""

    can = tuple(
        (kind, moment) for kind, moments in CAN.items() for moment in sorted(moments, key=list(M).index)
    )
    quiet = frozenset({*REPLY_FAULTS, (K.SECOND_SHEET, M.RETURNING), (K.SHEET_PULLED, M.RETURNING)})

    def rig(self, folder: Path, sheets: int) -> Rig:
        eyes, paper = DrawnEyes(), pages(sheets)
        faults = PileFaults(paper)
        device = CustomA4Device(paper, faults, Camera(eyes, nobody))
        return SceneRig(
            custom_a4_scene(parse_address("sim+custom-a4:test"), device), CustomA4Hands(device), faults, eyes
        )


class SerialPaper(FamilyPaper):
    """A mark reader on a serial line."""

    profile = ""

    def rig(self, folder: Path, sheets: int) -> Rig:
        address = parse_address(f"sim+serial:test?profile={self.profile}")
        profile = profile_of(address)
        eyes = LevelEyes()
        two = profile.feeding.heads == 2
        cards = Paper(captured(number, two=two) for number in range(1, sheets + 1))
        faults = PileFaults(cards)
        reader = loaded(profile, cards, faults, Head(profile, eyes))
        return CardRig(serial_scene(address, reader), ReaderHands(reader), faults, eyes, reader)


SERIAL_PAPER = (K.JAM, K.SHEET_PULLED, K.DOUBLE_FEED, K.COVER_OPEN, K.SHORT_IMAGE)
SERIAL_LINE = (
    K.SILENT, K.SLOW, K.NOISE, K.CRC_ERROR, K.RESET, K.UNPLUGGED, K.STALE_REPLY, K.SPLIT_REPLY,
)  # fmt: skip
SERIAL_QUIET = frozenset(
    {
        *(K.SLOW, K.NOISE, K.CRC_ERROR, K.STALE_REPLY, K.SPLIT_REPLY),
        # A timing mark too few is for the reading of the page to see: it quarantines the sheet with
        # grid-mismatch (docs/scanners/serial.md, "Which cell is which").
        *((K.SHORT_IMAGE, moment) for moment in (M.DURING, M.AFTER)),
    }
)


class SekonicPaper(SerialPaper):
    """Cards drop after they are read."""

    profile = "sekonic-sr"
    can = pairs({(*SERIAL_PAPER, K.SENSOR_STUCK, *SERIAL_LINE): WAY, (K.BUSY, K.UNPLUGGED): (M.CONNECTING,)})
    # A sensor that sticks behind a card is met by the next one, unless the power was off before.
    quiet = SERIAL_QUIET | {(K.SENSOR_STUCK, M.DURING), (K.SENSOR_STUCK, M.AFTER)}


class AxiomePaper(SerialPaper):
    """Cards are held, and there are two ways out."""

    profile = "axiome-form"
    can = pairs(
        {
            (*SERIAL_PAPER, *SERIAL_LINE): WAY,
            (K.JAM, K.SILENT, K.UNPLUGGED, K.NOISE): MOVES,
            (K.BUSY, K.UNPLUGGED): (M.CONNECTING,),
        }
    )
    # A lost answer to a move is asked for afterwards, and a reset after the record was sent loses nothing.
    quiet = SERIAL_QUIET | {(K.SILENT, M.ACCEPTING), (K.SILENT, M.RETURNING), (K.RESET, M.AFTER)}


class LevelLinePaper(AxiomePaper):
    """With check sums and a running number."""

    profile = "level-line"


class LineAsciiPaper(SerialPaper):
    """It says nothing but records.

    Double feeds, jams and records that never come (silence, reset) show nowhere on the line, and the hand count
    finds them (docs/scanners/serial.md, "What is not seen").
    """

    profile = "line-ascii"
    can = pairs({(K.SLOW, K.UNPLUGGED, K.STALE_REPLY, K.SPLIT_REPLY): WAY, (K.NOISE, K.CRC_ERROR): (M.DURING,)})
    quiet = frozenset({K.SLOW, K.STALE_REPLY, K.SPLIT_REPLY})

    def station(self, ledger: Ledger) -> str:
        """A person begins to feed when the station waits, and ends when it is gone (as documented there)."""
        self.device.reader.attended = True
        try:
            return super().station(ledger)
        finally:
            self.device.reader.attended = False
