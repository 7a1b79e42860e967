"""What an import must refuse: the message is one line and says where and what."""

import pytest

from tabulate.errors import OriginalCountError
from tabulate.originals import Naming, Source, read_original


def text_count(text, name="count.csv", **naming):
    data = text if isinstance(text, bytes) else text.encode()
    return read_original([Source(name, data)], Naming(**naming))


def refused(text, *parts, name="count.csv", **naming):
    with pytest.raises(OriginalCountError) as caught:
        text_count(text, name, **naming)
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message, message
    assert caught.value.exit_code == 3
