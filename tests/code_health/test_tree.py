"""Rules about the files of the repository themselves."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def files(*patterns: str) -> list[Path]:
    """What git tracks, and what would be added next."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_path_of_a_machine_stands_in_the_tree() -> None:
    text = [path for path in files() if b"\0" not in path.read_bytes()[:4096] and path.name != "uv.lock"]
    assert lines_with(r"/(work|farm|root|tmp/(wt|bash_jobs))/", text) == []


def test_the_lock_names_the_public_registry_only() -> None:
    hosts = set(re.findall(r"\w+://[^/\"]+", (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}
    assert "file:" not in (ROOT / "uv.lock").read_text("utf-8")


@pytest.mark.parametrize("name", ["utils", "helpers", "services", "signals", "misc", "common"])
def test_no_module_is_a_drawer_for_anything(name: str) -> None:
    assert files(f"gongkai/**/{name}.py", f"gongkai/{name}.py") == []


def test_nothing_is_left_for_later() -> None:
    """No note to oneself and no stub. Catching what a library has not implemented is neither."""
    words = "|".join(["TO" + "DO", "FIX" + "ME", "raise Not" + "Implemented"])
    assert lines_with(rf"\b({words})", files("*.py", "Makefile", ".ci/run")) == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    ways = "|".join(["pytest.sk" + "ip", "import" + "orskip", r"mark\.sk" + "ip", r"mark\.xf" + "ail"])
    assert lines_with(ways, files("tests/*.py")) == []


def test_articles_are_written_so_that_one_search_finds_them() -> None:
    """《条例》第三十三条, in numerals of that kind and with the brackets."""
    assert lines_with(r"条例第[一二三四五六七八九十]+条|条例》?第\d+条", files("gongkai/*", "docs/*", "*.md")) == []


def test_no_test_of_the_platform_empties_the_database() -> None:
    """Tables of the audit refuse to be emptied: real commits are tried on a copy (`committed`, `live`)."""
    ways = "|".join(["transaction=" + "True", "transactional" + "_db", "live" + "_server", "Transaction" + "TestCase"])
    assert lines_with(rf"\b({ways}|LiveServer" + "TestCase)", files("tests/*.py")) == []


def test_the_stylesheet_stays_small() -> None:
    """Portal and desk together, as served."""
    sheets = files("gongkai/web/*.css")
    assert sheets
    assert sum(path.stat().st_size for path in sheets) <= 40 * 1024


def test_hand_written_scripts_stay_short() -> None:
    scripts = files("gongkai/web/*.js")
    assert scripts
    assert sum(len(path.read_text("utf-8").splitlines()) for path in scripts) <= 560
