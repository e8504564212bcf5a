"""The vocabulary (``words.yaml``) made ready: one pattern that cuts a sentence into known words and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.report.reading.statements.tags import ACTS_NAMED, BITS, GUIDES_NAMED, THINGS_NAMED

NAMED = frozenset(["document", "not_repealable", "letter", "channel", "kind"])
"""Lists in groups: a word also says which kind or channel."""

PLAIN = frozenset([*THINGS_NAMED, *ACTS_NAMED, *GUIDES_NAMED, "none"]) - NAMED
"""Lists whose words mean no more than the list's name."""


class WordsError(ValueError):
    """``words.yaml`` does not say what it must; the message names the list and the word."""


@dataclass(frozen=True, slots=True)
class Words:
    """``known`` gives for a word or mark its list, the list's bit and, in named lists, the group.

    ``pattern`` has one group around what it finds, and six for the parts of a number: digits, scale, about, unit, and
    of a number in characters the number and its unit. ``split`` then gives all pieces of a sentence in one call.
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
_NUMBER = (
    r"([0-9]+(?:[,，][0-9]{3}(?![0-9]))*(?:\.[0-9]+)?)"
    rf" *([万亿千百]?)([余多来几]?) *({_UNIT})?"
)
_CHINESE_YEAR = r"[〇零一二三四五六七八九]{4}年"
_CHINESE_NUMBER = (
    r"([〇零一二两三四五六七八九十百千]+)"
    r" *(件|起|份|宗|条|篇|期|次|个|项|例)(?![条起些般]|方面|系列|性)"
)
MARKS = "，,；;：:、"
_ENCLOSED = r"[（(][^）)]{0,399}[）)]|《[^》]{0,399}》"
"""A bracket or title; one that is not closed soon is none."""

PIECE = 8
"""Items that ``split`` gives per word: what stands before it, and the seven groups."""


def _pattern(vocabulary: Iterable[str]) -> re.Pattern[str]:
    """Words, numbers, brackets and marks; one look at a character tells whether anything can begin there."""
    begins = "".join(sorted({word[0] for word in vocabulary}))
    return re.compile(
        rf"(?=[{begins}0-9〇零一二两三四五六七八九十百千{MARKS}（(《])"
        rf"([{MARKS}]|{_NUMBER}|{_ENCLOSED}|{_CHINESE_YEAR}|{_trie(vocabulary)}|{_CHINESE_NUMBER})"
    )


def _traditional(lines: list[str]) -> dict[int, int]:
    """Character for character, so that places in the text stay where they are; full-width forms and odd spaces too."""
    pairs = dict(zip("".join(lines[::2]), "".join(lines[1::2]), strict=True))
    pairs |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
    pairs |= {"％": "%", "．": ".", "\u3000": " ", "\xa0": " ", "\t": " ", "\u2003": " ", "\u2002": " ", "○": "〇"}
    return {ord(old): ord(new) for old, new in pairs.items()}


def _trie(vocabulary: Iterable[str]) -> str:
    """A pattern of all words, the longest first, in which no character is tried twice and common ones come early."""
    frequent = Counter(character for word in vocabulary for character in word)
    root: dict[str, Any] = {}
    for word in sorted(vocabulary, key=lambda word: -frequent[word[0]]):
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = [re.escape(key) + _branches(child) for key, child in node.items() if key]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return pattern + "?" if ends else pattern
