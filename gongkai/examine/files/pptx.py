"""Presentations: the text of slides, notes and comments, and what of it is not shown."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.examine.body import Content
from gongkai.examine.engine import safe
from gongkai.examine.files.package import guarded, take_drawings
from gongkai.examine.files.pptx_looks import SlideLooks
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.reading.media.archive import Archive

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FIELD = _A + "fld"
_PARTS = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide|comments/\w*?)(\d*)\.xml", re.IGNORECASE)
_DRAWINGS = re.compile(r"ppt/(?:drawings|charts|diagrams)/\w+\.xml", re.IGNORECASE)


def read_pptx(archive: Archive, content: Content) -> list[Finding]:
    """Put the presentation's text into ``content``; the findings of what it hides."""
    found: list[Finding] = []
    noted = comments = 0
    for name in archive.names():
        kind = _PARTS.fullmatch(name)
        if kind is None:
            continue
        guarded(name, found, lambda name=name: iter(_slide(archive, name, content)))  # type: ignore[misc]
        noted += kind[1].lower().startswith("notes") and _says_something(content, name)
        comments += kind[1].lower().startswith("comments")
    guarded("ppt/drawings", found, lambda: take_drawings(archive, _DRAWINGS, content))
    if noted:
        found.append(finding("speaker-notes", Place(), details={"count": noted}))
    if comments:
        found.append(finding("document-comment", Place(part="ppt/comments"), details={"count": comments}))
    return found


def _says_something(content: Content, part: str) -> bool:
    return any(passage.place.part == part and passage.text.strip() for passage in reversed(content.passages[-200:]))


def _holds_text(said: etree._Element) -> bool:
    """Whether the shape of which this is said has words in it."""
    shape = next(
        (above for above in said.iterancestors() if str(above.tag).endswith(("}sp", "}grpSp", "}graphicFrame"))), None
    )
    return shape is not None and any((text.text or "").strip() for text in shape.iter(_A + "t"))


def _slide(archive: Archive, name: str, content: Content) -> list[Finding]:
    root = archive.xml(name)
    if root is None:
        return []
    is_slide = "/slides/" in name.lower()
    number = int(re.sub(r"\D", "", name.rpartition("/")[2]) or 0)
    for paragraph in root.iter(_A + "p"):
        # The number of the slide on its notes is a field, no note.
        texts = [text.text or "" for text in paragraph.iter(_A + "t") if next(text.iterancestors()).tag != _FIELD]
        if "".join(texts).strip():
            content.add("".join(texts), Place(page=number, part=None if is_slide else name), top=True)
    for text in root.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}text"):
        content.add(text.text or "", Place(part=name))
    looks = SlideLooks(archive, name, root) if is_slide else None
    lost = looks is not None and any(
        looks.is_unseen(run) for run in root.iter(_A + "r") if (run.findtext(_A + "t") or "").strip()
    )
    found = [finding("unseen-text", Place(page=number))] if lost else []
    hidden = [shape for shape in root.iter("{*}cNvPr") if shape.get("hidden") in ("1", "true") and _holds_text(shape)]
    if hidden and is_slide:
        return [*found, finding("unseen-text", Place(page=number, part=safe(hidden[0].get("name") or "")[:40]))]
    if is_slide and root.get("show") in ("0", "false"):
        return [*found, finding("hidden-slide", Place(page=number), details={"number": number})]
    return found
