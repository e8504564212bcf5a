"""Word documents: all that they say, seen or not, and what a reader would not see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.examine.body import Content, Link
from gongkai.examine.files.package import externals, guarded, take_drawings, take_drawn
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
_OFF = ("0", "false", "off", "none")
_STORIES = re.compile(r"word/(?:header|footer|footnotes|endnotes|glossary/document)\d*\.xml", re.IGNORECASE)
_DRAWINGS = re.compile(r"word/(?:drawings|charts|diagrams)/\w+\.xml", re.IGNORECASE)
_COMMENTS = re.compile(r"word/comments\d*\.xml", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{8}")
_MOST_GENERATIONS = 20
"""Styles between one and that which it is based on in the end."""
_TINY = 3
"""Half points: text of this size or less is not seen."""


def read_docx(archive: Archive, content: Content) -> list[Finding]:
    """Put the document's text into ``content``; the findings of what it hides."""
    found: list[Finding] = []
    main = archive.main_part("word/document.xml")
    root = archive.xml(main)
    if root is None:
        raise UnreadableDocument("broken-document", what=main)
    styles: set[str] = set()
    guarded("word/styles.xml", found, lambda: _styles(archive, styles))
    found += _story(root, content, None, styles)
    guarded(main, found, lambda: _links(archive, main, root, content))
    for name in archive.names():
        if _STORIES.fullmatch(name):
            guarded(name, found, lambda name=name: _part(archive, name, content, styles))  # type: ignore[misc]
        elif _COMMENTS.fullmatch(name):
            guarded(name, found, lambda name=name: _comments(archive, name, content))  # type: ignore[misc]
    guarded("word/settings.xml", found, lambda: _settings(archive, content))
    guarded("word/drawings", found, lambda: take_drawings(archive, _DRAWINGS, content))
    return found


def _settings(archive: Archive, content: Content) -> Iterator[Finding]:
    root = archive.xml("word/settings.xml")
    if root is not None:
        _take_unshown(root, content)
    yield from ()


def _styles(archive: Archive, hidden: set[str]) -> Iterator[Finding]:
    hidden |= hidden_styles(archive.xml("word/styles.xml"))
    yield from ()


def hidden_styles(root: etree._Element | None) -> set[str]:
    """The ids of styles whose text is hidden, by themselves or by what they are based on."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in () if root is None else root.iter(W + "style"):
        name = style.get(W + "styleId") or ""
        vanish, base = style.find(f"{W}rPr/{W}vanish"), style.find(W + "basedOn")
        if vanish is not None:
            own[name] = _is_on(vanish)
        elif base is not None:
            based[name] = base.get(W + "val") or ""
    for _generation in range(_MOST_GENERATIONS):
        heirs = {name: own[base] for name, base in based.items() if name not in own and base in own}
        if not heirs:
            break
        own |= heirs
    return {name for name, hidden in own.items() if hidden}


def is_hidden(run: etree._Element, styles: set[str]) -> bool:
    """Whether a run says so itself, or else its style, or its paragraph's."""
    own = run.find(f"{W}rPr/{W}vanish")
    if own is not None:
        return _is_on(own)
    paragraph = next(run.iterancestors(_P), None)
    named = [run.find(f"{W}rPr/{W}rStyle"), None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")]
    return any(style is not None and style.get(W + "val") in styles for style in named)


def _part(archive: Archive, name: str, content: Content, hidden: set[str]) -> Iterator[Finding]:
    root = archive.xml(name)
    if root is not None:
        yield from _story(root, content, name, hidden)


def _comments(archive: Archive, name: str, content: Content) -> Iterator[Finding]:
    root = archive.xml(name)
    comments = [] if root is None else root.findall(W + "comment")
    if root is not None and comments:
        _story(root, content, name, set())
        yield finding("document-comment", Place(part=name), details={"count": len(comments)})


def _story(root: etree._Element, content: Content, part: str | None, hidden: set[str]) -> list[Finding]:
    """Take the paragraphs and tables of one part of the document, and look for what is hidden in it."""
    for alternate in list(root.iter(_MC + "AlternateContent")):
        fallback = alternate.find(_MC + "Fallback")
        if fallback is not None and alternate.find(_MC + "Choice") is not None:
            alternate.remove(fallback)
    _take(root, content, part)
    _take_unshown(root, content)
    take_drawn(root, part or "word/document.xml", content)
    return [*_changes(root, part), *_unseen(root, part, hidden)]


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
    """What is said in a document without standing in its text: lists to choose from, the codes of fields."""
    for node in root.iter(W + "listItem", W + "alias", W + "tag", W + "docVar"):
        said = node.get(W + "displayText") or node.get(W + "val") or ""
        if said.strip():
            content.add(said, Place(part=etree.QName(node).localname))
    for node in root.iter(W + "instrText"):
        if node.text and _LONG_NUMBER.search(node.text):
            content.add(node.text, Place(part="instrText"))


def _changes(root: etree._Element, part: str | None) -> Iterator[Finding]:
    count = sum(1 for _ in root.iter(*_CHANGES))
    if count:
        yield finding("tracked-changes", Place(part=part), details={"count": count})


def _unseen(root: etree._Element, part: str | None, styles: set[str]) -> Iterator[Finding]:
    hidden, pale, where, black = 0, None, None, None
    ground = root.find(W + "background") is not None
    for run in root.iter(_R):
        text, properties = _run_text(run).strip(), run.find(W + "rPr")
        if not text:
            continue
        if is_hidden(run, styles):
            hidden, where = hidden + len(text), run if where is None else where
        elif black is None and properties is not None and _is_black(properties):
            black = run
        elif pale is None and not ground and properties is not None and _is_pale(properties) and not _shaded(run):
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


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (element.get(W + "val") or "1") not in _OFF


def _is_black(properties: etree._Element) -> bool:
    """Black on black. Word turns automatic text white on a shading, not on a highlighter."""
    said = {name: properties.find(W + name) for name in ("color", "highlight", "shd")}
    colour = "" if said["color"] is None else (said["color"].get(W + "val") or "")
    marked = said["highlight"] is not None and said["highlight"].get(W + "val") == "black"
    shaded = said["shd"] is not None and said["shd"].get(W + "fill") == "000000"
    return colour == "000000" if shaded and not marked else marked and colour in ("", "auto", "000000")


def _is_pale(properties: etree._Element) -> bool:
    """White on nothing, or too small to be seen."""
    size = properties.find(W + "sz")
    if size is not None and (size.get(W + "val") or "").isdigit() and int(size.get(W + "val") or "99") <= _TINY:
        return True
    colour = properties.find(W + "color")
    white = colour is not None and (colour.get(W + "val") or "").upper() == "FFFFFF"
    return white and properties.find(W + "shd") is None and properties.find(W + "highlight") is None


def _shaded(run: etree._Element) -> bool:
    """Whether something around the run may have a colour of its own: a cell, a styled table, a shape."""
    for above in run.iterancestors():
        if above.tag == W + "txbxContent":
            return True
        if above.tag in (_P, _TC, _TBL):
            properties = above.find(f"{above.tag}Pr")
            if properties is not None and (
                properties.find(W + "shd") is not None
                or (above.tag == _TBL and properties.find(W + "tblStyle") is not None)
            ):
                return True
    return False


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
