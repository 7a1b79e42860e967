"""An Enter that meant something else must not let the next sheet be fed, nor end a batch unnoticed."""

import pytest

from retally.station import Keyboard
from scanner import Ask, Notice, ScannerError

CHECK = Notice("check-stack", "2 sheets are stored.", Ask.CHECK_STACK, stack=2)
PUT = Notice("jam", "A sheet is jammed.", Ask.PUT_BACK)


def keyboard(*lines: str, **more):
    typed = list(lines)
    asked: list[Notice] = []
    return Keyboard(lambda: typed.pop(0) if typed else None, ask=asked.append, **more), typed, asked


@pytest.mark.parametrize(("line", "done"), [("\n", True), ("q\n", True), ("Q \n", True), ("what\n", False)])
def test_enter_says_that_the_pile_is_done(line, done):
    keys, _, _ = keyboard(line)
    assert keys.finished() is done
    assert keys.finished() is done


def test_enter_confirms_what_waits_for_it_once_and_ends_nothing():
    keys, typed, asked = keyboard("\n")
    assert not keys.confirmed(CHECK), "that Enter was typed before it was asked"
    typed.append("huh\n")
    assert not keys.confirmed(CHECK)
    typed.append("\n")
    assert keys.confirmed(CHECK)
    assert asked == [CHECK]
    assert not keys.finished()
    typed.append("\n")
    assert not keys.confirmed(CHECK), "asked anew it waits anew"
    assert asked == [CHECK, CHECK]


def test_without_a_terminal_no_stack_is_taken_as_compared_unless_somebody_said_so():
    keys = Keyboard(None)
    assert not keys.finished()
    assert keys.confirmed(PUT)
    with pytest.raises(ScannerError, match=r"2 sheets are stored\. .*run this again with --stack-checked"):
        keys.confirmed(CHECK)
    told = Keyboard(None, stack_checked=True)
    assert told.confirmed(CHECK)
    with pytest.raises(ScannerError):
        told.confirmed(CHECK)
