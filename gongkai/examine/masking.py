"""Carrying out the proposals of findings in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from gongkai.examine.model import Finding

Change = tuple[int, int, str]
"""Start and end within a paragraph, and what stands there afterwards."""


def by_paragraph(findings: Iterable[Finding]) -> dict[int, list[Change]]:
    """The proposals by paragraph, in order, none over another: of two the longer is carried out."""
    wanted: defaultdict[int, list[Change]] = defaultdict(list)
    for item in findings:
        place = item.place
        plain = place.part is None and place.cell is None and place.page is None
        if (
            item.proposal is not None
            and plain
            and place.paragraph
            and place.start is not None
            and place.end is not None
        ):
            wanted[place.paragraph].append((place.start, place.end, item.proposal))
    return {number: _apart(changes) for number, changes in wanted.items()}


def _apart(changes: Iterable[Change]) -> list[Change]:
    taken: list[Change] = []
    for change in sorted(changes, key=lambda change: change[0] - change[1]):
        if all(change[1] <= other[0] or change[0] >= other[1] for other in taken):
            taken.append(change)
    return sorted(taken)


def masked_piece(text: str, changes: Iterable[Change]) -> str:
    """A text of one paragraph or cell after the changes, none over another."""
    return replaced(text, 0, _apart(changes))


def replaced(text: str, position: int, changes: Sequence[Change]) -> str:
    """A piece of a paragraph, beginning at ``position`` of it, after the changes.

    One that goes over the edge of a piece is written into the piece in which it begins.
    """
    parts: list[str] = []
    last = position
    end = position + len(text)
    for start, stop, instead in changes:
        if stop <= position or start >= end:
            continue
        if start >= position:
            parts += [text[last - position : start - position], instead]
        last = min(stop, end)
    return "".join([*parts, text[last - position :]])


def masked_text(text: str, findings: Iterable[Finding]) -> str:
    """A plain text with every proposal carried out."""
    lines = text.split("\n")
    for number, changes in by_paragraph(findings).items():
        if number <= len(lines):
            lines[number - 1] = replaced(lines[number - 1], 0, changes)
    return "\n".join(lines)
