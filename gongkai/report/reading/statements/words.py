"""The vocabulary (``words.yaml``) made ready: one pattern that cuts a sentence into known words and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from gongkai.report.reading.statements.tags import ACTS_NAMED, BITS, GUIDES_NAMED, THINGS_NAMED

NAMED = frozenset(["document", "not_repealable", "letter", "channel", "kind"])
"""Lists in groups: a word also says which kind or channel."""

PLAIN = frozenset([*THINGS_NAMED, *ACTS_NAMED, *GUIDES_NAMED, "none"]) - NAMED
"""Lists whose words mean no more than the list's name."""


class WordsError(ValueError):
    """``words.yaml`` does not say what it must; the message names the list and the word."""


class Words(NamedTuple):
    """``known`` gives for a word or mark its list, the list's bit and, in named lists, the group.

    ``pattern`` has one group around what it finds, so that ``split`` gives all pieces of a sentence in one call.
    """

    known: Mapping[str, tuple[str, int, str | None]]
    pattern: re.Pattern[str]
    traditional: Mapping[int, int]
    foreign: re.Pattern[str]


@cache
def words() -> Words:
    """The vocabulary, loaded once.

    :raises WordsError: when a list is unknown or missing, or a word stands in two lists.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load((files(__package__) / "words.yaml").read_text("utf-8"), Loader=loader)
    if set(data) != PLAIN | NAMED | {"traditional"}:
        raise WordsError(
            f"words.yaml: lists unknown or missing: {sorted(set(data) ^ (PLAIN | NAMED | {'traditional'}))}"
        )
    tags: dict[str, tuple[str, str | None]] = {}

    def add(text: str, tag: str, group: str | None) -> None:
        for word in text.split():
            if tags.setdefault(word, (tag, group)) != (tag, group):
                raise WordsError(f"words.yaml: {word} stands in two lists: {tags[word][0]} and {tag}")

    for tag in sorted(PLAIN):
        add(data[tag], tag, None)
    for tag in sorted(NAMED):
        for group, text in data[tag].items():
            add(text, tag, group or None)
    one_for_one = _traditional(data["traditional"])
    known = {word: (tag, BITS[tag], group) for word, (tag, group) in tags.items()}
    return Words(
        known=known | {mark: ("mark", BITS["mark"], mark) for mark in MARKS},
        pattern=_pattern(tags),
        traditional=one_for_one,
        foreign=re.compile("[" + "".join(map(chr, one_for_one)) + "]"),
    )


_UNIT = (
    "条次|篇次|件次|份次|人次|个工作日|个月|个百分点|万元|亿元|元|件|条|个|篇|份|起|宗|项|期|次|场|家|则|幅|部|张|批|例|封|"
    "笔|户|人|名|位|年|月|日|号|天|%|分|字|页|小时|处|支|套|类|级|届|版|段|组|章|轮|时"
)
_NUMBER = rf"[0-9]+(?:[,，][0-9]{{3}}(?![0-9]))*(?:\.[0-9]+)? *[万亿千百]?[余多来几]? *(?:{_UNIT})?"
NUMBER = re.compile("([0-9,，.]+) *([万亿千百]?)([余多来几]?) *(.*)")
"""Digits, scale, about and unit of what ``_NUMBER`` finds."""

_CHINESE_YEAR = r"[〇零一二三四五六七八九][〇零一二三四五六七八九]{3}年"
_CHINESE_NUMBER = r"[〇零一二两三四五六七八九十百千]+ *(?:件|起|份|宗|条|篇|期|次|个|项|例)(?![条起些般]|方面|系列|性)"
_ENCLOSED = r"[（(][^）)]{0,399}[）)]|《[^》]{0,399}》"
"""A bracket or title; one that is not closed soon is none."""

_TOGETHER = 32
"""First characters that one look decides on: a word is found sooner than among all of them."""

MARKS = "，,；;：:、"


def _pattern(vocabulary: Iterable[str]) -> re.Pattern[str]:
    """Words, numbers, brackets and marks; one look at a character tells whether anything can begin there."""
    words = _trie(vocabulary)
    begins = list(words)
    chosen = [begins[place : place + _TOGETHER] for place in range(0, len(begins), _TOGETHER)]
    some = "|".join(
        f"(?=[{''.join(firsts)}]){_branches({first: words[first] for first in firsts})}" for firsts in chosen
    )
    return re.compile(
        rf"(?=[{''.join(begins)}0-9〇零一二两三四五六七八九十百千{MARKS}（(《])"
        rf"([{MARKS}]|{_NUMBER}|{_ENCLOSED}|{_CHINESE_YEAR}|{some}|{_CHINESE_NUMBER})"
    )


def _traditional(lines: list[str]) -> dict[int, int]:
    """Character for character, so that places in the text stay where they are; full-width forms and odd spaces too."""
    pairs = dict(zip("".join(lines[::2]), "".join(lines[1::2]), strict=True))
    pairs |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
    pairs |= {"％": "%", "．": ".", "\u3000": " ", "\xa0": " ", "\t": " ", "\u2003": " ", "\u2002": " ", "○": "〇"}
    return {ord(old): ord(new) for old, new in pairs.items()}


def _trie(vocabulary: Iterable[str]) -> dict[str, Any]:
    """All words as a tree of characters; "" ends a word. The characters that begin most words come first."""
    frequent = Counter(word[0] for word in vocabulary)
    root: dict[str, Any] = {}
    for word in sorted(vocabulary, key=lambda word: -frequent[word[0]]):
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return root


def _branches(node: dict[str, Any]) -> str:
    """A pattern of the words below ``node``, the longest first, in which no character is tried twice."""
    ends = "" in node
    branches = [re.escape(key) + _branches(child) for key, child in node.items() if key]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return pattern + "?" if ends else pattern
