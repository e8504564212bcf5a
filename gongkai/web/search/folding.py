"""One spelling for texts and queries: width, case, traditional characters, the form of brackets and white space make
no difference.

Two texts that fold alike are found by each other. Folding keeps no positions; `marked` finds a word's places again.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

#: Between title and text; no query contains it, so that no word is found across.
BOUNDARY = "\x1f"
HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: White space between two Chinese characters is the page's, not the author's: 总 体 情 况, lines of a PDF.
_INSIDE = re.compile(f"(?<=[{HAN}])[\\s\\x00-\\x1f]+(?=[{HAN}])")
_SPACE = re.compile(r"[\s\x00-\x1f]+")
#: 示政发〔2021〕60号 is typed with whatever brackets a keyboard has.
_BRACKETS = dict(zip(map(ord, "〔〕[]【】〖〗〘〙"), "()" * 5, strict=True))
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WINDOW = 4000


@cache
def _spellings() -> dict[int, str | None]:
    """Traditional to simplified, one character for one; signs that are not seen go."""
    table: dict[int, str | None] = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x7F))
    table |= _BRACKETS
    lines = (resources.files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    for line in lines:
        old, _, new = line.partition("\t")
        first = new.split(" ")[0]
        if len(old) == 1 and len(first) == 1:
            table[ord(old)] = first
    return table


def clean(text: str) -> str:
    """The text without what no database can store."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """The text as it is compared."""
    text = _spelled(clean(text))
    return _SPACE.sub(" ", _INSIDE.sub("", text)).strip()


def folded_number(number: str) -> str:
    """A 文号 as it is compared: whatever its brackets, without blanks."""
    return fold(number).replace(" ", "")


def _spelled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_spellings())


def marked(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where folded words stand in a text as written: begin and end of each place, in order, none overlapping."""
    folded, origin = _traced(text)
    places: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            begin, end = origin[at], origin[at + len(word)]
            places.append((begin, begin + len(text[begin:end].rstrip())))
            at = folded.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(places):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _traced(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters, and for its end, the place in `text` that it comes from."""
    characters: list[str] = []
    origin: list[int] = []
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "\uff9e\uff9f"):
            end += 1
        for character in _spelled(clean(text[begin:end])):
            if (character.isspace() or character < " ") and characters and characters[-1] == " ":
                continue
            characters.append(" " if character.isspace() or character < " " else character)
            origin.append(begin)
        begin = end
    spaced = "".join(characters)
    dropped = {place for space in _INSIDE.finditer(spaced) for place in range(*space.span())}
    kept = [place for place in range(len(spaced)) if place not in dropped]
    return "".join(spaced[place] for place in kept), [*(origin[place] for place in kept), len(text)]


def window(text: str, words: list[str], *, before: int = 40, length: int = 160) -> tuple[int, int]:
    """The part of a long text to show: around the first place of the first word that is found, else its beginning."""
    for word in words:
        step = max(1, _WINDOW - 2 * len(word) - 16)
        for start in range(0, len(text), step):
            part = text[start : start + _WINDOW]
            if word in fold(part) and (places := marked(part, [word])):
                begin = max(0, start + places[0][0] - before)
                return begin, min(len(text), begin + length)
    return 0, min(len(text), length)
