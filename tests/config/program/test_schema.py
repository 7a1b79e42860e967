"""The published schema is the model's, and it takes and refuses what the loader's field rules do."""

from __future__ import annotations

import json

import jsonschema
import pytest

from config.program import dump_program, load_program
from config.program.schema import make_schema, published_schema


def test_the_published_schema_is_not_stale():
    assert published_schema() == make_schema(), "run `make schema` and commit the result"


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(published_schema()))


def test_a_dumped_program_keeps_the_schema(small, encode):
    dumped = dump_program(load_program(encode(small)))
    jsonschema.validate(json.loads(dumped), json.loads(published_schema()))


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.pop("contests"),
        lambda s: s.update(extra=1),
        lambda s: s["contests"][0].update(vote_for=0),
        lambda s: s["contests"][0].update(id="Not An Id"),
        lambda s: s["cards"][0]["front"].update(code="101"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(small, change):
    change(small)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(small, json.loads(published_schema()))
