"""Whose home folder a count lay in is nobody's business, and a name must still be known again."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabulate.report.pathless import pathless

NAME = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("folder:/home/ann roe/b-17", "folder:b-17"),
        ("folder:/b17", "folder:b17"),
        ("sim+pdi:/x/y?seed=7", "sim+pdi:y?seed=7"),
        ("folder:/a/b?log=/c/d.txt", "folder:b?log=d.txt"),
        ("C:\\counts\\a.csv", "a.csv"),
        ("\\\\server\\share\\a.csv", "a.csv"),
        ("folder:fixtures/demo/b", "folder:fixtures/demo/b"),
        ("serial:rfc2217://desk:4000", "serial:rfc2217://desk:4000"),
        ("original.csv", "original.csv"),
    ],
)
def test_folders_go_and_names_stay(address, shown):
    assert pathless(address) == shown


@given(st.lists(NAME, min_size=1, max_size=5), NAME)
def test_only_the_last_name_is_left_of_an_absolute_path(folders, name):
    path = "/" + "/".join([*folders, name])
    assert pathless(f"folder:{path}") == f"folder:{name}"
    assert pathless(path) == name
    assert pathless(pathless(path)) == pathless(path)
