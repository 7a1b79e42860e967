"""Cast vote records of ES&S, Hart and Clear Ballot: sheets that are no ballots, exports that are not whole."""

import zipfile

import pytest

from tabulate.errors import OriginalCountError
from tabulate.originals import Naming, Source, read_original
from tests.tabulate.originals.conftest import votes_of
from tests.tabulate.originals.refusals import refused, text_count
from tests.tabulate.originals.sums import holds

ARLO_D, ARLO_E = "dominion_csv/arlo_agpl3", "ess_csv/arlo_agpl3"


def names_in(formats, folder, suffix):
    return sorted(f"{folder}/{path.name}" for path in (formats / folder).glob(f"*{suffix}"))


SETS = [
    ["cvr.csv"],
    ["cvr.csv", "ballots_1.csv", "ballots_2.csv"],
    ["cvr.csv", "ballots_machine_column.csv"],
    ["cvr.csv", "ballots_machine_column_no_metadata.csv"],
    ["cvr.csv", "ballots_no_metadata_rows.csv"],
    ["cvr_single_file_batch_column.csv"],
    ["cvr_with_tabulator_cvr_column.csv"],
]


@pytest.mark.parametrize("names", SETS, ids="+".join)
def test_ess_samples(names, sample):
    count = sample(*(f"{ARLO_E}/{name}" for name in names))
    holds(count)
    assert len(count.ballots) == 14
    assert votes_of(count, "Contest 2") == {"Choice 2-1": 8, "Choice 2-2": 4, "Choice 2-3": 2}
    row = next(row for row in count.rows if row.contest == "Contest 1")
    assert (row.ballots, row.overvotes, row.undervotes) == (14, 1, 1)
    joined = len(names) > 1
    assert {one.mode for one in count.ballots} == ({"election_day"} if joined else {"total"})
    assert all(one.batch for one in count.ballots) == (joined or "batch" in names[0])


def test_ess_workbook(sample):
    count = sample("ess_csv/rctab_simple_ess_cvr.xlsx")
    assert votes_of(count, "Choice 1") == {
        "Mookie Blaylock": 4,
        "Yinka Dare": 3,
        "George Gervin": 2,
        "Sedale Threatt": 1,
    }


def test_ess_snapshots(sample):
    count = sample("ess_md/synthetic_snapshots.zip")
    modes = {one.id: one.mode for one in count.ballots}
    assert modes == {
        "1": "early_voting",
        "2": "early_voting",
        "3": "early_voting",
        "4": "election_day",
        "5": "election_day",
        "6": "mail_1",
        "7": "provisional",
    }
    assert {one.batch for one in count.ballots} == {"01-001", "01-002"}


def test_ess_snapshots_must_repeat_each_other(formats):
    with zipfile.ZipFile(formats / "ess_md" / "synthetic_snapshots.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for old, new in ((b"2,01-001,bs1,undervote", b"2,01-001,bs1,Choice B"), (b"2,01-001,bs1,undervote\n", b"")):
        broken = {**files, "MIB1.csv": files["MIB1.csv"].replace(old, new)}
        with pytest.raises(OriginalCountError, match=r"MIB1.csv: row 3 is not as in the snapshot before"):
            read_original([Source(name, data) for name, data in broken.items()])


CVR = "Cast Vote Record,Precinct,Mayor,Clerk\n1,P,Ann,undervote\n2,P,overvote,\n"
BALLOTS = "Cast Vote Record,Batch,Ballot Status,Reporting Group\n1,B,x,Absentee\n2,B,x,Absentee\nTotal : 2,,,\n"


def ess(cvr=CVR, ballots=BALLOTS):
    return read_original([Source("cvr.csv", cvr.encode()), Source("ballots.csv", ballots.encode())])


def test_ess_blank_is_not_on_the_ballot():
    one, two = ess().ballots
    assert (one.votes, one.mode) == ({"Mayor": frozenset({"Ann"}), "Clerk": frozenset()}, "absentee")
    assert (two.votes, two.overvoted) == ({"Mayor": frozenset()}, {"Mayor"})


@pytest.mark.parametrize(
    ("cvr", "ballots", "parts"),
    [
        (CVR, BALLOTS.replace(": 2", ": 3"), ("ballots.csv, line 4", "3 ballots are stated, 2")),
        (CVR, BALLOTS.replace("2,B", "3,B"), ("ballots.csv, line 3", "record 3 is not")),
        (CVR + "3,P,Ann,\n", BALLOTS, ("cvr.csv, line 4", "record 3 is in no")),
        (CVR.replace("2,P", "1,P"), BALLOTS, ("cvr.csv, line 3", "line 2", "twice")),
        (CVR.replace("Clerk", "Mayor"), BALLOTS, ("cvr.csv, line 1", "two columns 'Mayor'")),
        (CVR.replace("2,P,overvote,", "2,P,overvote"), BALLOTS, ("cvr.csv, line 3", "3 cells")),
        (CVR.replace("Precinct", "Tabulator CVR").replace("1,P", "1,1.2E+15"), BALLOTS, ("spreadsheet",)),
        (
            CVR.replace(",Mayor,Clerk", "").replace(",Ann,undervote", "").replace(",overvote,", ""),
            BALLOTS,
            ("no contest",),
        ),
    ],
)
def test_ess_refused_with_place(cvr, ballots, parts):
    with pytest.raises(OriginalCountError) as caught:
        ess(cvr, ballots)
    for part in parts:
        assert part in str(caught.value), str(caught.value)


def test_ess_ballots_alone_are_no_votes():
    refused(BALLOTS, "without the table of votes")


def test_hart_sheets(sample, formats):
    count = sample(*names_in(formats, "hart_xml", ".xml"))
    holds(count)
    assert len(count.ballots) == 4
    assert votes_of(count, "AMENDMENT 1") == {"Yes - For the proposal": 1, "No - Against the Proposal": 1}
    assert votes_of(count, "AUSTIN LIBRARY OFFICE") == {"Write-in": 2}
    by_unit = {one.unit: one for one in count.ballots}
    assert by_unit["PRC1-PRC1"].overvoted == {"Party Selector Contest"}
    assert by_unit["PRC1-PRC1"].votes["US PRESIDENT"] == {"Bernie Sanders"}
    assert by_unit["PRC1-PRC1"].votes["CEDAR PARK SCHOOL BOARD"] == frozenset()


SHEET = (
    '<Cvr xmlns="http://tempuri.org/CVRDesign.xsd"><Contests><Contest><Name>M</Name><Options>'
    "<Option><Name>Ann</Name><Value>1</Value></Option>"
    "<Option><Value>1</Value><WriteInData><WriteInDataStatus>Rejected</WriteInDataStatus></WriteInData></Option>"
    "</Options><Undervotes>1</Undervotes></Contest></Contests><PrecinctSplit><Name>P</Name></PrecinctSplit>"
    "<BatchNumber>7</BatchNumber><CvrGuid>g</CvrGuid></Cvr>"
)


def test_hart_rejected_write_ins_are_no_votes():
    count = text_count(SHEET, "1_g.xml")
    assert count.ballots[0].votes == {"M": {"Ann"}}
    assert (count.rows[0].vote_for, count.rows[0].undervotes) == (2, 1)
    assert text_count(SHEET, "p_g.xml").ballots[0].mode == "provisional"
    resolved = text_count(SHEET.replace("Rejected", "Resolved"), "1_g.xml")
    assert resolved.ballots[0].votes == {"M": {"Ann", "Write-in"}}


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("<Value>1</Value></Option><Option>", "<Value>2</Value></Option><Option>", ("Value", "'2'")),
        ("<Name>Ann</Name>", "", ("Option", "neither a name")),
        ("<Undervotes>1", "<Undervotes>-1", ("Undervotes", "negative")),
        ("<CvrGuid>g</CvrGuid>", "", ("CvrGuid", "empty")),
        ("<PrecinctSplit><Name>P</Name></PrecinctSplit>", "", ("PrecinctSplit", "empty")),
    ],
)
def test_hart_refused_with_place(old, new, parts):
    assert old in SHEET
    refused(SHEET.replace(old, new), "1_g.xml", *parts, name="1_g.xml")


def test_hart_one_sheet_twice_is_refused():
    with pytest.raises(OriginalCountError, match="must not count twice"):
        read_original([Source("1_g.xml", SHEET.encode()), Source("1_h.xml", SHEET.encode())])


def test_clear_ballot_samples(sample):
    count = sample("clearballot_csv/arlo_agpl3/clearballot_basic.csv")
    holds(count)
    assert votes_of(count, "Contest 1") == {"Choice 1-1": 7, "Choice 1-2": 3}
    assert (count.ballots[0].batch, count.ballots[0].id) == ("TABULATOR1-BATCH1", "1-1-1")
    ranked = sample("clearballot_csv/rctab_kansas_primary.cvr.csv")
    holds(ranked)
    assert sum(votes_of(ranked, "Democratic Primary").values()) + ranked.rows[0].undervotes == 50
    assert any("ranked" in note for note in ranked.notes)


CLEAR = (
    "RowNumber,BoxID,BoxPosition,BallotID,PrecinctID,BallotStyleID,PrecinctStyleName,ScanComputerName,Status,Remade,"
    "Choice_1_1:Levy: 2:Vote For 1:Yes: more:No party,Choice_2_1:Levy: 2:Vote For 1:No:No party\n"
)


def test_clear_ballot_names_with_colons_and_doubtful_images():
    row = "1,B,1,b+1,P,S,,C,0,0,1,0\n2,B,2,b+2,P,S,,C,0,0,1,1\n3,B,3,b+3,P,S,,C,0,0,,\n"
    count = text_count(CLEAR + row)
    assert votes_of(count, "Levy: 2") == {"Yes: more": 1, "No": 0}
    assert [sorted(one.votes) for one in count.ballots] == [["Levy: 2"], ["Levy: 2"], []]
    doubtful = text_count(CLEAR + row.replace("b+1,P,S,,C,0", "b+1,P,S,,C,2"))
    assert doubtful.ballots[0].undecided == {"Levy: 2"}
    assert doubtful.rows[0].votes == {}


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("1,B,1,b,P,S,,C,0,0,2,0", ("line 2", "'2'")),
        ("1,B,1,b,P,S,,C,0,0,1,", ("line 2", "empty beside")),
        ("1,B,1,b,P,S,,C,0,0,1", ("line 2", "11 cells")),
        ("1,B,1,b,P,S,,C,0,0,1,0\n2,B,2,b,P,S,,C,0,0,1,0", ("line 3", "line 2", "twice")),
        ("1,B,1,b,P,S,,C,0,0,1,0\n1,B,2,c,P,S,,C,0,0,1,0", ("line 3", "line 2", "record number 1")),
    ],
)
def test_clear_ballot_refused_with_place(row, parts):
    refused(CLEAR + row + "\n", *parts)


def test_a_file_of_another_kind_is_refused(formats):
    data = (formats / ARLO_D / "tabulator_status.xml").read_bytes()
    refused(data, "tabulator_status.xml", "no format", name="tabulator_status.xml")


def test_names_reach_the_ballots(sample):
    count = read_original(
        [Source("cvr.csv", CVR.encode())],
        Naming(
            contests={"Mayor": "mayor"}, choices={"Mayor": {"Ann": "ann"}}, only=("Mayor",), units={"P": "p"}
        ),
    )
    assert count.ballots[0].votes == {"mayor": frozenset({"ann"})}
    assert count.ballots[1].overvoted == {"mayor"}
    assert {one.unit for one in count.ballots} == {"p"}


def test_hart_limits_that_the_sheets_contradict():
    text = SHEET.replace("Rejected", "Resolved").replace(
        "<Undervotes>1</Undervotes>", "<InvalidStraightPartyVote />"
    )
    files = [Source("1_a.xml", text.encode()), Source("1_b.xml", SHEET.replace(">g<", ">h<").encode())]
    one = SHEET.replace(">g<", ">h<").replace("<Undervotes>1</Undervotes>", "")
    unclear = read_original([files[0], Source("1_b.xml", one.encode())])
    assert (unclear.rows[0].vote_for, unclear.rows[0].undervotes) == (None, None)
    assert (read_original(files).rows[0].vote_for, read_original(files).rows[0].undervotes) == (2, 1)
    with pytest.raises(OriginalCountError, match="more votes than 1 a ballot"):
        read_original([files[0], Source("1_b.xml", one.encode())], Naming(vote_for={"M": 1}))
