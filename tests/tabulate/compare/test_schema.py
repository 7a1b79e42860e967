"""The published schema says what the comparison's JSON is: others build on it."""

import json
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

import tabulate.compare
from tabulate.compare import CauseKind, FindingKind, UnitReview, compare
from tests.tabulate.compare.elections import election, with_batches

SCHEMA = json.loads(
    Path(tabulate.compare.__file__).with_name("comparison.schema.json").read_text(encoding="utf-8")
)


def test_a_comparison_with_everything_in_it_is_valid():
    made = election(9)
    original = with_batches(made.original, made, [made.batches[0]], 1)[:-1]
    unit, mode = made.units[0]
    comparison = compare(
        original,
        made.totals[3:] + made.totals[:3],
        program=made.contests,
        batches=made.batches,
        review=[UnitReview(unit, mode, 9, 8, 1, 2)],
    )
    told = json.loads(json.dumps(comparison.to_json()))
    jsonschema.Draft202012Validator(SCHEMA).validate(told)
    assert told["units"][0]["causes"]
    told["units"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(told)


def test_the_schema_knows_every_kind():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["cause"]["properties"]["kind"]["enum"] == list(get_args(CauseKind))
    assert SCHEMA["$defs"]["finding"]["properties"]["kind"]["enum"] == list(get_args(FindingKind))
