"""What a .docx says elsewhere than in its text: heading levels by style, lists, deleted rows and paragraph marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from gongkai.report import limits
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import Archive
from gongkai.report.reading.media.numbering import MAX_LEVELS, Level, NumberedList
from gongkai.report.reading.media.stylesheet import Stylesheet, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_VAL = W + "val"
_STYLE, _RUN_PROPERTIES = W + "pStyle", W + "rPr"
_TOLD = (_STYLE, W + "numPr", W + "outlineLvl", _RUN_PROPERTIES)
_GONE = (W + "del", W + "moveFrom")
_HEADING = re.compile(r"(?:heading|标题|toc heading)\s*([1-9])")
_MAX_CHAIN = 12
"""Styles based on styles based on …: Word itself allows eleven."""


class ParagraphFormat(NamedTuple):
    level: int | None = None
    list_id: str | None = None
    list_level: int = 0
    end_deleted: bool = False


class _Style(NamedTuple):
    name: str
    based_on: str | None
    outline: int | None
    list_id: str | None
    list_level: int | None


def is_on(element: etree._Element) -> bool:
    """A switch such as ``<w:vanish/>``: on unless it says otherwise."""
    return element.get(_VAL) not in ("0", "false", "off")


def whole_number(text: str | None, default: int, top: int = limits.MAX_SPAN + 1) -> int:
    """A number from an attribute, no larger than ``top`` (one beyond the limit, so that passing it is seen)."""
    digits = (text or "").strip()
    if not digits.isascii() or not digits.isdigit():
        return default
    return top if len(digits) > 9 else min(int(digits), top)


def heading_level(name: str) -> int | None:
    """The level a style's name gives: 0 for the title, 1–6 for headings."""
    name = name.strip().lower()
    if name in ("title", "标题"):
        return 0
    found = _HEADING.fullmatch(name)
    return min(int(found[1]), 6) if found else None


class Formatting:
    """Styles and lists of one document, read when the first paragraph asks for them."""

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        self._main = main
        self._related: dict[str, str] | None = None
        self._styles: Stylesheet | None = None
        self._lists: dict[str, NumberedList] | None = None
        self._by_style: dict[str | None, ParagraphFormat] = {None: ParagraphFormat()}

    def paragraph(self, properties: etree._Element) -> ParagraphFormat:
        """What ``w:pPr`` and its style say."""
        style: str | None = None
        level: int | None = None
        numbering: etree._Element | None = None
        deleted = direct = False
        for child in properties.iterchildren(*_TOLD):
            tag = child.tag
            if tag == _STYLE:
                style = child.get(_VAL)
            elif tag == W + "numPr":
                numbering = child
            elif tag == W + "outlineLvl":
                outline = whole_number(child.get(_VAL), 9)
                direct, level = True, (min(outline + 1, 6) if outline < 9 else None)
            elif tag == _RUN_PROPERTIES:
                deleted = next(child.iterchildren(*_GONE), None) is not None
        base = self._of_style(style)
        if numbering is None and not direct and not deleted:
            return base
        list_id, list_level = _list_reference(numbering)
        if list_id is None:
            list_id = base.list_id
        return ParagraphFormat(
            level if direct else base.level,
            None if list_id == "0" else list_id,
            base.list_level if list_level is None else list_level,
            deleted,
        )

    def row(self, properties: etree._Element | None) -> tuple[int, bool]:
        """Columns left out before the first cell, and whether the row was deleted or hidden."""
        before, dropped = 0, False
        for child in () if properties is None else properties:
            tag = child.tag
            if tag == W + "gridBefore":
                before = whole_number(child.get(_VAL), 0)
            elif tag == W + "del" or (tag == W + "hidden" and is_on(child)):
                dropped = True
        return before, dropped

    def lists(self) -> dict[str, NumberedList]:
        if self._lists is None:
            root = self._part("numbering")
            self._lists = {} if root is None else _lists(root, self._style_list)
        return self._lists

    def _of_style(self, style: str | None) -> ParagraphFormat:
        known = self._by_style.get(style)
        if known is None:
            known = self._by_style[style] = self._resolve(style)
        return known

    def _resolve(self, style: str | None) -> ParagraphFormat:
        level: int | None = None
        list_id: str | None = None
        list_level: int | None = None
        first = style
        for _ in range(_MAX_CHAIN):
            found = self._style(style)
            if found is None:
                break
            if level is None:
                level = heading_level(found.name)
            if level is None and found.outline is not None:
                level = min(found.outline + 1, 6)
            list_id = list_id if list_id is not None else found.list_id
            list_level = list_level if list_level is not None else found.list_level
            style = found.based_on
        if list_id is not None and list_level is None:
            list_level = self._level_of_style(list_id, first)
        return ParagraphFormat(level, None if list_id == "0" else list_id, list_level or 0)

    def _level_of_style(self, list_id: str, style: str | None) -> int:
        """A list level may name the style it belongs to, instead of the style naming the level."""
        root = self._part("numbering")
        for level in () if root is None else root.iter(W + "lvl"):
            linked = level.find(W + "pStyle")
            if linked is not None and linked.get(_VAL) == style:
                return whole_number(level.get(W + "ilvl"), 0)
        return 0

    def _style_list(self, style: str | None) -> str | None:
        found = self._style(style)
        return found.list_id if found else None

    def _style(self, name: str | None) -> _Style | None:
        """The style of that id. A document names hundreds and uses a few: only those are looked into."""
        element = self._style_element(name or "")
        if element is None:
            return None
        properties = element.find(W + "pPr")
        outline = numbering = None
        if properties is not None:
            outline, numbering = properties.find(W + "outlineLvl"), properties.find(W + "numPr")
        depth = 9 if outline is None else whole_number(outline.get(_VAL), 9)
        return _Style(
            _value(element, "name") or "",
            _value(element, "basedOn"),
            depth if depth < 9 else None,
            *_list_reference(numbering),
        )

    def _style_element(self, name: str) -> etree._Element | None:
        try:
            if self._styles is None:
                part = self._name_of("styles")
                self._styles = Stylesheet(self._archive.read(part) or b"", part)
            return self._styles.get(name)
        except UnreadableDocument:
            self._styles = Stylesheet(b"", "styles")
            return None

    def _part(self, kind: str) -> etree._Element | None:
        """A side part of the document. Without it, or with a broken one, the text is still there to be read."""
        try:
            return self._archive.xml(self._name_of(kind))
        except UnreadableDocument:
            return None

    def _name_of(self, kind: str) -> str:
        if self._related is None:
            self._related = dict(self._archive.relationships(self._main).values())
        return self._related.get(kind, f"word/{kind}.xml")


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(W + name)
    return None if child is None else child.get(_VAL)


def _list_reference(numbering: etree._Element | None) -> tuple[str | None, int | None]:
    if numbering is None:
        return None, None
    level = _value(numbering, "ilvl")
    return _value(numbering, "numId"), None if level is None else whole_number(level, 0)


def _lists(root: etree._Element, list_of_style: Callable[[str | None], str | None]) -> dict[str, NumberedList]:
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    for element in root.findall(W + "abstractNum"):
        family = element.get(W + "abstractNumId") or ""
        abstract[family] = _levels(element)
        if (style := _value(element, "numStyleLink")) is not None:
            linked[family] = style
    lists: dict[str, NumberedList] = {}
    for element in root.findall(W + "num"):
        family = _value(element, "abstractNumId") or ""
        levels = dict(abstract.get(family, {}))
        restarts: dict[int, int] = {}
        for override in element.findall(W + "lvlOverride"):
            depth = whole_number(override.get(W + "ilvl"), 0)
            levels.update(_levels(override))
            if (start := _value(override, "startOverride")) is not None:
                restarts[depth] = whole_number(start, 1, top=999_999)
        lists[element.get(W + "numId") or ""] = NumberedList(family, levels, restarts)
    for numbered in lists.values():
        # A list that only points to a list style: its levels are those of the list that the style uses.
        source = lists.get(list_of_style(linked.get(numbered.family)) or "")
        if not numbered.levels and source is not None:
            numbered.family, numbered.levels = source.family, source.levels
    return lists


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.findall(W + "lvl")[:MAX_LEVELS]:
        legal = element.find(W + "isLgl")
        levels[whole_number(element.get(W + "ilvl"), 0)] = Level(
            fmt=_number_format(element),
            text=(_value(element, "lvlText") or "")[:100],
            start=whole_number(_value(element, "start"), 1, top=999_999),
            legal=legal is not None and is_on(legal),
        )
    return levels


def _number_format(level: etree._Element) -> str:
    """The format; where a newer one is offered beside an older, the older, which is in our table."""
    formats = list(level.iter(W + "numFmt"))
    return (formats[-1].get(_VAL) or "decimal") if formats else "decimal"
