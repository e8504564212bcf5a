"""Words in messages: what the reader gives is said in Chinese and in English, also where only the message is left."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import gongkai
from gongkai.report.details import said_word, words
from gongkai.report.rules import finding, localized, localized_reason, reason, rules

READING = Path(gongkai.__file__).parent / "report" / "reading"
TREES = {path.relative_to(READING).as_posix(): ast.parse(path.read_text("utf-8")) for path in READING.rglob("*.py")}
OPEN = {"Word 6/95", "RTF"}
"""What is a name and is said as it is."""

CHINESE = re.compile("[一-鿿]")


def given() -> set[str]:
    """Every word that the readers put into a message."""
    found: set[str] = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "what":
                found |= strings(node.value)
            elif isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    found |= strings(value) if key is not None and "what" in strings(key) else set()
            elif isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                found |= {"reached": strings(*node.args[:1]), "_note": strings(*node.args[1:2])}.get(name, set())
    found |= set().union(
        *(strings(node) for node in ast.walk(TREES["media/pdf_guard.py"]) if isinstance(node, ast.Return))
    )
    kinds = next(node for node in TREES["prose.py"].body if "_ABOUT = " in ast.unparse(node))
    others = next(node for node in TREES["media/__init__.py"].body if "_OTHERS = " in ast.unparse(node))
    assert isinstance(kinds, ast.Assign)
    assert isinstance(kinds.value, ast.Tuple)
    found |= set().union(*(strings(kind.elts[0]) for kind in kinds.value.elts if isinstance(kind, ast.Tuple)))
    return found | strings(others)


def strings(*nodes: ast.AST) -> set[str]:
    """The texts that stand in the code."""
    parts = [part for node in nodes for part in ast.walk(node)]
    return {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def test_the_search_finds_what_the_readers_give() -> None:
    assert {"blocks", "no PDF header", "piece table", "drawn bytes", "解读", "objects of a page", "span"} <= given()


def test_every_word_of_the_readers_is_known() -> None:
    patterns = [re.compile(re.escape(word.value).replace(r"\*", ".*")) for word in words()]
    assert [word for word in sorted(given() - OPEN) if not any(p.fullmatch(word) for p in patterns)] == []


def test_chinese_words_are_chinese_and_english_ones_are_not() -> None:
    assert [word.zh for word in words() if not CHINESE.search(word.zh)] == []
    assert [word.en for word in words() if CHINESE.search(word.en)] == []


def test_a_chinese_word_leads_to_one_english_word() -> None:
    assert [word.zh for word in words() if said_word(word.zh, "en") != said_word(word.value, "en")] == []


REFUSALS: dict[str, tuple[str, dict[str, Any], str]] = {
    "pages": ("image-only", {"pages": "1、3–5"}, "scanned images only (pages 1, 3–5)"),
    "a word": ("broken-document", {"what": "piece table"}, "cannot be opened: table of the text in the Word file."),
    "a file's name": ("broken-document", {"what": "word/document.xml"}, "cannot be opened: word/document.xml."),
    "numbers": ("too-large", {"bytes": 5, "limit": 3}, "too large (5 bytes, limit 3)"),
    "a kind": ("about-reports", {"kind": "预算或决算"}, "but something else (budget or final account)."),
    "nothing": ("encrypted", {}, "protected by a password"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_chinese_reason_is_said_in_english(case: str) -> None:
    rule, details, part = REFUSALS[case]
    english = localized_reason(rule, reason(rule, **details), "en")
    assert english == reason(rule, "en", **details)
    assert part in english
    assert not CHINESE.search(english)


def test_every_refusal_can_be_said_in_english_from_its_chinese() -> None:
    for rule in rules().values():
        if rule.of == "refusal":
            details = dict.fromkeys(re.findall(r"{(\w+)}", rule.zh), "7")
            assert localized_reason(rule.id, reason(rule.id, **details), "en") == reason(rule.id, "en", **details)


def test_a_reason_that_is_not_the_rule_s_stays() -> None:
    assert localized_reason("encrypted", "另有原因。", "en") == "另有原因。"


def test_a_finding_keeps_the_reader_s_word_and_says_it() -> None:
    item = finding("partly-broken", what="pages 3–5、7")
    assert item.message == "文件部分损坏（第3–5、7页），只读取了完好的部分。"
    assert localized(item, "en").message == "The file is partly broken (pages 3–5, 7); only the sound part was read."
    assert item.details == {"what": "pages 3–5、7"}
