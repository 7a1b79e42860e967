"""If two texts of one value were both accepted, an entry could be rewritten without its meaning changing."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from tabulate.ledger.canonical import NotCanonicalError, canonical_text, parse_canonical

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
@example({"\ue000": 1, "\U0001f600": 2})
@example([1e-5, 1e-4, 12.0, -0.0, 0.1, 2.0**53 - 1, 5e-324, 1e21, 1.5e300])
@example(1e16)
@example(123456789012345680000.0)
@example([2.0**53, "é"])
@example(['\x7f\x1f\\"/\n', "\u2028"])
def test_the_short_way_writes_what_the_standard_says(value: object) -> None:
    try:
        expected = rfc8785.dumps(value).decode()
        rfc8785.dumps(json.loads(expected))  # 1e16 is written as an integer that is then too large to be one
    except rfc8785.CanonicalizationError:
        with pytest.raises(ValueError):
            canonical_text(value)
        return
    assert canonical_text(value) == expected
    assert canonical_text(parse_canonical(expected)) == expected


@given(VALUES, st.sampled_from([(",", ": "), (", ", ":"), (",", ":")]), st.booleans(), st.booleans())
def test_other_texts_of_a_value_are_refused(
    value: object, separators: tuple[str, str], sort_keys: bool, ensure_ascii: bool
) -> None:
    text = json.dumps(value, separators=separators, sort_keys=sort_keys, ensure_ascii=ensure_ascii)
    try:
        canonical = rfc8785.dumps(json.loads(text)).decode()
    except rfc8785.CanonicalizationError:
        canonical = None
    if text == canonical:
        assert canonical_text(parse_canonical(text)) == text
    else:
        with pytest.raises(NotCanonicalError):
            parse_canonical(text)


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a":1,"a":1}', "[1.0]", "[-0]", "[1e2]", "[NaN]", "[9007199254740993]", "[01]", '{"b":1,"a":2}',
     "[" * 100_000, '"\\u0041"', '["\\/"]', "[1]\n", "[1,2", '"\\ud800"', "1" * 5000],
)  # fmt: skip
def test_text_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(NotCanonicalError):
        parse_canonical(text)


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, "\ud800", {1: object()}, b"x", {1: 2}, (1,), [{"a": (1,)}]]
)
def test_values_without_canonical_json_are_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_text(value)
