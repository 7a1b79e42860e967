"""The JSON Schema of ``program.json``: made from the model, kept beside it.

``python -m config.program.schema`` (or ``make schema``) writes it anew; a test fails when it is stale.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from config.program.model import ElectionProgram

FILE_NAME = "program.schema.json"


def make_schema() -> bytes:
    """Makes the schema, draft 2020-12, from the model."""
    body = ElectionProgram.model_json_schema(mode="validation")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:retally:program:1",
        **body,
        "title": "Retally election program",
    }
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def published_schema() -> bytes:
    """The schema as published with this release."""
    return resources.files("config.program").joinpath(FILE_NAME).read_bytes()


if __name__ == "__main__":
    Path(__file__).with_name(FILE_NAME).write_bytes(make_schema())
