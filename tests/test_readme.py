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
    """As in this folder: the samples, and a folder for what is written."""
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


def test_the_excerpt_is_what_the_check_prints(folder: Path) -> None:
    command, *excerpt = EXCERPT.splitlines()
    assert command[2:] in COMMANDS
    done = called([*command[2:].split(), "--format", "table"], folder)
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert [line for line in map(str.strip, excerpt) if line not in lines] == []


def test_make_run_starts_what_the_readme_says() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = makefile.partition("\nrun: ")[2].partition("\n\n")[0]
    assert "gongkai serve --demo" in recipe
    assert "GONGKAI_HOME ?= $(CURDIR)/instance" in makefile
    assert "PORT ?= 8000" in makefile
    assert "http://127.0.0.1:8000/" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, folder: Path) -> None:
    done = called(["sh", "-c", command], folder)
    assert done.returncode == (1 if "gongkai check " in command else 0), done.stderr
    assert done.stderr == ""
    if "-o" in command:
        assert (folder / command.partition("-o ")[2].split()[0]).stat().st_size > 1000
    else:
        assert done.stdout
