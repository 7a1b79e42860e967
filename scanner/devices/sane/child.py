"""`scanimage` as a link: command lines and prompts go in; page names, messages, pages and its end come out."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from scanner.errors import ScannerError
from scanner.link import LinkError

PROMPT: Final = 0
"""Pipe: a newline in lets one page be scanned, ``b""`` in ends the batch; names of pages come out, line by
line, each with its newline, then ``b""``."""
CALL: Final = 1
"""Pipe: arguments in, as a JSON list, start a process; its exit code comes out, in decimal."""
MESSAGES: Final = 2
"""Pipe: what it wrote to stderr."""
PAGES: Final = 3
"""Pipe: the name of a page in, the content of its file out; the file is then deleted."""

PROGRAM: Final = "scanimage"
GRACE: Final = 2.0
"""Seconds that a process is given to end by itself before it is made to."""
LOOK: Final = 0.25
"""Seconds between two looks whether a page file grows."""
LAST_WORD: Final = b"Batch terminated"
"""After this on stderr `scanimage` writes nothing more.  It may hang all the same when it ends: its thread that
reads from SANE's test backend does so in about one of ten runs that end with an error (seen, 1.1.1)."""
LINGER: Final = 1.0
"""Seconds that are given to a process that has said its last word."""
ENDLESS: Final = 20
"""A page that grows, but takes this many times the allowed silence, is given up all the same."""


class ScanimageLink:
    """Runs one `scanimage` at a time; a `Transport`, so that it can be recorded and replayed.

    The process has a session of its own: Ctrl-C at the station does not reach it, and a sheet under way is
    finished.  When the station dies, its standard input ends, and it stops after the page under way.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Prepare; starts nothing.

        Args:
            environment: what the process sees beside PATH and a locale whose messages we know.

        Raises:
            ScannerError: there is no `scanimage` on this machine.
        """
        program = shutil.which(PROGRAM)
        if program is None:
            raise ScannerError("scanimage is not installed; install it (Debian: apt-get install sane-utils)")
        self._program = program
        self._environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **environment}
        self._folder = Path(tempfile.mkdtemp(prefix="retally-sane-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: list[bytes] = []
        self._rest = b""
        self._page: bytes | None = None
        self._code: int | None = None
        self._closed = False

    def write(self, data: bytes, *, pipe: int = PROMPT, timeout: float = 1.0) -> None:
        if pipe == CALL:
            self._start([str(argument) for argument in json.loads(data)])
        elif pipe == PAGES:
            self._page = data
        elif data:
            self._prompt(data)
        else:
            self._hang_up()

    def read(self, *, pipe: int = PROMPT, timeout: float) -> bytes | None:
        if pipe == CALL:
            return self._end(timeout)
        if pipe == MESSAGES:
            return self._messages()
        if pipe == PAGES:
            return self._take_page()
        return self._line(timeout)

    def drain(self, *, pipe: int = PROMPT, grace: float) -> bytes:
        return self.read(pipe=pipe, timeout=grace) or b""

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._hang_up()
            self._end(GRACE)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, arguments: list[str]) -> None:
        self._hang_up()
        self._end(GRACE)
        self._lines, self._rest, self._code = [], b"", None
        with (self._folder / "stderr").open("wb") as messages:
            self._process = subprocess.Popen(  # noqa: S603  the device name and all values were checked
                [self._program, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=messages,
                cwd=self._folder,
                env=self._environment,
                start_new_session=True,
                bufsize=0,
            )

    def _prompt(self, data: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise LinkError("scanimage does not run; this is a fault of the driver")
        with contextlib.suppress(BrokenPipeError):  # it has ended; what it said is read next
            process.stdin.write(data)

    def _line(self, timeout: float) -> bytes | None:
        """The next line of stdout; waits as long as a page grows."""
        process = self._process
        if process is None or process.stdout is None:
            return b""
        begun = quiet = time.monotonic()
        size = self._growing()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not self._lines:
                if selector.select(min(LOOK, timeout)):
                    chunk = os.read(process.stdout.fileno(), 1 << 16)
                    if not chunk:
                        return b""
                    *lines, self._rest = [*(self._rest + chunk).splitlines(keepends=True), b""]
                    if lines and not lines[-1].endswith(b"\n"):
                        self._rest = lines.pop()
                    self._lines += lines
                    continue
                now, grown = time.monotonic(), self._growing()
                if now - quiet >= LINGER and LAST_WORD in self._messages():
                    return b""
                if grown != size:
                    size, quiet = grown, now
                elif now - quiet >= timeout:
                    return None
                if now - begun >= ENDLESS * timeout:
                    return None
        return self._lines.pop(0)

    def _growing(self) -> int:
        """Bytes of the page that is being written."""
        size = 0
        for part in self._folder.glob("*.part"):
            with contextlib.suppress(OSError):
                size += part.stat().st_size
        return size

    def _hang_up(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def _end(self, timeout: float) -> bytes | None:
        """Wait for the end; what does not end is first asked and then forced to."""
        process = self._process
        if process is None:
            return None if self._code is None else str(self._code).encode("ascii")
        for send, seconds in ((None, timeout), (signal.SIGTERM, GRACE), (signal.SIGKILL, GRACE)):
            if send is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, send)  # with readers that a backend forked
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                break
        self._hang_up()
        self._code = process.returncode
        if process.stdout is not None:
            process.stdout.close()
        self._process = None
        return str(self._code).encode("ascii")

    def _messages(self) -> bytes:
        with contextlib.suppress(OSError):
            return (self._folder / "stderr").read_bytes()
        return b""

    def _take_page(self) -> bytes | None:
        """The page that was asked for; None when it is not there."""
        name, self._page = self._page, None
        path = self._folder / Path(os.fsdecode(name or b"none")).name
        try:
            data = path.read_bytes()
            path.unlink()
        except OSError:
            return None
        return data
