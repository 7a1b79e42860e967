"""Progress must never mix into results, nor count work that is not done."""

from __future__ import annotations

from retally import console


def test_progress_passes_every_item_on(capsys):
    assert list(console.progress(iter([3, 1, 2]), "Reading", total=3)) == [3, 1, 2]
    assert capsys.readouterr().out == ""


def test_plain_lines_when_stderr_is_no_terminal(capsys, monkeypatch):
    monkeypatch.setattr(console, "PLAIN_LINE_EVERY", 0.0)
    seen = [(item, capsys.readouterr().err) for item in console.progress([1, 2], "Reading pages")]
    assert seen == [(1, ""), (2, "retally: Reading pages: 1 of 2\n")], "a piece counts once it is finished"
    assert capsys.readouterr().err == "retally: Reading pages: 2 of 2\n"


def test_a_bar_on_a_terminal_leaves_stdout_alone(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert list(console.progress([1, 2], "Reading pages")) == [1, 2]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Reading pages" in captured.err


def test_meter_without_a_total(capsys, monkeypatch):
    monkeypatch.setattr(console, "PLAIN_LINE_EVERY", 0.0)
    with console.meter("Scanning") as meter:
        meter.advance(2, note="sheet-2")
    assert capsys.readouterr().err == "retally: Scanning: 2\n"
