"""The text of a file, for search: read by the readers of reports, which take any document apart within limits."""

from __future__ import annotations

from gongkai.report.limits import MAX_BYTES
from gongkai.report.reading.blocks import Document, Grid, Paragraph, UnreadableDocument
from gongkai.report.reading.media import read_document
from gongkai.web.files.models import TextState

#: Media types whose text is read.
READABLE = frozenset(
    {
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/html",
        "text/csv",
        "text/plain",
    }
)
_NO_LAYER = frozenset({"no-text-layer", "image-only"})


def readable(media_type: str, size: int) -> bool:
    """Whether the text of such a file is read at all."""
    return media_type in READABLE and size <= MAX_BYTES


def text_of(data: bytes) -> tuple[TextState, str]:
    """What a document says, line by line, and how much of it could be read."""
    try:
        document = read_document(data)
    except UnreadableDocument as error:
        return (TextState.NO_LAYER if error.rule in _NO_LAYER else TextState.UNREADABLE), ""
    text = "\n".join(_lines(document))
    if not text.strip():
        return TextState.NO_LAYER, ""
    cut = any(rule in _NO_LAYER or rule == "limit-reached" for rule, _ in document.notes)
    return (TextState.PARTLY if cut else TextState.READ), text


def _lines(document: Document) -> list[str]:
    lines = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Grid):
            lines += ["\t".join(cell.text for cell in row) for row in block.rows]
        else:
            lines += ["\t".join(row) for row in block.rows]
    return lines
