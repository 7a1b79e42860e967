"""What the driver says to a PageScan, and when: a command at a wrong moment aborts a scan or frees a ballot."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.devices.pdi.protocol import commands as c
from scanner.devices.pdi.simulator import DESCRIPTORS, Quirks
from scanner.devices.pdi.usb import COMMANDS, IMAGE, REPLIES, SPEC
from scanner.devices.simulated import Spot
from scanner.doubt import Doubt
from scanner.interface import Calibration
from scanner.link import LinkError, MemoryTransport
from scanner.machine import Leftover
from scanner.surroundings import Surroundings
from scanner.trouble import Trouble, TroubleKind
from tests.scanner.devices.pdi.rig import SIZE, Rig, fault
from tests.scanner.devices.pdi.sheets import page, seen

ENABLE = [
    c.HALF_RESOLUTION, c.DUPLEX, c.AUTO_START, c.PICK_ON_COMMAND, b"n3A50", b"n3B100", c.DOUBLE_FEED_ON,
    c.NATIVE_BITS, c.RUN_OUT_OFF, c.FULL_SPEED, b"\x1b%T\x4b", b"\x1b%B\x4b", b"\x1bs2",
]  # fmt: skip


def test_connecting_turns_the_feeder_off_first_and_sets_register_nine_once(tmp_path):
    rig = Rig(tmp_path)
    assert rig.machine.connect() is Leftover.NOTHING
    assert rig.commands[0] == c.FEEDER_OFF and c.FEEDER_ON not in rig.commands
    said = [
        body for body in rig.commands if body in {c.ENABLE_CRC, c.read_register(9), c.TABLES_HALF, c.STATUS}
    ]
    assert said.index(c.ENABLE_CRC) < said.index(c.read_register(9)) < said.index(c.TABLES_HALF)
    assert rig.commands.count(c.write_register(9, 0x200)) == rig.commands.count(c.SAVE_REGISTERS) == 1
    assert rig.device.flash.registers[9] == 0x200
    rig.machine.close()
    rig.machine.connect()
    assert rig.commands.count(c.SAVE_REGISTERS) == 1, "flash wears: only where it is not so yet"


def test_everything_is_set_before_each_sheet_in_the_known_order(tmp_path):
    rig = Rig(tmp_path, 2).run().check()
    on = [at for at, body in enumerate(rig.commands) if body == c.FEEDER_ON]
    feeds = [at for at in on if c.EJECT_PAUSE_ON not in rig.commands[at - 1 : at]]
    assert len(feeds) >= 2
    for at in feeds[:2]:
        settings = [body for body in rig.commands[:at] if body in ENABLE][-len(ENABLE) :]
        assert settings == ENABLE
        last = [body for body in rig.commands[:at] if body not in {c.SETTINGS, c.TABLES_HALF}][-2:]
        assert last[0] == c.set_longest(rig.settings.longest) and last[1] == b"\x1bj\x20"


def test_the_way_out_is_pause_feeder_on_move_feeder_off(tmp_path):
    rig = Rig(tmp_path, 2).run({2}).check()
    log = rig.commands
    at = log.index(c.TO_REAR)
    assert log[at - 2 : at + 2] == [c.EJECT_PAUSE_ON, c.FEEDER_ON, c.TO_REAR, c.FEEDER_OFF]
    at = log.index(c.TO_FRONT_AND_HOLD)
    assert log[at - 2 : at + 2] == [c.EJECT_PAUSE_OFF, c.FEEDER_ON, c.TO_FRONT_AND_HOLD, c.FEEDER_OFF]
    assert log.count(c.TO_REAR) == log.count(c.TO_FRONT_AND_HOLD) == 1


def test_a_sheet_can_be_let_go_at_the_front_instead(tmp_path):
    rig = Rig(tmp_path, 2, options="give-back=release").run({1}).check()
    assert c.OUT_OF_FRONT in rig.commands and c.TO_FRONT_AND_HOLD not in rig.commands


def test_the_feeder_goes_off_right_after_every_scan(tmp_path):
    """`Rig.check` holds that nothing was said between begin and end, and nothing but "off" after it."""
    rig = Rig(tmp_path, 3).run().check()
    assert rig.device.mechanism.state.enabled is False


def test_two_seconds_from_one_scan_to_the_next(tmp_path):
    """A unit that scans sooner overheats."""
    rig = Rig(tmp_path, 2)
    rig.device._agenda.plan = _quick(rig.device._agenda.plan)
    begins = []
    grab = rig.device.mechanism._grab
    rig.device.mechanism._grab = lambda: begins.append(rig.clock.now()) or grab()
    rig.machine.connect()
    for _ in range(2):
        rig.machine.capture(lambda: True)
        ended = rig.device.mechanism._last_end
        rig.machine.accept()
    assert begins[1] - begins[0] >= 2.0 and rig.device.mechanism.abuses == []
    rig.device.mechanism._last_end = ended + 100
    rig.device.mechanism.state.enabled = True
    rig.device.mechanism.path.entry.append(rig.paper.sheets[0])
    grab()
    assert rig.device.mechanism.abuses == ["less than two seconds between scans"]


def _quick(plan):
    """Paper that moves at once, so that nothing but the driver keeps the time."""
    return lambda after, act, subject: plan(0.001 if subject == "move" else after, act, subject)


def test_the_simulated_unit_notices_a_driver_that_asks_at_the_wrong_time(tmp_path):
    rig = Rig(tmp_path, 1)
    rig.machine.connect()
    line = rig.machine._line
    line.tell(c.FEEDER_ON)
    line.status()
    assert rig.device.mechanism.abuses == ["status asked while a sheet is awaited"]
    line.tell(c.FEEDER_OFF, c.PICK_ON_COMMAND, c.RUN_OUT_OFF, c.FEEDER_ON)
    rig.device.insert()
    while not rig.device.mechanism.scanning:
        rig.clock.sleep(0.01)
    line.tell(c.TEST_STRING)
    assert rig.device.mechanism.abuses[-1] == "D between begin and end of a scan"
    assert not rig.device.mechanism.scanning


def test_a_sheet_can_be_scanned_once_more(tmp_path):
    rig = Rig(tmp_path, 1)
    feed = rig.scanner.sheets()
    sheet = next(feed)
    again = rig.machine.rescan()
    assert np.array_equal(seen(again.front)[: SIZE[0], : SIZE[1]], page(1, 0))
    assert again.front.encoded == sheet.front.encoded and again.front.name == "000002-front"
    rig.stored[1] = sheet.key
    rig.scanner.accept(sheet)
    assert next(feed, None) is None
    rig.check()


@pytest.mark.parametrize(
    "options", ["dpi=200", "dpi=300", "dpi=400", "sides=front", "sides=back", "speed=half"]
)
def test_resolutions_and_sides(tmp_path, options):
    rig = Rig(tmp_path, 1, options=options)
    (sheet,) = [one for one in rig.scanner.sheets() if rig.scanner.accept(one) is None]
    width = {"dpi=300": 2592, "dpi=400": 3456}.get(options, 1728)
    scale = {"dpi=300": 1.5, "dpi=400": 2}.get(options, 1)
    assert seen(sheet.front).shape == (round(SIZE[0] * scale), width)
    assert sheet.front.dpi == float(options[4:] if "dpi" in options else 200)
    assert (sheet.back is None) == ("sides" in options)
    if "sides" in options:
        side = ["sides=front", "sides=back"].index(options)
        assert np.array_equal(seen(sheet.front)[: SIZE[0], : SIZE[1]], page(1, side))
    assert bool(rig.told("resampled")) == (scale != 1)


def test_one_bit_a_pixel_is_cut_at_the_threshold_of_its_side(tmp_path):
    rig = Rig(tmp_path, 1, options="mode=bilevel&threshold-front=60&threshold-back=20")
    (sheet,) = [one for one in rig.scanner.sheets() if rig.scanner.accept(one) is None]
    for side, percent in ((0, 60), (1, 20)):
        expected = np.where(page(1, side).astype(int) * 100 < percent * 255, 0, 255)
        found = seen(sheet.pages[side])
        assert found.shape == (SIZE[0], 1728) and sheet.pages[side].media_type == "image/tiff"
        assert np.array_equal(found[:, : SIZE[1]], expected)


def test_worn_glass_is_made_good_within_two_levels(tmp_path):
    rig = Rig(tmp_path, 1, options="glass=worn")
    (sheet,) = [one for one in rig.scanner.sheets() if rig.scanner.accept(one) is None]
    for side in (0, 1):
        found = seen(sheet.pages[side])[: SIZE[0], : SIZE[1]].astype(int)
        assert abs(found - page(1, side)).max() <= 2


def test_a_sheet_left_inside_is_given_back_or_passed_on_as_the_books_say(tmp_path):
    for number, (doubt, spot) in enumerate(
        [
            (Doubt(1, "000001", undisposed=True), Spot.COUNTED),
            # That sheet or the next one: it is fed again.
            (Doubt(1, "000001", undisposed=True, returned=True), Spot.PILE),
            (Doubt(1, "000001"), Spot.PILE),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        rig = Rig(folder, 1)
        next(rig.scanner.sheets())
        rig.scanner.close()
        assert rig.paper.sheets[0].spot is Spot.PATH, "closing drops nothing"
        again = rig.scene.open(Surroundings())
        again.recover(doubt)
        assert rig.paper.sheets[0].spot is spot
        again.close()


def test_a_sheet_stays_inside_without_power_because_register_nine_says_so(tmp_path):
    rig = Rig(tmp_path, 1)
    next(rig.scanner.sheets())
    rig.device.switch_off_and_on()
    rig.clock.sleep(15)
    assert rig.paper.sheets[0].spot is Spot.PATH
    rig.device.flash.registers[9] = 0
    rig.device.switch_off_and_on()
    rig.clock.sleep(15)
    assert rig.paper.sheets[0].spot is Spot.COUNTED, "what the driver prevents"


def test_a_longer_sheet_is_a_jam(tmp_path):
    rig = Rig(tmp_path, 1, options="longest=1.0", size=(500, 48))
    rig.machine.connect()
    with pytest.raises(Trouble, match="longer than the scanner was told") as caught:
        rig.machine.capture(lambda: True)
    assert caught.value.kind is TroubleKind.JAM


def test_when_nothing_is_wanted_any_more_the_feeder_is_off_and_no_sheet_inside(tmp_path):
    rig = Rig(tmp_path, 1)
    rig.machine.connect()
    begin = rig.clock.now()
    rig.device.insert = lambda: None  # nobody puts a sheet in
    assert rig.machine.capture(lambda: rig.clock.now() < begin + 100) is None
    assert rig.device.mechanism.state.enabled is False and rig.device.mechanism.abuses == []
    assert rig.clock.now() < begin + 105


@pytest.mark.parametrize("aborts", [False, True])
def test_stopping_while_a_sheet_is_drawn_in(tmp_path, aborts):
    """Whether turning the feeder off stops the sheet is not known: it is scanned, or a person takes it out."""
    rig = Rig(tmp_path, 1, quirks=Quirks(off_aborts_grab=aborts))
    rig.machine.connect()
    wanted = lambda: not rig.device.mechanism.path.inside  # noqa: E731
    if aborts:
        with pytest.raises(Trouble, match="drawn in and not scanned"):
            rig.machine.capture(wanted)
    else:
        assert rig.machine.capture(wanted) is not None
    assert rig.device.mechanism.state.enabled is False and rig.device.mechanism.abuses == []


def test_a_report_for_people(tmp_path):
    rig = Rig(tmp_path)
    rig.machine.connect()
    report = rig.machine.report()
    assert report["firmware"] == "product 9072, 20.05, logic 1"
    assert report["arrays"] == "front, 1728 pixels each", "as it is before anything is set"
    assert report["double-feed sensor"].startswith("light 61, one sheet 118")
    assert report["paper path"] == "free" and report["cover"] == "closed"


def test_calibrating_the_sensors(tmp_path):
    rig = Rig(tmp_path)
    rig.machine.connect()
    rig.device.mechanism.calibration_needed = True
    rig.device._agenda.plan(3.0, rig.device.calibrator.put_in_plain_sheet, "test")
    assert rig.machine.calibrate(Calibration.SENSORS) == ["top array: gain 12, offset 3"]
    assert rig.device.mechanism.calibration_needed is False
    with pytest.raises(Trouble, match="no calibration sheet was put in"):
        rig.machine.calibrate(Calibration.SENSORS)


@pytest.mark.parametrize(("sheets", "what"), [(1, Calibration.ONE_SHEET), (2, Calibration.TWO_SHEETS)])
def test_calibrating_double_feed_detection(tmp_path, sheets, what):
    rig = Rig(tmp_path)
    rig.machine.connect()
    rig.device._agenda.plan(3.0, rig.device.calibrator.put_in_plain_sheet, "test")
    rig.machine.calibrate(what)
    assert b"n1%d" % sheets in rig.commands
    with pytest.raises(Trouble, match="no sheet was put in for the double-feed sensor"):
        rig.machine.calibrate(what)


@pytest.mark.parametrize("code", ["11", "12", "13", "19", "51", "53", "54", "71", "88", "07", "08"])
def test_a_calibration_that_fails_says_why(tmp_path, code):
    rig = Rig(tmp_path)
    rig.machine.connect()
    put_in = rig.device.calibrator.put_in_plain_sheet
    rig.device._agenda.plan(3.0, lambda: put_in(outcome=code), "test")
    with pytest.raises(Trouble, match=f"event #{code}"):
        rig.machine.calibrate(Calibration.SENSORS)


@pytest.mark.parametrize("code", ["01", "06", "08", "09", "0F", "13", "33", "0C", "34"])
def test_events_in_the_middle_of_a_sheet_stop_it(tmp_path, code):
    rig = Rig(tmp_path, 1)
    rig.machine.connect()
    mechanism = rig.device.mechanism
    middle = mechanism._middle
    mechanism._middle = lambda: rig.device._outbox.event(code) or middle()
    with pytest.raises(Trouble):
        rig.machine.capture(lambda: True)
    assert rig.device.mechanism.state.enabled is False
    assert rig.paper.sheets[0].spot is Spot.PATH, "held, not stored: a person takes it out"


def test_a_command_in_vain_is_an_error_and_no_wait(tmp_path):
    rig = Rig(tmp_path)
    with pytest.raises(LinkError, match="connect it first"):
        rig.machine.capture(lambda: True)
    rig.machine.close()


def test_a_scanner_that_refuses_to_move_is_asked_three_times_and_no_more(tmp_path):
    rig = Rig(tmp_path, 1)
    sheet = next(rig.scanner.sheets())
    rig.device._commands._exact[c.TO_REAR] = lambda: rig.device._outbox.event("05")
    with pytest.raises(Trouble, match="refuses to move the sheet"):
        rig.machine.accept()
    assert rig.commands.count(c.TO_REAR) == 3 and sheet.key == "000001"
    assert rig.paper.sheets[0].spot is Spot.PATH


def test_a_move_is_not_repeated_because_no_answer_came(tmp_path):
    rig = Rig(tmp_path, 1, fault("silent", "accepting", 1))
    rig.run().check()
    assert rig.commands.count(c.TO_REAR) == 1


def test_an_image_that_is_too_long_is_no_memory_leak(tmp_path):
    rig = Rig(tmp_path, 1)
    rig.machine.connect()
    mechanism = rig.device.mechanism
    middle = mechanism._middle
    mechanism._middle = lambda: rig.device._outbox.image(bytes(64 << 20)) or middle()
    with pytest.raises(Trouble, match="sends more than a sheet can have"):
        rig.machine.capture(lambda: True)


def test_stale_image_data_is_not_put_before_the_next_sheet(tmp_path):
    """Seen on real units after a reconnect: the first scan shifted sideways, with dark bands at the top."""
    rig = Rig(tmp_path, 1)
    rig.machine.connect()
    rig.device._outbox.image(bytes(1000))
    captured = rig.machine.capture(lambda: True)
    assert np.array_equal(seen(captured.front)[: SIZE[0], : SIZE[1]], page(1, 0))


def test_the_device_on_the_bus():
    assert (SPEC.vendor, SPEC.product) == (0x0BD7, 0xA002)
    assert [(one.pipe, one.size, one.outstanding) for one in SPEC.in_pipes] == [
        (REPLIES, 16384, 1),
        (IMAGE, MemoryTransport.SIZE, 2),
    ]
    assert SPEC.reset_on_open and SPEC.out_pipe == COMMANDS
    assert DESCRIPTORS.device[:2] == b"\x12\x01" and DESCRIPTORS.device[8:12].hex() == "d70b02a0"
    configuration = DESCRIPTORS.configuration
    assert int.from_bytes(configuration[2:4], "little") == len(configuration)
    endpoints = [configuration[at : at + 7] for at in range(18, len(configuration), 7)]
    assert [(one[2], one[3], int.from_bytes(one[4:6], "little")) for one in endpoints] == [
        (0x05, 2, 512),
        (0x85, 2, 512),
        (0x86, 2, 512),
    ]
