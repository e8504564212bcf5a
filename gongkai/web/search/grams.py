"""Overlapping pairs of characters as tokens: what makes every substring findable, whatever the language.

SQLite: each pair is eight letters, a word is a phrase of its pairs, and one character is the beginning of a pair.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_END = "0000"


@lru_cache(maxsize=65_536)
def _letters(character: str) -> str:
    """Four letters for any character: 36⁴ is more than there are."""
    number, letters = ord(character), ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        letters = _DIGITS[rest] + letters
    return letters


def tokens(folded: str) -> str:
    """What SQLite's index is given for a text."""
    coded = [*map(_letters, folded), _END]
    return " ".join([first + second for first, second in pairwise(coded)])


def match(words: tuple[str, ...]) -> str:
    """What SQLite's index is asked for: every word, each as the phrase of its pairs."""
    return " AND ".join(_phrase(word) for word in words)


def _phrase(word: str) -> str:
    if len(word) == 1:
        return f"{_letters(word)}*"
    return '"' + " ".join(first + second for first, second in pairwise(map(_letters, word))) + '"'


def pairs(word: str) -> list[str]:
    """What PostgreSQL's index is asked for: the pairs of a word, or its one character."""
    return sorted({word} if len(word) == 1 else {first + second for first, second in pairwise(word)})
