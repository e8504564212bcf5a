"""What somebody typed, taken apart: words that must stand in a text, and words that must not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.web.search.folding import fold

#: Longer input is cut, so that no query costs more than another.
LONGEST = 200
MOST_WORDS = 12
_QUOTES = str.maketrans("“”„‟＂「」『』", '"""""""""')
_MINUS = re.compile(r"(^|\s)[－−–](?=\S)")
_PART = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?|(?P<plain>[^\s"]+)')


@dataclass(frozen=True)
class Query:
    """Folded words: all of `wanted` stand in each hit, none of `unwanted` does."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def parse(text: str) -> Query:
    """Words between spaces, phrases between quotation marks, a minus sign before what must not be there."""
    text = _MINUS.sub(r"\1-", text[:LONGEST].translate(_QUOTES))
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for part in _PART.finditer(text):
        plain = part["plain"]
        excluded = bool(part["minus"]) or (plain is not None and len(plain) > 1 and plain[0] == "-")
        word = fold(part["phrase"] if plain is None else plain[1:] if excluded else plain)
        if word and len(wanted) + len(unwanted) < MOST_WORDS:
            (unwanted if excluded else wanted)[word] = None
    return Query(tuple(wanted), tuple(unwanted))
