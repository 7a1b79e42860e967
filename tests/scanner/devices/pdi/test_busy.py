"""A scanner that another program took while it was away: the operator must hear which of the two it is."""

from __future__ import annotations

from scanner.notice import Ask
from tests.scanner.devices.pdi.rig import Rig, fault


def test_a_program_that_took_the_scanner_while_it_was_away_is_named(tmp_path):
    rig = Rig(tmp_path, 4, fault("unplugged", "during"), fault("busy", "connecting"))
    rig.run().check()
    assert any("nother program uses the scanner" in notice.text for notice in rig.notices)
    assert any(notice.ask is Ask.FREE_DEVICE for notice in rig.notices)
