"""The schemas of the comparison's JSON; one that holds a comparison holds its whole schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

import tabulate.compare

FOLDER = Path(tabulate.compare.__file__).parent


def check(name, made):
    """A result is valid under its schema, and no longer when a field is added, lost or of another format."""
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    told = json.loads(json.dumps(made.to_json()))
    validator.validate(told)
    for field in told:
        assert not validator.is_valid({name: value for name, value in told.items() if name != field}), field
    assert not validator.is_valid({**told, "surprise": 1})
    assert not validator.is_valid({**told, "format": "retally-other/1"})
    if "comparison" in told:
        own = json.loads((FOLDER / "comparison.schema.json").read_text(encoding="utf-8"))
        assert schema["$defs"]["comparison"] == own
        told["comparison"]["units"][0]["surprise"] = 1
        assert not validator.is_valid(told), "the comparison inside is held against its own schema"
    return told
