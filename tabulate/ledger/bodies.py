"""What each kind of entry says.  A kind that is not here is refused when written and when verified."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from tabulate.ledger.errors import EntryError

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Body(BaseModel):
    """Content of an entry: exact types, no field that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class CaseOpened(Body):
    """First entry.  `program` is the seal of the case's only program; `code` what reads: versions, CPU."""

    title: Name
    program: Sha256
    code: dict[str, JsonValue]


class Program(Body):
    """Second entry: the sealed program, whose canonical JSON is stored under `sha256`."""

    seal: Sha256
    sha256: Sha256


class CodeChanged(Body):
    """From here on another version of the code, or another machine, writes and reads."""

    code: dict[str, JsonValue]


class BatchOpened(Body):
    batch: Name
    unit: Name
    mode: Name
    scanner: Name


class Image(Body):
    """An image as captured: `page` within the bytes stored under `sha256`; `name` is for people."""

    sha256: Sha256
    media_type: Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9.+-]{1,80}$")]
    page: Count
    name: Annotated[str, Field(max_length=1000)]


class SheetCaptured(Body):
    """`sequence` counts the sheets of the batch from 1; `key` names the sheet in it on every replay.

    Two fields may be left out.  `imprint` is what the device printed on the sheet; `paper` says that a device
    holds or drops the paper, so that the sheet's end is noted by `SheetDisposed`.
    """

    batch: Name
    sequence: Annotated[int, Field(ge=1, le=1_000_000_000)]
    key: Annotated[str, Field(min_length=1, max_length=1000)]
    source: Text
    images: Annotated[list[Image], Field(min_length=1, max_length=1000)]
    imprint: Name = ""
    paper: Literal[True] = True


class SheetDisposed(Body):
    """Where the paper of a sheet went; `sheet` is the number of the entry that captured it.

    A returned sheet was given back, with a reason, and counts nowhere.
    """

    sheet: Count
    to: Literal["accepted", "returned"]
    reason: Text | None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.to == "returned" and self.reason is None:
            raise ValueError("a returned sheet has a reason")
        return self


class SheetRead(Body):
    """`sheet` is the number of the entry that captured it.

    What is in `reading` is not looked at here: that it is JSON is seen when its text is written or parsed, and
    to look twice would double the time of verifying.
    """

    sheet: Count
    reading: dict[str, Any]


class BatchClosed(Body):
    """`sheets` were captured; `counted_by_hand` of paper, where people counted, and their `explanation`."""

    batch: Name
    sheets: Count
    counted_by_hand: Count | None
    explanation: Text | None


class BatchReopened(Body):
    batch: Name
    reason: Text
    by: Name


class BatchWithdrawn(Body):
    """The batch was scanned under a wrong name, or twice: it stays as evidence and counts nowhere."""

    batch: Name
    reason: Text
    by: Name


class OriginalImported(Body):
    """The original count: the file's bytes are stored under `sha256`, `rows` are what they mean."""

    name: Name
    sha256: Sha256
    rows: list[dict[str, JsonValue]]


class ProgramException(Body):
    """The statute's exception: not election day's program, because that one is believed to be flawed."""

    reason: Text
    decided_by: Name


class Decision(Body):
    """What a person decided; `about` says on what, such as a sheet and a contest."""

    text: Text
    by: Name
    about: dict[str, JsonValue]


class Note(Body):
    text: Text
    by: Name


class Notice(Body):
    """What the operator of a scanner was told while a batch went through; `key` names the sheet concerned."""

    batch: Name
    code: Name
    text: Text
    key: Annotated[str, Field(min_length=1, max_length=1000)] | None


class ProceedingsOpened(Body):
    """The recount of §50.48 is opened; `opening` is that of `config.proceedings.opening_body`."""

    opening: dict[str, JsonValue]


class ProceedingsStep(Body):
    """A step of the recount: its kind and its facts, as of `config.proceedings.event_body`."""

    step: Name
    facts: dict[str, JsonValue]


class ProceedingsStepWithdrawn(Body):
    """A step was entered wrongly; `entry` is its number, and it is the last one that stands."""

    entry: Count
    reason: Text
    by: Name


KINDS: dict[str, type[Body]] = {
    "case-opened": CaseOpened,
    "program": Program,
    "code-changed": CodeChanged,
    "batch-opened": BatchOpened,
    "sheet-captured": SheetCaptured,
    "sheet-disposed": SheetDisposed,
    "sheet-read": SheetRead,
    "batch-closed": BatchClosed,
    "batch-reopened": BatchReopened,
    "batch-withdrawn": BatchWithdrawn,
    "original-imported": OriginalImported,
    "program-exception": ProgramException,
    "decision": Decision,
    "note": Note,
    "notice": Notice,
    "proceedings-opened": ProceedingsOpened,
    "proceedings-step": ProceedingsStep,
    "proceedings-step-withdrawn": ProceedingsStepWithdrawn,
}


def check_body(kind: str, body: Any) -> None:
    """Holds a body against its kind.

    Raises:
        EntryError: an unknown kind, or the first field that is wrong.
    """
    model = KINDS.get(kind)
    if model is None:
        raise EntryError(f"'{kind[:80]}' is no kind of entry that this version knows")
    try:
        model.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "content"
        raise EntryError(f"{kind}, {where}: {first['msg'][:1].lower()}{first['msg'][1:]}") from error
