"""Registration on pages whose truth is known: right, or refused, or visibly in doubt; never silently wrong."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tabulate.geometry import COLUMNS, NotRegistered, Registration, mark_levels, register
from tabulate.image.paper import Levels, measure_levels
from tabulate.image.raster import Raster
from tests.tabulate.geometry.pages import STEP, Drawn, Sheet, View, any_code, draw, probes

MILS_SEEN = 25
"""Residual in thousandths of an inch from which the mark policy shows a page to a person."""

WRONG = 0.02
"""Inches: farther off than this a target may be read in its neighbour's place."""

ROTATION = {0: 0, 1: 90, 2: 180, 3: 270}
"""A page turned counterclockwise by this many quarters must be turned clockwise by these degrees."""


def placed(drawn: Drawn) -> Registration:
    found = register(drawn.raster)
    assert isinstance(found, Registration), found
    return found


def error(found: Registration, drawn: Drawn) -> float:
    """Largest error of the mapping in inches, all over the sheet."""
    places = probes(drawn.sheet)
    return float(np.hypot(*(found.to_pixels(places) - drawn.truth(places)).T).max()) / drawn.view.dpi


def in_doubt(found: Registration) -> bool:
    return found.missing > 0 or found.clipped or found.residual_mils > MILS_SEEN


def promised(dpi: float) -> float:
    """Six tenths of a pixel, or four thousandths of an inch, whichever is more: inches."""
    return max(0.6 / dpi, 0.004)


def any_view(rng: np.random.Generator, dpi: float) -> View:
    """Skew to 3 degrees, shear, stretch to 3 %, shift; the whole paper is in the scan."""
    return View(
        dpi=dpi,
        skew=rng.uniform(-3, 3),
        lean=rng.uniform(-0.01, 0.01),
        stretch=tuple(rng.uniform(0.97, 1.03, 2)),
        shift=tuple(rng.uniform(-0.05, 0.05, 2)),
        pad=0.75,
        turns=int(rng.integers(4)),
    )


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("rows", [41, 53, 57, 65, 85])
def test_every_card_length_in_every_orientation(rows, turns):
    drawn = draw(Sheet(rows=rows), View(dpi=150, skew=0.8, turns=turns))
    found = placed(drawn)
    assert (found.rotation, found.rows, found.columns) == (ROTATION[turns], rows, COLUMNS)
    assert found.missing == 0 and not found.clipped
    assert error(found, drawn) < WRONG / 2
    assert found.dpi == pytest.approx(150, rel=0.001)


@pytest.mark.parametrize("dpi", [150, 200, 240, 300, 400, 600])
def test_every_resolution(dpi):
    drawn = draw(Sheet(), View(dpi=dpi, skew=-1.7, lean=0.004, stretch=(1.01, 0.98)))
    found = placed(drawn)
    assert found.missing == 0
    assert error(found, drawn) < promised(dpi)
    assert found.dpi == pytest.approx(dpi * (1.01 + 0.98) / 2, rel=0.001)


@pytest.mark.parametrize("seed", range(12))
def test_any_skew_shear_stretch_and_shift(seed):
    rng = np.random.default_rng(seed)
    dpi = [150, 200, 300][seed % 3]
    drawn = draw(
        Sheet(rows=[41, 53, 85][seed // 4], code=any_code(rng)), any_view(rng, dpi), noise=4, seed=seed
    )
    found = placed(drawn)
    assert found.rotation == ROTATION[drawn.view.turns] and found.rows == drawn.sheet.rows
    assert found.missing == 0 and found.residual_mils < MILS_SEEN
    assert error(found, drawn) < WRONG / 2


@pytest.mark.parametrize("skew", [-3.0, 3.0])
def test_the_largest_skew(skew):
    drawn = draw(Sheet(rows=57), View(dpi=150, skew=skew, pad=0.6))
    assert error(placed(drawn), drawn) < promised(150) * 1.5


def slip(share: np.ndarray) -> np.ndarray:
    """A feed that runs 3 % fast in the middle of the sheet, inches."""
    return 0.06 * np.sin(np.pi * np.clip(share, 0, 1))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_uneven_stretch_along_the_feed_is_followed_row_by_row(turns):
    drawn = draw(Sheet(), View(dpi=200, bend=(np.zeros_like, slip), turns=turns, skew=0.5))
    found = placed(drawn)
    assert found.missing == 0
    assert error(found, drawn) < promised(200) * 1.5


def test_uneven_stretch_across_is_followed_where_the_code_shows_it():
    drawn = draw(
        Sheet(code="1000" + "10" * 13 + "01"), View(dpi=200, bend=(lambda s: slip(s) / 2, np.zeros_like))
    )
    found = placed(drawn)
    assert found.missing == 0
    assert error(found, drawn) < WRONG / 2


def test_orientations_agree_on_the_design():
    """The same scan, turned: every place of the design is the same spot of paper."""
    drawn = draw(Sheet(), View(dpi=200, skew=1.1, lean=0.003))
    height, width = drawn.raster.gray.shape
    pixels = placed(drawn).to_pixels(probes(drawn.sheet))
    for turns in (1, 2, 3):
        gray = np.ascontiguousarray(np.rot90(drawn.raster.gray, turns))
        turned = register(Raster(gray, False, None)).to_pixels(probes(drawn.sheet))
        for _ in range(turns):  # back, clockwise
            turned = np.column_stack([gray.shape[0] - turned[:, 1], turned[:, 0]])
            gray = np.rot90(gray, -1)
        assert gray.shape == (height, width)
        assert np.abs(turned - pixels).max() < 0.6


def test_a_bilevel_page():
    drawn = draw(Sheet(), View(dpi=200, skew=0.6), noise=10, seed=3)
    gray = np.where(drawn.raster.gray < 140, 0, 255).astype(np.uint8)
    found = register(Raster(gray, True, (200.0, 200.0)))
    assert error(found, drawn) < promised(200) * 1.5
    assert found.missing == 0


# What is missing, dirty or cut


def gone_from(rng: np.random.Generator, sheet: Sheet, share: float, borders: set[str]) -> Sheet:
    marks = [key for key in sheet.marks() if key[0] in borders]
    gone = frozenset(key for key in marks if rng.random() < share)
    return Sheet(rows=sheet.rows, code=sheet.code, gone=gone)


def outcome(drawn: Drawn) -> str:
    found = register(drawn.raster)
    if isinstance(found, NotRegistered):
        return "refused"
    good = "right" if error(found, drawn) < WRONG else "wrong"
    return f"{good}, in doubt" if in_doubt(found) else good


def outcomes(shares: list[float], borders: set[str], count: int) -> dict[float, Counter[str]]:
    """What became of pages with a share of their marks gone."""
    table: dict[float, Counter[str]] = {}
    for share in shares:
        table[share] = Counter()
        for seed in range(count):
            rng = np.random.default_rng([seed, round(share * 100)])
            sheet = Sheet(rows=int(rng.choice([41, 53, 57, 65])), code=any_code(rng))
            drawn = draw(gone_from(rng, sheet, share, borders), any_view(rng, 150), noise=3, seed=seed)
            table[share][outcome(drawn)] += 1
    return table


def show(table: dict[float, Counter[str]]) -> str:
    kinds = ["right", "right, in doubt", "wrong, in doubt", "refused", "wrong"]
    lines = [f"{'gone':>6} " + " ".join(f"{kind:>16}" for kind in kinds)]
    lines += [
        f"{share:>6.0%} " + " ".join(f"{row[kind]:>16}" for kind in kinds) for share, row in table.items()
    ]
    return "\n".join(lines)


def test_side_marks_gone():
    """Up to 40 % of the side marks gone, the top row whole."""
    table = outcomes([0.05, 0.1, 0.2, 0.4], {"left", "right"}, 6)
    print(show(table))
    assert all(row["wrong"] == 0 for row in table.values())
    assert table[0.05]["right, in doubt"] >= 5, "a few lost marks refuse no page"
    assert all(row["right"] == 0 for share, row in table.items() if share >= 0.1)


def test_marks_gone_anywhere():
    table = outcomes([0.0, 0.3, 0.6], {"left", "right", "top"}, 5)
    print(show(table))
    assert all(row["wrong"] == 0 for row in table.values())
    assert table[0.0]["right"] == 5
    assert table[0.6]["refused"] == 5


@pytest.mark.slow
def test_marks_gone_anywhere_on_many_pages():
    table = outcomes([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], {"left", "right", "top"}, 100)
    print(show(table))
    assert all(row["wrong"] == 0 for row in table.values())


@pytest.mark.parametrize(
    "gone", [("left", 0), ("right", 0), ("left", 40), ("right", 40), ("top", 5), ("left", 17)]
)
def test_one_mark_gone_is_counted_and_its_place_interpolated(gone):
    drawn = draw(Sheet(gone=frozenset({gone})), View(dpi=200, skew=0.9))
    found = placed(drawn)
    corner = gone[1] == 0
    assert found.missing == (2 if corner else 1)
    assert found.rows == 41
    assert error(found, drawn) < WRONG / 2


def test_a_last_row_without_its_marks_makes_the_card_shorter_but_moves_nothing():
    """The card then has another number of rows than the program says, and identification refuses it."""
    drawn = draw(Sheet(gone=frozenset({("left", 40), ("right", 40)})), View(dpi=200, skew=0.4))
    found = placed(drawn)
    assert found.rows == 40
    assert error(found, drawn) < WRONG / 2


@pytest.mark.parametrize("seed", range(6))
def test_stray_bars_are_not_taken_for_marks_unseen(seed):
    """Bars of a mark's size anywhere, some close to the side columns, and a dirty edge."""
    rng = np.random.default_rng(seed)
    strays = [
        (rng.uniform(0, 8.2), rng.uniform(0, 10), rng.uniform(0.1, 0.25), rng.uniform(0.04, 0.09))
        for _ in range(9)
    ]
    strays += [(x + rng.uniform(-0.1, 0.1), rng.uniform(0.3, 9.7), 0.19, 0.06) for x in (0.0, 0.0, 8.25)]
    strays += [(4.0, 10.4, 9.0, 0.03)]
    drawn = draw(Sheet(strays=tuple(strays)), View(dpi=200, skew=rng.uniform(-2, 2), pad=0.3))
    assert outcome(drawn) != "wrong"


@pytest.mark.parametrize("shift", [(5.0, 0.0), (-5.0, 0.0), (0.0, 5.0)])
def test_a_mark_shifted_by_five_pixels_is_dropped(shift):
    drawn = draw(Sheet(moved={("left", 20): shift}), View(dpi=200))
    found = placed(drawn)
    assert np.flatnonzero(~found.left.found).tolist() == [20]
    assert found.missing == 1
    assert error(found, drawn) < promised(200)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("cut", [0.03, 0.06, 0.10, 0.13])
def test_cut_side_marks(side, cut):
    """The printer's or the scan's edge has taken the outer ends of one side."""
    drawn = draw(Sheet(cut={side: cut}), View(dpi=200, skew=0.5))
    assert outcome(drawn) != "wrong"


def askew_crop(seed: int) -> Drawn:
    """A scan whose edge runs askew through the marks of one side, deeper and deeper."""
    rng = np.random.default_rng(seed)
    view = View(
        dpi=200,
        skew=float(rng.choice([-1, 1]) * rng.uniform(0.5, 2)),
        lean=rng.uniform(-0.01, 0.01),
        shift=(rng.uniform(-0.12, 0.12), 0.0),
        pad=rng.uniform(0.0, 0.12),
    )
    return draw(Sheet(), view)


def test_a_crop_askew_is_never_silently_wrong():
    assert Counter(outcome(askew_crop(seed)) for seed in range(40))["wrong"] == 0


def test_anti_aliased_pages_reach_the_promised_precision():
    worst = {}
    for dpi in (150, 200):
        for seed in range(8):
            rng = np.random.default_rng([dpi, seed])
            drawn = draw(Sheet(code=any_code(rng)), any_view(rng, dpi))
            worst[dpi] = max(worst.get(dpi, 0.0), error(placed(drawn), drawn))
    assert all(value < promised(dpi) for dpi, value in worst.items()), worst


# Refusals


def raster(gray: np.ndarray) -> Raster:
    return Raster(np.ascontiguousarray(gray.astype(np.uint8)), False, None)


def test_blank_paper_is_called_blank():
    rng = np.random.default_rng(1)
    refused = register(raster(np.clip(rng.normal(240, 3, (2200, 1700)), 0, 255)))
    assert isinstance(refused, NotRegistered) and refused.flag == "blank-paper"


@pytest.mark.parametrize(
    "gray",
    [
        pytest.param(np.zeros((1650, 1275)), id="black"),
        pytest.param(np.random.default_rng(2).integers(0, 256, (1650, 1275)), id="noise"),
        pytest.param(np.indices((1650, 1275)).sum(axis=0) // 40 % 2 * 255, id="stripes"),
        pytest.param(np.indices((1650, 1275))[0] // 9 % 2 * 255, id="ruled"),
        pytest.param(np.indices((1650, 1275))[1] * 255 / 1275, id="shade"),
        pytest.param(np.where(np.indices((1650, 1275)).sum(axis=0) % 2, 0, 255), id="checks"),
        pytest.param(np.full((1, 1), 200), id="one pixel"),
        pytest.param(np.where(np.arange(4000)[None, :] % 7 < 3, 0, 255).repeat(2, axis=0), id="two rows"),
    ],
)
def test_what_is_no_ballot_is_refused(gray):
    refused = register(raster(gray))
    assert isinstance(refused, NotRegistered)
    assert refused.flag in {"blank-paper", "no-timing-grid", "too-few-timing-marks"}
    assert refused.reason


def test_a_field_of_bars_between_the_borders_misleads_nobody():
    bars = [(x * STEP, y * STEP, 0.19, 0.0625) for x in range(1, 33) for y in range(1, 40)]
    assert outcome(draw(Sheet(strays=tuple(bars)), View(dpi=150))) != "wrong"


@pytest.mark.parametrize("lost", ["left", "right", "top"])
def test_a_page_without_one_border_is_refused(lost):
    """Three borders do not hold a page."""
    inner = range(1, 41) if lost != "top" else range(1, 33)
    drawn = draw(Sheet(gone=frozenset((lost, index) for index in inner)), View(dpi=150))
    assert isinstance(register(drawn.raster), NotRegistered)


def test_a_grid_of_another_width_is_refused():
    drawn = draw(Sheet(), View(dpi=150))
    assert isinstance(register(drawn.raster, columns=30), NotRegistered)


# The mapping itself


def test_to_inches_inverts_to_pixels_on_a_bent_page():
    drawn = draw(Sheet(), View(dpi=200, skew=2.5, lean=0.01, bend=(lambda s: slip(s) / 2, slip), pad=0.5))
    found = placed(drawn)
    places = probes(drawn.sheet)
    assert np.abs(found.to_inches(found.to_pixels(places)) - places).max() < 1e-4


def test_jacobians_are_the_slopes_of_the_mapping():
    drawn = draw(Sheet(), View(dpi=200, skew=1.5, lean=0.01, stretch=(1.02, 0.98)))
    found = placed(drawn)
    places = probes(drawn.sheet)
    slopes = found.jacobians(places)
    for axis, step in enumerate(np.eye(2) * 0.125):
        true = (drawn.truth(places + step) - drawn.truth(places - step)) / 0.25
        assert np.abs(slopes[:, :, axis] - true).max() < 4.0, "2 % of 200 pixels an inch"


def test_ink_is_measured_against_the_timing_marks():
    """Pale text must not set the scale: the timing marks are what the printer calls black."""
    drawn = draw(Sheet(), View(dpi=200), paper=240, ink=40)
    found = placed(drawn)
    levels = Levels(paper=240, ink=130, threshold=185)
    assert mark_levels(levels, drawn.raster.gray, found) == Levels(paper=240, ink=40, threshold=140)
    assert mark_levels(Levels(60, 20, 40), drawn.raster.gray, found) == Levels(60, 20, 40)


def test_levels_can_be_given():
    drawn = draw(Sheet(), View(dpi=150))
    levels = measure_levels(drawn.raster.gray)
    again = register(drawn.raster, levels=levels)
    assert np.array_equal(again.left.points, placed(drawn).left.points)


def test_registering_twice_gives_the_same_numbers():
    drawn = draw(Sheet(), View(dpi=150, skew=1.3), noise=8, seed=5)
    first, second = placed(drawn), placed(drawn)
    assert np.array_equal(first.to_pixels(probes(drawn.sheet)), second.to_pixels(probes(drawn.sheet)))
