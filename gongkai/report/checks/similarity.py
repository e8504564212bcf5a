"""How alike two texts are, in linear time."""

from __future__ import annotations

import re
import unicodedata
import zlib

SHINGLE = 5
"""Characters in a shingle: long enough that two reports on different work share few, short enough to survive edits."""

LONGEST = 200_000
"""Characters of a text that are compared; no section of a report is near that long."""

_NOT_TEXT = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


def normalised(text: str) -> str:
    """``text`` without spaces and punctuation, full width folded, every number as 0: a copied sentence with this
    year's figures is the same sentence."""
    return _DIGITS.sub("0", _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text)))


def similarity(a: str, b: str) -> float:
    """The share of five-character shingles that two texts have in common (Jaccard), 0 to 1, on :func:`normalised` text.

    Two empty texts are alike (1), an empty one and another are not (0). Texts shorter than a shingle are alike only if
    equal.
    """
    first, second = _shingles(normalised(a[:LONGEST])), _shingles(normalised(b[:LONGEST]))
    if not first and not second:
        return 1.0
    common = len(first & second)
    return common / (len(first) + len(second) - common)


def smallest(plain: str, most: int) -> list[int]:
    """The smallest hashes of the shingles of :func:`normalised` text, at most ``most``, in order: two texts that are
    alike have most of theirs in common, so that they are found by them."""
    data = plain.encode("utf-32-le")
    hashes = {zlib.crc32(data[start : start + 4 * SHINGLE]) for start in range(0, len(data) - 4 * SHINGLE + 1, 4)}
    return sorted(hashes)[:most]


def _shingles(text: str) -> set[str]:
    if len(text) < SHINGLE:
        return {text} if text else set()
    return {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}
