"""What an examination is told, and what it answers: facts and names in, findings with places out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.report.schema import Severity

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, as a PDF counts them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the item beside its text; whatever is not known stays empty."""

    title: str = ""
    number: str = ""
    """文号"""
    issued: date | None = None
    """成文日期"""
    phones: tuple[str, ...] = ()
    """The agency's own office phones, which may be published, in any spelling."""
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialName:
    """An agency's name; a former one has the last day of its use."""

    name: str
    until: date | None = None
    now: str = ""
    """The name that follows a former one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document something stands. Paragraphs (of a page: those that hold text, cells among them; of a PDF:
    the lines of a page) and pages count from 1.

    ``start`` and ``end`` count characters within the paragraph or cell. ``part`` is the part of a package, or the name
    of what is no text: ``word/comments.xml``, ``href``, ``name`` (the file's own name).
    """

    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    box: Box | None = None
    part: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``quote`` is its surroundings and ``proposal`` what should stand in its place, both masked.

    No field holds the datum itself: that is read at ``place`` by whoever may see the document.
    """

    rule: str
    severity: Severity
    place: Place
    quote: str
    proposal: str | None
    message: str
    source: str
    verified: str
    """V: the source was seen; I: inferred from it; M: from memory."""
    details: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "place": self.place.as_dict(),
            "quote": self.quote,
            "proposal": self.proposal,
            "message": self.message,
            "source": self.source,
            "verified": self.verified,
        }
