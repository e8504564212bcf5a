"""The English catalogue: complete, compiled, and without entries that nothing uses."""

from __future__ import annotations

import ast
import gettext
import string
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import gongkai
from gongkai import cli
from gongkai.cli.case import WHO
from gongkai.cli.group import ENTRY_POINTS
from gongkai.cli.law import NOTICE
from gongkai.cli.legal import MARKS
from gongkai.cli.messages import WHY
from gongkai.cli.outcome import LETTERS, UNITS
from gongkai.corpus.runner import FAILURES
from gongkai.law.clock import CHANGED, STAGES
from gongkai.law.fees import FREE_LINE, PAID_LINE
from gongkai.law.rules import law_rules
from gongkai.law.unverified import KINDS
from gongkai.letters import KIND
from gongkai.report.writing.language import CATALOGUE, read_catalogue, translator
from gongkai.report.writing.wording import SEVERITY_NAMES, SOLVED, STATEMENTS, TABLES, UNCHECKED

PACKAGE = Path(gongkai.__file__).parent
ENTRIES = read_catalogue(CATALOGUE.read_text("utf-8"))


def used() -> Iterator[str]:
    """Every source string: what is given to ``t``, help texts, and the tables of names."""
    folders = (
        "cli",
        "report/writing",
        "web/config",
        "web/config/serving",
        "web/config/keeping",
        "web/disclosure/moving",
    )
    for path in [path for folder in folders for path in PACKAGE.glob(f"{folder}/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "help"]
            if isinstance(node.func, ast.Name) and node.func.id == "t":
                given += node.args
            yield from (arg.value for arg in given if isinstance(arg, ast.Constant) and isinstance(arg.value, str))
    for names in (SEVERITY_NAMES, STATEMENTS, TABLES, FAILURES):
        yield from names.values()
    for table in (MARKS, LETTERS, UNITS, STAGES, CHANGED, WHO):
        yield from table.values()
    yield from (word for method in law_rules().fees.values() for word in (method.name, method.unit))
    yield from (*KINDS, KIND, NOTICE, FREE_LINE, PAID_LINE)
    added = [entry.load() for entry in entry_points(group=ENTRY_POINTS)]
    commands = [*cli.main.commands.values(), *added]
    commands += [below for command in added for below in getattr(command, "commands", {}).values()]
    yield from (command.help or "" for command in commands)
    yield from {*WHY.values(), SOLVED, UNCHECKED}
    yield from ("年度", "格数", "错误", "警告")


def test_every_message_is_translated_and_every_translation_used() -> None:
    assert set(used()) - set(ENTRIES) == set()
    assert set(ENTRIES) - set(used()) - {""} == set()


def test_the_compiled_catalogue_says_the_same() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {source: compiled.gettext(source) for source in ENTRIES if source} == {
        source: text for source, text in ENTRIES.items() if source
    }


def test_placeholders_are_kept() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [source for source, text in ENTRIES.items() if source and names(source) != names(text)] == []


def test_chinese_needs_no_catalogue() -> None:
    assert translator("zh")("错误") == "错误"
    assert translator("en")("错误") == "Error"
