"""The sixteen incidents of Iowa's 2nd district in 2020, each played in a made-up county.

Every one of them was real.  One that got another name here would be explained wrongly to the next board.
"""

import csv
from dataclasses import replace

import pytest

from tabulate.compare import (
    Container,
    DuplicateImages,
    Events,
    NotCaptured,
    Pass,
    SetAside,
    UnitMethod,
)
from tests.tabulate.compare.county import County
from tests.tabulate.compare.elections import as_original

CLASSES = {
    "TRANSCRIPTION_ERROR": "number_mistyped",
    "MISSING_OR_STALE_UNIT": "test_deck_not_cleared",
    "BALLOT_COUNT_MISMATCH_UNEXPLAINED": None,  # which way, is in each incident
    "RECOUNT_ERROR_CORRECTED": "recount_error_corrected",
    "CONTEST_NOT_CAPTURED": "contest_not_captured",
    "EQUIPMENT_FAULT_RERUN": "equipment_rerun",
    "BALLOT_COUNT_MISMATCH_RESOLVED": "ballot_count_resolved",
    "BALLOTS_ADDED_OUT_OF_SCOPE?": "ballots_out_of_scope",
    "BALLOTS_FOUND_EXCLUDED": "ballots_found_excluded",
    "DOUBLE_SCAN_RESOLVED": "double_scan_resolved",
    "VOTER_INTENT_DIFFERENCE": "voter_intent",
    "METHOD_NOT_UNIFORM": "method_not_uniform",
    "OUT_OF_SCOPE_BALLOTS": "ballots_out_of_scope",
}
UNIT = ("u1", "absentee")
HART, MMM = "a-c1", "a-c0"


@pytest.fixture
def county():
    made = County(2020)
    made.tabulate()
    return made


def change(county, unit=UNIT, **numbers):
    """The original of contest a: what the recount has, less the given changes."""
    row, *rest = county.rows[unit]
    votes = {choice: number - numbers.get(choice, 0) for choice, number in row.votes.items()}
    beside = {
        what: getattr(row, what) - numbers.get(what, 0) for what in ("ballots", "overvotes", "undervotes")
    }
    county.rows[unit] = [replace(row, votes=votes, **beside), *rest]


def told(comparison, unit=UNIT):
    """Kinds of the causes of one unit, those of its simplest story, and the kinds of all findings."""
    item = next(item for item in comparison.units if (item.unit, item.mode) == unit)
    story = [cause.kind for cause in item.explanations[0].causes] if item.explanations else []
    return [cause.kind for cause in item.causes], story, [finding.kind for finding in comparison.findings]


def totals(county, without=0, more=0, change=None):
    """Totals of the unit as another pass might have had them."""
    ballots = [ballot for batch in county.ballots[UNIT].values() for ballot in batch]
    ballots = ballots[without:] + ballots[:more]
    if change:
        ballots = [change(at, ballot) for at, ballot in enumerate(ballots)]
    return county.totals_of(UNIT, ballots)


def in_all(county):
    return sum(len(batch) for batch in county.ballots[UNIT].values())


def two_passes(county, first, equipment=("one", "one"), expected=None):
    containers = (Container(*UNIT, "box", expected, expected),) if expected else ()
    passes = (
        Pass(*UNIT, "", 1, first, equipment[0]),
        Pass(*UNIT, "", 2, totals(county), equipment[1], accepted=True, reason="the board ran it again"),
    )
    return county.compare(events=Events(passes=passes, containers=containers))


def jasper_doubled(county):
    row = county.rows[UNIT][0]
    change(county, **{MMM: -row.votes[MMM]})
    comparison = county.compare()
    causes, story, findings = told(comparison)
    assert causes == story == ["number_mistyped"] and "original_does_not_balance" in findings
    return causes[0]


def lucas_test_data(county):
    rows = county.totals_of(UNIT, county.deck[UNIT])
    county.rows[UNIT] = [as_original(row, info) for row, info in zip(rows, county.infos, strict=True)]
    causes, story, _ = told(county.compare())
    assert causes[0] == story[0]
    county.rows[UNIT] = []
    assert "unit_not_in_original" in told(county.compare())[2], "the other half of it: no numbers at all"
    return causes[0]


def scott_131_more(county):
    change(county, ballots=12, **{HART: 9, MMM: 6}, undervotes=-2, overvotes=-1)
    causes, story, _ = told(county.compare())
    assert {"ballots_added", "voter_intent"} == set(causes) == set(story)
    return None


def scott_12_short(county):
    change(county, ballots=-12, **{HART: -7, MMM: -5})
    causes, story, _ = told(county.compare())
    assert set(causes) == set(story) == {"ballots_missing"}
    return None


def davenport_tabulated_wrongly(county):
    def wrong(at, ballot):
        return {**ballot, "a": {HART}} if at < 4 else ballot

    return only_finding(two_passes(county, totals(county, change=wrong)))


def scott_scan_cut_off(county):
    row = county.rows[UNIT][0]
    lost = min(9, row.votes[HART])
    change(county, **{HART: lost}, undervotes=-lost)
    comparison = county.compare(not_captured=[NotCaptured(*UNIT, "a", lost)])
    causes, story, _ = told(comparison)
    assert story == ["contest_not_captured"]
    return causes[0]


def jasper_new_camera(county):
    def blind(at, ballot):
        return {**ballot, "a": set()} if at < 17 else ballot

    change(county, **{MMM: -1}, overvotes=1)
    comparison = two_passes(county, totals(county, change=blind), equipment=("camera", "other machine"))
    assert told(comparison)[1] == ["voter_intent"], "one vote became an overvote"
    return only_finding(comparison)


def jasper_torn(county):
    return only_finding(two_passes(county, totals(county, without=10), expected=in_all(county)))


def muscatine_added(county):
    """Half the size of the real one, as the unit has 200 ballots and not 20,000; one contest was recounted."""
    county = County(2020, contests=1)
    county.tabulate()
    change(county, ballots=3, **{HART: 6, MMM: 1}, overvotes=-3, undervotes=-1)
    aside = SetAside(*UNIT, "a", "never_counted", 3, {HART: 3}, counted=True)
    comparison = county.compare(events=Events(set_aside=(aside,)))
    causes, story, findings = told(comparison)
    assert set(story) == set(causes) == {"ballots_out_of_scope", "voter_intent"}
    assert "ballots_out_of_scope" in findings
    intent = next(cause for cause in comparison.differing[0].causes if cause.kind == "voter_intent")
    assert intent.numbers["ballots_at_least"] == 4
    return "ballots_out_of_scope"


def marion_box(county):
    box = Container(*UNIT, "absentee box", 457, 466)
    aside = SetAside(*UNIT, "a", "found", 9, {HART: 5, MMM: 3})
    comparison = county.compare(events=Events(containers=(box,), set_aside=(aside,)))
    assert not comparison.differing, "they never enter the totals"
    unsaid = county.compare(events=Events(containers=(box,)))
    assert [item.kind for item in unsaid.findings if item.unit == UNIT[0]] == ["container_differs"]
    return only_finding(comparison)


def lee_put_back_wrongly(county):
    return only_finding(two_passes(county, totals(county, more=1), expected=in_all(county)))


def jefferson_two_by_hand(county):
    change(county, **{HART: 1, MMM: -1})
    return only_cause(county.compare())


def johnson_review(county):
    change(county, **{HART: 3, MMM: 1}, undervotes=-3, overvotes=-1)
    return only_cause(county.compare())


def clinton_assisted(county):
    change(county, **{HART: 3, MMM: 2}, undervotes=-5)
    return only_cause(county.compare())


def three_methods(county):
    methods = [
        UnitMethod(*unit, ("hand", "machine", "both")[at % 3], "hand" if at % 3 == 2 else None)
        for at, unit in enumerate(county.units)
    ]
    comparison = county.compare(events=Events(methods=methods))
    (finding,) = [item for item in comparison.findings if item.kind == "method_not_uniform"]
    machine = [county.rows[unit] for at, unit in enumerate(county.units) if at % 3 == 1]
    assert finding.numbers["undervotes"] == sum(row.undervotes for rows in machine for row in rows)
    assert finding.numbers["overvotes"] == sum(row.overvotes for rows in machine for row in rows)
    same = [replace(item, method="hand") for item in methods]
    assert not any(
        item.kind == "method_not_uniform" for item in county.compare(events=Events(methods=same)).findings
    )
    return finding.kind


def never_counted(county):
    aside = SetAside(*UNIT, "a", "never_counted", 22, {HART: 18, MMM: 3})
    comparison = county.compare(events=Events(set_aside=(aside,)))
    assert not comparison.differing
    return only_finding(comparison)


def only_cause(comparison):
    causes, story, _ = told(comparison)
    assert causes == story
    return causes[0]


def only_finding(comparison):
    (kind,) = [item.kind for item in comparison.findings if item.unit == UNIT[0] and item.kind != "difference"]
    return kind


PLAYED = {
    "I01": jasper_doubled,
    "I02": lucas_test_data,
    "I03": scott_131_more,
    "I04": scott_12_short,
    "I05": davenport_tabulated_wrongly,
    "I06": scott_scan_cut_off,
    "I07": jasper_new_camera,
    "I08": jasper_torn,
    "I09": muscatine_added,
    "I10": marion_box,
    "I11": lee_put_back_wrongly,
    "I12": jefferson_two_by_hand,
    "I13": johnson_review,
    "I14": clinton_assisted,
    "I15": three_methods,
    "I16": never_counted,
}


@pytest.mark.parametrize("name", PLAYED)
def test_each_incident_gets_its_class(name, county, shared):
    with (shared / "ia02" / "incidents.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"]: CLASSES[row["suggested_class"]] for row in csv.DictReader(file)}
    assert set(wanted) == set(PLAYED)
    assert PLAYED[name](county) == wanted[name]


def test_two_passes_of_which_none_is_accepted_stay_open(county):
    passes = (Pass(*UNIT, "", 1, totals(county, more=1)), Pass(*UNIT, "", 2, totals(county)))
    assert only_finding(county.compare(events=Events(passes=passes))) == "passes_open"
    agree = (Pass(*UNIT, "", 1, totals(county)), Pass(*UNIT, "", 2, totals(county), accepted=True))
    comparison = county.compare(events=Events(passes=agree))
    assert not any(item.unit == UNIT[0] for item in comparison.findings)


def test_a_batch_scanned_twice_is_the_retabulation_s_fault(county):
    name = sorted(county.ballots[UNIT])[0]
    county.ballots[UNIT]["again"] = county.ballots[UNIT][name]
    comparison = county.compare(duplicates=[DuplicateImages(*UNIT, "again", name, 20)])
    causes, story, _ = told(comparison)
    assert causes[0] == story[0] == "batch_scanned_twice"


def test_a_unit_under_a_name_that_no_ballot_has(county):
    """Lucas County again: a row that nobody finds, and a precinct that seems to be missing."""
    county.rows[UNIT] = [replace(row, unit="u1, typed wrongly") for row in county.rows[UNIT]]
    found = [item for item in county.compare().findings if item.kind == "unit_under_another_name"]
    assert [(item.unit, "u1, absentee" in item.text) for item in found] == [("u1, typed wrongly", True)]
    county.rows[UNIT][0] = replace(county.rows[UNIT][0], ballots=county.rows[UNIT][0].ballots + 1)
    assert not any(item.kind == "unit_under_another_name" for item in county.compare().findings)
