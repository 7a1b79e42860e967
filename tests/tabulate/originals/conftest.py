"""Samples of vendors' formats, from the shared data."""

from pathlib import Path

import pytest

from tabulate.originals import Naming, Source, read_original


@pytest.fixture(scope="session")
def formats(shared) -> Path:
    return shared / "formats"


@pytest.fixture(scope="session")
def sample(formats):
    """Reads samples by their path below the formats folder: ``sample("clarity_xml/a.xml", county="Lucas")``."""

    def read(*paths, **naming):
        files = [Source(Path(path).name, (formats / path).read_bytes()) for path in paths]
        return read_original(files, Naming(**naming))

    return read


def votes_of(count, contest, mode=None):
    """Votes of a contest over all units."""
    sums = {}
    for row in count.rows:
        if row.contest == contest and mode in (None, row.mode):
            for choice, votes in row.votes.items():
                sums[choice] = sums.get(choice, 0) + votes
    return sums
