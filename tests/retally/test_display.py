"""What to do now stands there until it is over: who misses it feeds a ballot twice, or loses one."""

import io

from rich.console import Console

from retally.standing import Standing
from retally.station import NoticeBoard
from retally.station.display import ENTER, display
from scanner import Ask, Notice

JAM = Notice("jam", "A sheet is jammed.", Ask.PUT_BACK)
OVER = Notice("jam", "The scanner is ready again.", over=True)


def drawn(shown) -> str:
    plain = Console(file=io.StringIO(), width=120)
    plain.print(shown)
    return plain.file.getvalue()


def test_at_a_terminal_it_stands_above_the_bar_until_it_is_over():
    board = NoticeBoard()
    where = Console(file=io.StringIO(), force_terminal=True, width=120, height=30)
    with display("b1", 10, board, where) as shown:
        shown.show(Standing(captured=3, counted=2, quarantined=1, review=1), 3)
        assert "Now do this" not in drawn(shown)
        board.hear(JAM)
        for _ in range(2):
            assert "Now do this" in drawn(shown)
            assert "A sheet is jammed. Take the sheet out of the scanner and put it back" in drawn(shown)
        shown.ask(JAM)
        assert ENTER in drawn(shown)
        assert "b1: 3 sheets in, 3 accepted, 0 returned, 2 flagged" in drawn(shown)
        board.hear(OVER)
        assert "Now do this" not in drawn(shown)
    assert "The scanner is ready again." in where.file.getvalue()


def test_elsewhere_each_notice_is_one_plain_line_at_once(capsys):
    board = NoticeBoard()
    with display("b1", None, board) as shown:
        board.hear(JAM)
        shown.ask(JAM)
        board.hear(OVER)
        board.hear(Notice("taken", "", over=True))
    assert capsys.readouterr().err.splitlines() == [
        "retally: >>> A sheet is jammed. Take the sheet out of the scanner and put it back on the pile.",
        f"retally: >>> {ENTER}",
        "retally: The scanner is ready again.",
    ]


def test_notices_are_kept_for_the_case_and_what_is_over_is_not():
    board = NoticeBoard()
    board.hear(JAM)
    board.hear(OVER)
    assert board.open == ()
    assert list(board.take()) == [JAM]
    assert list(board.take()) == []
