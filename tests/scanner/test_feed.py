"""The transition table: a sheet that is not stored can never be let go as counted."""

from __future__ import annotations

import pytest

from scanner import OrderError
from scanner.feed import TABLE, Event, Feed, State


def reachable(start: State) -> set[State]:
    found, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        for (state, _), after in TABLE.items():
            if state is here and after not in found:
                found.add(after)
                ahead.append(after)
    return found


def test_every_state_is_reached_and_none_is_a_trap():
    assert reachable(State.LOST) == set(State)
    assert all(State.IDLE in reachable(state) for state in State)


def test_a_sheet_is_let_go_as_counted_only_after_it_was_stored():
    into = {
        state: {(before, event) for (before, event), after in TABLE.items() if after is state}
        for state in State
    }
    assert into[State.ACCEPTING] == {(State.HOLDING, Event.ACCEPT)}
    assert into[State.HOLDING] == {(State.CAPTURED, Event.STORED)}
    assert into[State.CAPTURED] == {(State.FEEDING, Event.CAPTURE)}


def test_no_sheet_is_fed_while_another_is_under_way():
    assert {state for (state, event) in TABLE if event is Event.FEED} == {State.IDLE, State.DONE}


def test_what_the_table_does_not_say_is_refused_and_changes_nothing():
    seen: list[State] = []
    feed = Feed(seen.append)
    for state, event in [(s, e) for s in State for e in Event if (s, e) not in TABLE]:
        if state is State.LOST:
            with pytest.raises(OrderError, match="not connected"):
                feed.on(event)
    assert feed.state is State.LOST and seen == []
    feed.on(Event.CONNECT)
    assert seen == [State.CONNECTING]
