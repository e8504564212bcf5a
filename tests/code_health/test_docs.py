"""Documentation that fails when it is stale. (docs/cli.md is compared by ``make check`` itself.)"""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import gongkai
from gongkai.cli import main

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh-CN.md"]
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if path.is_file()
)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def shell_lines(page: str) -> Iterator[list[str]]:
    """The commands in a page's shell blocks, without prompt and comment."""
    for block in re.findall(r"^```(?:sh|bash|console)\n(.*?)^```", read(page), re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if words:
                yield words


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_a_page_names_exist(page: str) -> None:
    targets = re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE)
    for words in shell_lines(page):
        if words[0] == "make":
            assert words[1] in targets, words
        elif words[0] == "gongkai" and not words[1].startswith("-"):
            assert words[1] in main.commands, words


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", read(page), flags=re.DOTALL))
    here = (ROOT / page).parent
    broken = [link for link in links if "://" not in link and not (here / link.partition("#")[0]).exists()]
    assert broken == []


def test_both_readmes_show_the_same() -> None:
    """The same code, the same pictures and links to the same places, in the same order."""

    def shown(page: str) -> list[str]:
        code = re.findall(r"^```.*?^```", read(page), re.DOTALL | re.MULTILINE)
        return [re.sub(r"\s*#.*", "", block) for block in code]

    def led(page: str) -> list[str]:
        return [link for link in re.findall(r"\]\(([^)\s]+)\)", read(page)) if link not in READMES]

    english, chinese = READMES
    assert shown(english) == shown(chinese)
    assert led(english) == led(chinese)


def test_the_changelog_knows_this_version() -> None:
    assert re.search(rf"^## {re.escape(gongkai.__version__)}\b", read("CHANGELOG.md"), re.MULTILINE)


def test_every_rule_is_explained() -> None:
    rules = yaml.safe_load(read("gongkai/report/rules.yaml"))
    explained = read("docs/reports.md")
    assert [rule["id"] for rule in rules if f"`{rule['id']}`" not in explained] == []


def test_the_glossary_has_every_term_of_the_form(shared: Path) -> None:
    """Each row and column of the statutory form: its identifier and its label, in one row of the glossary."""
    rows = [line.split("|") for line in read("docs/glossary.md").splitlines() if line.startswith("|")]
    terms = {(row[2].strip(" `"), label.strip()) for row in rows for label in row[1].split("；")}
    with (shared / "annual-reports" / "cells.csv").open(encoding="utf-8") as lines:
        for cell in csv.DictReader(lines):
            row, column = cell["cell"].rsplit(".", 1)
            assert (row, cell["row_label"].rpartition("/")[2]) in terms
            assert (column, cell["column_label"]) in terms
