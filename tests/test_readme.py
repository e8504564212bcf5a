"""What the README shows is what happens: its commands, its excerpt and its example for a notebook."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


EXCERPT, PRINTED = blocks("text")
COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("gongkai")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As after ``make run``: the samples, and a folder for what is written."""
    (tmp_path / "samples").symlink_to(ROOT / "samples", target_is_directory=True)
    (tmp_path / "out").mkdir()
    return tmp_path


def called(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_example_runs_and_prints_what_stands_below_it(folder: Path) -> None:
    (example,) = blocks("python")
    done = called([sys.executable, "-c", example], folder)
    assert (done.stderr, done.stdout) == ("", PRINTED)


def test_the_excerpt_is_what_make_run_prints(folder: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    done = called(["gongkai", "check", "samples/", "--format", "table"], folder)
    lines = [line.strip() for line in done.stdout.splitlines()]
    for line in map(str.strip, EXCERPT.splitlines()):
        assert line in lines or (line[:2] == "$ " and line[2:].partition(" out/")[0] in makefile), line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, folder: Path) -> None:
    done = called(["sh", "-c", command], folder)
    assert done.returncode == (1 if "gongkai check " in command else 0), done.stderr
    assert done.stderr == ""
    if "-o" in command:
        assert (folder / command.partition("-o ")[2].split()[0]).stat().st_size > 1000
    else:
        assert done.stdout
