"""`retally compare --cvr`: a change that is not found stays a secret, one that is made up accuses somebody."""

import csv
import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tabulate.compare import ContestInfo
from tabulate.compare.ballots import BallotRecord
from tabulate.originals.cvr_write import CvrFacts, write_cvr_json, write_cvr_xml

CONTESTS = {
    "house": ["Hart", "Miller-Meeks"],
    "senate": ["Ernst", "Greenfield", "Herzog", "Stewart"],
    "judge": ["yes", "no"],
    "measure": ["for", "against"],
}
INFOS = [
    ContestInfo(name, name, 1, tuple(choices), (), tuple((choice, choice) for choice in choices))
    for name, choices in CONTESTS.items()
]
FACTS = CvrFacts("Election", "County", datetime(2020, 11, 20, 12, 0, tzinfo=UTC), "1")


def ballot(batch, ident=None, overvoted=(), unit="Fairview", **votes):
    return BallotRecord(
        ident,
        batch,
        {name: frozenset(chosen) for name, chosen in votes.items()},
        frozenset(overvoted),
        unit=unit,
        mode="election_day",
        style="A",
    )


def pile(batches=30, size=60, seed=20):
    rng = random.Random(seed)
    return [
        ballot(
            f"batch-{number}",
            **{name: rng.sample(choices, rng.choice([0, 1, 1, 1])) for name, choices in CONTESTS.items()},
        )
        for number in range(batches)
        for _ in range(size)
    ]


def changed(original, changes, seed=37):
    """The same ballots in another order, so many of them with one contest changed, and what was changed."""
    rng = random.Random(seed)
    recount, planted = list(original), Counter()
    for at in rng.sample(range(len(recount)), changes):
        one = recount[at]
        contest = rng.choice(sorted(CONTESTS))
        was = one.votes[contest]
        others = [frozenset({name}) for name in CONTESTS[contest] if name not in was]
        now = rng.choice([*others, frozenset()] if was else others)
        recount[at] = replace(one, votes={**one.votes, contest: now})
        planted[one.batch, contest, *(min(choice, default="undervote") for choice in (was, now))] += 1
    rng.shuffle(recount)
    return recount, planted


def write(path, ballots):
    """A file of records: ES&S as a table, NIST as JSON or XML."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Cast Vote Record", "Precinct", "Ballot Style", "Batch", *CONTESTS])
            for number, one in enumerate(ballots, 1):
                cells = [min(one.votes[name], default="undervote") for name in CONTESTS]
                writer.writerow([number, one.unit, "A", one.batch, *cells])
    else:
        form = write_cvr_json if path.suffix == ".json" else write_cvr_xml
        path.write_bytes(form(ballots, INFOS, FACTS))
    return path


def found_in(told):
    return Counter(
        {
            (batch["batch"], move["contest"], move["before"], move["after"]): move["ballots"]
            for batch in told["batches"]
            for move in batch["moves"]
        }
    )


@pytest.mark.parametrize("suffixes", [(".json", ".xml"), (".csv", ".json"), (".csv", ".csv")])
def test_thirty_seven_changes_are_exactly_those_reported(suffixes, tmp_path, cli):
    original = pile()
    recount, planted = changed(original, 37)
    one = write(tmp_path / f"original{suffixes[0]}", original)
    two = write(tmp_path / f"recount{suffixes[1]}", recount)
    # ES&S numbers its records as they come: here that is no number of the paper.
    command = ("compare", "--cvr", one, "--recount-cvr", two, "--no-ids")
    run = cli(*command, "--json")
    assert run.code == 0, run.err
    told = json.loads(run.out)
    assert found_in(told) == planted and planted.total() == 37
    assert (told["same"], told["changed"]) == (len(original) - 37, 37)
    assert all(batch["missing"] == batch["added"] == batch["unpaired"] == 0 for batch in told["batches"])
    text = " ".join(cli(*command).out.split())
    for (batch, contest, before, after), ballots in planted.items():
        many = "one ballot" if ballots == 1 else f"{ballots} ballots"
        assert f"in batch {batch} {many} went from {before} to {after} in {contest}" in text
    assert "1763 ballots alike, 37 read differently" in text


def test_scan_order_leaves_no_trace(tmp_path, cli):
    original = pile(batches=4)
    recount, _ = changed(original, 5)
    one, two = write(tmp_path / "o.json", original), write(tmp_path / "r.json", recount)
    out = cli("compare", "--cvr", one, "--recount-cvr", two).out
    random.Random(1).shuffle(recount)
    write(two, recount)
    assert cli("compare", "--cvr", one, "--recount-cvr", two).out == out


def test_ids_are_shown_where_they_are_asked_for(tmp_path, cli):
    original = [replace(one, id=f"imprint-{at}") for at, one in enumerate(pile(batches=2))]
    was = original[7].votes["house"]
    now = frozenset({"Hart"}) if was != {"Hart"} else frozenset()
    recount = [
        replace(one, votes={**one.votes, "house": now}) if at == 7 else one for at, one in enumerate(original)
    ]
    one, two = write(tmp_path / "o.json", original), write(tmp_path / "r.json", recount[::-1])
    command = ("compare", "--cvr", one, "--recount-cvr", two)
    for public in (cli(*command), cli(*command, "--json")):
        assert public.code == 0 and "imprint-" not in public.out
    shown = cli(*command, "--show-ids")
    assert "in batch batch-0, ballot imprint-7: house" in shown.out
    assert "not for publication" in shown.err
    (batch,) = json.loads(cli(*command, "--show-ids", "--json").out)["batches"]
    assert batch["ids"] == [{"id": "imprint-7", "contests": ["house"]}]


def test_running_numbers_are_noticed(tmp_path, cli):
    original = pile(batches=1)
    one, two = write(tmp_path / "o.csv", original), write(tmp_path / "r.csv", original[::-1])
    run = cli("compare", "--cvr", one, "--recount-cvr", two)
    assert "and without ids 0 are enough" in " ".join(run.out.split())


def renamed(ballots, contest=None, choice=None):
    def ours(name):
        return contest if contest and name == "house" else name

    return [
        replace(
            one,
            votes={
                ours(name): frozenset(choice if choice and it == "Hart" else it for it in chosen)
                for name, chosen in one.votes.items()
            },
        )
        for one in ballots
    ]


@pytest.mark.parametrize(
    ("new", "place", "names"),
    [
        ({"contest": "House, District 2"}, "contest: 'house'", '[contests]\n"House, District 2" = "house"\n'),
        ({"choice": "Rita Hart"}, "choice: 'Hart'", '[choices.house]\n"Rita Hart" = "Hart"\n'),
    ],
)
def test_other_names_are_refused_until_they_are_mapped(new, place, names, tmp_path, cli, monkeypatch):
    original = pile(batches=2)
    one = write(tmp_path / "o.csv", original)
    contests = {new.get("contest", name) if name == "house" else name: it for name, it in CONTESTS.items()}
    monkeypatch.setitem(globals(), "CONTESTS", contests)
    two = write(tmp_path / "r.csv", renamed(original, **new))
    command = ("compare", "--cvr", one, "--recount-cvr", two, "--no-ids")
    run = cli(*command)
    assert run.code == 3 and len(run.err.splitlines()) == 2, run.err
    for part in ("o.csv", place, "r.csv", "--recount-map"):
        assert part in run.err
    (tmp_path / "names.toml").write_text(names)
    run = cli(*command, "--recount-map", tmp_path / "names.toml")
    assert run.code == 0 and "120 ballots alike, 0 read differently" in run.out, run.err


def test_no_batch_in_common_is_said_and_units_are_a_way_out(tmp_path, cli):
    original = pile(batches=2)
    one = write(tmp_path / "o.json", original)
    two = write(tmp_path / "r.json", [replace(it, batch=f"box {it.batch}") for it in original])
    command = ("compare", "--cvr", one, "--recount-cvr", two)
    run = cli(*command)
    assert run.code == 3
    for part in ("'batch-0'", "'box batch-0'", "[batches]", "--within unit"):
        assert part in run.err, run.err
    assert "120 ballots alike" in cli(*command, "--within", "unit").out
    names = tmp_path / "names.toml"
    names.write_text('[batches]\n"batch-0" = "box batch-0"\n')
    run = cli(*command, "--map", names)
    assert "60 ballots alike" in run.out and "not compared: batch-1" in run.out


@pytest.mark.parametrize(
    "options",
    [
        ("--cvr", "o.csv"),
        ("--recount-cvr", "o.csv"),
        ("--cvr", "o.csv", "--recount-cvr", "o.csv", "--original", "o.csv"),
        ("c.retally", "--no-ids"),
        ("c.retally", "--map", "m.toml"),
    ],
)
def test_options_that_do_not_go_together(options, cli):
    assert cli("compare", *options).code == 2


def test_totals_are_no_ballots(tmp_path, cli):
    path = tmp_path / "o.csv"
    path.write_text("unit,mode,contest,choice,votes\nN,absentee,Mayor,Ann,5\n")
    run = cli("compare", "--cvr", path, "--recount-cvr", path)
    assert run.code == 3 and "no cast vote records" in run.err


def test_large_files_read_by_two_processes_say_the_same(tmp_path, cli, monkeypatch):
    original = pile(batches=3)
    recount, _ = changed(original, 5)
    one, two = write(tmp_path / "original.csv", original), write(tmp_path / "recount.csv", recount)
    bad = tmp_path / "bad.csv"
    bad.write_text(two.read_text(encoding="utf-8") + "1,2\n", encoding="utf-8")
    for files, code in (((one, two), 0), ((one, bad), 3), ((bad, one), 3)):
        command = ("compare", "--cvr", files[0], "--recount-cvr", files[1], "--no-ids")
        alone = cli(*command)
        assert alone.code == code, alone.err
        with monkeypatch.context() as patch:
            patch.setattr("retally.ballots.LARGE", 0)
            together = cli(*command)
        assert (together.code, together.out, together.err) == (alone.code, alone.out, alone.err)
