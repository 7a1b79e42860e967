"""What the exit code of `retally` tells a script."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of every command.  Errors carry theirs as ``exit_code``; commands may also end with one.

    Attributes:
        OK: everything asked was done.
        BUG: an error nobody foresaw; a traceback stands on stderr.
        USAGE: a command line that names no possible action.
        BAD_INPUT: a file that is not what it should be.
        REFUSED_PAGE: everything was done, and a page was refused or could not be read.
        EVIDENCE: evidence or a seal that does not match.
        ORDER: steps in the wrong order.
        DEVICE: a scanner that does not answer as it should.
        INTERRUPTED: stopped by Ctrl-C; nothing durable is lost.
    """

    OK = 0
    BUG = 1
    USAGE = 2
    BAD_INPUT = 3
    REFUSED_PAGE = 4
    EVIDENCE = 5
    ORDER = 6
    DEVICE = 8
    INTERRUPTED = 130
