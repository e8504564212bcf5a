"""Pipes, signals, and streams that are closed or full."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.cli.running import SAMPLES, process


def redirected(arguments: str, redirection: str) -> subprocess.CompletedProcess[bytes]:
    command = f"exec {sys.executable} -m gongkai.cli {arguments} {redirection}"
    return subprocess.run(
        ["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=SAMPLES
    )


@pytest.mark.parametrize(
    ("arguments", "redirection", "says"),
    [
        ("read -", "<&-", "标准输入关着，读不了；请给出文件。"),
        ("compare - tab-rows-2021.txt", "<&-", "标准输入关着，读不了；请给出文件。"),
        ("write -", "<&-", "标准输入关着，读不了；请给出文件。"),
        ("read tab-rows-2021.txt", ">&-", "标准输出关着，写不了；请用 -o 写到文件。"),
        ("check . -f html", ">&-", "标准输出关着，写不了；请用 -o 写到文件。"),
        ("--version", ">/dev/full", "写不了文件 标准输出：磁盘已满"),
        ("check --help", ">/dev/full", "写不了文件 标准输出：磁盘已满"),
        ("read tab-rows-2021.txt -o ''", "", "-o 后面没有文件名。"),
    ],
)
def test_a_stream_that_is_closed_or_full_is_said(arguments: str, redirection: str, says: str) -> None:
    done = redirected(arguments, redirection)
    assert done.returncode == 2
    assert done.stderr.decode() == f"gongkai: {says}\n"


def test_an_output_file_needs_no_stream(tmp_path: Path) -> None:
    output = tmp_path / "out.html"
    assert redirected(f"read tab-rows-2021.txt -o {output}", ">&- 2>&-").returncode == 0
    assert output.stat().st_size > 1000


def test_help_into_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "check", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(10) == 141


def test_nothing_but_records_in_a_pipe() -> None:
    done = process("check", SAMPLES)
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m gongkai.cli read {' '.join([str(SAMPLES)] * 20)} | head -c 100"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.stderr == b""
    assert len(done.stdout) == 100


def test_an_interrupt_keeps_what_is_done(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    out = tmp_path / "out.jsonl"
    # A file given 200 times takes long enough to be interrupted in the middle.
    command = [sys.executable, "-m", "gongkai.cli", "read", *[str(SAMPLES)] * 200, "-j", "1", "-o", str(out)]
    # Tests that run in the background of a shell ignore interrupts, and what they start would, too.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=heeding) as child:
        while not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*.part")):
            time.sleep(0.05)
        assert not out.exists()
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "Traceback" not in said.decode()
    assert all(json.loads(line)["format"] for line in out.read_text("utf-8").splitlines())
