"""The pool: were a job lost, or results swapped, a ballot would get another ballot's votes."""

import os
import signal
from dataclasses import dataclass

import pytest

from retally.reading import ReadingPool


@dataclass(frozen=True)
class Square:
    number: int

    def run(self, reader) -> int:
        return self.number**2


@dataclass(frozen=True)
class Kill:
    """Ends the process that reads it, as a broken decoder would."""

    number: int = -1

    def run(self, reader) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0


@dataclass(frozen=True)
class SignalMask:
    """Whether Ctrl-C could reach the process that reads it."""

    def run(self, reader) -> bool:
        return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_and_none_is_lost(election, workers):
    with ReadingPool(election.program, workers) as pool:
        most = 0
        done = []
        for number in range(40):
            done += pool.add(Square(number))
            most = max(most, pool.in_hand)
        done += pool.drain()
    assert [item.job.number for item in done] == list(range(40))
    assert [item.result for item in done] == [number**2 for number in range(40)]
    assert most <= 2 * workers + 2


def test_a_process_that_dies_costs_only_the_job_that_killed_it(election):
    jobs = [Square(0), Square(1), Kill(), Square(3), Square(4), Kill(), Square(6)]
    with ReadingPool(election.program, 2) as pool:
        done = list(pool.run(jobs))
    assert [item.job for item in done] == jobs
    assert [item.result for item in done] == [0, 1, None, 9, 16, None, 36]


def test_ctrl_c_does_not_reach_the_reading_processes(election):
    with ReadingPool(election.program, 2) as pool:
        assert [item.result for item in pool.run([SignalMask()] * 4)] == [True] * 4
