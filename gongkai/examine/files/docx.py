"""Word documents: all that they say, seen or not, and what a reader would not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.examine.body import Content, Link
from gongkai.examine.files.docx_looks import Looks, W, is_black, is_hidden, is_unseen, page_has_ground
from gongkai.examine.files.package import externals, guarded, take_drawings, take_drawn
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import Archive

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _R, _TC, _TR, _TBL = W + "p", W + "r", W + "tc", W + "tr", W + "tbl"
_TEXTS = {W + "t": None, W + "delText": None, W + "tab": "\t", W + "br": " ", W + "cr": " ", W + "noBreakHyphen": "-"}
_CHANGES = tuple(
    W + name
    for name in (
        "ins del moveFrom moveTo cellIns cellDel rPrChange pPrChange tblPrChange trPrChange tcPrChange sectPrChange"
        " numberingChange"
    ).split()
)
_STORIES = re.compile(r"word/(?:header|footer|footnotes|endnotes|glossary/document)\d*\.xml", re.IGNORECASE)
_DRAWINGS = re.compile(r"word/(?:drawings|charts|diagrams)/\w+\.xml", re.IGNORECASE)
_COMMENTS = re.compile(r"word/comments\d*\.xml", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{8}")
_LONG_LABEL = 8
"""Signs of a number's form that are more than such a form."""
_ASIDE = tuple(
    W + name
    for name in (
        "listItem alias tag docVar helpText statusText default listEntry lvlText tblCaption tblDescription"
    ).split()
)


def read_docx(archive: Archive, content: Content) -> list[Finding]:
    """Put the document's text into ``content``; the findings of what it hides."""
    found: list[Finding] = []
    main = archive.main_part("word/document.xml")
    root = archive.xml(main)
    if root is None:
        raise UnreadableDocument("broken-document", what=main)
    looks = _looks(archive, root, found)
    found += _story(root, content, None, looks)
    guarded(main, found, lambda: _links(archive, main, root, content))
    for name in archive.names():
        if _STORIES.fullmatch(name):
            guarded(name, found, lambda name=name: _part(archive, name, content, looks))  # type: ignore[misc]
        elif _COMMENTS.fullmatch(name):
            guarded(name, found, lambda name=name: _comments(archive, name, content))  # type: ignore[misc]
    for name in ("word/settings.xml", "word/numbering.xml"):
        guarded(name, found, lambda name=name: _unshown(archive, name, content))  # type: ignore[misc]
    guarded("word/drawings", found, lambda: take_drawings(archive, _DRAWINGS, content))
    return found


def _unshown(archive: Archive, name: str, content: Content) -> Iterator[Finding]:
    root = archive.xml(name)
    if root is not None:
        _take_unshown(root, content)
    yield from ()


def _looks(archive: Archive, root: etree._Element, found: list[Finding]) -> Looks:
    """What the styles and the settings say, as far as they can be read."""
    parts: dict[str, etree._Element | None] = {}

    def read(name: str) -> Iterator[Finding]:
        parts[name] = archive.xml(name)
        yield from ()

    guarded("word/styles.xml", found, lambda: read("word/styles.xml"))
    guarded("word/settings.xml", [], lambda: read("word/settings.xml"))  # that it is broken is said below, once
    settings = parts.get("word/settings.xml")
    return Looks(parts.get("word/styles.xml"), ground=page_has_ground(root, settings))


def _part(archive: Archive, name: str, content: Content, looks: Looks) -> Iterator[Finding]:
    root = archive.xml(name)
    if root is not None:
        yield from _story(root, content, name, looks)


def _comments(archive: Archive, name: str, content: Content) -> Iterator[Finding]:
    root = archive.xml(name)
    comments = [] if root is None else root.findall(W + "comment")
    if root is not None and comments:
        _story(root, content, name, Looks(None))
        yield finding("document-comment", Place(part=name), details={"count": len(comments)})


def _story(root: etree._Element, content: Content, part: str | None, looks: Looks) -> list[Finding]:
    """Take the paragraphs and tables of one part of the document, and look for what is hidden in it."""
    for alternate in list(root.iter(_MC + "AlternateContent")):
        fallback = alternate.find(_MC + "Fallback")
        if fallback is not None and alternate.find(_MC + "Choice") is not None:
            alternate.remove(fallback)
    _take(root, content, part)
    _take_unshown(root, content)
    take_drawn(root, part or "word/document.xml", content)
    return [*_changes(root, part), *_unseen(root, part, looks)]


def _take(root: etree._Element, content: Content, part: str | None) -> None:
    """A passage for each paragraph outside of tables and for each cell; deleted text is a passage of its own."""
    numbers = {paragraph: number for number, paragraph in enumerate(root.iter(_P), 1)}
    texts: dict[tuple[etree._Element, bool], list[str]] = {}
    last: dict[tuple[etree._Element, bool], etree._Element] = {}
    for node in root.iter(*_TEXTS):
        paragraph = next(node.iterancestors(_P), None)
        if paragraph is None:
            continue
        deleted = node.tag == W + "delText"
        cell = next(paragraph.iterancestors(_TC), None)
        key = (paragraph if cell is None else cell, deleted)
        pieces = texts.setdefault(key, [])
        if pieces and last[key] is not paragraph:
            pieces.append(" ")
        last[key] = paragraph
        sign = _TEXTS[str(node.tag)]
        pieces.append(node.text or "" if sign is None else sign)
    rows: dict[etree._Element, dict[etree._Element, list[int]]] = {}
    for (element, deleted), pieces in texts.items():
        is_cell = element.tag == _TC
        first = next(element.iter(_P)) if is_cell else element
        place = Place(paragraph=numbers[first], part="w:del" if deleted else part)
        number = content.add("".join(pieces), place, cell=is_cell, top=part is not None)
        row = next(element.iterancestors(_TR), None) if is_cell and not deleted else None
        if row is not None:
            table = next(row.iterancestors(_TBL), row)
            rows.setdefault(table, {}).setdefault(row, []).append(number)
    for count, cells in enumerate(rows.values(), len(content.rows)):
        content.add_table(list(cells.values()), count)


def _take_unshown(root: etree._Element, content: Content) -> None:
    """What is said in a document without standing in its text: lists to choose from, help, the codes of fields."""
    for node in root.iter(*_ASIDE):
        said = node.get(W + "displayText") or node.get(W + "val") or ""
        if said.strip() and (node.tag != W + "lvlText" or len(said) >= _LONG_LABEL):
            content.add(said, Place(part=etree.QName(node).localname))
    for node in root.iter(W + "bookmarkStart"):
        name = node.get(W + "name") or ""
        if not name.startswith("_") and _LONG_NUMBER.search(name):
            content.add(name, Place(part="bookmarkStart"))
    for node in root.iter(W + "instrText"):
        if node.text and _LONG_NUMBER.search(node.text):
            content.add(node.text, Place(part="instrText"))


def _changes(root: etree._Element, part: str | None) -> Iterator[Finding]:
    count = sum(1 for _ in root.iter(*_CHANGES))
    if count:
        yield finding("tracked-changes", Place(part=part), details={"count": count})


def _unseen(root: etree._Element, part: str | None, looks: Looks) -> Iterator[Finding]:
    hidden, pale, where, black = 0, None, None, None
    for run in root.iter(_R):
        text = _run_text(run).strip()
        if not text:
            continue
        if is_hidden(run, looks):
            hidden, where = hidden + len(text), run if where is None else where
        elif black is None and is_black(run):
            black = run
        elif pale is None and is_unseen(run, looks):
            pale = run
    if hidden:
        yield finding("hidden-text", Place(paragraph=_number(root, where), part=part), details={"count": hidden})
    if black is not None:
        yield finding("blacked-out", Place(paragraph=_number(root, black), part=part))
    if pale is not None:
        yield finding("unseen-text", Place(paragraph=_number(root, pale), part=part))


def _number(root: etree._Element, node: etree._Element | None) -> int | None:
    paragraph = next(node.iterancestors(_P), None) if node is not None else None
    return None if paragraph is None else next(n for n, p in enumerate(root.iter(_P), 1) if p is paragraph)


def _run_text(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iterchildren(W + "t"))


def _links(archive: Archive, main: str, root: etree._Element, content: Content) -> Iterator[Finding]:
    targets = {item.id: item.target for item in externals(archive, main) if item.kind == "hyperlink"}
    shown: dict[str, str] = {}
    for node in root.iter(W + "hyperlink"):
        identifier = node.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
        if identifier in targets:
            shown.setdefault(identifier, "".join(text.text or "" for text in node.iter(W + "t")))
    for identifier, target in targets.items():
        content.links.append(Link(target, shown.get(identifier, ""), Place(part=main)))
    yield from ()
