"""Ctrl-C must never cut a sheet between capture and record; nor may it be ignored."""

import os
import signal

import pytest

from retally.station.interruption import Interruption


def test_the_first_ctrl_c_is_noted_and_told_to_the_scanner():
    told = []
    with Interruption(lambda: told.append("stop")) as stop:
        assert not stop.requested
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.requested
    assert told == ["stop"]


def test_the_second_ctrl_c_breaks_off():
    with Interruption() as stop, pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.requested
        os.kill(os.getpid(), signal.SIGINT)


def test_afterwards_ctrl_c_is_what_it_was():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Interruption():
        assert signal.getsignal(signal.SIGINT) != before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
