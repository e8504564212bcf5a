"""A letter as PDF: typst lays out page.typ, the document goes in as JSON. PDF/A-2a and PDF/UA-1: tagged, fonts inside.

The same document gives the same bytes: the only time in it is the letter's own date.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import typst

from gongkai.letters.glyphs import FAMILY, fallback, folder
from gongkai.letters.model import Annex, Cell, Document, Envelope, LetterError, Paragraph, Table, printed_date

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


class Fill(NamedTuple):
    """How full the pages are; ``cut``: they end earlier, ``kept``: the whole last paragraph goes with the signature."""

    lines: int
    cut: bool = False
    kept: bool = False


FILLS = (Fill(22), Fill(24), Fill(26), Fill(22, cut=True), Fill(22, kept=True))
"""The next is tried where a signature would stand on a page of its own."""

LAST_LINES = 1.1 * 225 / 22
"""mm from the end of the text up to where a page must end for its last two lines to go over."""

#: Who lays out with a compiler of this module holds it.
one_at_a_time = threading.Lock()


def write_pdf(document: Document) -> bytes:
    """The letter as a PDF file.

    :raises LetterError: naming a character that no font at hand draws.
    """
    others = fallback(document.text())
    inputs = {
        "document": json.dumps(as_json(document), ensure_ascii=False),
        "fonts": json.dumps([FAMILY, *others], ensure_ascii=False),
    }
    midnight = datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC)
    try:
        with one_at_a_time:
            data = _laid_out(compiler(bool(others)), inputs, midnight)
    except typst.TypstError as error:
        raise LetterError(f"排版出错：{error.message}") from error
    return data


def _laid_out(made: typst.Compiler, inputs: dict[str, str], stamp: datetime) -> bytes:
    """The first layout in which the signature does not stand on a page without text."""
    cut = 0.0
    for fill in FILLS:
        now = {
            "lines": str(fill.lines),
            "cut": f"{cut if fill.cut else 0:.2f}",
            "kept": "yes" if fill.kept else "no",
        }
        data = made.compile(format="pdf", sys_inputs=inputs | now, pdf_standards=STANDARDS, timestamp=stamp)
        found = json.loads(made.query("<ends>", field="value"))
        if not found or found[0]["text"] >= found[0]["office"]:
            break
        if fill == FILLS[0]:
            cut = found[0]["room"] + LAST_LINES
    assert isinstance(data, bytes)
    return data


@cache
def compiler(others: bool, page: str = "page.typ") -> typst.Compiler:
    """With the shipped fonts alone, so that a letter looks the same everywhere; a rare character asks for more."""
    source = folder().parent / page
    return typst.Compiler(str(source), root=str(source.parent), font_paths=fonts(others))


@cache
def fonts(others: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=others, include_embedded_fonts=others, font_paths=[str(folder())])


def as_json(document: Document) -> dict[str, Any]:
    """The document as page.typ reads it."""
    return {
        "agency": document.agency,
        "title": document.title,
        "number": document.number,
        "subject": document.subject,
        "day": [document.day.year, document.day.month, document.day.day],
        "page": document.page,
        "letterhead": document.letterhead,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Any) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "style": block.style, "runs": [{"text": run.text} for run in block.runs]}
    if isinstance(block, Table):
        rows = [[_cell(cell) for cell in row] for row in block.rows]
        return {"type": "table", "rows": rows, "widths": list(block.widths), "heads": block.heads}
    if isinstance(block, Annex):
        return {"type": "annex", "title": block.title}
    if isinstance(block, Envelope):
        names = ("postcode", "address", "to", "sender_address", "sender", "sender_postcode", "note")
        return {"type": "envelope", **{name: getattr(block, name) for name in names}}
    return {"type": "signature", "office": block.office, "date": printed_date(block.day), "seal": block.seal}


def _cell(cell: Cell) -> dict[str, Any]:
    return {"runs": [{"text": run.text} for run in cell.runs], "span": cell.span, "head": cell.head, "hand": cell.hand}
