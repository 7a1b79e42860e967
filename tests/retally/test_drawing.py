"""A person checks the program against the paper by these pictures; an oval drawn beside its place would hide
a program that reads the wrong place."""

from __future__ import annotations

import json
import re
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from config.program import load_program
from config.program.drawing import WHITE_DPI, draw_side, white_page
from retally.exit_codes import ExitCode
from tests.config.program.documents import document

RED = np.array([0xC0, 0x00, 0x20])


def red(picture: Image.Image) -> np.ndarray:
    """Where the colour of targets is, as (x, y)."""
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    rows, columns = np.nonzero(np.abs(pixels - RED).sum(axis=2) < 40)
    return np.stack([columns, rows], axis=1)


@pytest.fixture
def small_file(tmp_path):
    path = tmp_path / "program.json"
    path.write_text(json.dumps(document()))
    return path


def test_ovals_stand_to_scale_on_a_white_page(small_file):
    program = load_program(small_file)
    card = program.cards[0]
    picture = draw_side(program, card, "front")
    assert picture.size == (round(8.5 * WHITE_DPI), round(11 * WHITE_DPI))
    places = red(picture)
    for target in card.front.targets:
        ((x, y),) = white_page(card).to_pixels([(target.x, target.y)])
        for reach, height in ((target.width / 2, 0.0), (0.0, target.height / 2)):
            for sign in (-1, 1):
                edge = np.array([x + sign * reach * WHITE_DPI, y + sign * height * WHITE_DPI])
                assert np.abs(places - edge).sum(axis=1).min() <= 2


def test_every_side_becomes_a_picture(cli, small_file, tmp_path):
    ended = cli("program", "draw", small_file, "-o", tmp_path / "pictures")
    assert ended.code == 0
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == [
        "card-1-back.png",
        "card-1-front.png",
    ]


def test_the_pdf_has_a_page_a_side_in_the_size_of_the_paper(cli, small_file, tmp_path):
    path = tmp_path / "cards.pdf"
    assert cli("program", "draw", small_file, "-o", path).code == 0
    first = path.read_bytes()
    with pypdfium2.PdfDocument(path) as pdf:
        sizes = [tuple(round(length) for length in page.get_size()) for page in pdf]
    assert sizes == [(612, 792), (612, 792)]
    cli("program", "draw", small_file, "-o", path)
    assert path.read_bytes() == first, "the same program gives the same bytes"


def test_one_card_alone_and_a_card_that_is_not_there(cli, small_file, tmp_path):
    assert cli("program", "draw", small_file, "-o", tmp_path / "a", "--card", "card-1").code == 0
    ended = cli("program", "draw", small_file, "-o", tmp_path / "b", "--card", "card-9")
    assert ended.code == ExitCode.BAD_INPUT
    assert "no card 'card-9'" in ended.err
    assert not (tmp_path / "b").exists()


def test_a_blank_that_is_no_ballot_is_reported(cli, small_file, tmp_path):
    page = Image.new("L", (1700, 2200), 255)
    page.save(tmp_path / "white.png")
    ended = cli("program", "draw", small_file, "-o", tmp_path / "a", "--blank", tmp_path / "white.png")
    assert ended.code == ExitCode.REFUSED_PAGE
    assert "white.png, page 1: no side of this program (blank-paper)" in ended.err
    assert len(list((tmp_path / "a").iterdir())) == 2, "the sides are drawn all the same, on white"


def test_a_blank_that_is_no_image_is_bad_input(cli, small_file, tmp_path):
    (tmp_path / "prose.txt").write_text("no ballot")
    for name in ("prose.txt", "absent.png"):
        ended = cli("program", "draw", small_file, "-o", tmp_path / "a", "--blank", tmp_path / name)
        assert ended.code == ExitCode.BAD_INPUT
        assert name in ended.err or "image" in ended.err


def durant(shared):
    """The Durant blank as an image, its targets as a reviewer boxed them, and a program made of those."""
    from tabulate.geometry import register
    from tabulate.identify import measure_cells, pack, read_code
    from tabulate.image import decode
    from tabulate.image.paper import measure_levels

    truth = json.loads((shared / "corpus/opencount/truth.json").read_text())
    entry = next(page for page in truth if page["image"].endswith("simple_durant/blankballots/blank.tif"))
    data = (shared / "corpus" / entry["image"]).read_bytes()
    raster = decode(data, 0)
    placed, threshold = register(raster), measure_levels(raster.gray).threshold
    boxes = np.array([target["box"] for target in entry["targets"]])
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    contests: dict[str, list[str]] = {}
    targets = []
    for target, (x, y), box in zip(entry["targets"], placed.to_inches(centres), boxes, strict=True):
        contest, choice = (re.sub("[^a-z0-9]+", "-", target[key].lower()) for key in ("contest", "option"))
        contests.setdefault(contest, []).append(choice)
        place = {"x": x, "y": y, "column": x * 4, "row": y * 4}
        size = {"width": box[2] / placed.dpi, "height": box[3] / placed.dpi}
        targets.append({"contest": contest, "choice": choice, **place, **size})
    front = {
        "targets": targets,
        "code": read_code(raster.gray, threshold, placed).bits,
        "print_map": pack(measure_cells(raster.gray, threshold, placed)).model_dump(),
    }
    program = {
        "election": {"title": "School election", "date": "2011-09-13", "jurisdiction": "Cedar County"},
        "contests": [
            {"id": contest, "title": contest, "choices": [{"id": choice, "name": choice} for choice in choices]}
            for contest, choices in contests.items()
        ],
        "cards": [{"id": "durant", "name": "Durant", "grid_rows": placed.rows, "front": front}],
        "ballot_styles": [{"id": "durant", "name": "Durant", "cards": ["durant"]}],
    }
    return Image.open(BytesIO(data)).convert("L"), centres, load_program(json.dumps(program).encode())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_real_blank_fed_any_way_is_drawn_upright_with_its_ovals_in_place(cli, shared, tmp_path, turn):
    from config.program import dump_program

    image, centres, program = durant(shared)
    (tmp_path / "program.json").write_bytes(dump_program(program))
    image.rotate(turn, expand=True).save(tmp_path / "blank.png", dpi=(200, 200))
    ended = cli("program", "draw", tmp_path / "program.json", "-o", tmp_path, "--blank", tmp_path / "blank.png")
    assert (ended.code, ended.err) == (0, "")
    with Image.open(tmp_path / "durant-front.png") as picture:
        assert picture.size == image.size
        places = red(picture)
    for (x, y), target in zip(centres, program.cards[0].front.targets, strict=True):
        for sign in (-1, 1):
            edge = np.array([x + sign * target.width / 2 * 200, y])
            assert np.abs(places - edge).sum(axis=1).min() <= 4
