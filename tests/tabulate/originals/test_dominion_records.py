"""Dominion's cast vote records: marks that are no votes, and versions of a ballot that no longer count."""

import csv
import io
import json
import zipfile

import pytest

from tabulate.errors import OriginalCountError
from tabulate.originals import Source, read_original
from tests.tabulate.originals.conftest import votes_of
from tests.tabulate.originals.refusals import refused, text_count
from tests.tabulate.originals.sums import holds

ARLO_D = "dominion_csv/arlo_agpl3"
DOMINION = [
    "dominion_basic.csv",
    "dominion_batch_inventory.csv",
    "dominion_counting_group.csv",
    "dominion_extra_spaces.csv",
    "dominion_leading_equal_signs.csv",
    "dominion_newline_in_contest_name.csv",
    "dominion_unique_voting_identifier.csv",
]


@pytest.mark.parametrize("name", DOMINION)
def test_dominion_csv_samples(name, sample, formats):
    count = sample(f"{ARLO_D}/{name}")
    holds(count)
    with (formats / ARLO_D / name).open(newline="") as file:
        rows = [row for row in csv.reader(file) if any(row)]
    assert len(count.ballots) == len(rows) - 4
    assert {row.contest for row in count.rows} == {"Contest 1", "Contest 2"}
    assert {row.vote_for for row in count.rows if row.contest == "Contest 2"} == {2}


def test_dominion_csv_ballot_by_ballot(sample):
    """The sample's eleventh row has two marks where one is allowed, and three where two are."""
    count = sample(f"{ARLO_D}/dominion_basic.csv")
    assert votes_of(count, "Contest 1") == {"Choice 1-1": 7, "Choice 1-2": 3}
    assert votes_of(count, "Contest 2") == {"Choice 2-1": 12, "Choice 2-2": 5, "Choice 2-3": 7}
    one = count.ballots[10]
    assert (one.id, one.batch, one.style) == ("2-2-2", "TABULATOR2-BATCH2", "COUNTY")
    assert one.overvoted == {"Contest 1", "Contest 2"}
    city = count.ballots[11]
    assert city.votes == {"Contest 2": frozenset({"Choice 2-1", "Choice 2-3"})}


HEADS = (
    'E,5.2,,,,,,\n,,,,,"A, ""b"" (Vote For=1)","A, ""b"" (Vote For=1)",C (Vote For=2)\n'
    ",,,,,Ann,Bob,Cy\nCvrNumber,TabulatorNum,BatchId,RecordId,PrecinctPortion,,,\n"
)


def dominion(row, heads=HEADS):
    head = heads.replace("RecordId,PrecinctPortion", "RecordId,PrecinctPortion,BallotType")
    head = head.replace("\n,,,,,", "\n,,,,,,").replace("E,5.2,,", "E,5.2,,,")
    return head + row + "\n"


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ("1,T,B,1,P,S,2,0,0", ("line 5", "column Ann", "'2'")),
        ("1,T,B,1,P,S,1,,0", ("line 5", "column Bob", "empty beside")),
        ("1,T,B,1,P,S,1,0", ("line 5", "8 cells", "9")),
        ("1,T,B,1,P,S,1,0,0\n1,T,B,2,P,S,1,0,0", ("line 6", "line 5", "record number 1")),
        ("1,T,B,1,P,S,1,0,0\n2,T,B,1,P,S,1,0,0", ("line 6", "line 5", "must not count twice")),
        ("1,T,B,1,,S,1,0,0", ("line 5", "PrecinctPortion", "empty")),
        ("1,T,B,1,P,S,-1,0,0", ("line 5", "column Ann")),
    ],
)
def test_dominion_csv_refused_with_place(row, parts):
    refused(dominion(row), *parts)


def test_dominion_csv_gaps_are_noted():
    count = text_count(dominion("1,T,B,1,P,S,1,0,0\n3,T,B,2,P,S,1,0,"))
    assert any("gaps" in note for note in count.notes)
    assert votes_of(count, 'A, "b"') == {"Ann": 2, "Bob": 0}


@pytest.fixture(scope="module")
def alaska(formats):
    return {path.name: path.read_bytes() for path in (formats / "dominion_json").glob("*.json")}


def export(files):
    return read_original([Source(name, data) for name, data in files.items()])


def by_hand(files, contest):
    """First choices of one contest, counted with nothing but the JSON."""
    names = {one["Id"]: one["Description"] for one in json.loads(files["CandidateManifest.json"])["List"]}
    sums = {}
    for name, data in files.items():
        if not name.startswith("CvrExport"):
            continue
        for session in json.loads(data)["Sessions"]:
            version = (
                session["Modified"] if session.get("Modified", {}).get("IsCurrent") else session["Original"]
            )
            for card in version["Cards"]:
                for found in card["Contests"]:
                    marks = [m for m in found["Marks"] if m["Rank"] == 1 and m["IsVote"]]
                    if found["Id"] == contest and len(marks) == 1 and not marks[0]["IsAmbiguous"]:
                        who = names[marks[0]["CandidateId"]]
                        sums[who] = sums.get(who, 0) + 1
    return sums


def test_dominion_json_sample(alaska):
    count = export(alaska)
    holds(count)
    assert count.election == "2024 General Election"
    contests = {one["Id"]: one["Description"] for one in json.loads(alaska["ContestManifest.json"])["List"]}
    compared = 0
    for number, title in contests.items():
        theirs = by_hand(alaska, number)
        mine = {who: votes for who, votes in votes_of(count, title).items() if votes}
        undecided = any(title in one.undecided for one in count.ballots)
        if theirs and not undecided:
            assert mine == theirs, title
            compared += 1
    assert compared > 5


def test_dominion_json_zipped_is_the_same(alaska):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in alaska.items():
            archive.writestr(name, data)
    assert text_count(packed.getvalue(), "export.zip").rows == export(alaska).rows


def edit(files, name, change):
    tree = json.loads(files[name])
    change(tree)
    return {**files, name: json.dumps(tree).encode()}


def first(tree):
    return tree["Sessions"][0]["Original"]["Cards"][0]["Contests"][0]


def test_dominion_json_reads_the_current_version_alone(alaska):
    def corrected(tree):
        session = tree["Sessions"][0]
        session["Modified"] = json.loads(json.dumps(session["Original"]))
        session["Original"]["IsCurrent"] = False
        session["Modified"]["Cards"][0]["Contests"] = session["Modified"]["Cards"][0]["Contests"][:1]

    count, before = export(edit(alaska, "CvrExport_1731.json", corrected)), export(alaska)
    assert len(count.ballots[0].votes) == 1 < len(before.ballots[0].votes)


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (lambda t: t["Sessions"].append(t["Sessions"][0]), ("Sessions[3]", "before")),
        (lambda t: t["Sessions"][0]["Original"].update(IsCurrent=False), ("Sessions[0]", "0 current")),
        (lambda t: first(t)["Marks"][0].update(CandidateId=518), ("518", "none of this contest")),
        (lambda t: first(t)["Marks"][0].update(IsVote="yes"), ("IsVote",)),
        (lambda t: first(t).update(Id=4711), ("4711", "manifest")),
        (lambda t: t["Sessions"][0]["Original"].update(PrecinctPortionId=99999), ("99999",)),
        (lambda t: t.update(Sessions=7), ("no list 'Sessions'",)),
    ],
)
def test_dominion_json_refused_with_place(alaska, change, parts):
    with pytest.raises(OriginalCountError) as caught:
        export(edit(alaska, "CvrExport_1731.json", change))
    for part in ("CvrExport_1731.json", *parts):
        assert part in str(caught.value)


def test_dominion_json_needs_its_manifests(alaska):
    for name in ("CandidateManifest.json", "CountingGroupManifest.json", "OutstackConditionManifest.json"):
        with pytest.raises(OriginalCountError, match=name):
            export({own: data for own, data in alaska.items() if own != name})


def test_dominion_json_hidden_order_and_ambiguous_marks(alaska):
    def hide(tree):
        tree["Sessions"][0]["RecordId"] = "X"
        first(tree)["Marks"][0]["IsAmbiguous"] = True

    count = export(edit(alaska, "CvrExport_1731.json", hide))
    assert count.ballots[0].id == "92302-17-2"
    assert count.ballots[0].undecided == {"U.S. President / Vice President"}
