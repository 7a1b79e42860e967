"""Whoever reads a file that is refused must not be left with a Python that never frees a circle again."""

from __future__ import annotations

import gc

import pytest

from retally.collecting import nothing_collected


@pytest.fixture(params=[True, False], ids=["collecting", "not collecting"])
def before(request):
    was = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was else gc.disable)()


def test_afterwards_it_is_as_it_was_also_after_an_error(before):
    @nothing_collected()
    def refuse():
        with nothing_collected():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError

    with pytest.raises(ValueError):
        refuse()
    assert gc.isenabled() is before
