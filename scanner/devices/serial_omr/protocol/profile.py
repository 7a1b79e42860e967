r"""The settings of one model of mark reader: what a person writes, checked.

Control codes are written as TOML escapes (``"\u0018"``); a code has no character above ``\u00ff``.  An empty
command is one that the device does not have.  Everything that a maker leaves open is a setting here.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from scanner.levels import SCALE, checked_scale


def _latin(text: str) -> str:
    if any(ord(letter) > 0xFF for letter in text):
        raise ValueError("a code has characters up to \\u00ff only")
    return text


def _stop_bits(number: float) -> float:
    if number not in (1, 1.5, 2):
        raise ValueError("1, 1.5 or 2")
    return number


Code = Annotated[str, Field(max_length=200), AfterValidator(_latin)]
One = Annotated[str, Field(max_length=1), AfterValidator(_latin)]
Seconds = Annotated[float, Field(gt=0, le=600)]
Status = Literal[
    "ok", "empty", "jam", "feed", "double_feed", "timing", "cover", "comm", "command", "busy", "held"
]
"""What a status code can mean; ``held``: a card lies in the path and waits for accept or reject."""

Decoder = Literal[
    "hex-column",
    "list-column",
    "list-density",
    "hex-line-12",
    "coordinates-4",
    "level-string",
    "ascii-record",
]
NAMED = frozenset({"list-column", "list-density"})
BILEVEL = frozenset({"hex-column", "list-column", "hex-line-12", "coordinates-4", "ascii-record"})
"""Decoders of devices that say no more than marked or not."""

TRACKS = 48
"""Of `hex-line-12`: twelve hexadecimal characters a timing line (scanner-protocols 4.3)."""


class Part(BaseModel):
    """A table of a profile: immutable, and strict about fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Port(Part):
    """The line.  ``dtr`` and ``rts`` are set at opening when they are given."""

    baud: Annotated[int, Field(ge=50, le=4_000_000)] = 9600
    data_bits: Literal[5, 6, 7, 8] = 8
    parity: Literal["none", "even", "odd", "mark", "space"] = "none"
    stop_bits: Annotated[float, AfterValidator(_stop_bits)] = 1
    rtscts: bool = False
    dsrdtr: bool = False
    xonxoff: bool = False
    dtr: bool | None = None
    rts: bool | None = None


class Commands(Part):
    """Texts that are sent, without ``prefix`` and ``terminator``.

    ``{lines}`` is the number of lines, ``{first}`` the first column (1), ``{count}`` the number of columns; a
    width may follow: ``{count:03}``.

    Attributes:
        end_batch: sent when the scanner is closed.
        data: asks for the data of the card that was read, one command for each head.
        compare: the same in another form, for a cross-check.
    """

    prefix: Code = ""
    terminator: Code = "\r"
    reset: Code = ""
    identify: Code = ""
    configure: tuple[Code, ...] = ()
    feed: Code = ""
    data: tuple[Code, ...] = ()
    compare: tuple[Code, ...] = ()
    status: Code = ""
    sensors: Code = ""
    timing_count: Code = ""
    accept: Code = ""
    reject: Code = ""
    end_batch: Code = ""
    retransmit: Code = ""


class Reply(Part):
    """What comes back.

    Attributes:
        start, end: around a reply; empty where there is nothing.
        message_start, message_end: around a status message, where it differs from data.
        check: over the text with its end code.
        check_form: as bytes, or as hexadecimal characters.
        acknowledge, refuse, busy: one character, alone.
        acknowledges: which commands are acknowledged.
    """

    start: Code = ""
    end: Code = ""
    message_start: Code = ""
    message_end: Code = ""
    check: Literal["none", "xor", "sum8", "crc8", "crc16"] = "none"
    check_form: Literal["raw", "hex"] = "raw"
    acknowledge: One = "\x06"
    refuse: One = "\x15"
    busy: One = ""
    acknowledges: Literal["none", "reset", "all"] = "reset"


class Times(Part):
    """Seconds: to the first byte of an answer, between two bytes of it, and to the end of a read cycle."""

    first_byte: Seconds = 2.0
    between_bytes: Seconds = 0.2
    cycle: Seconds = 8.0
    retries: Annotated[int, Field(ge=1, le=20)] = 3


class Feeding(Part):
    """How a card goes through.

    Attributes:
        mode: ``status``, the feed command is answered by a status and the data are asked for; ``record``, it is
            answered by the data; ``push``, data come unasked.
        silence: when the feed command is not answered: ``ask`` a person always, or first try to ``prove`` from
            the data that the device holds a new card.
        when_empty: ``done``, the batch is through; ``wait``, cards are put in one by one, and more are awaited.
        heads: sides that the device reads.
        counter: digits of a running number before each record; 0 for none.
        same_reads: how often the data are asked for and must come out the same.
    """

    mode: Literal["status", "record", "push"] = "status"
    silence: Literal["ask", "prove"] = "ask"
    when_empty: Literal["done", "wait"] = "done"
    heads: Literal[1, 2] = 1
    counter: Annotated[int, Field(ge=0, le=9)] = 0
    same_reads: Annotated[int, Field(ge=1, le=5)] = 1


class Sensors(Part):
    """Bits of the answer to ``commands.sensors``; 0 for a sensor that the device does not have."""

    cover: Annotated[int, Field(ge=0, le=255)] = 0
    double_feed: Annotated[int, Field(ge=0, le=255)] = 0
    always: Annotated[int, Field(ge=0, le=255)] = 0
    never: Annotated[int, Field(ge=0, le=255)] = 0


class Data(Part):
    """From a reply to levels.

    Attributes:
        lines: for each line of the device, from the first, the column of the printed grid that it lies on, from
            0; -1 where it lies on none.
        columns: of the printed grid.
        row_order: ``top-first`` when the card goes in with its top edge first.
        rows: how many rows a card has, where the device does not say.
        names: the characters of the lines, from the first line, for the list decoders.
        steps: levels that the device tells apart; a step that does not fit into ours counts as our darkest.
        darkest: whether a high number is dark, or a low one.
        scale: what our levels mean, per mille of ink (see `scanner.levels.SCALE`).
        empty, marked, unsure: the characters of `ascii-record`.
        row_end, head_end: after each row, and between the sides.
        sure_from: a mark of this level must also be in the comparison.
    """

    decoder: Decoder
    compare: Decoder | None = None
    lines: Annotated[tuple[Annotated[int, Field(ge=-1, le=79)], ...], Field(min_length=1, max_length=80)]
    columns: Annotated[int, Field(ge=1, le=80)] = 34
    row_order: Literal["top-first", "bottom-first"] = "top-first"
    rows: Annotated[int, Field(ge=1, le=160)] | None = None
    names: Annotated[str, Field(max_length=80), AfterValidator(_latin)] = ""
    steps: Annotated[int, Field(ge=1, le=16)] = 16
    darkest: Literal["high", "low"] = "high"
    scale: tuple[int, ...] | None = None
    empty: Code = "0 "
    marked: Code = "1X"
    unsure: Code = "?"
    row_end: Code = ""
    head_end: Code = ""
    sure_from: Annotated[int, Field(ge=1, le=15)] = 8

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        used = [line for line in self.lines if line >= 0]
        if len(set(used)) != len(used) or not used or max(used) >= self.columns:
            raise ValueError("lines: two lines on one column, none on any, or a column beyond the grid")
        decoders = {self.decoder, self.compare}
        if decoders & NAMED and (len(self.names) < len(self.lines) or len(set(self.names)) != len(self.names)):
            raise ValueError("names: a list decoder needs one character for each line, all different")
        if "hex-column" in decoders and len(self.lines) not in (12, 15):
            raise ValueError("lines: hex-column has 12 or 15 lines")
        if "hex-line-12" in decoders and len(self.lines) != TRACKS:
            raise ValueError(f"lines: hex-line-12 has {TRACKS} lines")
        if self.scale is not None:
            checked_scale(self.scale)
        return self

    @property
    def meaning(self) -> tuple[int, ...]:
        """The scale; where none is given, the assumed one, and for a device of two levels its first step.

        Where a mark of such a device may be all ink from the least that a person would see, the mark policy
        makes it marginal and never a vote: how much it takes, only a profile with a scale of its own can say.
        """
        if self.scale is not None:
            return self.scale
        return (0, *[SCALE[1]] * 15) if self.decoder in BILEVEL else SCALE


class Profile(Part):
    """One model of reader.

    Attributes:
        name: short, for addresses.
        title: for people.
        speaks: the dialect, which says what stands in for the device in a simulation.
        experimental: from a source of unknown correctness.
        status: what each status code means.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    speaks: Literal["sekonic", "form", "line", "scantron"]
    experimental: bool = False
    port: Port = Port()
    commands: Commands = Commands()
    reply: Reply = Reply()
    times: Times = Times()
    feeding: Feeding = Feeding()
    sensors: Sensors = Sensors()
    status: Annotated[dict[Code, Status], Field(max_length=100)] = {}
    data: Data

    @property
    def holds(self) -> bool:
        """Whether the device keeps a card until it is told what to do with it."""
        return bool(self.commands.accept)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        commands, heads = self.commands, self.feeding.heads
        if bool(commands.accept) != bool(commands.reject) or (commands.accept and not commands.status):
            raise ValueError("commands.accept, reject and status: a device that holds cards needs all three")
        if commands.accept and "held" not in self.status.values():
            raise ValueError("status: a device that holds cards needs a code that means held")
        if (self.feeding.mode == "push") == bool(commands.feed):
            raise ValueError("commands.feed: needed, except where data come unasked, and then there is none")
        if self.feeding.mode == "status" and len(commands.data) != heads:
            raise ValueError("commands.data: one command for each head")
        if self.feeding.mode != "status" and not self.reply.end:
            raise ValueError("reply.end: a record needs an end")
        if self.feeding.mode != "status" and (heads == 2) != bool(self.data.head_end):
            raise ValueError("data.head_end: separates the sides of two heads, and those alone")
        if commands.compare and (len(commands.compare) != heads or self.data.compare is None):
            raise ValueError("commands.compare: one command for each head, with data.compare")
        if commands.accept and commands.end_batch:
            raise ValueError("commands.end_batch: not for a device that holds cards, as it might drop one")
        if (commands.status or commands.identify) and not (self.reply.end or self.reply.message_end):
            raise ValueError("reply.end: an answer to status or identify needs an end")
        if "\r" in self.reply.end and {self.data.decoder, self.data.compare} & NAMED:
            raise ValueError(
                "reply.end: the columns of a list decoder end in CR, so that it cannot end a reply"
            )
        if (
            not self.reply.end
            and self.feeding.mode == "status"
            and not commands.timing_count
            and not self.data.rows
        ):
            raise ValueError("data.rows: without an end of replies and a timing count the rows must be given")
        return self
