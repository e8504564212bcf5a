"""Columns of a terminal: a Chinese character takes two, and lines break between any two of them."""

from __future__ import annotations

import re
import unicodedata

CLOSING = frozenset("，。；：、！？）】》”’…,.;:!?)]")
OPENING = frozenset("（【《“‘([")


_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text without the characters a terminal would obey: escapes, and what turns the direction of writing."""
    return _OBEYED.sub("", text)


def width_of(text: str) -> int:
    """Columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken at spaces and between Chinese characters.

    No line begins with closing punctuation or ends with opening; Latin words and numbers stay whole where they fit.
    """
    lines = [""]
    used = 0
    for piece in _pieces(text):
        size = width_of(piece.rstrip())
        if used and used + size > width:
            lines.append("")
            used = 0
        while size > width:
            lines[-1], piece = piece[:width], piece[width:]
            lines.append("")
            size = width_of(piece)
        lines[-1] += piece
        used += width_of(piece)
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """What must not be divided: words, and characters with the punctuation that belongs to them."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1][-1] if pieces else " "
        word = char.isascii() and last.isascii() and not char.isspace() and not last.isspace()
        if pieces and (char in CLOSING or char.isspace() or word or last in OPENING):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
