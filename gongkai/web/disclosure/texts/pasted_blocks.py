"""The blocks of what was pasted, written anew as the HTML that a document may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Block:
    """One block: `p`, `h` with its level, `li` of a list that was written as paragraphs, or what is finished."""

    kind: str
    html: str
    level: int = 0
    number: int | None = None


def written(blocks: Sequence[Block]) -> str:
    """The highest headings are h3, all others h4; items that follow one another are one list."""
    levels = sorted({block.level for block in blocks if block.kind == "h"})
    lines = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "li":
            lines.append(_listed(list(group)))
            continue
        for block in group:
            tag = ("h3" if block.level == levels[0] else "h4") if kind == "h" else "p"
            lines.append(block.html if kind == "done" else f"<{tag}>{block.html}</{tag}>")
    return "".join(lines)


def _listed(items: Sequence[Block]) -> str:
    """Items with their levels as lists in lists; a change from numbers to dots begins another list."""
    lines, place = [], 0
    while place < len(items):
        first = items[place]
        tag = "ul" if first.number is None else "ol"
        start = f' start="{first.number}"' if first.number not in (None, 1) else ""
        lines.append(f"<{tag}{start}>")
        while place < len(items) and items[place].level >= first.level:
            item = items[place]
            if item.level == first.level and (item.number is None) != (first.number is None):
                break
            below = place + 1
            while below < len(items) and items[below].level > item.level:
                below += 1
            lines.append(f"<li><p>{item.html}</p>{_listed(items[place + 1 : below])}</li>")
            place = below
        lines.append(f"</{tag}>")
    return "".join(lines)
