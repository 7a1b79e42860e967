"""A second process that fails must say why, and one that dies must not take the work with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from retally.processes import beside
from tabulate.errors import OriginalCountError


def doubled(number):
    return os.getpid(), 2 * number


def refuse(words):
    raise OriginalCountError(words)


def die_unless(pid):
    """Dies at once in any other process than this one."""
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return "done here"


def forever(path):
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(60)


def test_the_result_comes_from_another_process():
    with beside(doubled, 21) as result:
        pid, number = result()
    assert number == 42 and pid != os.getpid()


def test_an_error_is_raised_here_as_it_was_there():
    with beside(refuse, "line 7: no") as result, pytest.raises(OriginalCountError, match="line 7: no"):
        result()


def test_when_it_dies_the_work_is_done_here():
    with beside(die_unless, os.getpid()) as result:
        assert result() == "done here"


def test_an_error_of_the_caller_ends_it(tmp_path):
    path = tmp_path / "pid"
    with pytest.raises(KeyboardInterrupt), beside(forever, path):
        until = time.monotonic() + 60
        while not (path.exists() and path.read_text(encoding="ascii")):
            assert time.monotonic() < until
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert multiprocessing.active_children() == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(path.read_text(encoding="ascii")), 0)
