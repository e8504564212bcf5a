"""Colours of text and of what is behind it, as office documents and pages write them: six hexadecimal digits."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_PALE = 0xF0
"""Text whose red, green and blue are all so high is not seen on white."""
_ALIKE = 12
"""Two colours that differ by no more, in any of the three, are one to the eye."""
_PALE_NAMES = frozenset(
    "white snow ivory floralwhite ghostwhite mintcream azure aliceblue whitesmoke seashell oldlace linen".split()
)
CSS_PARTS = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)")
BLACK, WHITE = "000000", "FFFFFF"


def colour_of(said: str | None) -> str | None:
    """Six digits of ``FFFEFEFE`` or ``fefefe``; None of a word, as ``auto``."""
    found = _COLOUR.fullmatch(said or "")
    return found[1].upper() if found else None


def is_pale(colour: str) -> bool:
    """Whether text of that colour is not seen on white."""
    return min(bytes.fromhex(colour)) >= _PALE


def alike(one: str, other: str) -> bool:
    """Whether nobody tells the two from one another."""
    return all(abs(a - b) <= _ALIKE for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True))


def is_lost(colour: str, ground: str | None) -> bool:
    """Whether text is not seen on its ground; without one, on white. Black on black is blacked out, another rule's."""
    if ground is None or is_pale(ground):
        return is_pale(colour)
    return alike(colour, ground) and not alike(colour, BLACK)


def is_clear(colour: str) -> bool:
    """Whether a page's colour is none at all."""
    found = CSS_PARTS.match(colour)
    return colour.startswith("transparent") or (found is not None and (found[4] or "1").strip("0.%") == "")


def css_colour(written: str) -> str | None:
    """Six hexadecimal digits of a page's colour; None of a name that is not nearly white."""
    value = written.lower().replace("!important", "").strip()
    if found := CSS_PARTS.match(value):
        return "".join(f"{min(int(part), 255):02X}" for part in found.groups()[:3])
    if re.fullmatch("#[0-9a-f]{3}", value):
        value = "#" + "".join(2 * digit for digit in value[1:])
    if value in _PALE_NAMES:
        return WHITE
    return colour_of(value.removeprefix("#"))
