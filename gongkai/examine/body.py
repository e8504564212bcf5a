"""The text of a document as passages, joined so that one search goes over all of them.

A passage is a paragraph, a line of a page or a cell. Characters are folded one to one (full width to ASCII), so that
a position in the folded text is the same position in the document's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from gongkai.examine.limits import MAX_EXAMINED_CHARACTERS
from gongkai.examine.model import Place

_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
# What leaves no mark separates as a blank does: 3208\u200b11 is one number to whoever copies it.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x2002, 0x2003, 0x2009), 0x20)
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), 0x2D)
# These keep their width: Chinese sentences are cut at them, and rules about wording look at them.
_KEPT = "，。；：！？（）、"
_FOLDED = {code: to for code, to in (_FULL | _UNSEEN | _DASHES).items() if chr(code) not in _KEPT} | {
    ord("："): ord(":"),
    ord("\r"): 0x20,
}


# What no database keeps as text: a file can write it as a sign of its own (_xD800_, tel:%00).
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_LONGEST_LABEL = 16
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff:])")


def kept(text: str) -> str:
    """The text with the sign for what cannot be read in place of each that cannot be kept."""
    return _UNKEPT.sub("\ufffd", text)


def folded(text: str) -> str:
    """The text in half width, character for character."""
    return text.translate(_FOLDED)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, line or cell. ``label`` is what stands over or before a cell; ``top`` that a page begins here."""

    text: str
    place: Place
    label: str = ""
    top: bool = False
    cell: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells that stand side by side, by the number of their passage, and the texts over them."""

    cells: tuple[int, ...]
    heads: tuple[str, ...] = ()
    table: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture's address; ``text`` is what can be clicked."""

    target: str
    text: str
    place: Place


@dataclass(slots=True)
class Content:
    """What a document says, before anything is looked for in it."""

    passages: list[Passage] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: set[str] | None = None
    """Names to which the document's own links may lead; None where that is not known."""
    wrapped: bool = False
    """Whether a paragraph may stand on several lines, as in a PDF."""

    def add(self, text: str, place: Place, *, label: str = "", top: bool = False, cell: bool = False) -> int:
        """Take a passage; its number."""
        self.passages.append(Passage(kept(text).replace("\n", " "), place, label, top, cell))
        return len(self.passages) - 1

    def add_table(self, rows: Sequence[Sequence[int]], table: int) -> None:
        """Take passages as the cells of a table: the first row of several cells stands over the others."""
        heads: tuple[str, ...] = ()
        for row in rows:
            over = heads if len(row) == len(heads) else ()
            if not heads and len(row) > 1:
                heads = tuple(self.passages[number].text.strip()[:_LONGEST_LABEL] for number in row)
            self.rows.append(Row(tuple(row), over, table))
            for column, number in enumerate(row):
                left = self.passages[row[column - 1]].text.strip() if column else ""
                left = left if len(left) <= _LONGEST_LABEL and not re.search(r"\d", left) else ""
                label = f"{over[column] if over else ''} {left}".strip()
                if label:
                    self.passages[number] = replace(self.passages[number], label=label)


class Body:
    """The passages of a content as one text, folded, a line for each."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.starts: list[int] = []
        parts: list[str] = []
        position = 0
        self.cut = False
        for passage in passages:
            if position + len(passage.text) > MAX_EXAMINED_CHARACTERS:
                self.cut = True
                break
            self.starts.append(position)
            parts.append(passage.text)
            position += len(passage.text) + 1
        self.text = "\n".join(parts)
        self.folded = folded(self.text)

    def at(self, position: int) -> int:
        """The number of the passage that holds the position."""
        return bisect_right(self.starts, position) - 1

    def passage(self, position: int) -> Passage:
        return self.passages[self.at(position)]

    def before(self, position: int, count: int) -> str:
        """The folded characters before a position in its line, the passage's label ahead of them."""
        start = self.starts[self.at(position)]
        # 电　话 and, in a PDF, 电 话: blanks between characters are spacing only.
        text = _SPACED.sub("", self.folded[max(start, position - 2 * count) : position])[-count:]
        if position - start < count and (label := self.passage(position).label):
            return f"{label}:{text}"
        return text

    def after(self, position: int, count: int) -> str:
        """The folded characters from a position on in its line."""
        end = self.folded.find("\n", position, position + count)
        return self.folded[position : end if end >= 0 else position + count]


def words(text: str) -> list[str]:
    """The columns of a line that a table was flattened into: parted by tabs or blanks."""
    return re.split(r"[\t 　|]+", text.strip(" \t　|"))


def any_of(alternatives: Iterable[str]) -> str:
    """A pattern of plain words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(alternatives, key=len, reverse=True))
