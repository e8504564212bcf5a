"""Single characters and overlapping pairs of them as tokens: what makes every substring findable in any language.

An index knows which tokens a text has, each once; those of its title stand there once more, marked. That two pairs
stand side by side is looked up in the text (`searching`).
"""

from __future__ import annotations

from itertools import pairwise

from gongkai.web.search.folding import BOUNDARY

#: Before a token: it stands in the title. Twice, so that it is no pair.
IN_TITLE = BOUNDARY * 2
#: FTS5 parts texts at ASCII signs; here they are signs that no folded text has, since NFKC replaces them.
_PLAIN = {code: 0xF900 + code for code in range(128)}


def grams(text: str) -> set[str]:
    """The characters and pairs of a text."""
    return {*text, *(first + second for first, second in pairwise(text))}


def sought(word: str) -> list[str]:
    """What an index is asked for: the pairs of a word, or its one character."""
    return sorted({word} if len(word) == 1 else {first + second for first, second in pairwise(word)})


def tokens(folded: str) -> str:
    """What SQLite's index is given for a text."""
    title, _, _ = folded.partition(BOUNDARY)
    found = sorted(grams(folded) | {IN_TITLE + gram for gram in grams(title)})
    return "\n".join(found).translate(_PLAIN | {10: " "})


def match(words: tuple[str, ...], titled: list[tuple[str, ...]]) -> str:
    """What SQLite's index is asked for: every word, and all words of one of these groups in the title."""
    asked = [_all(word) for word in words]
    if titled:
        asked.append(" OR ".join(f"({' AND '.join(_all(word, IN_TITLE) for word in group)})" for group in titled))
    return " AND ".join(f"({part})" for part in asked)


def _all(word: str, mark: str = "") -> str:
    return " AND ".join(f'"{(mark + gram).translate(_PLAIN)}"' for gram in sought(word))
