"""The file that says how the names of an original count become ours: TOML, every part optional."""

from __future__ import annotations

import tomllib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tabulate.errors import OriginalCountError

Text = Annotated[str, Field(min_length=1, max_length=300)]
MAX_BYTES = 1024 * 1024
"""Largest naming file: ten thousand names."""
ABSENTEE_UNIT = "Absentee"
"""Name of a county's absentee precinct when nobody gave another."""


class Naming(BaseModel):
    """How names become ours; the empty one leaves everything as the file has it.

    Attributes:
        format: name of the format, when the file does not say what it is.
        county: of a file with many counties, the one to take.
        only: contests to take, by the names in the file; empty takes all.
        absentee_unit: name of the county's one absentee precinct; False leaves absentee votes by precinct.
        gaps: whether a choice may lack a row in some of the units that have its contest (OpenElections and
            printed reports); it is unknown there.
        wrong_totals: whether a total over units or modes that is not the sum of its parts becomes a note; the
            parts are taken.  Without it such a file is refused.
        vote_for: how many may be chosen, where the file does not say it.
        columns: a column of a CSV and what it is: one of our columns, a mode, or ``ignore``.
        units, modes, contests, choices: name in the file and name here; two modes of one name are added up.
        batches: likewise, of cast vote records; two batches of one name are one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: str | None = None
    county: Text | None = None
    only: tuple[Text, ...] = Field(default=(), strict=False)
    absentee_unit: Text | Literal[False] = ABSENTEE_UNIT
    gaps: bool = False
    wrong_totals: bool = False
    vote_for: dict[str, Annotated[int, Field(ge=1, le=100)]] = {}
    columns: dict[str, Text] = {}
    units: dict[str, Text] = {}
    modes: dict[str, Text] = {}
    contests: dict[str, Text] = {}
    batches: dict[str, Text] = {}
    choices: dict[str, dict[str, Text]] = {}


def parse_naming(data: bytes, name: str) -> Naming:
    """Reads a naming file.

    Raises:
        OriginalCountError: it is no TOML, or has a part that nobody knows.
    """
    if len(data) > MAX_BYTES:
        raise OriginalCountError(f"{name}: larger than {MAX_BYTES // 2**20} MB; that is no file of names")
    try:
        return Naming.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise OriginalCountError(f"{name}: not UTF-8 text; save it again as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise OriginalCountError(f"{name}: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise OriginalCountError(
            f"{name}, {field}: {first['msg']}; see docs/formats.md for what may stand there"
        ) from error
