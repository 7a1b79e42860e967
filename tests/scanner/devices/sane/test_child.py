"""The process that scans.  Left alone with the feeder it could draw in ballots that nobody stores."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scanner.devices.sane import child
from scanner.devices.sane.child import CALL, MESSAGES, PAGES, PROMPT, ScanimageLink
from scanner.errors import ScannerError
from scanner.link import LinkError


@pytest.fixture
def program(tmp_path: Path, monkeypatch):
    """A stand-in for scanimage: the text of a shell script."""

    def install(script: str) -> ScanimageLink:
        path = tmp_path / "bin" / "scanimage"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")
        return ScanimageLink({"SANE_CONFIG_DIR": "/nowhere"})

    return install


def call(link: ScanimageLink, *arguments: str) -> None:
    link.write(json.dumps(arguments).encode(), pipe=CALL)


def output(link: ScanimageLink) -> str:
    lines = []
    while line := link.read(pipe=PROMPT, timeout=20):
        lines.append(line.decode())
    return "".join(lines)


def test_it_sees_nothing_of_our_environment(program, monkeypatch):
    monkeypatch.setenv("SECRET", "key of the case")
    link = program("env")
    call(link)
    names = {line.split("=")[0] for line in output(link).splitlines()}
    link.close()
    assert names <= {"PATH", "LC_ALL", "SANE_CONFIG_DIR", "PWD", "SHLVL", "_", "OLDPWD"}


def test_arguments_arrive_as_they_are(program):
    link = program('printf "<%s>" "$@"; echo')
    call(link, "--source=ADF Duplex", "$(id)", "a;b")
    assert output(link) == "<--source=ADF Duplex><$(id)><a;b>\n"
    assert link.read(pipe=CALL, timeout=20) == b"0"
    link.close()


def test_one_newline_lets_one_page_through(program):
    link = program(
        'n=0; while read line; do n=$((n+1)); echo "page $n" > p$n; echo p$n; done; echo over >&2; exit 7'
    )
    call(link)
    for number in (1, 2):
        link.write(b"\n", pipe=PROMPT)
        assert link.read(pipe=PROMPT, timeout=20) == f"p{number}\n".encode()
        link.write(f"p{number}".encode(), pipe=PAGES)
        assert link.read(pipe=PAGES, timeout=1) == f"page {number}\n".encode()
        link.write(f"p{number}".encode(), pipe=PAGES)
        assert link.read(pipe=PAGES, timeout=1) is None, "a page is handed over once"
    assert link.read(pipe=PROMPT, timeout=0.3) is None
    link.write(b"", pipe=PROMPT)
    assert link.read(pipe=PROMPT, timeout=20) == b""
    assert link.read(pipe=CALL, timeout=20) == b"7"
    assert link.read(pipe=MESSAGES, timeout=1) == b"over\n"
    link.close()


def test_only_pages_of_its_own_folder_are_handed_over(program, tmp_path):
    (tmp_path / "secret").write_text("x")
    link = program("true")
    link.write(os.fsencode(tmp_path / "secret"), pipe=PAGES)
    assert link.read(pipe=PAGES, timeout=1) is None
    link.close()


def test_a_page_that_grows_is_waited_for(program):
    link = program("read line; for i in 1 2 3 4; do echo x >> p1.part; sleep 0.4; done; mv p1.part p1; echo p1")
    call(link)
    link.write(b"\n", pipe=PROMPT)
    assert link.read(pipe=PROMPT, timeout=1.0) == b"p1\n"
    link.close()


def test_one_that_hangs_and_does_not_listen_is_ended(program, monkeypatch):
    monkeypatch.setattr(child, "GRACE", 0.2)
    link = program('trap "" TERM; echo $$; while :; do sleep 0.05; done')
    call(link)
    number = int((link.read(pipe=PROMPT, timeout=20) or b"0").decode())
    assert link.read(pipe=PROMPT, timeout=0.3) is None
    assert link.read(pipe=CALL, timeout=0) == b"-9"
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    link.close()


def test_one_that_has_said_its_last_word_is_not_waited_for(program, monkeypatch):
    monkeypatch.setattr(child, "GRACE", 0.2)
    link = program('echo "Batch terminated, 1 page scanned" >&2; while :; do sleep 0.05; done')
    call(link)
    assert link.read(pipe=PROMPT, timeout=3600) == b""
    link.close()


def test_closing_ends_the_batch_and_leaves_no_page_behind(program, tmp_path):
    link = program(f"pwd > {tmp_path}/where; touch left; while read line; do :; done; echo > {tmp_path}/ended")
    call(link)
    link.write(b"\n", pipe=PROMPT)
    link.close()
    link.close()
    assert (tmp_path / "ended").exists(), "standard input was closed, and it ended by itself"
    assert not Path((tmp_path / "where").read_text().strip()).exists()


def test_ctrl_c_at_the_station_does_not_reach_it(program):
    """It would cancel in the middle of a sheet, and nobody would know where that went."""
    link = program("ps -o sid= -p $$")
    call(link)
    assert int(output(link)) != os.getsid(0)
    link.close()


def test_a_prompt_without_a_process_is_an_error(program):
    link = program("true")
    with pytest.raises(LinkError):
        link.write(b"\n", pipe=PROMPT)
    link.close()


def test_without_scanimage_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ScannerError, match="apt-get install sane-utils"):
        ScanimageLink({})


def test_when_the_station_is_killed_it_ends_by_itself(tmp_path):
    """A real scanimage at its prompt: with nobody left to store them, it must not draw in more ballots."""
    (tmp_path / "dll.conf").write_text("test\n")
    station = f"""
import json, signal, sys
from scanner.devices.sane.child import CALL, PROMPT, ScanimageLink
link = ScanimageLink({{"SANE_CONFIG_DIR": {str(tmp_path)!r}}})
batch = ["-d", "test:0", "--source=Automatic Document Feeder", "--format=pnm", "--batch=p%d.pnm"]
batch += ["--batch-print", "--batch-prompt"]
link.write(json.dumps(batch).encode(), pipe=CALL)
link.write(b"\\n", pipe=PROMPT)
assert link.read(pipe=PROMPT, timeout=30) == b"p1.pnm\\n"
print(link._process.pid, link._folder, flush=True)
signal.pause()
"""
    with subprocess.Popen([sys.executable, "-c", station], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        number, folder = process.stdout.readline().decode().split()
        process.kill()
    deadline = time.monotonic() + 60
    while alive(int(number)):
        assert time.monotonic() < deadline, "it scans on"
    assert [path.name for path in Path(folder).glob("*.pnm*")] == ["p1.pnm"]
    shutil.rmtree(folder)


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
