"""The invented facts of samples/letters, and the text of a file of each format."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

import docx
import pypdfium2
import yaml
from docx.table import Table

from gongkai.letters import kinds
from tests.conftest import ROOT

FOLDER = ROOT / "samples" / "letters"
KINDS = tuple(kinds())


def facts(kind: str) -> dict[str, Any]:
    """A fresh copy of a sample's facts."""
    return yaml.safe_load((FOLDER / f"{kind}.yaml").read_text("utf-8"))


def squeezed(text: str) -> str:
    """Without white space: where lines break is a format's own."""
    return re.sub(r"\s", "", text)


def text_of(data: bytes, form: str) -> str:
    """What a reader of the file reads, page numbers left out."""
    return squeezed({"pdf": _pdf, "docx": _docx, "html": _html}[form](data))


def _pdf(data: bytes) -> str:
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return "".join(re.sub(r"\s*—\s*\d+\s*—\s*", "", page.replace("\ufffe", "")) for page in pages)


def _docx(data: bytes) -> str:
    found = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = {cell._tc: cell.text for cell in row.cells}
                found += cells.values()
        else:
            found.append(block.text)
    return "".join(found)


class _Body(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside, self.found = False, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def _html(data: bytes) -> str:
    body = _Body()
    body.feed(data.decode())
    return "".join(body.found)
