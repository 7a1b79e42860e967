"""`retally original`: what a commissioner sees before a published count becomes the one that is compared."""

import json

import pytest

HEADER = "county,precinct,office,district,party,candidate,votes,election_day,absentee\n"
GOOD = HEADER + "A,North,Mayor,,X,Ann,5,2,3\nA,South,Mayor,,X,Ann,6,5,1\n"


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "published.csv"
    path.write_text(GOOD)
    return path


def test_preview_shows_totals_and_doubts(published, cli):
    run = cli("original", "preview", published)
    assert run.code == 0, run.err
    for part in (
        "openelections",
        "Units: 3 (North, Absentee, South)",
        "Mayor (3 units",
        "       11  Ann",
        "home precinct",
    ):
        assert part in run.out, run.out


def test_preview_as_json(published, cli):
    seen = json.loads(cli("original", "preview", published, "--json").out)
    assert seen["contests"] == [
        {
            "contest": "Mayor",
            "vote_for": None,
            "units": 3,
            "modes": ["election_day", "absentee"],
            "votes": {"Ann": 11},
            "ballots": None,
            "overvotes": None,
            "undervotes": None,
        }
    ]


def test_import_writes_what_compare_takes(published, cli, tmp_path):
    names = tmp_path / "names.toml"
    names.write_text('absentee_unit = "absentee"\n[units]\nNorth = "north"\n[contests]\nMayor = "mayor"\n')
    target = tmp_path / "original.csv"
    run = cli("original", "import", published, "--map", names, "-o", target)
    assert run.code == 0, run.err
    assert target.read_text().splitlines()[1:] == [
        "north,election_day,mayor,Ann,2,,,",
        "absentee,absentee,mayor,Ann,4,,,",
        "South,election_day,mayor,Ann,5,,,",
    ]
    assert "home precinct" in run.err
    again = cli("original", "import", published, "-o", target)
    assert (again.code, "--replace" in again.err) == (3, True)
    assert cli("original", "import", published, "-o", target, "--replace").code == 0


@pytest.mark.parametrize(
    ("content", "names", "parts"),
    [
        (GOOD.replace("5,2,3", "6,2,3"), "", ("published.csv, line 2, column votes", "add up to 5")),
        ("nothing of the kind\n", "", ("published.csv", "no format")),
        ("", "", ("published.csv",)),
        (GOOD, "surprise = 1", ("names.toml, surprise", "docs/formats.md")),
        (GOOD, "not toml", ("names.toml", "TOML")),
        (GOOD, 'only = ["Major"]', ("'Major'", "Mayor")),
    ],
)
def test_refused_in_one_line(content, names, parts, tmp_path, cli):
    path, given = tmp_path / "published.csv", tmp_path / "names.toml"
    path.write_text(content)
    given.write_text(names)
    target = tmp_path / "original.csv"
    for run in (
        cli("original", "preview", path, "--map", given),
        cli("original", "import", path, "--map", given, "-o", target),
    ):
        assert run.code == 3, run.out
        assert len(run.err.splitlines()) == 1, run.err
        for part in parts:
            assert part in run.err, run.err
    assert not target.exists()


def test_a_file_that_is_not_there(tmp_path, cli):
    run = cli("original", "preview", tmp_path / "gone.csv")
    assert (run.code, "gone.csv" in run.err) == (3, True)


def test_a_folder_is_one_export(published, cli):
    assert "11  Ann" in cli("original", "preview", published.parent).out
