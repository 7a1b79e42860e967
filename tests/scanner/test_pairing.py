"""Pairing: a back taken for another sheet's back puts votes on the wrong card, so no guess is allowed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner import RecordingError
from scanner.folder import Image, Pages, plan_sheets
from scanner.folder.naming import natural_key, side_name


def images(*names):
    return [Image(name, "image/png") for name in names]


def sheets(names, pages=Pages.AUTO, **options):
    return [
        (plan.front.label, plan.back.label if plan.back else None)
        for plan in plan_sheets(images(*names), pages, **options)
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a_Back.png", "a_Front.png"], [("a_Front.png", "a_Back.png")]),
        (["FRONT-7.jpg", "BACK-7.jpg"], [("FRONT-7.jpg", "BACK-7.jpg")]),
        (
            ["scan-front-300dpi.jpeg", "scan-back-300dpi.jpeg", "scan-front.jpeg", "scan-back.jpeg"],
            [("scan-front-300dpi.jpeg", "scan-back-300dpi.jpeg"), ("scan-front.jpeg", "scan-back.jpeg")],
        ),
        (["recto 1.tif", "verso 1.tif"], [("recto 1.tif", "verso 1.tif")]),
        (
            ["0002-2.tif", "0001-1.tif", "0002-1.tif", "0001-2.tif"],
            [("0001-1.tif", "0001-2.tif"), ("0002-1.tif", "0002-2.tif")],
        ),
        (["0_0.png", "0_1.png", "1_0.png", "1_1.png"], [("0_0.png", "0_1.png"), ("1_0.png", "1_1.png")]),
        (["B_00_side0.png", "B_00_side1.png"], [("B_00_side0.png", "B_00_side1.png")]),
        (["x_sideB.png", "x_sideA.png"], [("x_sideA.png", "x_sideB.png")]),
        (["ballot-p2.jpg", "ballot-p1.jpg"], [("ballot-p1.jpg", "ballot-p2.jpg")]),
        (["page1.png", "page2.png"], [("page1.png", "page2.png")]),
        (["07A.tif", "07B.tif", "08A.tif", "08B.tif"], [("07A.tif", "07B.tif"), ("08A.tif", "08B.tif")]),
        (["07f.tif", "07r.tif", "08f.tif", "08r.tif"], [("07f.tif", "07r.tif"), ("08f.tif", "08r.tif")]),
        (["x/1_front.png", "x/1_back.png", "y/1_front.png", "y/1_back.png"],
         [("x/1_front.png", "x/1_back.png"), ("y/1_front.png", "y/1_back.png")]),
    ],
)  # fmt: skip
def test_names_that_tell_the_sides(names, expected):
    assert sheets(names) == expected
    assert sheets(names, Pages.PAIR) == expected


@pytest.mark.parametrize(
    "names",
    [
        ["01.tif", "02.tif", "10.tif"],
        ["scan-1.png", "scan-2.png", "scan-3.png"],
        ["VBM_1126_Image-0.png", "VBM_1126_Image-1.png", "VBM_1126_Image-2.png"],
        ["batch-1-ballot-0001.jpg", "batch-1-ballot-0002.jpg"],
        ["339_1000_4_173_1.png", "339_1000_4_174_2.png"],
        ["x/1_front.png", "y/1_back.png"],
        ["backlog-1.png", "frontier-1.png"],
        ["front-back-1.png", "front-back-7.png"],
        ["p1.png", "p3.png"],
    ],
)
def test_names_that_tell_no_sides_are_one_sided_sheets(names):
    assert sheets(names) == [(name, None) for name in names]
    with pytest.raises(RecordingError, match="no other side while 0 pairs"):
        sheets(names, Pages.PAIR)
    assert sheets(names, Pages.PAIR, lone=True) == [(name, None) for name in names]


@pytest.mark.parametrize(
    "names", [["scan-1.png", "scan-2.png"], ["7A.png", "7B.png"], ["x_0.png", "x_1.png", "y.png"]]
)
def test_a_single_numbered_pair_is_not_guessed(names):
    with pytest.raises(
        RecordingError, match="may be two sides of a sheet or two sheets; write pages=pair or pages=single"
    ):
        sheets(names)
    assert len(sheets(names, Pages.PAIR, lone=True)) == len(names) - 1
    assert len(sheets(names, Pages.SINGLE)) == len(names)


def test_a_file_without_partner_among_pairs_is_named():
    """A lost back side would otherwise pass as a one-sided sheet, its votes gone."""
    names = ["1_front.png", "1_back.png", "2_front.png", "3_front.png", "3_back.png"]
    for pages in (Pages.AUTO, Pages.PAIR):
        with pytest.raises(RecordingError, match=r"2_front\.png has no other side while 2 pairs .* lone=allow"):
            sheets(names, pages)
    assert sheets(names, lone=True)[1] == ("2_front.png", None)


def test_many_files_without_partner_are_counted_not_listed():
    names = ["0_front.png", "0_back.png", *(f"{number}_front.png" for number in range(1, 13))]
    with pytest.raises(RecordingError, match=r"5_front\.png and 7 more have no other side"):
        sheets(names)


def test_one_sheet_saved_twice_is_refused():
    """Counted twice, otherwise."""
    for names in (["1.tif", "1.jpg"], ["a_front.png", "a_back.png", "a_FRONT.jpg"]):
        with pytest.raises(RecordingError, match="look like one sheet saved twice"):
            sheets(names)
    assert len(sheets(["1.tif", "1.jpg"], Pages.SINGLE)) == 2


def test_a_stem_with_a_third_side_is_no_pair():
    with pytest.raises(RecordingError, match=r"b-p1\.png, b-p2\.png, b-p3\.png have no other side"):
        sheets(["a-p1.png", "a-p2.png", "b-p1.png", "b-p2.png", "b-p3.png"])


def test_alternating():
    assert sheets(["1.png", "2.png", "10.png", "11.png"], Pages.ALTERNATE) == [
        ("1.png", "2.png"),
        ("10.png", "11.png"),
    ]
    with pytest.raises(RecordingError, match=r"3\.png is the last image and a front without a back"):
        sheets(["1.png", "2.png", "3.png"], Pages.ALTERNATE)


def test_alternating_keeps_documents_apart():
    """A missing page must not shift fronts and backs of all that follows."""
    document = Image("2.tif", "image/tiff", 4)
    plans = plan_sheets([document, *images("0.png", "1.png")], Pages.ALTERNATE)
    assert [plan.key for plan in plans] == ["0.png + 1.png", "2.tif#1 + 2.tif#2", "2.tif#3 + 2.tif#4"]
    with pytest.raises(RecordingError, match=r"1\.png is a front without a back before 2\.tif"):
        plan_sheets([document, *images("1.png")], Pages.ALTERNATE)
    with pytest.raises(RecordingError, match=r"3\.tif has 3 pages, an odd number"):
        plan_sheets([document, Image("3.tif", "image/tiff", 3), *images("4.png")], Pages.ALTERNATE)


def test_natural_order():
    names = ["a10.png", "a2.png", "A1.png", "a02.png", "b.png", "a.png", "1.png", "a2b.png"]
    assert sorted(names, key=natural_key) == [
        "1.png", "A1.png", "a02.png", "a2.png", "a2b.png", "a10.png", "a.png", "b.png"
    ]  # fmt: skip


NAMES = st.lists(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "x/", "y/"]),
        st.sampled_from(["1", "2", "10", "scan", "Front", "front-back"]),
        st.sampled_from(["", "-0", "-1", "_2", "A", "b", "_front", "_BACK", "-p1", "_side2", "-3"]),
        st.sampled_from([".png", ".tif", ""]),
    ),
    unique=True,
    min_size=1,
    max_size=14,
)


@given(
    names=NAMES,
    pages=st.sampled_from(Pages),
    lone=st.booleans(),
    order=st.randoms(use_true_random=False),
    counts=st.lists(st.integers(1, 4), min_size=14, max_size=14),
)
def test_every_page_of_every_image_is_in_exactly_one_sheet(names, pages, lone, order, counts):
    files = [Image(name, "image/tiff", count) for name, count in zip(names, counts, strict=False)]
    try:
        plans = plan_sheets(files, pages, lone=lone)
    except RecordingError as error:
        assert "\n" not in str(error)
        assert pages is not Pages.SINGLE, "single takes whatever there is"
        return
    places = [(place.image.name, place.page) for plan in plans for place in (plan.front, plan.back) if place]
    assert sorted(places) == sorted((file.name, page) for file in files for page in range(file.pages))
    assert len({plan.key for plan in plans}) == len(plans)
    shuffled = list(files)
    order.shuffle(shuffled)
    assert plan_sheets(shuffled, pages, lone=lone) == plans, (
        "the order in which a disk lists files changes nothing"
    )


@given(texts=st.lists(st.text(alphabet="aZ019-_./ é²", max_size=6), max_size=8))
def test_natural_order_is_total(texts):
    """Otherwise alternating fronts and backs could come out differently on another day."""
    backwards = texts[::-1]
    assert sorted(texts, key=natural_key) == sorted(backwards, key=natural_key)
    assert all((a == b) == (natural_key(a) == natural_key(b)) for a in texts for b in texts)


@given(numbers=st.lists(st.integers(0, 10**6), unique=True))
def test_numbers_are_ordered_as_numbers(numbers):
    ordered = sorted((f"scan{number}.png" for number in numbers), key=natural_key)
    assert ordered == [f"scan{number}.png" for number in sorted(numbers)]


@given(text=st.text(max_size=20))
def test_any_name_is_looked_at_without_failing(text):
    side_name(text)
