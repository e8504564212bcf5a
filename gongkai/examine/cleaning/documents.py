"""Cleaning a .docx: changes accepted, comments and hidden text removed."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.examine.cleaning.parts import Parts, clean_properties, rels_of, remove
from gongkai.examine.files.docx_looks import Looks, W, is_hidden

_STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_COMMENTS = re.compile(r"word/(?:comments\w*|people)\.xml")
_ACCEPTED = tuple(W + name for name in ("ins", "moveTo"))
_REJECTED = tuple(W + name for name in ("del", "moveFrom"))
_MARKS = tuple(
    W + name
    for name in (
        "rPrChange pPrChange tblPrChange tblGridChange tblPrExChange trPrChange tcPrChange sectPrChange numberingChange"
        " moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd commentRangeStart commentRangeEnd"
        " commentReference annotationRef"
    ).split()
)
_PROPERTIES = (W + "rPr", W + "trPr", W + "tcPr", W + "pPr")
_SHOWN = ("/image", "/hyperlink", "/oleObject", "/package", "/chart", "/aFChunk")


def clean_document(parts: Parts) -> None:
    """Everything in a .docx that can go without a visible change."""
    clean_properties(parts)
    looks = Looks(parts.tree("word/styles.xml"))
    for name in parts.named(lambda name: _STORIES.fullmatch(name) is not None):
        root = parts.tree(name)
        if root is not None:
            _accept(root)
            _drop_hidden(root, looks)
            _unlink_unused(parts, name, root)
    for name in parts.named(lambda name: _COMMENTS.fullmatch(name) is not None):
        parts.drop(name)
    settings = parts.tree("word/settings.xml")
    for element in (
        [] if settings is None else list(settings.iter(W + "attachedTemplate", W + "rsids", W + "trackRevisions"))
    ):
        remove(element)
    rels = rels_of("word/settings.xml")
    if parts.has(rels):
        parts.unlink(rels, lambda item: (item.get("Type") or "").endswith("/attachedTemplate"))


def _accept(root: etree._Element) -> None:
    """Tracked changes as if each had been accepted."""
    for row in list(root.iter(W + "tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            remove(row)
    for element in list(root.iter(*_REJECTED)):
        remove(element)
    for element in list(root.iter(*_ACCEPTED)):
        parent = element.getparent()
        if parent is None:
            continue
        if parent.tag not in _PROPERTIES:
            place = parent.index(element)
            parent[place:place] = list(element)
        remove(element)
    for element in list(root.iter(*_MARKS)):
        remove(element)


def _drop_hidden(root: etree._Element, looks: Looks) -> None:
    """Runs that are hidden and hold text."""
    for run in list(root.iter(W + "r")):
        if run.find(W + "t") is not None and is_hidden(run, looks):
            remove(run)


def _unlink_unused(parts: Parts, name: str, root: etree._Element) -> None:
    """What only removed passages showed: pictures, links, objects. What a part has without showing it stays linked."""
    used = {value for element in root.iter(etree.Element) for value in element.attrib.values()}
    rels = rels_of(name)
    if parts.has(rels):
        parts.unlink(rels, lambda item: (item.get("Type") or "").endswith(_SHOWN) and item.get("Id") not in used)
