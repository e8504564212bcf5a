"""Documentation that fails when it is stale. (docs/cli.md is compared by ``make check`` itself.)"""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections.abc import Iterator
from math import prod
from pathlib import Path

import click
import pytest
import yaml

import gongkai
from gongkai.cli import main
from gongkai.report import Report, check_report, read_records

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
            assert words[1] in main.list_commands(click.Context(main)), words


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


def test_the_readme_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([^)\s#]+)", read("README.md")))
    assert {page for page in PAGES if re.fullmatch(r"docs/\w+\.md|[A-Z]+\.md", page)} - linked == {"README.md"}


def test_the_changelog_knows_this_version() -> None:
    assert re.search(rf"^## {re.escape(gongkai.__version__)}\b", read("CHANGELOG.md"), re.MULTILINE)


def test_every_rule_is_explained() -> None:
    for package, page in (("report", "docs/reports.md"), ("examine", "docs/examine.md")):
        rules = yaml.safe_load(read(f"gongkai/{package}/rules.yaml"))
        explained = read(page)
        assert [rule["id"] for rule in rules if f"`{rule['id']}`" not in explained] == []


def test_every_limit_is_explained() -> None:
    """Each bound by its name, and its value in the same row."""
    lines = [line for page in ("docs/reports.md", "docs/examine.md") for line in read(page).splitlines()]
    rows = {row.split("|")[1].strip(" `"): row for row in lines if row.startswith("| `")}
    constants = [
        (name, value)
        for path in sorted((ROOT / "gongkai").rglob("*.py"))
        for name, value in re.findall(
            r"^(MAX_\w+|SENTENCES|SECONDS_PER_FILE) = ([\d_ *.]+)$", path.read_text("utf-8"), re.MULTILINE
        )
    ]
    assert len(constants) > 25
    stale = [name for name, value in constants if f" {_product(value):,} |" not in rows.get(name, "")]
    assert stale == []


def _product(text: str) -> int:
    """4096 of ``"4 * 1024"``."""
    return prod(int(float(factor)) for factor in text.split("*"))


def test_the_example_of_the_output_is_what_is_printed() -> None:
    """The JSON in docs/reports.md leaves things out and adds none."""
    (example,) = re.findall(r"^```json\n(.*?)^```", read("docs/reports.md"), re.DOTALL | re.MULTILINE)
    shown = json.loads(example)
    name = shown["source"]["name"]
    (record,) = read_records((ROOT / name).read_bytes(), name)
    assert isinstance(record, Report)
    assert within(shown, json.loads(json.dumps(record.with_findings(check_report(record)).as_dict())))


def within(shown: object, whole: object) -> bool:
    """Whether ``shown`` is ``whole`` with keys of objects and members of lists of objects left out."""
    if isinstance(shown, dict) and isinstance(whole, dict):
        return all(key in whole and within(value, whole[key]) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(whole, list) and any(isinstance(item, dict) for item in shown):
        return all(any(within(item, other) for other in whole) for item in shown)
    return shown == whole


def test_the_glossary_has_every_term_of_the_form(shared: Path) -> None:
    """Each row and column of the statutory form: its identifier and its label, in one row of the glossary."""
    rows = [line.split("|") for line in read("docs/glossary.md").splitlines() if line.startswith("|")]
    terms = {(row[2].strip(" `"), label.strip()) for row in rows for label in row[1].split("；")}
    with (shared / "annual-reports" / "cells.csv").open(encoding="utf-8") as lines:
        for cell in csv.DictReader(lines):
            row, column = cell["cell"].rsplit(".", 1)
            assert (row, cell["row_label"].rpartition("/")[2]) in terms
            assert (column, cell["column_label"]) in terms


def test_the_glossary_says_each_term_once() -> None:
    """What the prose of a report counts has words of its own, which are told apart by their table."""
    text = re.sub(r"### Figures in the prose\n.*?(?=^##)", "", read("docs/glossary.md"), flags=re.DOTALL | re.MULTILINE)
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    terms = [term for row in rows if row != "中文" for term in row.split("；")]
    assert [term for term in sorted(set(terms)) if terms.count(term) > 1] == []


def test_decisions_are_numbered_without_gaps_and_take_half_a_page() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for number, page in enumerate(pages, 1):
        text = page.read_text("utf-8")
        assert text.startswith(f"# {number}. ")
        assert len(text) < 3000, page.name
