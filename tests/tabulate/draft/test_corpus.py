"""Programs drafted from counties' own blanks, held against the truth of their recorded ballots, card by card.

The numbers are hand corrections: fields that a person would have to change or add (a place, a title, a limit, a
name, a kind, a group).  They are exact: a better draft fails the test too, so that the record stays true.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from config.program import check_program
from tabulate.draft import write_names
from tests.tabulate.draft.conftest import side_of
from tests.tabulate.draft.corrections import compare_side, plain

TITLES = {
    "School Director At Large": "Durant Community School District Director At Large Four Year Term",
    "College Director District IX": "Eastern Iowa Community College Director District IX Four Year Term",
    "United States Representative": "United States Representative District 2",
    "State Senator": "State Senator District 40",
    "State Representative": "State Representative District 079",
    "Proposition 1": "Proposition No. 1 General Obligation Bonds $11,800,000",
    "Proposition 2": "Proposition No. 2 Authorization to increase the CBJ excise tax on tobacco products",
}
"""What is printed where the truth gives a contest a shorter name; Iowa's "For" is left out by the draft."""

LIMITS = {"School Director At Large": 3, "Board of Supervisors": 3, "School Board": 3}
"""As printed; all other contests are for one."""

CALHOUN = [
    "d1dem",
    "d1demcity",
    "d1npa",
    "d1npacity",
    "d1rep",
    "d1repcity",
    "d2dem",
    "d2demtown",
    "d2npa",
    "d2npatown",
    "d2rep",
    "d2reptown",
    "d3dem",
    "d3npa",
]

FROM_PDF = {
    ("durant", "durant"): {"durantsample": 0},
    ("cedar2008s3", "cedar2008s3"): {"ballots-p1": 0, "ballots-p2": 0, "ballots-p3": 0},
    ("cedar2008full", "cedar2008full"): {f"sampleballots-p{page}": 0 for page in range(1, 23)},
    ("calhoun", "calhoun_full"): dict.fromkeys(CALHOUN, 0),
    ("calhoun", "calhoun_sub"): {card: 0 for card in CALHOUN if card.startswith("d1")},
    ("juneau", "juneau"): {"2009-10-06-sample-ballot-p1": 0, "2009-10-06-sample-ballot-p1 back": 0},
}
"""Hand corrections of each card side drafted from the county's PDF."""

FROM_SCAN = {
    "durant": {"blank": (8, 0)},
    "calhoun_sub": {
        "20120608165240621-0001": (26, 0),
        "20120608165240621-0002": (20, 0),
        "20120608165240621-0003": (9, 0),
        "20120608165240621-0004": (3, 0),
        "20120608165240621-0005": (27, 0),
        "20120608165240621-0007": (21, 0),
    },
    "juneau": {"blank-1": (22, 0), "blank-1 back": (6, 0)},
}
"""Without any text: fields to be typed, and how many of them are places or groups to be mended."""


@pytest.mark.parametrize(("county", "group"), FROM_PDF)
def test_a_countys_pdfs_need_no_hand_corrections(from_pdfs, truth, corpus: Path, county, group):
    """If a drafted name stood at the wrong target, votes would go to the wrong candidate."""
    drafted = from_pdfs(county)
    cards = {card.id: card for card in drafted.program.cards}
    wrong: dict[str, set[str]] = {}
    for page in truth:
        if page["group"] == group:
            source = Path(page["template"]["path"]).name
            card, side = side_of(drafted, source, page["template"]["page"])
            found = compare_side(drafted.program, cards[card], side, page, corpus, TITLES, LIMITS)
            wrong.setdefault(card if side == "front" else f"{card} back", set()).update(found.fields)
    assert {card: len(fields) for card, fields in wrong.items()} == FROM_PDF[county, group], wrong


@pytest.mark.parametrize("group", FROM_SCAN)
def test_blank_scans_need_names_and_little_else(from_scans, truth, corpus: Path, group):
    """A scan says nothing in words; if its targets and groups were wrong too, typing would not be enough."""
    drafted = from_scans(group)
    cards = {card.id: card for card in drafted.program.cards}
    wrong: dict[str, set[str]] = {}
    structure: dict[str, set[str]] = {}
    scans = {
        (side.source, side.page)
        for card in drafted.cards
        for sheet in card.copies
        for side in (sheet.front, sheet.back)
        if side
    }
    for page in truth:
        if page["group"] == group and (Path(page["image"]).name, 0) in scans:
            card, side = side_of(drafted, Path(page["image"]).name, 0)
            found = compare_side(drafted.program, cards[card], side, page, corpus, TITLES, LIMITS)
            key = card if side == "front" else f"{card} back"
            wrong.setdefault(key, set()).update(found.fields)
            structure.setdefault(key, set()).update(found.structure)
    assert {card: (len(fields), len(structure[card])) for card, fields in wrong.items()} == FROM_SCAN[group], (
        wrong
    )


@pytest.mark.parametrize("county", sorted({county for county, _ in FROM_PDF}))
def test_drafted_programs_keep_the_rules(from_pdfs, county):
    """A draft that the program file's own rules refuse would be of no use to anybody."""
    program = from_pdfs(county).program
    assert [str(problem) for problem in check_program(program) if problem.is_error] == []
    assert program.draft is not None and program.draft.confirmed is None


def test_a_primarys_contests_are_parted_by_party(from_pdfs):
    """If both parties' contests for one office became one, votes of two primaries would be added."""
    program = from_pdfs("cedar2008full").program
    senators = [contest for contest in program.contests if plain(contest.title) == "unitedstatessenator"]
    assert [contest.party for contest in senators] == ["democratic", "republican"]
    sheriffs = [contest for contest in program.contests if plain(contest.title) == "countysheriff"]
    assert [contest.party for contest in sheriffs] == ["democratic", "republican"]
    assert {style.party for style in program.ballot_styles} == {"democratic", "republican"}


def test_rotated_cards_share_their_contest(from_pdfs):
    """If each rotation had a contest of its own, a candidate's votes would be counted in three places."""
    program = from_pdfs("cedar2008full").program
    contest = next(c for c in program.contests if any(choice.id == "steve-rathje" for choice in c.choices))
    rows = {
        target.row
        for card in program.cards
        for target in card.front.targets
        if (target.contest, target.choice) == (contest.id, "steve-rathje")
    }
    assert rows == {17.0, 18.0, 19.0}


def test_a_nonpartisan_contest_on_all_ballots_is_one(from_pdfs):
    """If the judge's contest belonged to a party, nonpartisan voters' votes would be lost."""
    program = from_pdfs("calhoun").program
    judges = [contest for contest in program.contests if "circuitjudge" in plain(contest.title)]
    assert [(contest.party, len(contest.choices)) for contest in judges] == [(None, 2)]


def test_cards_with_one_code_stay_two(from_pdfs):
    """Two primaries of Calhoun County print one code; taken for one card, one party's votes would be
    misread."""
    program = from_pdfs("calhoun").program
    twins = [card for card in program.cards if card.id in ("d1dem", "d1rep")]
    assert len({card.front.code for card in twins}) == 1
    assert len({card.front.print_map.bits for card in twins}) == 2


def test_headings_give_election_date_and_precincts(from_pdfs):
    """If precincts were unnamed, units could not be told apart in the comparison."""
    durant = from_pdfs("durant").program
    assert (durant.election.title, durant.election.date.isoformat()) == ("School Election", "2011-09-13")
    assert (durant.election.jurisdiction, durant.election.state) == ("Cedar County", "Iowa")
    assert [precinct.name for precinct in durant.precincts] == ["Durant"]
    assert len(from_pdfs("cedar2008full").program.precincts) == 11
    styles = {style.id: style.precincts for style in from_pdfs("calhoun").program.ballot_styles}
    assert styles["d1dem"] == ("precinct-1", "precinct-7", "precinct-8")  # a note on the page
    assert styles["d1npacity"] == ("1-blountc",)  # the foot of the card


def test_pdf_and_scan_of_one_card_are_one_card(corpus, from_pdfs):
    """If a scan became a card of its own, it would have targets without names."""
    from tabulate.draft import draft_program
    from tests.tabulate.draft.conftest import PDFS, SCANS, read_sources

    patterns, _ = SCANS["juneau"]
    drafted = draft_program(read_sources(corpus, PDFS["juneau"] + patterns))
    assert [len(card.copies) for card in drafted.cards] == [2]
    alone = from_pdfs("juneau").program
    assert [c.model_dump(exclude={"print_map", "code"}) for c in drafted.program.contests] == [
        c.model_dump(exclude={"print_map", "code"}) for c in alone.contests
    ]


def test_a_names_table_names_a_scan(corpus, from_pdfs, from_scans):
    """Hand corrections are one edited table: names typed once must arrive at the right targets."""
    from tabulate.draft import Said, draft_program
    from tests.tabulate.draft.conftest import SCANS, read_sources

    patterns, day = SCANS["durant"]
    table = write_names([(card.id, card.contests) for card in from_pdfs("durant").cards])
    table = table.replace("durantsample", from_scans("durant").cards[0].id)
    named = draft_program(read_sources(corpus, patterns), names=table, said=Said(day=day)).program
    assert named.contests == from_pdfs("durant").program.contests
