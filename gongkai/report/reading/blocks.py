"""What every medium becomes before it is aligned with the form: blocks in reading order.

A document is a list of blocks. A :class:`Paragraph` is one line of text. A :class:`Grid` is a table
whose cells have known columns, as those of Word and Excel have; :class:`Rows` is one of HTML or with
rules in a PDF. Text files have neither: the aligner finds rows in their lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class GridCell(NamedTuple):
    """One cell where it begins: a cell that spans rows or columns stands once.

    ``text`` is as printed, inner line breaks as ``"\\n"``; ``col`` counts grid columns from 0, spans expanded.
    """

    text: str
    col: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class Paragraph:
    """One line or paragraph. ``level`` is 1–6 for a heading the medium marks, 0 for the document's title, else None."""

    text: str
    level: int | None = None
    page: int | None = None


@dataclass(slots=True)
class Grid:
    """One table: ``rows[i]`` holds the cells that begin in row i, ordered by column.

    A row whose cells all began above is an empty list, so that spans keep their meaning.
    """

    rows: list[list[GridCell]]


@dataclass(slots=True)
class Rows:
    """One table (or one page's part of it) as the texts of each row's cells: what rows are found by.

    A cell that spans rows stands in the first of them.
    """

    rows: list[list[str]]


Block = Paragraph | Grid | Rows


@dataclass(slots=True)
class Document:
    """A decoded document.

    ``media_type`` follows the content, never the name. ``title`` is the medium's own (HTML ``<title>``, Word
    property), often wrong. ``notes`` are ``(rule id, details)`` pairs the reader turns into findings, for instance
    ``("no-text-layer", {"pages": "1–3"})`` or ``("limit-reached", {"what": "pages", "limit": 300})``.
    """

    media_type: str
    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    in_place: bool = False
    """Whether whoever wrote the document vouches that its blank cells stand in their places, as our own writers do."""


class UnreadableDocument(Exception):
    """The bytes hold no document this reader can open; ``rule`` is a rule id, ``details`` fill its message."""

    def __init__(self, rule: str, **details: Any) -> None:
        super().__init__(rule, details)
        self.rule = rule
        self.details = details
