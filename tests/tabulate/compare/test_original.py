"""The original count file: a number loads as it stands there, or the file is refused with place and remedy."""

import csv
import io
import random

import pytest

from tabulate.compare import OriginalContest, contest_infos, csv_rows, parse_original
from tabulate.errors import OriginalCountError
from tests.tabulate.compare.elections import contest_info

INFOS = (contest_info("a", 1, 2, 1), contest_info("b", 3, 4, 2))
HEADER = "unit,mode,contest,choice,votes,ballots,overvotes,undervotes\n"


def refused(text, *parts, infos=INFOS):
    with pytest.raises(OriginalCountError) as caught:
        parse_original(text, "count.csv", infos)
    message = str(caught.value)
    assert "\n" not in message
    for part in ("count.csv", *parts):
        assert part in message, message
    assert caught.value.exit_code == 3


def test_numbers_blanks_and_order():
    text = (
        HEADER + "North,absentee,a,a-c0,12,20,1,\nNorth,absentee,a,a-c1,7,20,1,\n\nSouth,absentee,a,a-c0,0,,,\n"
    )
    assert parse_original(text, "count.csv", INFOS) == (
        OriginalContest("North", "absentee", "a", 1, 20, 1, None, {"a-c0": 12, "a-c1": 7}),
        OriginalContest("South", "absentee", "a", 1, None, None, None, {"a-c0": 0}),
    )


def test_only_the_needed_columns_in_any_order():
    text = "Votes,Choice,Contest,Unit,Mode\n5,a-c0,a,North,absentee\n"
    assert parse_original(text, "count.csv")[0].votes == {"a-c0": 5}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_spreadsheet_dialects_give_the_same(ending, delimiter, mark):
    plain = HEADER + 'North,absentee,a,a-c0,12,20,1,7\n"North, upper",absentee,a,a-c1,7,,,\n'
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(csv.reader(io.StringIO(plain)))
    told = mark + out.getvalue()
    assert parse_original(told.encode(), "count.csv", INFOS) == parse_original(plain, "count.csv", INFOS)
    assert parse_original(told, "count.csv", INFOS) == parse_original(plain, "count.csv", INFOS)


def test_names_and_scattering():
    text = HEADER + "N,m,Contest A,name of A-C1,3,,,\nN,m,b,Scattering,2,,,\nN,m,a,write-in,1,,,\n"
    first, second = parse_original(text, "count.csv", INFOS)
    assert first.votes == {"a-c1": 3, "a-w0": 1}
    assert second.votes == {"write-in": 2}


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("N,m,a,a-c0,-3,,,", ("line 2", "column votes", "negative")),
        ("N,m,a,a-c0,\u22123,,,", ("line 2", "negative")),
        ("N,m,a,a-c0,3.0,,,", ("line 2", "column votes", "whole number")),
        ("N,m,a,a-c0,1e3,,,", ("whole number",)),
        ('N,m,a,a-c0,"1,234",,,', ("whole number",)),
        ("N,m,a,a-c0,012,,,", ("whole number",)),
        ("N,m,a,a-c0,+2,,,", ("whole number",)),
        ("N,m,a,a-c0,\u0663,,,", ("whole number",)),
        ("N,m,a,a-c0,1234567890,,,", ("whole number",)),
        ("N,m,a,a-c0,,,,", ("column votes", "empty")),
        ("N,m,a,a-c0,1,x,,", ("column ballots", "whole number")),
        ("N,m,a,a-c0,1,,-1,", ("column overvotes", "negative")),
        (",m,a,a-c0,1,,,", ("column unit", "empty")),
        ("N,m,z,a-c0,1,,,", ("column contest", "'z'", "a, b")),
        ("N,m,a,nobody,1,,,", ("column choice", "'nobody'", "a-c0")),
        ("N,m,a,a-c0,1,,", ("line 2", "7 cells where the header has 8")),
        ("N,m,a,a-c0,1,,,,", ("9 cells",)),
        ("N,m,a,a-c0,1,,,\nN,m,a,a-c0,1,,,", ("line 3", "line 2", "already")),
        ("N,m,a,a-c0,1,5,,\nN,m,a,a-c1,1,6,,", ("line 3", "column ballots", "'6'", "'5'")),
        ("N,m,a,a-c0,1,5,,\nN,m,a,a-c1,1,,,", ("line 3", "column ballots")),
        ("N,m,a,a-c0,1,5,2,\nN,m,a,a-c1,1,5,3,", ("line 3", "column overvotes")),
        ('"N,m,a,a-c0,1,,,', ("line 2", "quotation mark")),
        ('"N\nN",m,a,a-c0,1,,,', ("line break",)),
        (f"{'N' * 400},m,a,a-c0,1,,,", ("column unit", "longer")),
        ("N\x00,m,a,a-c0,1,,,", ("control character",)),
        ("", ("only a header",)),
    ],
)
def test_refused_with_place_and_remedy(row, parts):
    refused(HEADER + row + "\n", *parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ("empty",)),
        ("\n\n", ("empty",)),
        ("unit,mode,contest,votes\nN,m,a,1\n", ("line 1", "'choice'")),
        ("unit,mode,contest,choice,votes,party\n", ("'party'", "unknown")),
        ("unit,mode,contest,choice,votes,votes\n", ("'votes'", "twice")),
        ("Dear Commissioner, the count was fair.\n", ("no column",)),
        (HEADER.encode("utf-16"), ("UTF-16",)),
        (HEADER.encode() + b"N\xe9,m,a,a-c0,1,,,\n", ("line 2", "UTF-8")),
    ],
)
def test_files_that_are_not_an_original_count(text, parts):
    refused(text, *parts)


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(csv_rows, "MAX_BYTES", 2**20)
    refused(b"x" * (2**20 + 1), "larger than 1 MB")


def test_a_program_serves_as_well_as_its_contests():
    from config.program import BallotStyle, Card, Choice, Contest, Election, ElectionProgram, Side

    program = ElectionProgram(
        election=Election(title="E", date="2026-11-03", jurisdiction="J"),
        contests=(Contest(id="x", title="X", vote_for=2, choices=(Choice(id="p", name="P"),)),),
        cards=(Card(id="c", name="C", front=Side()),),
        ballot_styles=(BallotStyle(id="s", name="S", cards=("c",)),),
    )
    text = "unit,mode,contest,choice,votes\nN,m,X,P,1\n"
    assert parse_original(text, "f", program) == parse_original(text, "f", contest_infos(program))
    assert parse_original(text, "f", program)[0].vote_for == 2


def sound_file(rng):
    """Rows of a sound file and its text, in a random dialect."""
    rows = []
    for unit in ("North", "South, upper", 'The "Hall"'):
        for info in INFOS:
            ballots = rng.choice(["", str(rng.randint(50, 900))])
            rows += [
                [unit, "absentee", info.id, choice, str(rng.randint(0, 400)), ballots, "", ""]
                for choice in info.compared()
            ]
    out = io.StringIO()
    ending = rng.choice(["\n", "\r\n"])
    writer = csv.writer(out, delimiter=rng.choice(",;\t"), lineterminator=ending)
    writer.writerows([HEADER.strip().split(","), *rows])
    return rows, out.getvalue()


CHARACTERS = "0123456789-+., ;\t\"'\n\r\u00a0\u0663x\x00\ufeff=e"


def test_500_corruptions_are_refused_or_load_what_stands_there():
    """Whatever one key pressed by mistake makes of the file, no number loads that is not written in it."""
    rng = random.Random(20201130)
    refusals = 0
    for _ in range(500):
        _, text = sound_file(rng)
        place = rng.randrange(len(text))
        kind = rng.randrange(4)
        if kind == 0:
            broken = text[:place] + rng.choice(CHARACTERS) + text[place:]
        elif kind == 1:
            broken = text[:place] + text[place + 1 :]
        elif kind == 2:
            broken = text[:place] + rng.choice(CHARACTERS) + text[place + 1 :]
        else:
            broken = text[:place] + text[rng.randrange(len(text)) :]
        try:
            loaded = parse_original(broken.encode("utf-8"), "count.csv", INFOS)
        except OriginalCountError as error:
            refusals += 1
            assert str(error).startswith("count.csv")
            continue
        written = set()
        header = broken.lstrip("\ufeff").splitlines()[0]
        mark = max(",;\t", key=header.count)
        for cells in csv.reader(io.StringIO(broken.lstrip("\ufeff"), newline=""), delimiter=mark):
            named = [cell.strip() for cell in cells]
            if len(named) == 8:
                written.add((named[0], named[2], named[3], named[4], named[5]))
        for contest in loaded:
            for choice, votes in contest.votes.items():
                ballots = "" if contest.ballots is None else str(contest.ballots)
                assert (contest.unit, contest.contest, choice, str(votes), ballots) in written
    assert 150 < refusals < 450, "the corruptions must hit both sound and broken files"


def test_every_mutated_number_is_refused_or_loads_as_written():
    rng = random.Random(47)
    seen = 0
    for _ in range(500):
        rows, _ = sound_file(rng)
        row = rng.choice(rows)
        cell = row[4]
        place = rng.randrange(len(cell) + 1)
        mutated = cell[:place] + rng.choice(CHARACTERS) + cell[place + rng.randrange(2) :]
        row[4] = mutated
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([HEADER.strip().split(","), *rows])
        try:
            loaded = parse_original(out.getvalue(), "count.csv", INFOS)
        except OriginalCountError:
            continue
        seen += 1
        contest = next(item for item in loaded if (item.unit, item.contest) == (row[0], row[2]))
        assert str(contest.votes[row[3]]) == mutated.strip()
    assert seen > 50
