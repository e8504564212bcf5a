"""What a search found in a body: where, by which rule, and what should stand there instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.report.schema import Severity


@dataclass(frozen=True, slots=True)
class Hit:
    """``start`` and ``end`` count in the body's text. ``mask`` is what may be shown; ``proposed`` that it should stand
    in the document too."""

    rule: str
    start: int
    end: int
    mask: str | None = None
    proposed: bool = True
    severity: Severity | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def apart(hits: Iterable[Hit]) -> list[Hit]:
    """The hits without those that overlap an earlier one of the list, in the order of the text."""
    taken: list[Hit] = []
    marks: set[int] = set()
    for hit in hits:
        span = range(hit.start, hit.end)
        if marks.isdisjoint(span):
            marks.update(span)
            taken.append(hit)
    return sorted(taken, key=lambda hit: hit.start)
