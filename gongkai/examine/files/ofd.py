"""OFD: the text of its pages. What the format can hide (versions, attachments, annotations) is told of, not read."""

from __future__ import annotations

import re

from gongkai.examine.body import Content
from gongkai.examine.files.package import guarded
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.reading.media.archive import Archive

_PAGE = re.compile(r"(?:.*/)?Pages/Page_(\d+)/Content\.xml", re.IGNORECASE)
_MOST = 300


def read_ofd(archive: Archive, content: Content) -> list[Finding]:
    """Put the document's text into ``content``; that it was examined in part, and what is attached to it."""
    found = [finding("examined-in-part", Place(), details={"what": "ofd", "instead": "as-pdf"})]
    names = archive.names()
    pages = [(int(match[1]), name) for name in names if (match := _PAGE.fullmatch(name))]
    for number, name in sorted(pages)[:_MOST]:
        guarded(name, found, lambda name=name, number=number: iter(_page(archive, name, number, content)))  # type: ignore[misc]
    if len(pages) > _MOST:
        found.append(finding("limit-reached", Place(), details={"what": "pages", "limit": _MOST}))
    attached = [name for name in names if re.search(r"/Attachs?/(?!Attachments\.xml)", name, re.IGNORECASE)]
    if attached:
        found.append(finding("embedded-object", Place(part=attached[0]), details={"count": len(attached)}))
    return found


def _page(archive: Archive, name: str, number: int, content: Content) -> list[Finding]:
    root = archive.xml(name)
    for line, node in enumerate(() if root is None else root.iter("{*}TextCode"), 1):
        content.add(node.text or "", Place(paragraph=line, page=number + 1), top=line <= 4)
    return []
