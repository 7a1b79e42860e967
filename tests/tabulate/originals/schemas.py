"""The official schemas, from the shared data; what we write must have no error under them."""

import functools
import json

import jsonschema
from lxml import etree

FOLDERS = {
    "err": (
        "nist-1500-100-results",
        "NIST_V2_election_results_reporting.json",
        "NIST_V2_election_results_reporting.xsd",
    ),
    "cvr": ("nist-1500-103-cvr", "NIST_V0_cast_vote_records.json", "NIST_V0_cast_vote_records_1.0.3.xsd"),
    "log": (
        "nist-1500-101-event-logging",
        "NIST_V1_election_event_logging.json",
        "NIST_V1_election_event_logging.xsd",
    ),
}


@functools.cache
def _schemas(shared, which):
    folder, of_json, of_xml = FOLDERS[which]
    schema = json.loads((shared / "schemas" / folder / of_json).read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    return validator, etree.XMLSchema(etree.parse(str(shared / "schemas" / folder / of_xml)))


def json_errors(shared, which, data):
    return [error.message for error in _schemas(shared, which)[0].iter_errors(json.loads(data))]


def xml_errors(shared, which, data):
    schema = _schemas(shared, which)[1]
    return [] if schema.validate(etree.fromstring(data)) else [str(error) for error in schema.error_log]
