"""The event log: a log that nobody else can read, or that hides a missing entry, proves nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tabulate.errors import EvidenceError, OriginalCountError
from tabulate.ledger.entry import GENESIS, Entry, entry_hash, timestamp
from tabulate.report.event_log import (
    LogFacts,
    LoggedEvent,
    read_event_log,
    write_event_log_json,
    write_event_log_xml,
)
from tests.tabulate.originals.schemas import json_errors, xml_errors

BEGIN = datetime(2025, 11, 20, 9, tzinfo=UTC)
FACTS = LogFacts("City Election & more", BEGIN, "station <1>", "0.1.0")


def chain(kinds):
    entries, previous = [], GENESIS
    for seq, kind in enumerate(kinds, 1):
        at = timestamp(BEGIN + timedelta(seconds=seq))
        made = entry_hash(seq, at, kind, "{}", previous)
        entries.append(Entry(seq, at, kind, {"secret": "how somebody voted"}, previous, made))
        previous = made
    return entries


@given(st.lists(st.sampled_from(["case", "captured", "read", "batch-closed"]), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_we_write_is_valid_and_reads_back_equal(shared, kinds):
    entries = chain(kinds)
    logged = tuple(LoggedEvent(one.seq, one.at, one.kind, one.hash) for one in entries)
    of_json, of_xml = write_event_log_json(entries, FACTS), write_event_log_xml(entries, FACTS)
    assert json_errors(shared, "log", of_json) == []
    assert xml_errors(shared, "log", of_xml) == []
    for data in (of_json, of_xml):
        assert read_event_log(data, "log") == logged
        assert b"secret" not in data
    assert write_event_log_xml(logged, FACTS) == of_xml


@pytest.mark.parametrize("write", [write_event_log_json, write_event_log_xml])
def test_an_event_that_was_taken_out_or_changed_is_noticed(write):
    entries = chain(["case", "captured", "read"])
    with pytest.raises(EvidenceError, match="event '3' is out of order"):
        read_event_log(write([entries[0], entries[2]], FACTS), "log")
    for old, new in ((entries[1].hash, "00"), (entries[1].at, "yesterday")):
        with pytest.raises(EvidenceError, match="event 2 has no time or hash"):
            read_event_log(write(entries, FACTS).replace(old.encode(), new.encode()), "log")


def test_something_else_is_no_log():
    for data in (b"{}", b"<Cvr/>", b"", b"\x00"):
        with pytest.raises(OriginalCountError):
            read_event_log(data, "log")
