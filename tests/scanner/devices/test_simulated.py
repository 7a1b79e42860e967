"""The paper and the person of simulations: if these cheat, every test of a driver proves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import Ask, Notice, RecordingError
from scanner.devices.simulated import Fault, FaultKind, Moment, Paper, Person, Spot, read_script
from scanner.link import SimulatedClock
from tests.scanner.toy import recorded


def paper(count: int) -> Paper:
    return Paper(recorded(count))


class Hands:
    """A device of which a person sees the entry alone; what is put in stays there."""

    def __init__(self, sheets: Paper) -> None:
        self.sheets, self.done = sheets, []

    @property
    def entry_free(self) -> bool:
        return not self.sheets.at(Spot.ENTRY)

    def insert(self) -> None:
        self.sheets.top(Spot.ENTRY)

    def take_out(self, spot: Spot) -> None:
        for sheet in self.sheets.at(Spot.ENTRY) + self.sheets.at(Spot.PATH):
            self.sheets.move(sheet, spot)

    def __getattr__(self, name: str):
        return lambda: self.done.append(name)


def test_every_sheet_is_in_one_spot_and_a_sheet_put_back_comes_next():
    sheets = paper(3)
    first = sheets.top(Spot.PATH)
    assert first is not None and first.number == 1 and sheets.pile == 2
    sheets.move(first, Spot.PILE)
    assert sheets.pile == 3 and sheets.top(Spot.PATH) is first
    assert sum(len(sheets.at(spot)) for spot in Spot) == 3
    waiting = sheets.at(Spot.PILE)[0]
    with pytest.raises(ValueError, match="on the pile"):
        sheets.move(waiting, Spot.COUNTED)
    sheets.top(Spot.PATH), sheets.top(Spot.PATH)
    assert sheets.top(Spot.PATH) is None


def test_a_person_feeds_the_pile_and_does_what_is_asked_and_nothing_else():
    sheets = paper(2)
    hands = Hands(sheets)
    person = Person(sheets, hands)
    clock = SimulatedClock()
    clock.attach(person)
    clock.sleep(3)
    assert [sheet.number for sheet in sheets.at(Spot.ENTRY)] == [1], "one at a time"
    for ask, spot in ((Ask.PUT_ON_COUNTED, Spot.COUNTED), (Ask.TAKE_RETURNED, Spot.RETURNED)):
        person.hear(Notice("x", "x", ask, over=True))
        clock.sleep(3)
        assert sheets.at(spot) == [], "a trouble that is over asks for nothing"
        person.hear(Notice("x", "x", ask))
        clock.sleep(3)
        assert len(sheets.at(spot)) == 1
    assert person.done and person.due() is None
    for ask, name in (
        (Ask.CLOSE_COVER, "close_cover"),
        (Ask.RECONNECT, "plug_in"),
        (Ask.CALIBRATE, "calibrate"),
        (Ask.CALL_SERVICE, "switch_off_and_on"),
        (Ask.FREE_DEVICE, "end_other_program"),
    ):
        person.hear(Notice("x", "x", ask))
        assert not person.done
        clock.sleep(3)
        assert hands.done[-1] == name


def test_a_fault_of_a_script_happens_once_and_where_it_was_written(tmp_path: Path):
    script = tmp_path / "faults.toml"
    script.write_text('[[fault]]\nkind = "jam"\nsheet = 3\nmoment = "after"\n[[fault]]\nkind = "silent"\n')
    faults = read_script(script)
    assert faults.take(3, Moment.DURING) is None
    assert faults.take(3, Moment.AFTER, FaultKind.SILENT) is None
    assert faults.take(3, Moment.AFTER) == Fault(FaultKind.JAM, 3, Moment.AFTER)
    assert faults.take(3, Moment.AFTER) is None
    assert faults.left == (Fault(FaultKind.SILENT, 1, Moment.DURING),)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[fault]]\nkind = 'melted'", "fault.0.kind"),
        ("[[fault]]\nkind = 'jam'\nsheet = -1", "fault.0.sheet"),
        ("[[fault]]\nkind = 'jam'\nwhen = 1", "fault.0.when"),
        ("[[fault", "not a TOML file"),
    ],
)
def test_a_script_that_is_wrong_names_the_field(tmp_path: Path, text: str, named: str):
    script = tmp_path / "faults.toml"
    script.write_text(text)
    with pytest.raises(RecordingError, match=named.replace(".", r"\.")):
        read_script(script)


def test_a_script_that_is_not_there_is_one_line(tmp_path: Path):
    with pytest.raises(RecordingError, match="give the path of a fault script"):
        read_script(tmp_path / "none.toml")
