"""The rules themselves: sources, both languages, and that each is tried and explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.examine import Finding, Place, localized, rules
from gongkai.examine.rules import finding, said, words
from gongkai.law.citations import documents, number_of
from tests.conftest import ROOT

HERE = Path(__file__).parent
DETAILS = {
    "name": "甲", "right": "乙", "now": "乙", "until": "2019年3月1日", "text": "丙", "recorded": "丁", "year": "2026",
    "mark": "戊", "cells": 3, "count": 2, "first": 4, "rows": 2, "target": "x", "number": 1, "page": 1, "what": "pages",
    "limit": 300, "instead": "as-pdf",
}  # fmt: skip


@pytest.mark.parametrize("rule", rules())
def test_a_rule_says_what_is_wrong_in_both_languages(rule: str) -> None:
    item = finding(rule, Place(), details=DETAILS)
    assert re.search("[一-鿿]", item.message)
    english = localized(item, "en")
    assert english.message != item.message
    assert "{" not in item.message + english.message
    assert re.findall("[，。：；（）]", re.sub("[甲乙丙丁戊]", "", english.message).replace("“原", "")) == []


@pytest.mark.parametrize("rule", rules())
def test_a_rule_names_its_source(rule: str) -> None:
    entry = rules()[rule]
    assert entry.source
    known = documents()["条例"].articles
    for article in re.findall(r"(?:《条例》|、)第([一二三四五六七八九十]+)条", entry.source):
        assert number_of(article) in known


@pytest.mark.parametrize("rule", rules())
def test_a_rule_is_explained_and_tried(rule: str) -> None:
    assert f"`{rule}`" in (ROOT / "docs" / "examine.md").read_text("utf-8")
    tried = "".join(path.read_text("utf-8") for path in HERE.iterdir() if path.suffix in {".py", ".yaml"})
    assert re.search(rf"[\"\s\[]{rule}[\",\]\n]", tried)


def test_words_in_messages_are_known_in_both_languages() -> None:
    assert all(set(word) == {"zh", "en"} for word in words().values())
    told = {"what": (("author", "张**"), ("template", ""))}
    assert said(told, "zh")["what"] == "作者（张**）、模板路径"
    assert said(told, "en")["what"] == "author (张**), path of the template"


def test_a_finding_is_plain_json() -> None:
    item: Finding = finding(
        "mobile-phone", Place(paragraph=1, start=0, end=11), quote="138****5678", proposal="138****5678"
    )
    assert item.as_dict()["place"] == {"paragraph": 1, "start": 0, "end": 11}
    assert item.as_dict()["verified"] == "V"
