"""`retally read`: others build on these lines, so what they promise must hold for every line."""

import io
import json

import jsonschema
import pytest
from PIL import Image

from config.program import program_identity
from tests.retally.bad_images import BAD

A = [("supervisor", "ocampo"), ("school-board", "hamid"), ("measure-k", "yes")]


@pytest.fixture(scope="module")
def schema():
    from retally.commands.read import schema_text

    found = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


@pytest.fixture(scope="module")
def document(election, tmp_path_factory):
    """Three pages in one TIFF: a town ballot, a photograph, the back of a country ballot."""
    pages = [
        Image.open(io.BytesIO(data))
        for data in (election.page(A), BAD["photo"][1](), election.page([("measure-k", "no")], side=2))
    ]
    path = tmp_path_factory.mktemp("document") / "three.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path


def lines(run) -> list[dict]:
    return [json.loads(line) for line in run.out.splitlines()]


def test_one_line_a_page_with_what_was_marked(election, document, cli, schema):
    run = cli("read", "--program", election.program_file, "--json", document)
    assert run.code == 4  # the photograph
    front, photo, back = found = lines(run)
    for record in found:
        schema.validate(record)
        assert record["program"] == program_identity(election.program)
    assert [record["image"] for record in found] == [f"{document}#page={n}" for n in (1, 2, 3)]
    assert (front["card"], front["side"], front["ballot_style"]) == ("town", "front", "style-town")
    assert {contest["contest"]: contest["votes"] for contest in front["contests"]} == {
        "supervisor": ["ocampo"], "school-board": ["hamid"], "measure-k": ["yes"]
    }  # fmt: skip
    marked = {(t["contest"], t["choice"]) for t in front["targets"] if t["state"] == "marked"}
    assert marked == set(A)
    assert photo["card"] is None
    assert (back["card"], back["side"]) == ("country", "back")


def test_only_the_pages_asked_for(election, document, cli, schema):
    run = cli("read", "--program", election.program_file, "--json", "--page", 3, "--page", 1, document)
    assert run.code == 0
    assert [record["image"].rpartition("#")[2] for record in lines(run)] == ["page=3", "page=1"]
    run = cli("read", "--program", election.program_file, "--json", "--page", 9, document)
    assert run.code == 4
    (record,) = lines(run)
    schema.validate(record)
    assert record["flags"] == ["unreadable-image"]


def test_every_line_for_bad_files_fits_the_schema(election, cli, tmp_path, schema):
    for name, make, _ in BAD.values():
        (tmp_path / name).write_bytes(make())
    run = cli("read", "--program", election.program_file, "--json", tmp_path, tmp_path / "gone")
    assert run.code == 3
    found = lines(run)
    assert len(found) == len(BAD) + 1
    for record in found:
        schema.validate(record)
        assert record["card"] is None


def test_order_of_output_is_order_of_input_with_several_processes(election, cli, tmp_path):
    names = [f"p{number}.tif" for number in (3, 1, 4, 0, 5, 2)]
    for name in names:
        (tmp_path / name).write_bytes(election.page(A, seed=int(name[1])))
    (tmp_path / "readme.txt").write_text("not an image")
    given = [tmp_path / name for name in names]
    alone = cli("read", "--program", election.program_file, "--json", "--workers", 1, *given)
    spread = cli("read", "--program", election.program_file, "--json", "--workers", 2, *given)
    assert alone.code == spread.code == 0
    assert alone.out == spread.out
    assert [record["image"] for record in lines(spread)] == [str(path) for path in given]
    folder = cli("read", "--program", election.program_file, "--json", tmp_path)
    assert [record["image"] for record in lines(folder)] == [str(path) for path in sorted(given)]


def test_words_for_people(election, document, cli):
    run = cli("read", "--program", election.program_file, document)
    assert "card town front" in run.out
    assert "    supervisor: ocampo" in run.out
    assert "    school-board: hamid, 2 undervoted" in run.out


def test_the_schema_is_printed(cli):
    run = cli("read", "--schema")
    assert run.code == 0
    assert json.loads(run.out)["$id"] == "urn:retally:page-reading:1"


def test_the_schema_refuses_what_is_no_reading(election, cli, document, schema):
    good = lines(cli("read", "--program", election.program_file, "--json", "--page", 1, document))[0]
    assert schema.is_valid(good)
    for change in (
        {"card": None},
        {"program": "x"},
        {"orientation": 45},
        {"side": None},
        {"targets": [{**good["targets"][0], "state": "perhaps"}]},
        {"contests": [{**good["contests"][0], "overvoted": True, "votes": ["ocampo"]}]},
        {"comment": "extra"},
    ):
        assert not schema.is_valid({**good, **change}), change


def test_usage(election, cli, tmp_path):
    assert cli("read", "x.tif").code == 2
    assert cli("read", "--program", election.program_file).code == 2
    empty = cli("read", "--program", election.program_file, tmp_path)
    assert empty.code == 3
    assert "no image files" in empty.err
