"""The entry point of the command `retally`: finds the commands, runs one, turns errors into one line."""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
import sys
from collections.abc import Sequence

import typer

from config.errors import ConfigError
from retally import commands
from retally.exit_codes import ExitCode
from scanner.errors import ScannerError
from tabulate.errors import TabulateError

ORDER = (
    "case",
    "scan",
    "scanners",
    "batch",
    "status",
    "totals",
    "original",
    "compare",
    "report",
    "export",
    "verify",
    "read",
    "program",
    "deck",
    "demo",
)
"""Order of the commands in the help: the way of a retabulation.  Others follow by name."""

HELP = """Retabulate ballots with the election-day program and reconcile the result with the original count.

Every command explains itself with --help.  Exit codes: 0 done, 2 usage, 3 bad input, 4 a page was refused,
5 evidence or seal mismatch, 6 wrong order of steps, 8 device, 130 interrupted.
"""


def build_app() -> typer.Typer:
    """Makes the command line of all modules in `retally.commands`, in the order of `ORDER`."""
    app = typer.Typer(
        name="retally",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback(help=HELP)
    def root(
        version: bool = typer.Option(
            False, "--version", help="Print the version and stop.", is_eager=True, callback=_print_version
        ),
    ) -> None:
        """Keeps `retally` a group of commands however many there are."""

    found = {module.name for module in pkgutil.iter_modules(commands.__path__) if module.name[0] != "_"}
    for name in sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)):
        importlib.import_module(f"{commands.__name__}.{name}").register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code.

    Errors of our packages become one line on stderr and the error's own exit code, and so does what the
    system refuses (no such file, disk full).  Any other exception is a bug of ours and keeps its traceback.
    """
    try:
        build_app()(args=None if arguments is None else list(arguments), prog_name="retally")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else ExitCode.OK if end.code is None else ExitCode.BUG
        if code == ExitCode.INTERRUPTED:
            _say("interrupted; what was recorded stays recorded, and the same command continues")
        return int(code)
    except KeyboardInterrupt:
        _say("interrupted; what was recorded stays recorded, and the same command continues")
        return ExitCode.INTERRUPTED
    except (ConfigError, ScannerError, TabulateError) as error:
        _say(f"error: {_one_line(error)}")
        return error.exit_code
    except OSError as error:
        if error.errno is None:
            raise
        place = f" ({error.filename})" if error.filename else ""
        _say(f"error: {error.strerror}{place}")
        return ExitCode.BAD_INPUT
    return ExitCode.OK


def _print_version(asked: bool) -> None:
    if asked:
        print(f"retally {importlib.metadata.version('retally')}")
        raise typer.Exit


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _say(text: str) -> None:
    print(f"retally: {text}", file=sys.stderr)
