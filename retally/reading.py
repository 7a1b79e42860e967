"""A few processes that read pages with one sealed program, while this one goes on capturing.

Results come back in the order of submission, so that the same batch gives the same ledger whatever the
number of processes.  The number of jobs in hand is bounded, and with it the memory.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import resource_tracker
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

from config.program import ElectionProgram, program_identity
from retally.processes import interrupts_held
from tabulate.read import Reader

MOST_WORKERS = 8
"""More processes than this wait for the disk rather than for each other."""

R_co = TypeVar("R_co", covariant=True)
R = TypeVar("R")


class Job(Protocol[R_co]):
    """Something to read; it travels to the process that reads it, so it must be picklable."""

    def run(self, reader: Reader) -> R_co:
        """Read it; a bad image is a result, not an exception."""


J = TypeVar("J", bound=Job[Any])


@dataclass(frozen=True, slots=True)
class Done(Generic[J, R]):
    """A finished job.  `result` is None when the reading process died of it, twice."""

    job: J
    result: R | None


class ReadingPool(Generic[J, R]):
    """Reads jobs with one program, in order.

    Args:
        program: the election program.
        workers: number of processes; 1 reads in this process, 0 takes one per CPU.
    """

    def __init__(self, program: ElectionProgram, workers: int = 0) -> None:
        self._program = program
        self._workers = workers if workers > 0 else min(MOST_WORKERS, os.cpu_count() or 1)
        self._most_in_hand = 1 if self._workers == 1 else 2 * self._workers + 2
        self._in_hand: deque[tuple[J, Future[R]]] = deque()
        self._executor: ProcessPoolExecutor | None = None
        self._careful: ProcessPoolExecutor | None = None
        self._reader: Reader | None = None

    def __enter__(self) -> ReadingPool[J, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def in_hand(self) -> int:
        """Jobs submitted and not yet taken back."""
        return len(self._in_hand)

    def add(self, job: J) -> Iterator[Done[J, R]]:
        """Submit a job; give back what is finished, waiting only as far as there is no room for the job."""
        while len(self._in_hand) >= self._most_in_hand:
            yield self._take()
        self._in_hand.append((job, self._submit(job)))
        yield from self.finished()

    def finished(self) -> Iterator[Done[J, R]]:
        """The jobs that are finished, in order; does not wait."""
        while self._in_hand and self._in_hand[0][1].done():
            yield self._take()

    def drain(self) -> Iterator[Done[J, R]]:
        """All jobs in hand, in order, waiting for each."""
        while self._in_hand:
            yield self._take()

    def run(self, jobs: Iterable[J]) -> Iterator[Done[J, R]]:
        """All of `jobs`, in order, reading ahead as far as there is room."""
        for job in jobs:
            yield from self.add(job)
        yield from self.drain()

    def _take(self) -> Done[J, R]:
        job, future = self._in_hand[0]
        try:
            result: R | None = future.result()
        except BrokenProcessPool:
            result = self._run_alone(job)
        self._in_hand.popleft()
        return Done(job, result)

    def _submit(self, job: J) -> Future[R]:
        if self._workers == 1:
            return self._run_here(job)
        if self._executor is None:
            self._executor = _start(self._program, self._workers)
        try:
            with interrupts_held():
                return self._executor.submit(_run, job)
        except BrokenProcessPool:
            self._stop()
            return self._submit(job)

    def _run_here(self, job: J) -> Future[R]:
        if self._reader is None:
            self._reader = _reader_for(self._program)
        future: Future[R] = Future()
        future.set_result(job.run(self._reader))
        return future

    def _run_alone(self, job: J) -> R | None:
        """Read a job again after a process died: alone, so that only the job that kills is blamed."""
        if self._careful is None:
            self._careful = _start(self._program, 1)
        try:
            with interrupts_held():
                future: Future[R] = self._careful.submit(_run, job)
            return future.result()
        except BrokenProcessPool:
            self._careful.shutdown()
            self._careful = None
            return None

    def _stop(self) -> None:
        for executor in (self._executor, self._careful):
            if executor is not None:
                executor.shutdown(wait=True, cancel_futures=True)
        self._executor = self._careful = None


def _start(program: ElectionProgram, workers: int) -> ProcessPoolExecutor:
    resource_tracker.ensure_running()  # starting it later would lift the hold on interrupts
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_set_up,
        initargs=(program,),
    )


_worker: dict[str, Any] = {}
"""The reader of this process, once `_set_up` ran."""


def _set_up(program: ElectionProgram) -> None:
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _worker["reader"] = _reader_for(program)


def _leave_with_parent() -> None:
    """End this process when the station was killed: a worker of nobody would wait for jobs for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run(job: Job[R]) -> R:
    return job.run(_worker["reader"])


def _reader_for(program: ElectionProgram) -> Reader:
    return Reader(program, program_identity(program))
