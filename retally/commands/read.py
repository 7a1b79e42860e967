"""`retally read`: what the machine sees on pages, without a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from retally.console import meter, remark
from retally.exit_codes import ExitCode

if TYPE_CHECKING:
    from retally.pages import FileJob, FileReading


IMAGES = "Image files (JPEG, PNG, TIFF, PDF) or folders of them."
PAGE = "Only this page of each file, from 1; may be repeated."
FEW = 12
"""Files up to which starting further processes takes longer than reading."""


def register(app: typer.Typer) -> None:
    """Adds `retally read`."""
    app.command("read")(read)


def read(
    images: Annotated[list[str] | None, typer.Argument(metavar="IMAGE...", help=IMAGES)] = None,
    program: Annotated[Path | None, typer.Option("--program", "-p", help="The program, program.json.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per page, a line each.")] = False,
    page: Annotated[list[int] | None, typer.Option("--page", min=1, help=PAGE)] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Reading processes; 0: one per CPU.")] = 0,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of --json and stop.")] = False,
) -> None:
    """Read pages and print what stands on them; nothing is recorded.

    Every page of every file is printed, in the order given.  A page that cannot be read is printed too, with
    the reason.  Exit code 4: a page was refused; 3: a file could not be opened.
    """
    from retally.pages import FileJob, files_of

    if schema:
        typer.echo(schema_text(), nl=False)
        return
    if program is None:
        raise typer.BadParameter("give the election program: --program program.json", param_hint="--program")
    if not images:
        raise typer.BadParameter("name at least one image file or folder", param_hint="IMAGE...")
    jobs = [FileJob(path, tuple(page or ())) for path in files_of(images)]
    opened, refused = True, False
    for reading in _readings(program, jobs, workers):
        opened = opened and reading.opened
        for record, reasons in zip(reading.pages, reading.reasons, strict=True):
            refused = refused or record["card"] is None
            typer.echo(_line(record) if as_json else "\n".join(_for_people(record, reasons)))
    if not opened:
        raise typer.Exit(ExitCode.BAD_INPUT)
    if refused:
        raise typer.Exit(ExitCode.REFUSED_PAGE)


def schema_text() -> str:
    """The published JSON Schema of a page reading."""
    from importlib import resources

    return (resources.files("tabulate.read") / "page-reading.schema.json").read_text(encoding="utf-8")


def _readings(path: Path, jobs: list[FileJob], workers: int) -> Iterator[FileReading]:
    from config.program import load_program, program_identity
    from retally.pages import FileJob, FileReading, refused
    from retally.reading import ReadingPool

    program = load_program(path)
    seal = program_identity(program)
    if program.draft is not None and program.draft.confirmed is None:
        remark(f"{path} is a draft that nobody has confirmed: good for a trial, not for a count")
    workers = 1 if len(jobs) <= FEW and not workers else workers
    with ReadingPool[FileJob, FileReading](program, workers) as pool, meter("Reading", len(jobs)) as shown:
        for done in pool.run(jobs):
            shown.advance()
            if done.result is not None:
                yield done.result
                continue
            reason = f"{done.job.path}: the process that read it ended; look at the file with another program"
            yield FileReading((refused(done.job.path, seal, "reader-ended"),), ((reason,),))


def _line(record: dict[str, Any]) -> str:
    import json

    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _for_people(record: dict[str, Any], reasons: tuple[str, ...]) -> Iterator[str]:
    flags = f"  [{', '.join(record['flags'])}]" if record["flags"] else ""
    if record["card"] is None:
        yield f"{record['image']}: REFUSED{flags}"
        yield from (f"    {reason}" for reason in reasons)
        return
    yield (
        f"{record['image']}: card {record['card']} {record['side']}, turned {record['orientation']}, "
        f"{record['dpi']:.0f} dpi, residual {record['residual']:.1f} mil{flags}"
    )
    for contest in record["contests"]:
        votes = "OVERVOTED" if contest["overvoted"] else ", ".join(contest["votes"]) or "no vote"
        under = f", {contest['undervotes']} undervoted" if contest["undervotes"] and contest["votes"] else ""
        yield f"    {contest['contest']}: {votes}{under}{'  (a person must look)' if contest['review'] else ''}"
    for target in record["targets"]:
        if target["state"] == "marginal" or target["flags"]:
            why = f"  [{', '.join(target['flags'])}]" if target["flags"] else ""
            place = f"{target['contest']} / {target['choice']}"
            yield f"        {place}: {target['state']}, score {target['score']}{why}"
