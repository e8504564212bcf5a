"""Cleaning a .xlsx: hidden sheets, hidden names, comments and links to other files removed, values kept."""

from __future__ import annotations

import re

from lxml import etree

from gongkai.examine.cleaning.parts import Parts, clean_properties, rels_of, remove, target_of
from gongkai.examine.files.sheet_looks import S
from gongkai.report.reading.blocks import UnreadableDocument

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_COMMENTS = re.compile(r"xl/(?:comments/?\w*|threadedComments/\w+|persons/\w+)\.xml")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ELSEWHERE = re.compile(r"\[\d+\]")


def clean_workbook(parts: Parts) -> None:
    """Everything in a .xlsx that can go without a visible change."""
    clean_properties(parts)
    book = parts.tree(_BOOK)
    if book is None:
        raise UnreadableDocument("broken-document", what=_BOOK)
    _comments(parts)
    hidden = _hidden_sheets(parts, book)
    _elsewhere(parts, book)
    pattern = _references(hidden)
    for name in parts.named(lambda name: _SHEET.fullmatch(name) is not None):
        root = parts.tree(name)
        for formula in [] if root is None else list(root.iter(S + "f")):
            if pattern.search(formula.text or "") or _ELSEWHERE.search(formula.text or ""):
                remove(formula)  # the value stays
    for named in list(book.iter(S + "definedName")):
        text = named.text or ""
        built_in = (named.get("name") or "").startswith("_xlnm.")
        if pattern.search(text) or _ELSEWHERE.search(text) or (named.get("hidden") in ("1", "true") and not built_in):
            remove(named)
    for names in list(book.iter(S + "definedNames")):
        if not len(names):
            remove(names)
    _strings(parts)


def _strings(parts: Parts) -> None:
    """Texts that no sheet shows any more are emptied; the others keep their numbers."""
    used = {
        cell.findtext(S + "v")
        for name in parts.named(lambda name: _SHEET.fullmatch(name) is not None)
        if (root := parts.tree(name)) is not None
        for cell in root.iter(S + "c")
        if cell.get("t") == "s"
    }
    strings = parts.tree(_STRINGS)
    for number, item in enumerate([] if strings is None else list(strings.iter(S + "si"))):
        if str(number) not in used and len(item):
            del item[:]
            etree.SubElement(item, S + "t")


def _references(hidden: list[str]) -> re.Pattern[str]:
    """What a formula says that looks into one of the sheets."""
    words = [rf"(?<![\w.]){re.escape(name)}!|'{re.escape(name.replace(chr(39), chr(39) * 2))}'!" for name in hidden]
    return re.compile("|".join(words) if words else r"(?!)")


def _hidden_sheets(parts: Parts, book: etree._Element) -> list[str]:
    """Leave hidden sheets out; their names. A workbook keeps its sheets where none would be left."""
    sheets = list(book.iter(S + "sheet"))
    gone = [sheet for sheet in sheets if sheet.get("state", "visible") != "visible"]
    if not gone or len(gone) == len(sheets):
        return []
    root = parts.tree(rels_of(_BOOK))
    related = {item.get("Id"): item for item in (() if root is None else root.iter(_RELATIONSHIP))}
    for sheet in gone:
        item = related.get(sheet.get(_ID))
        if item is not None:
            parts.drop(target_of(rels_of(_BOOK), item))
        remove(sheet)
    kept = [number for number, sheet in enumerate(sheets) if sheet not in gone]
    for named in list(book.iter(S + "definedName")):
        local = named.get("localSheetId")
        if local is not None and local.isascii() and local.isdecimal():
            if int(local) in kept:
                named.set("localSheetId", str(kept.index(int(local))))
            else:
                remove(named)
    for view in book.iter(S + "workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            view.attrib.pop(attribute, "")
    parts.drop("xl/calcChain.xml")  # made anew by whoever opens the workbook
    return [sheet.get("name") or "" for sheet in gone]


def _comments(parts: Parts) -> None:
    """Comments, and the drawings that only show them."""
    for name in parts.named(lambda name: _COMMENTS.fullmatch(name) is not None):
        parts.drop(name)
    for name in parts.named(lambda name: name.lower().endswith(".vml")):
        drawn = parts.data[name]
        if drawn.count(b"<x:ClientData") != drawn.count(b'ObjectType="Note"'):
            continue
        for sheet in parts.named(lambda part: _SHEET.fullmatch(part) is not None):
            rels = rels_of(sheet)
            ids = parts.unlink(rels, lambda item: target_of(rels, item) == name) if parts.has(rels) else set()  # noqa: B023
            root = parts.tree(sheet) if ids else None
            for element in [] if root is None else list(root.iter(S + "legacyDrawing")):
                if element.get(_ID) in ids:
                    remove(element)
        parts.drop(name)


def _elsewhere(parts: Parts, book: etree._Element) -> None:
    """Links to other workbooks, with the values of them that are kept in this one."""
    links = parts.named(lambda name: name.startswith("xl/externalLinks/") and name.endswith(".xml"))
    for name in links:
        parts.drop(name)
    for references in list(book.iter(S + "externalReferences")) if links else []:
        remove(references)
