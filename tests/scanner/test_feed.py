"""The table of states: an arrow too many could let a ballot drop before it is stored, or take it in twice."""

import pytest

from scanner.errors import OrderError
from scanner.feed import TABLE, Event, Feed, State
from scanner.feed_diagram import PAGE, with_diagram


def reachable(start: State, *, through: set[State] | None = None) -> set[State]:
    """States that can follow `start`; those not in `through` are not passed."""
    seen, ahead = set(), [start]
    while ahead:
        now = ahead.pop()
        for (before, _), after in TABLE.items():
            if before is now and after not in seen:
                seen.add(after)
                if through is None or after in through:
                    ahead.append(after)
    return seen


def test_every_state_can_be_reached_and_every_event_is_used():
    assert reachable(State.LOST) | {State.LOST} == set(State)
    assert {event for _, event in TABLE} == set(Event)


@pytest.mark.parametrize("state", State)
def test_the_batch_can_be_finished_from_everywhere(state):
    assert state is State.DONE or State.DONE in reachable(state)


def test_a_sheet_goes_on_or_aside_only_after_it_was_stored():
    into = {after: [(before, event) for (before, event), to in TABLE.items() if to is after] for after in State}
    assert into[State.HOLDING] == [(State.CAPTURED, Event.STORED)]
    assert {before for before, _ in into[State.ACCEPTING]} == {State.HOLDING}
    assert {before for before, _ in into[State.RETURNING]} == {State.HOLDING}
    assert into[State.CAPTURED] == [(State.FEEDING, Event.CAPTURE)]


def test_a_stored_sheet_is_not_taken_in_a_second_time():
    """Between storing it and the next capture the path was found free; no trouble and no lost cable is a way
    round."""
    before_free = set(State) - {State.IDLE}
    after = reachable(State.HOLDING, through=before_free)
    assert State.IDLE in after
    assert not after & {State.FEEDING, State.CAPTURED, State.FAILED, State.REFUSING}
    freeing = {event for (before, event), to in TABLE.items() if to is State.IDLE and before in after}
    assert freeing == {
        Event.ACCEPTED, Event.RETURNED, Event.CLEARED, Event.CONNECTED, Event.PAPER_SETTLED,
    }  # fmt: skip


def test_a_trouble_never_feeds():
    for (before, event), after in TABLE.items():
        if event in (Event.TROUBLE, Event.LOSE, Event.CLEARED, Event.CONNECT):
            assert after not in (State.FEEDING, State.CAPTURED), (before, event)
    assert {before for (before, event) in TABLE if event is Event.FEED} == {State.IDLE, State.DONE}


def test_what_is_not_in_the_table_is_refused_and_changes_nothing():
    seen: list[State] = []
    feed = Feed(seen.append)
    for state in State:
        for event in Event:
            feed._state = state
            if (state, event) in TABLE:
                assert feed.on(event) is TABLE[state, event] is seen[-1]
            else:
                with pytest.raises(OrderError, match="cannot take"):
                    feed.on(event)
                assert feed.state is state


def test_the_diagram_is_the_table():
    page = PAGE.read_text(encoding="utf-8")
    assert with_diagram(page) == page, "write it anew: python -m scanner.feed_diagram"
    for (before, event), after in TABLE.items():
        assert page.count(f"    {before.name} --> {after.name}: {event.name}\n") == 1
