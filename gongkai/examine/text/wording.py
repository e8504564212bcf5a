"""Slips of the pen that are none but slips: doubled words, two stops in a row, brackets without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from gongkai.examine.body import Body
from gongkai.examine.text.hits import Hit
from gongkai.report.data import load

_ITEM = re.compile(
    r"(?m)^[ \t]*[\w一二三四五六七八九十]{1,3}[）)]|(?<=[；，。：、;,:（\s])[\da-zA-Z一二三四五六七八九十]{1,2}[）)]"
)
_FAR = 600
"""Characters within which a bracket is closed."""


@cache
def _known() -> dict[str, Any]:
    raw = load("gongkai.examine", "data/wording.yaml")
    pairs = raw["pairs"].split()
    return {
        "doubled": re.compile("|".join(raw["doubled"])),
        "punctuation": re.compile("|".join(raw["punctuation"])),
        "pairs": pairs,
        "any": re.compile("[" + re.escape("".join(pairs)) + "]"),
    }


def find_slips(body: Body, *, wrapped: bool) -> Iterator[Hit]:
    """All of them; brackets only where a paragraph is one line."""
    for match in _known()["doubled"].finditer(body.text):
        yield Hit("doubled-word", match.start(), match.end(), details={"text": match.group()})
    for match in _known()["punctuation"].finditer(body.text):
        yield Hit("doubled-stop", match.start(), match.end(), details={"text": match.group()})
    if not wrapped:
        yield from _brackets(body)


def _brackets(body: Body) -> Iterator[Hit]:
    """Openings that nothing closes near by, and closings that nothing opened."""
    items = {match.end() - 1 for match in _ITEM.finditer(body.text)}
    for pair in _known()["pairs"]:
        opening = pair[0]
        open_at: list[int] = []
        for match in re.finditer(f"[{pair}]", body.text):
            place, mark = match.start(), match.group()
            if mark == opening:
                open_at.append(place)
            elif open_at and place - open_at[-1] <= _FAR:
                open_at.pop()
            elif place not in items and not open_at:
                yield Hit("unmatched", place, place + 1, details={"mark": mark})
        for place in open_at:
            if opening != "“" or "”" not in body.text[place : place + 4 * _FAR]:
                yield Hit("unmatched", place, place + 1, details={"mark": opening})
