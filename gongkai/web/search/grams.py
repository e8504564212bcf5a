"""Single characters and overlapping pairs of them as tokens: what makes every substring findable in any language.

An index knows which tokens a text has, each once; those of its title stand there once more, marked. That two pairs
stand side by side is looked up in the text (`searching`). PostgreSQL's has no single characters: it finds the pairs
that begin with one, and makes the tokens itself (migration 0002).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from gongkai.web.search.folding import BOUNDARY

#: Before a token: it stands in the title. Twice, so that it is no pair.
IN_TITLE = BOUNDARY * 2
#: In place of the tokens of a text that has more than PostgreSQL's index can take.
TOO_MANY = BOUNDARY * 3
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


@dataclass(frozen=True)
class Language:
    """How an index is asked: what joins parts, and how a token is written."""

    both: str
    either: str
    token: Callable[[str], str]

    def match(self, words: tuple[str, ...], titled: list[tuple[str, ...]]) -> str:
        """The question for every word, and for all words of one of these groups in the title."""
        asked = [self._all(word) for word in words]
        if titled:
            groups = (self.both.join(self._all(word, IN_TITLE) for word in group) for group in titled)
            asked.append(self.either.join(f"({group})" for group in groups))
        return self.both.join(f"({part})" for part in asked)

    def _all(self, word: str, mark: str = "") -> str:
        return self.both.join(self.token(mark + gram) for gram in sought(word))


def _fts5(token: str) -> str:
    return f'"{token.translate(_PLAIN)}"'


def _tsquery(token: str) -> str:
    """A single character is asked for as the first of a pair: PostgreSQL's index holds pairs only."""
    quoted = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'" + (":*" if len(token.removeprefix(IN_TITLE)) == 1 else "")


FTS5 = Language(" AND ", " OR ", _fts5)
TSQUERY = Language(" & ", " | ", _tsquery)
