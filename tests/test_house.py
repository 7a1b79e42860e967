"""The house itself: nobody takes our names, every command explains itself, and the README is true."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shlex
import sys
from pathlib import Path

import pytest
import typer

from retally.app import build_app

ROOT = Path(__file__).resolve().parent.parent
OURS = {"config", "scanner", "tabulate", "fixtures", "retally"}


def others():
    return [dist for dist in importlib.metadata.distributions() if dist.name.lower() != "retally"]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def top_levels(dist) -> set[str]:
    """Top-level import names that a distribution installs."""
    names = set((dist.read_text("top_level.txt") or "").split())
    for file in dist.files or ():
        first = file.parts[0]
        if len(file.parts) > 1 and file.suffix in {".py", ".so", ".pyi"}:
            names.add(first)
        elif len(file.parts) == 1 and file.suffix in {".py", ".so"}:
            names.add(first.split(".")[0])
    return names


def test_no_distribution_brings_a_package_of_our_name():
    """A wheel with a folder `tabulate` would silently overwrite the code that counts votes."""
    taken = {(dist.name, name) for dist in others() for name in top_levels(dist) & OURS}
    assert taken == set()
    assert any("numpy" in top_levels(dist) for dist in others()), "the walk sees what is installed"


def test_no_distribution_requires_one():
    wanted = {
        (dist.name, requirement)
        for dist in others()
        for requirement in dist.requires or ()
        if canonical(re.match(r"[A-Za-z0-9._-]+", requirement)[0]) in OURS and "extra ==" not in requirement
    }
    assert wanted == set()


def test_our_names_are_our_folders():
    for name in OURS:
        module = importlib.import_module(name)
        assert Path(module.__path__[0]).resolve() == ROOT / name


def test_there_is_one_opencv():
    """Two flavours in one environment overwrite each other, and the environment still calls itself whole."""
    flavours = {canonical(dist.name) for dist in others() if canonical(dist.name).startswith("opencv")}
    assert flavours == {"opencv-python"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def needed(name: str, known: set[str]) -> set[str]:
    """A distribution with all that it requires, extras apart; what this platform does not need is not there."""
    name = canonical(name)
    if name in known:
        return known
    try:
        lines = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return known
    known.add(name)
    for line in lines:
        if "extra ==" not in line:
            needed(re.match(r"[A-Za-z0-9._-]+", line)[0], known)
    return known


def test_the_code_runs_on_the_runtime_dependencies_alone():
    """What only `dev` installs is not there on the machine of a county."""
    runtime = needed("retally", set()) - {"retally"}
    providers = importlib.metadata.packages_distributions()
    astray = {
        (str(path.relative_to(ROOT)), name)
        for package in OURS
        for path in (ROOT / package).rglob("*.py")
        for name in imported(path) - OURS - set(sys.stdlib_module_names)
        if not {canonical(dist) for dist in providers.get(name, ())} & runtime
    }
    assert astray == set()


def leaves(command, way=("retally",)):
    """All commands below one, with the words that call them; a group that does something alone is one, too."""
    children = getattr(command, "commands", {})
    if not children or getattr(command, "invoke_without_command", False):
        yield way, command
    for name, child in children.items():
        yield from leaves(child, (*way, name))


COMMANDS = dict(leaves(typer.main.get_command(build_app())))


@pytest.mark.parametrize("way", COMMANDS, ids=" ".join)
def test_every_command_and_option_has_help(way):
    command = COMMANDS[way]
    assert (command.help or "").strip(), f"{' '.join(way)} has no help"
    silent = [
        parameter.name for parameter in command.params if not (getattr(parameter, "help", "") or "").strip()
    ]
    assert silent == [], f"{' '.join(way)} has options or arguments without help"


def readme_lines() -> list[str]:
    """Command lines in the README's fenced blocks; of a `console` block those behind a prompt."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = []
    for kind, body in re.findall(r"^```(sh|bash|console)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for raw in body.replace("\\\n", " ").splitlines():
            line = raw.strip()
            if kind == "console":
                if not line.startswith("$ "):
                    continue
                line = line[2:]
            if line and not line.startswith("#"):
                lines.append(line)
    return lines


def calls(program: str) -> list[list[str]]:
    """The README's calls of one program as words, without what follows a pipe or a redirection."""
    found = []
    for line in readme_lines():
        words = shlex.split(line, comments=True)
        for index, word in enumerate(words):
            if word == program and (index == 0 or words[index - 1] in {"&&", "|", ";"}):
                rest = words[index:]
                stop = next(
                    (at for at, part in enumerate(rest) if part in {"|", "&&", ";", ">", "2>"}), len(rest)
                )
                found.append(rest[:stop])
    return found


def test_the_readme_shows_how_to_begin():
    assert ["make", "demo"] in calls("make")
    assert calls("retally")


@pytest.mark.parametrize("words", calls("make"), ids=" ".join)
def test_make_targets_of_the_readme_exist(words):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(words[1:]) - {word for word in words if "=" in word} <= targets


@pytest.mark.parametrize("words", calls("retally"), ids=" ".join)
def test_commands_of_the_readme_exist(words):
    way = max((way for way in COMMANDS if list(way) == words[: len(way)]), key=len, default=None)
    if words[1:] in (["--help"], ["--version"]):
        return
    assert way is not None, f"no such command: {' '.join(words)}"
    known = {
        option for parameter in COMMANDS[way].params for option in parameter.opts + parameter.secondary_opts
    }
    used = {word.split("=")[0] for word in words[len(way) :] if re.match(r"--?[a-z]", word)}
    assert used <= known | {"--help"}, f"{' '.join(way)} has no {sorted(used - known)}"


def test_every_command_is_in_the_readme():
    shown = {
        tuple(words[: len(way)])
        for words in calls("retally")
        for way in COMMANDS
        if list(way) == words[: len(way)]
    }
    assert {way for way in COMMANDS if way not in shown} == set()
