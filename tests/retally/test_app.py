"""An operator is misled when a mistake shows as a traceback, or a script takes a failure for success."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import typer

from config.errors import ProgramError, SealError
from retally import app as app_module
from retally.exit_codes import ExitCode
from scanner.errors import ScannerError
from tabulate.errors import EvidenceError, OrderError


@pytest.fixture
def failing(monkeypatch, cli):
    """Runs a command line whose only command raises what it is given."""

    def run(error):
        def build():
            app = typer.Typer(pretty_exceptions_enable=False)

            @app.command()
            def only() -> None:
                raise error

            return app

        monkeypatch.setattr(app_module, "build_app", build)
        return cli()

    return run


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ProgramError("a: b"), ExitCode.BAD_INPUT),
        (SealError("seal"), ExitCode.EVIDENCE),
        (EvidenceError("chain"), ExitCode.EVIDENCE),
        (OrderError("closed"), ExitCode.ORDER),
        (ScannerError("unplugged"), ExitCode.DEVICE),
        (typer.Exit(ExitCode.REFUSED_PAGE), ExitCode.REFUSED_PAGE),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
    ],
)
def test_an_error_ends_with_its_own_exit_code(failing, error, code):
    assert failing(error).code == code


def test_an_error_is_one_line(failing):
    ended = failing(ProgramError("program.json:\n  contests[0]: wrong"))
    assert ended.err == "retally: error: program.json: contests[0]: wrong\n"
    assert ended.out == ""


def test_what_the_system_refuses_is_one_line(failing):
    ended = failing(OSError(28, "No space left on device", "/media/case.db"))
    assert ended.code == ExitCode.BAD_INPUT
    assert ended.err == "retally: error: No space left on device (/media/case.db)\n"


def test_a_bug_keeps_its_traceback(failing):
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError("bug"))


def test_interruption_is_said_plainly(failing):
    assert failing(KeyboardInterrupt()).err.startswith("retally: interrupted;")


def test_an_unknown_command_is_a_usage_error(cli):
    ended = cli("frobnicate")
    assert ended.code == ExitCode.USAGE
    assert "No such command 'frobnicate'" in ended.err


def test_version(cli):
    ended = cli("--version")
    assert (ended.code, ended.out) == (0, "retally 0.1.0\n")


def test_help_does_not_load_the_image_libraries():
    check = (
        "import sys, retally.app; retally.app.build_app(); print(*{'cv2', 'numba', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_real_signal_ends_with_130(tmp_path):
    """The whole way: a process, a signal, the exit code that a shell sees."""
    body = (
        "import signal, sys, time, typer, retally.app as a\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "app = typer.Typer()\n"
        "@app.command()\n"
        "def only() -> None:\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
        "a.build_app = lambda: app\n"
        "sys.exit(a.main([]))\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", body], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    started = time.monotonic()
    os.kill(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert time.monotonic() - started < 30
    assert running.returncode == ExitCode.INTERRUPTED
    assert err.startswith("retally: interrupted;")
    assert "Traceback" not in err
