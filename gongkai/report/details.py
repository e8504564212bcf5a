"""The words that stand in the brackets of messages, in Chinese and English: ``details.yaml`` loaded strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.report.data import load

WORDS = ("what", "kind")
"""The details that may be words of the list; others are numbers, places and printed texts."""

LISTS = ("columns", "names", "pages", "places", "table")
"""The details that may list several things."""


@dataclass(frozen=True, slots=True)
class Word:
    """``value`` is what the reader gives; a ``*`` in it is any text."""

    value: str
    zh: str
    en: str


@cache
def words() -> tuple[Word, ...]:
    """All words, in the order of the file.

    :raises ValueError: when an entry lacks a field, has an unknown one, or stands twice.
    """
    try:
        result = tuple(Word(**entry) for entry in load("gongkai.report", "details.yaml"))
    except TypeError as error:
        raise ValueError(f"details.yaml: {error}") from error
    if len({word.value for word in result}) < len(result):
        raise ValueError("details.yaml: a value stands twice")
    return result


def said(details: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The details as they stand in a message in ``language`` ("zh" or "en")."""
    result = {
        key: said_word(value, language) if key in WORDS and isinstance(value, str) else value
        for key, value in details.items()
    }
    if language == "en":
        result |= {key: _english_list(value) for key in LISTS if isinstance(value := details.get(key), str)}
    return result


def said_word(value: str, language: str) -> str:
    """One word in ``language``, whether given as the reader does or in Chinese; as it is where it is not known."""
    for word in words():
        for known in (word.value, word.zh):
            before, star, after = known.partition("*")
            if value == known or (star and value.startswith(before) and value.endswith(after)):
                rest = value[len(before) : len(value) - len(after)] if star else ""
                spoken = word.en if language == "en" else word.zh
                return spoken.replace("*", _english_list(rest) if language == "en" else rest)
    return value


def _english_list(text: str) -> str:
    """Commas as English has them, but for those within a label of the form, which stands in “”."""
    parts = re.split("(“[^”]*”)", text)
    return "".join(part if part.startswith("“") else part.replace("、", ", ") for part in parts)
