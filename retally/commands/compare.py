"""`retally compare`: the count of the case, or a recount in a file, beside the original count."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retally.commands._compare_ballots import Within, compare_ballots
from retally.commands._counting import CONTEST, counted
from retally.console import remark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tabulate.compare import Comparison
    from tabulate.compare.hand import ThreeCounts
    from tabulate.compare.published import TablesComparison
    from tabulate.ledger import Ledger

ORIGINAL = "The original count, in any format of `retally original`; without it, the one imported last."
TEST_DECK = "Expected result of the public test, likewise: finds units whose test was reported."
RECOUNT = "A recount in a file, compared with --original instead of a case."
KNOWN = "With --recount: stated changes of ballots, overvotes and undervotes, CSV."
DISTRICT = "With --recount: totals of the whole district before and after, CSV."
TIMELINE = "With --recount: the lead moment by moment, CSV; shown beside the result."
HAND = "Hand tallies by batch, CSV: two tallies must agree before a batch counts."
METHODS = "With --recount or --hand: how each unit was recounted, hand, machine or both, CSV."
PDF = "With --recount: also write the comparison as PDF, with charts."
NAMES = "A file of names (TOML) for --original or --cvr, as `retally original import` takes it."
RECOUNT_NAMES = "Likewise for --recount or --recount-cvr."
CVR = "Cast vote records of the original count: ballot by ballot against those of the case."
RECOUNT_CVR = "Cast vote records of a recount, matched with --cvr instead of a case."
WITHIN = "With --cvr: where the same ballots lie in both counts, in a batch or in a unit."
NO_IDS = "With --cvr: match by votes alone; ids count a scan and do not stand on the paper."
SHOW_IDS = "With --cvr: name the changed ballots, where both counts have their id. Not for publication."
VOTE_FOR = "With --recount: how many may be chosen in a contest, where the files do not say it."


def register(app: typer.Typer) -> None:
    """Adds `retally compare`."""
    app.command("compare")(compare)


def compare(
    case: Annotated[Path | None, typer.Argument(help="The case file; none with --recount.")] = None,
    original: Annotated[Path | None, typer.Option("--original", help=ORIGINAL)] = None,
    test_deck: Annotated[Path | None, typer.Option("--test-deck", help=TEST_DECK)] = None,
    recount: Annotated[Path | None, typer.Option("--recount", help=RECOUNT)] = None,
    known: Annotated[Path | None, typer.Option("--known", help=KNOWN)] = None,
    district: Annotated[Path | None, typer.Option("--district", help=DISTRICT)] = None,
    timeline: Annotated[Path | None, typer.Option("--timeline", help=TIMELINE)] = None,
    hand: Annotated[Path | None, typer.Option("--hand", help=HAND)] = None,
    methods: Annotated[Path | None, typer.Option("--methods", help=METHODS)] = None,
    vote_for: Annotated[int, typer.Option("--vote-for", min=1, help=VOTE_FOR)] = 1,
    pdf: Annotated[Path | None, typer.Option("--pdf", help=PDF)] = None,
    cvr: Annotated[Path | None, typer.Option("--cvr", help=CVR)] = None,
    recount_cvr: Annotated[Path | None, typer.Option("--recount-cvr", help=RECOUNT_CVR)] = None,
    within: Annotated[Within, typer.Option("--within", help=WITHIN)] = Within.batch,
    no_ids: Annotated[bool, typer.Option("--no-ids", help=NO_IDS)] = False,
    show_ids: Annotated[bool, typer.Option("--show-ids", help=SHOW_IDS)] = False,
    names: Annotated[Path | None, typer.Option("--map", metavar="MAP.toml", help=NAMES)] = None,
    recount_names: Annotated[
        Path | None, typer.Option("--recount-map", metavar="MAP.toml", help=RECOUNT_NAMES)
    ] = None,
    contest: Annotated[list[str] | None, typer.Option("--contest", help=CONTEST)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Compare with the original count, unit by unit: where it differs, by how much, and why.

    With --cvr ballot by ballot: "in batch 17 one ballot went from undervote to Hart".  The counts given are
    recorded in the case.  Differences are findings, not errors: the exit code is 0.
    """
    import json

    from retally.comparison import compare_case, compare_with_hand
    from retally.tables import compare_files

    if (names and not (original or cvr)) or (recount_names and not (recount or recount_cvr)):
        raise typer.BadParameter("--map goes with --original or --cvr, --recount-map with those of the recount")
    if cvr is not None:
        if any((original, test_deck, recount, known, district, timeline, hand, methods, pdf, contest)):
            raise typer.BadParameter("--cvr compares ballots; the other files go into a call of their own")
        compare_ballots(
            case,
            cvr,
            recount_cvr,
            names=names,
            recount_names=recount_names,
            within=within,
            ids=not no_ids,
            show_ids=show_ids,
            as_json=as_json,
        )
        return
    if recount_cvr or no_ids or show_ids or within is not Within.batch:
        raise typer.BadParameter("--recount-cvr, --within, --no-ids and --show-ids go with --cvr")
    result: TablesComparison | Comparison | ThreeCounts
    if recount is not None:
        if original is None or any((case, test_deck, hand, contest)):
            raise typer.BadParameter(
                "--recount goes with --original, and without a case, --test-deck, --hand or --contest"
            )
        result, notes = compare_files(
            original,
            recount,
            vote_for,
            known=known,
            district=district,
            timeline=timeline,
            methods=methods,
            names=names,
            recount_names=recount_names,
        )
        _tell(notes)
        _write_pdf(pdf, result)
    else:
        if case is None:
            raise typer.BadParameter("give a case file, or two counts: --original A --recount B")
        if known or district or timeline or pdf or (methods and not hand):
            raise typer.BadParameter("--known, --district, --timeline, --methods and --pdf go with --recount")
        with open_with_counts(case, original, test_deck, names) as ledger:
            count = counted(ledger, contest or ())
            result = compare_with_hand(ledger, count, hand, methods) if hand else compare_case(ledger, count)
            _tell(count.left_out)
    if as_json:
        typer.echo(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(_text(result), nl=False)


def _tell(notes: Iterable[str]) -> None:
    for note in notes:
        remark(note)


def _write_pdf(path: Path | None, result: TablesComparison) -> None:
    from retally.files import write_whole
    from tabulate.report import render_tables_pdf

    if path is None:
        return
    write_whole(path, render_tables_pdf(result))
    remark(f"written: {path}")


def _text(result: Comparison | TablesComparison | ThreeCounts) -> str:
    from tabulate.compare.hand import ThreeCounts
    from tabulate.compare.published import TablesComparison
    from tabulate.report import render_tables, render_text, render_three

    if isinstance(result, TablesComparison):
        return render_tables(result)
    return render_three(result) if isinstance(result, ThreeCounts) else render_text(result)


def open_with_counts(
    case: Path, original: Path | None, test_deck: Path | None, names: Path | None = None
) -> Ledger:
    """Opens a case after recording the counts given; for writing only as far as there are any."""
    from retally.case import open_to_read, open_to_write, program_of
    from retally.comparison import ORIGINAL, TEST_DECK, import_count

    given = {ORIGINAL: original, TEST_DECK: test_deck}
    if any(given.values()):
        with open_to_write(case) as ledger:
            program = program_of(ledger)
            for role, path in given.items():
                if path is not None:
                    of_original = names if role == ORIGINAL else None
                    _tell(import_count(ledger, role, path, program, of_original))
    return open_to_read(case)
