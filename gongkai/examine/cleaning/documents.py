"""Cleaning a .docx: changes accepted, comments and hidden text removed."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.examine.cleaning.parts import Parts, clean_properties, rels_of, remove
from gongkai.examine.files.docx import W

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
_OFF = ("0", "false", "off")


def clean_document(parts: Parts) -> None:
    """Everything in a .docx that can go without a visible change."""
    clean_properties(parts)
    for name in parts.named(lambda name: _STORIES.fullmatch(name) is not None):
        root = parts.tree(name)
        if root is not None:
            _accept(root)
            _drop_hidden(root)
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


def _drop_hidden(root: etree._Element) -> None:
    """Runs that are set as hidden and hold text."""
    for hidden in list(root.iter(W + "vanish")):
        properties = hidden.getparent()
        run = properties.getparent() if properties is not None else None
        on = (hidden.get(W + "val") or "1") not in _OFF
        if on and run is not None and run.tag == W + "r" and run.find(W + "t") is not None:
            remove(run)
