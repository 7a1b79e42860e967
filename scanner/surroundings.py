"""What a scanner is given by whoever opens it: ears for its notices, and eyes for simulated ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from scanner.clock import Clock, WallClock
from scanner.levels import LevelSheet, Scale
from scanner.link.transport import Tee
from scanner.notice import Notice, Notify, nobody
from scanner.sheet import PageImage

if TYPE_CHECKING:  # --help and folder: do without it, and it takes half of their start
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Pixels:
    """A page as a camera sees it.

    Attributes:
        gray: uint8, shape (rows, columns), 0 is black; row 0 is the top of the stored image.
        dpi: dots per inch, the same in both directions.
    """

    gray: NDArray[np.uint8]
    dpi: float


class Optics(Protocol):
    """How recorded sheets look to a *simulated* device; real devices never ask.

    The rooms of the hardware cannot decode images, so the desk lends its decoder.
    """

    def pixels(self, page: PageImage) -> Pixels:
        """Decode a recorded page.

        Raises:
            ScannerError: it cannot be decoded; the message names the page.
        """

    def levels(self, page: PageImage, scale: Scale) -> LevelSheet:
        """Measure a recorded page as the head of a mark reader would that sees every cell of the grid.

        Args:
            page: a picture, which is measured, or a level sheet, which is given back as it is.
            scale: what the levels of the device mean.

        Raises:
            ScannerError: no timing marks are found on the page; the message names it.
        """


def never() -> bool:
    return False


def at_once(notice: Notice) -> bool:
    """For callers where nobody can be asked."""
    return True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a scanner may call.

    Attributes:
        notify: told what the operator must know; called from the thread that uses the scanner.
        finished: asked between sheets; True when the operator says that the pile is done.
        confirmed: asked again and again while the scanner waits for something that it cannot see, such as a
            stack that is compared; True when the operator says that what the notice asks for is done.
        optics: for simulated devices; None where there is no desk.
        tee: when not None, is given every byte on the link and its time (`--record`).
        clock: time; tests give one that they move.
    """

    notify: Notify = nobody
    finished: Callable[[], bool] = never
    confirmed: Callable[[Notice], bool] = at_once
    optics: Optics | None = None
    tee: Tee | None = None
    clock: Clock = field(default_factory=WallClock)
