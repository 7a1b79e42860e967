"""What is not known of real scanners, as switches: a driver has to cope with either setting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quirks:
    """Facts of scanner-protocols 10, PDI; the first value is what we think likelier.

    Attributes:
        end_after_trouble: the end of a scan (#31) still comes after a jam or an opened cover.
        off_aborts_grab: turning the feeder off between the grab and the begin (#30) stops the sheet there.
        front_is_inside: a sheet between the input rollers counts as "document in scanner".
        manual_codes: cover open and closed are 0C and 0D, as the manual says; real units send 34 and 35.
        deaf_at_first: the first question after power-on goes unanswered, as was seen until checksums are on.
    """

    end_after_trouble: bool = False
    off_aborts_grab: bool = False
    front_is_inside: bool = False
    manual_codes: bool = False
    deaf_at_first: bool = True
