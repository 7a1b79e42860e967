"""Each test: one rule between fields, and the vote that would go astray without it."""

from __future__ import annotations

import pytest

from config.errors import ProgramError
from config.program import check_program, load_program


def refusal(data: bytes) -> str:
    with pytest.raises(ProgramError) as caught:
        load_program(data)
    return "\n".join(caught.value.problems)


def warnings(data: bytes) -> list[str]:
    problems = check_program(load_program(data))
    assert not any(problem.is_error for problem in problems)
    return [str(problem) for problem in problems]


def test_the_small_program_has_nothing_to_report(small, encode):
    assert check_program(load_program(encode(small))) == ()


@pytest.mark.parametrize("part", ["parties", "precincts", "contests", "cards", "ballot_styles"])
def test_an_identifier_stands_once(small, encode, part):
    small["parties"] = [{"id": "red", "name": "Red"}]
    small[part].append(small[part][0])
    path = f"{part}[{len(small[part]) - 1}].id"
    assert f"{path}: {small[part][0]['id']!r} stands already at {part}[0]" in refusal(encode(small))


def test_a_choice_stands_once_in_its_contest(small, encode):
    small["contests"][0]["choices"][1]["id"] = "ann"
    assert "contests[0].choices[1].id: 'ann' stands already at contests[0].choices[0]" in refusal(encode(small))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s["contests"][0].update(party="red"), "contests[0].party: there is no party 'red'"),
        (
            lambda s: s["contests"][0]["choices"][0].update(party="red"),
            "contests[0].choices[0].party: there is no party 'red'",
        ),
        (
            lambda s: s["ballot_styles"][0].update(party="red"),
            "ballot_styles[0].party: there is no party",
        ),
        (lambda s: s["ballot_styles"][0].update(precincts=["p9"]), "there is no precinct 'p9'"),
        (lambda s: s["ballot_styles"][0].update(cards=["card-9"]), "there is no card 'card-9'"),
        (
            lambda s: s["cards"][0]["front"]["targets"][0].update(contest="mayor"),
            "cards[0].front.targets[0].contest: there is no contest 'mayor'",
        ),
        (
            lambda s: s["cards"][0]["back"]["targets"][0].update(choice="maybe"),
            "cards[0].back.targets[0].choice: contest 'measure-a' has no choice 'maybe'",
        ),
    ],
)
def test_a_reference_leads_somewhere(small, encode, change, words):
    change(small)
    assert words in refusal(encode(small))


def test_two_targets_at_one_place_are_named_both(small, encode):
    targets = small["cards"][0]["front"]["targets"]
    targets[1].update(x=targets[0]["x"], y=targets[0]["y"], column=targets[0]["column"], row=targets[0]["row"])
    message = refusal(encode(small))
    assert "cards[0].front.targets[1]: council/bob is at the place of council/ann (targets[0])" in message


@pytest.mark.parametrize(("gap", "overlap"), [(0.129, True), (0.131, False)])
def test_ovals_that_share_paper_are_at_one_place(small, encode, gap, overlap):
    targets = small["cards"][0]["front"]["targets"]
    targets[1].update(y=targets[0]["y"] + gap, row=targets[0]["row"] + gap * 4)
    if overlap:
        assert "their ovals overlap" in refusal(encode(small))
    else:
        load_program(encode(small))


@pytest.mark.parametrize(("off", "fine"), [(0.0019, True), (0.0021, False), (-0.0021, False)])
@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_place_is_where_its_grid_step_says(small, encode, axis, off, fine):
    small["cards"][0]["front"]["targets"][0][axis] += off
    if fine:
        load_program(encode(small))
    else:
        message = refusal(encode(small))
        assert f"cards[0].front.targets[0].{axis}: council/ann" in message


def test_a_timing_grid_target_has_column_and_row(small, encode):
    del small["cards"][0]["front"]["targets"][0]["row"]
    assert "cards[0].front.targets[0].row: council/ann: a timing-grid card needs it" in refusal(encode(small))


@pytest.mark.parametrize(("column", "row"), [(0, 5), (33, 5), (2, 0), (2, 40)])
def test_a_target_on_the_marks_is_refused(small, encode, column, row):
    small["cards"][0]["front"]["targets"][0].update(column=column, row=row, x=column * 0.25, y=row * 0.25)
    assert "is not inside the grid of 34 by 41 marks" in refusal(encode(small))


def test_a_choice_without_target_on_a_card_that_has_its_contest(small, encode):
    small["cards"][0]["back"]["targets"].clear()
    assert "card 'card-1' has contest 'measure-a' without a target for 'no'" in refusal(encode(small))


def test_a_choice_has_one_target_on_a_card(small, encode):
    again = dict(small["cards"][0]["front"]["targets"][0], column=20, x=5.0)
    small["cards"][0]["back"]["targets"].append(again)
    message = refusal(encode(small))
    assert "council/ann has a target already on card 'card-1', at front.targets[0]" in message


def test_a_contest_has_enough_choices_for_its_votes(small, encode):
    small["contests"][0]["vote_for"] = 4
    assert "contest 'council' allows 4 votes, of 3 choices" in refusal(encode(small))


def test_a_contest_stands_on_one_card_of_a_style(small, encode, add_card):
    add_card(small)
    small["ballot_styles"][0]["cards"].append("card-2")
    assert "its voters would vote twice" in refusal(encode(small))


def test_a_primary_contest_goes_to_its_party_alone(small, encode):
    small["parties"] = [{"id": "red", "name": "Red"}, {"id": "blue", "name": "Blue"}]
    small["contests"][0]["party"] = "red"
    assert "style 's1' is of no party, but its card 'card-1' has contest 'council'" in refusal(encode(small))
    small["ballot_styles"][0]["party"] = "blue"
    assert "style 's1' is of party 'blue'" in refusal(encode(small))
    small["ballot_styles"][0]["party"] = "red"
    load_program(encode(small))


def test_a_card_nobody_receives(small, encode, add_card):
    add_card(small)
    small["ballot_styles"].pop()
    assert "cards[1].id: card 'card-2' belongs to no ballot style" in refusal(encode(small))


def test_a_contest_on_no_card(small, encode):
    small["contests"].append(dict(small["contests"][0], id="sheriff"))
    assert "contests[2].id: contest 'sheriff' has no target on any card" in refusal(encode(small))


def test_thresholds_in_their_order(small, encode):
    small["mark_policy"] = {"marked_at": 100, "marginal_at": 101}
    assert "mark_policy.marginal_at: 101 is above marked_at, which is 100" in refusal(encode(small))


@pytest.mark.parametrize(
    ("bits", "words"),
    [("", "holds 0 bytes; 8 x 12 cells need 12"), ("AAAA", "holds 3 bytes"), ("A", "is not base64")],
)
def test_a_print_map_has_a_bit_a_cell(small, encode, bits, words):
    small["cards"][0]["front"]["print_map"]["bits"] = bits
    assert words in refusal(encode(small))


def test_a_print_map_ends_in_zeros(small, encode):
    small["cards"][0]["front"]["print_map"].update(columns=3, rows=3, bits="AAE=")
    assert "bits behind the last cell" in refusal(encode(small))


def test_cards_with_one_code_need_different_print(small, encode, add_card):
    card = add_card(small)
    assert any("only their print tells them apart" in line for line in warnings(encode(small)))
    card["front"]["print_map"] = small["cards"][0]["front"]["print_map"]
    assert "and the same print map: nothing tells them apart" in refusal(encode(small))
    del card["front"]["print_map"]
    assert "'card-2' (front) no print map: nothing tells them apart" in refusal(encode(small))


def test_front_and_back_without_codes_need_different_print(small, encode):
    small["cards"][0]["front"]["code"] = None
    load_program(encode(small))
    del small["cards"][0]["back"]["print_map"]
    assert "'card-1' (front), 'card-1' (back) have no code" in refusal(encode(small))


def test_backs_may_be_alike_as_the_front_names_the_card(small, encode, add_card):
    card = add_card(small)
    code = small["cards"][0]["front"]["code"]
    card["front"]["code"] = code[:1] + "0" * 29 + "01"
    assert warnings(encode(small)) == []


def test_other_grids_tell_cards_apart(small, encode, add_card):
    card = add_card(small)
    card["grid_rows"] = 53
    del card["front"]["print_map"]
    assert warnings(encode(small)) == []


def test_a_code_that_breaks_its_layout_is_a_warning(small, encode):
    code = small["cards"][0]["front"]["code"]
    small["cards"][0]["front"]["code"] = "0" + code[1:]
    small["cards"][0]["back"]["code"] = "0" * 32
    lines = "\n".join(warnings(encode(small)))
    assert "has no start mark in column 1" in lines
    assert "says checksum" in lines
    assert "does not begin with 01111011110" in lines


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s["precincts"].append({"id": "p2", "name": "Two"}), "precinct 'p2' has no ballot style"),
        (lambda s: s["contests"][1].update(vote_for=2), "measure 'measure-a' allows several answers"),
        (lambda s: s["contests"][0].update(kind="measure", vote_for=1), "is of kind 'candidate'"),
        (lambda s: s.update(draft={"sources": ["blank.pdf"]}), "nobody has confirmed this draft"),
        (
            lambda s: s["cards"][0]["front"]["targets"][0].update(
                write_in_area={"x": 1, "y": 1, "width": 1, "height": 0.2}
            ),
            "council/ann is no write-in line",
        ),
    ],
)
def test_what_a_person_should_look_at_is_a_warning(small, encode, change, words):
    change(small)
    assert any(words in line for line in warnings(encode(small)))
