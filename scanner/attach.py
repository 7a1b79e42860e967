"""From a link to a driver over it; whoever listens hears everything."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from scanner.address import Address
from scanner.clock import Clock
from scanner.heard_machine import HeardMachine
from scanner.link.heard import HeardClock, heard_link
from scanner.link.transport import Transport
from scanner.machine import Machine
from scanner.surroundings import Surroundings

Link = Callable[[], Transport]
"""Opens the device, each time that a driver connects.

Raises:
    LinkLostError: it is not there.
    LinkBusyError: another process has it.
"""

Build = Callable[[Link, Clock, Address], Machine]
"""Makes the driver of a family; takes from the address the options it knows and passes over the others."""


def attach(around: Surroundings, link: Link, build: Build, driver: Address) -> Machine:
    """The machine that `build` makes; when somebody listens, one that tells them everything.

    Args:
        around: the time, and who listens to the link (`Surroundings.tee`).
        link: opens the device.
        build: the family's driver.
        driver: what `build` is given: scheme and path of the real device, and all settings that the driver
            shall use, so that they are the same when a recording is replayed.
    """
    if around.tee is None:
        return build(link, around.clock, driver)
    clock = HeardClock(around.clock, around.tee)
    clock.note("device", 0, text_of(driver).encode("utf-8"))
    return HeardMachine(build(heard_link(link, clock), clock, driver), clock)


def text_of(address: Address) -> str:
    """An address written out of its parts."""
    query = urlencode(address.options)
    return f"{address.scheme}:{address.path}{'?' + query if query else ''}"
