"""Processes of ours: none is reached by Ctrl-C, and one works while this one does something else."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from retally.collecting import nothing_collected
from tabulate.errors import TabulateError

T = TypeVar("T")

ANSWERS = (TabulateError, OSError)
"""Errors that are an answer; any other one is met again by doing the work here."""


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Start processes that never see Ctrl-C: it is for the one that shows something, which ends them its way.

    A signal mask is inherited, and a Ctrl-C that comes meanwhile reaches this process afterwards.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def beside(work: Callable[..., T], *given: Any) -> Iterator[Callable[[], T]]:
    """Begins work in another process; calling what this gives waits for the result, or raises what it raised.

    Where that process dies, for want of memory say, the work is done by the caller.  It is ended with the
    context, done or not.

    Args:
        work: a function of a module, whose result can be sent to another process.
        given: its arguments.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, work, given), daemon=True)
    resource_tracker.ensure_running()  # starting it later would lift the hold on interrupts
    with interrupts_held():
        process.start()
    sender.close()
    try:
        yield lambda: _received(receiver, work, given)
    finally:
        process.kill()
        process.join()
        receiver.close()


@nothing_collected()
def _answer(sender: Connection, work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """In the other process."""
    try:
        answer = (True, work(*given))
    except ANSWERS as error:
        answer = (False, error)
    sender.send(answer)


def _received(receiver: Connection, work: Callable[..., T], given: tuple[Any, ...]) -> T:
    try:
        fine, answer = receiver.recv()
    except EOFError:
        return work(*given)
    if fine:
        result: T = answer
        return result
    raise answer
