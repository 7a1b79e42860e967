"""Kernels are written the one approved way: what their cache, their bounds and their answers rest on.

A kernel that read a module's constant, or was compiled with fast-math, could count a ballot differently on
another machine or after an edit, and no other test would notice on this one.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for package in ("config", "scanner", "tabulate", "retally", "fixtures")
    for path in (ROOT / package).rglob("kernels*.py")
)
SOURCES = [path for path in (ROOT / "tabulate").rglob("*.py") if path not in FILES]

MODULES = {"__future__", "typing", "numpy", "numpy.typing", "tabulate.jit"}
STRUCTURAL = 3
"""Numbers up to this count neighbours, halves and axes; a larger one in a comparison is a threshold."""

FORMATS = {"kernels_fax.py"}
"""Files whose numbers are the codes of a published format (ITU-T T.4 and T.6), which no policy can change."""


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(parse(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


KERNELS = [
    pytest.param(path, function, id=f"{path.relative_to(ROOT / 'tabulate')}:{function.name}")
    for path in FILES
    for function in functions(path)
]


def signature_parts(signature: str) -> tuple[str, list[str]]:
    """(result, arguments) of a numba signature, brackets and parentheses kept whole."""
    depth, parts, part, start = 0, [], "", None
    for at, letter in enumerate(signature):
        if letter == "(" and depth == 0 and signature.rstrip().endswith(")") and _closes_last(signature, at):
            start = at
            break
        depth += (letter in "([") - (letter in ")]")
    assert start is not None, f"not a signature: {signature}"
    depth = 0
    for letter in signature[start + 1 : signature.rstrip().rindex(")")]:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return signature[:start].strip(), [*parts, part.strip()] if part.strip() else parts


def _closes_last(signature: str, at: int) -> bool:
    depth = 0
    for index in range(at, len(signature)):
        depth += (signature[index] == "(") - (signature[index] == ")")
        if depth == 0:
            return index == len(signature.rstrip()) - 1
    return False


def test_there_are_kernels():
    rooms = {path.relative_to(ROOT / "tabulate").parts[0] for path in FILES}
    assert {"image", "geometry", "identify", "marks"} <= rooms
    assert len(KERNELS) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_kernel_file_is_self_contained(path: Path):
    """numba's cache does not see an edit in another module."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= MODULES
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module in MODULES
            if node.module == "tabulate.jit":
                assert [alias.name for alias in node.names] == ["kernel"]
    for index, node in enumerate(parse(path).body):
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        assert (
            isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)
            or (index == 0 and text)
            or is_type_alias(node)
        ), f"line {node.lineno}: only imports, types of annotations and kernels"


def is_type_alias(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Subscript)
        and ast.unparse(node.value.value) == "npt.NDArray"
    )


@pytest.mark.parametrize(("path", "function"), KERNELS)
def test_a_kernel_is_decorated_with_its_explicit_signature(path: Path, function: ast.FunctionDef):
    assert len(function.decorator_list) == 1
    decorator = function.decorator_list[0]
    assert isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "kernel"
    assert decorator.keywords == [] and len(decorator.args) == 1
    signature = ast.literal_eval(decorator.args[0])
    assert isinstance(signature, str)
    result, types = signature_parts(signature)
    assert re.fullmatch(r"void|int64|UniTuple\(int64, \d\)", result), "integers out"
    arguments = function.args
    assert not (arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults)
    assert len(types) == len(arguments.args)
    for kind in types:
        assert re.fullmatch(r"(int64|float64|boolean|uint8|int16)(\[(:, ?)*::1\])?", kind), kind
        assert "[" in kind or kind in {"int64", "float64", "boolean"}, f"scalars are cast at the door: {kind}"
    assert ast.get_docstring(function) or len(function.body) == 1


@pytest.mark.parametrize(("path", "function"), KERNELS)
def test_a_kernel_uses_nothing_but_its_arguments(path: Path, function: ast.FunctionDef):
    """Neither a module's value nor an outer name, but the kernels of its own file."""
    own = {other.name for other in functions(path)}
    known = own | {argument.arg for argument in function.args.args} | {"np"} | set(dir(builtins))
    for statement in function.body:
        known |= {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    for statement in function.body:
        hints = {id(node.annotation) for node in ast.walk(statement) if isinstance(node, ast.AnnAssign)}
        for node in ast.walk(statement):
            if id(node) in hints:
                continue
            assert not isinstance(node, ast.Global | ast.Nonlocal | ast.Lambda | ast.FunctionDef | ast.Import)
            if isinstance(node, ast.Name):
                assert node.id in known, f"line {node.lineno}: {node.id}"
            if isinstance(node, ast.Attribute):
                assert not any(word in node.attr for word in ("random", "fastmath", "prange")), node.attr


def loose_numbers(function: ast.FunctionDef, own: set[str]) -> Iterator[tuple[int, float]]:
    """Numbers that decide something: in comparisons, and handed to another kernel."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own:
            parts = node.args
        else:
            continue
        for part in parts:
            if (
                isinstance(part, ast.Constant)
                and isinstance(part.value, int | float)
                and abs(part.value) > STRUCTURAL
            ):
                yield node.lineno, part.value


@pytest.mark.parametrize(("path", "function"), KERNELS)
def test_thresholds_are_arguments(path: Path, function: ast.FunctionDef):
    """A number inside a kernel is in no sealed program and in no record."""
    own = {other.name for other in functions(path)}
    if path.name not in FORMATS:
        assert {number for _, number in loose_numbers(function, own)} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_kernel_file_chooses_its_own_compiler_options(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"fastmath|parallel|prange|numba", text)


def test_only_kernel_files_are_compiled():
    """Everything compiled goes through `tabulate.jit`, whose cache folder knows the sources."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if path != ROOT / "tabulate" / "jit.py":
            assert not re.search(
                r"^\s*(import numba|from numba)|@(numba\.)?njit|@kernel", text, flags=re.MULTILINE
            ), path


def test_the_search_for_thresholds_finds_them():
    bad = ast.parse(
        "def f(a, t):\n    if a[0] >= 96:\n        return g(a, 700)\n    return a[1] > t or a[2] == -1"
    )
    assert {number for _, number in loose_numbers(bad.body[0], {"g"})} == {96, 700}


def test_signatures_are_taken_apart():
    assert signature_parts("void()") == ("void", [])
    assert signature_parts("UniTuple(int64, 2)(uint8[:, ::1], int64)") == (
        "UniTuple(int64, 2)",
        ["uint8[:, ::1]", "int64"],
    )
