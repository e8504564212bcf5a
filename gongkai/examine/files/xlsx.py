"""Workbooks: every cell they hold, seen or not, and what is hidden in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from gongkai.examine.body import Content, Link, Row
from gongkai.examine.engine import safe
from gongkai.examine.files.package import externals, guarded, take_drawings
from gongkai.examine.files.sheet import Cell, Grid, column_number, covers, pale_strings, read_strings
from gongkai.examine.files.sheet_looks import CellLooks, S
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.limits import MAX_CELLS
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import Archive

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWINGS = re.compile(r"xl/(?:drawings|charts|diagrams)/\w+\.xml", re.IGNORECASE)
_HEAD_ROWS = 3
_LONGEST_LABEL = 16
_NAMED = re.compile(r"(?:(?<!')'((?:[^']|'')++)'|(?<![^\s'!,()+*/&=<>-])([^\s'!,()+*/&=<>-]++))!")
_LITERAL = re.compile(r'"([^"]{8,})"|(?<![\w.$"])(\d{11,18})(?![\w.])')
_ALWAYS = re.compile(r"\s*(?:TRUE(?:\(\))?|([1-9]\d*)|(\d+)\s*=\s*\2)\s*", re.IGNORECASE)
_SAID = ("{*}dataValidation", "{*}hyperlink", "{*}definedName", "{*}inputCells", "{*}scenario", "{*}protectedRange")
_SAID_IN = ("promptTitle", "prompt", "errorTitle", "error", "tooltip", "comment", "description", "val", "name", "user")
_BUILT_IN = "_xlnm."


class Workbook:
    """One workbook: its sheets are read in order, their text goes into the content."""

    def __init__(self, archive: Archive, content: Content) -> None:
        self.archive = archive
        self.content = content
        self.main = archive.main_part("xl/workbook.xml")
        root = archive.xml(self.main)
        if root is None or root.tag != S + "workbook":
            raise UnreadableDocument("broken-document", what=self.main)
        self.root = root
        self.related = archive.relationships(self.main)
        parts = dict(self.related.values())
        shared = archive.xml(parts.get("sharedStrings", "xl/sharedStrings.xml"))
        self.strings, self.pale = read_strings(shared), pale_strings(shared)
        self.styles = archive.xml(parts.get("styles", "xl/styles.xml"))
        self.looks = CellLooks(self.styles)
        self.hidden: set[str] = set()
        self.cells = 0

    def findings(self) -> list[Finding]:
        found: list[Finding] = []
        for number, sheet in enumerate(self.root.iter(S + "sheet")):
            name = sheet.get("name") or ""
            self.content.add(name, Place(part="sheet"))
            kind, part = self.related.get(sheet.get(_ID) or "", ("", ""))
            if kind == "worksheet":
                state = sheet.get("state", "visible")
                guarded(part, found, lambda: self.sheet(name, part, state, number))  # noqa: B023
            elif kind and sheet.get("state", "visible") != "visible":
                found.append(finding("hidden-sheet", Place(sheet=safe(name)), details={"name": safe(name), "cells": 0}))
            if self.cells > MAX_CELLS:
                found.append(finding("limit-reached", Place(sheet=name), details={"what": "cells", "limit": MAX_CELLS}))
                break
        guarded("xl/sharedStrings.xml", found, self.left_over)
        guarded("xl/drawings", found, lambda: take_drawings(self.archive, _DRAWINGS, self.content))
        guarded("xl", found, self.names)
        guarded("xl/pivotCache", found, self.pivots)
        guarded("xl/externalLinks", found, self.elsewhere)
        guarded("xl/comments", found, self.comments)
        return found

    def sheet(self, name: str, part: str, state: str, number: int) -> Iterator[Finding]:
        root = self.archive.xml(part)
        if root is None:
            raise UnreadableDocument("broken-document", what=part)
        grid = Grid(root, self.strings)
        self.cells += len(grid.cells)
        if state != "visible":
            self.hidden.add(name)
        name = safe(name)
        self.take(name, grid, number)
        for header in root.iterfind(f"{S}headerFooter/*"):
            self.content.add(header.text or "", Place(sheet=name, part=etree.QName(header).localname), top=True)
        self.links(root, part, name)
        self.literals(root.iter(S + "f", S + "formula1", S + "formula2"), name)
        self.prompts(root, name)
        shown = {"name": name}
        place = Place(sheet=name)
        if state != "visible":
            rule = "very-hidden-sheet" if state == "veryHidden" else "hidden-sheet"
            yield finding(rule, place, details={**shown, "cells": len(grid.cells)})
            return
        for rule, rows in (("hidden-rows", grid.hidden_rows()), ("filtered-rows", grid.filtered_rows())):
            if rows:
                yield finding(rule, place, details={**shown, "count": len(rows), "first": min(rows)})
        if columns := grid.hidden_columns():
            first = min(columns, key=column_number)
            yield finding("hidden-columns", place, details={**shown, "count": len(columns), "first": first})
        black = next((cell for cell in grid.cells.values() if cell.style in self.looks.blacked), None)
        if black is not None:
            yield finding("blacked-out", Place(sheet=name, cell=black.reference))
        tables = self.tables(part)
        veiled = self.veiled(root)
        pale_cells = (cell for cell in grid.cells.values() if self.is_unseen(cell, grid, veiled))
        pale = next((cell for cell in pale_cells if not covers(tables, cell)), None)
        if pale is not None:
            yield finding("unseen-text", Place(sheet=name, cell=pale.reference))

    def veiled(self, root: etree._Element) -> list[str]:
        """The ranges of a sheet that a condition which always holds turns white."""
        return [
            reference
            for group in root.iterfind(S + "conditionalFormatting")
            for rule in group.iterfind(S + "cfRule")
            if rule.get("dxfId") in self.looks.veils and _ALWAYS.fullmatch(rule.findtext(S + "formula") or "")
            for reference in (group.get("sqref") or "").split()
        ]

    def is_unseen(self, cell: Cell, grid: Grid, veiled: list[str]) -> bool:
        """Whether a cell shows nothing, or a part of it is white on no ground."""
        pale = cell.text in self.pale or cell.text in grid.pale or covers(veiled, cell)
        return cell.style in self.looks.unseen or (pale and cell.style in self.looks.plain)

    def tables(self, part: str) -> list[str]:
        """The ranges of a sheet whose look a table's style may give."""
        parts = [target for kind, target in self.archive.relationships(part).values() if kind == "table"]
        roots = [self.archive.xml(name) for name in parts]
        return [root.get("ref") or "" for root in roots if root is not None]

    def take(self, name: str, grid: Grid, number: int) -> None:
        """The cells as passages; the first row of several texts stands over the columns."""
        heads: dict[str, str] = {}
        for position, cells in enumerate(grid.rows.values()):
            taken = []
            left = ""
            for cell in cells:
                label = f"{heads.get(cell.column, '')} {left}".strip()
                place = Place(sheet=name, cell=cell.reference)
                taken.append(
                    self.content.add(
                        cell.text, place, label=label, top=position < _HEAD_ROWS, cell=position > 0 or len(cells) > 1
                    )
                )
                left = cell.text if len(cell.text) <= _LONGEST_LABEL and not re.search(r"\d", cell.text) else ""
            over = tuple(heads.get(cell.column, "") for cell in cells)
            self.content.rows.append(Row(tuple(taken), over, number))
            if not heads and len(cells) > 1:
                heads = {cell.column: cell.text.strip()[:_LONGEST_LABEL] for cell in cells}

    def literals(self, nodes: Iterable[etree._Element], name: str | None) -> None:
        """Texts that are written out in formulas, in lists to choose from, in names."""
        for node in nodes:
            for text, number in _LITERAL.findall(node.text or ""):
                self.content.add(text or number, Place(sheet=name, part=etree.QName(node).localname))

    def prompts(self, root: etree._Element, name: str) -> None:
        """What is said beside the cells: on entering one, over a link, of a name."""
        for node in root.iter(*_SAID):
            for attribute in filter(node.get, _SAID_IN):
                self.content.add(node.get(attribute) or "", Place(sheet=name, part=attribute))

    def links(self, root: etree._Element, part: str, name: str) -> None:
        targets = {item.id: item.target for item in externals(self.archive, part) if item.kind == "hyperlink"}
        for node in root.iter(S + "hyperlink"):
            target = targets.get(node.get(_ID) or "")
            if target is not None:
                place = Place(sheet=name, cell=(node.get("ref") or "").partition(":")[0] or None)
                self.content.links.append(Link(target, node.get("display") or "", place))

    def left_over(self) -> Iterator[Finding]:
        """Texts that cells share and none has any more, as where a program took a sheet out."""
        shown = {passage.text for passage in self.content.passages}
        for text in self.strings:
            if text.strip() and text.replace("\n", " ") not in shown:
                self.content.add(text, Place(part="xl/sharedStrings.xml"))
        yield from ()

    def names(self) -> Iterator[Finding]:
        """Names that nobody sees, or that lead to sheets which nobody sees."""
        count = 0
        self.literals(self.root.iter(S + "definedName"), None)
        self.prompts(self.root, "")
        for node in () if self.styles is None else self.styles.iter(S + "numFmt"):
            for text, number in _LITERAL.findall(node.get("formatCode") or ""):
                self.content.add(text or number, Place(part="numFmt"))
        for node in self.root.iter(S + "definedName"):
            if (node.get("name") or "").startswith(_BUILT_IN):
                continue
            sheets = {(quoted or plain).replace("''", "'") for quoted, plain in _NAMED.findall(node.text or "")}
            count += node.get("hidden") in ("1", "true") or bool(sheets & self.hidden)
        if count:
            yield finding("hidden-name", Place(part=self.main), details={"count": count})

    def pivots(self) -> Iterator[Finding]:
        """Caches of pivot tables that hold the rows they were made of."""
        parts = []
        for name in self.archive.names():
            lower = name.lower()
            if lower.startswith("xl/pivotcache/pivotcacherecords"):
                root = self.archive.xml(name)
                parts += [name] if root is not None and root.find(S + "r") is not None else []
            elif lower.startswith("xl/pivotcache/pivotcachedefinition"):
                root = self.archive.xml(name)
                shared = () if root is None else root.iter(S + "sharedItems")
                parts += [name] if any(len(items) for items in shared) else []
        if parts:
            yield finding("pivot-cache", Place(part=parts[0]), details={"count": len(parts)})

    def elsewhere(self) -> Iterator[Finding]:
        for name in self.archive.names():
            lower = name.lower()
            if lower.startswith("xl/externallinks/") and lower.endswith(".xml"):
                target = next((item.target for item in externals(self.archive, name)), "")
                shown = safe(re.split(r"[\\/]", target)[-1][:60]) or name
                yield finding("external-data", Place(part=name), details={"target": shown})
            elif lower == "xl/connections.xml":
                yield finding("external-data", Place(part=name), details={"target": "connections"})

    def comments(self) -> Iterator[Finding]:
        count, first = 0, None
        for name in self.archive.names():
            if not re.fullmatch(r"xl/(?:comments/?\w*|threadedComments/\w+)\.xml", name, re.IGNORECASE):
                continue
            root = self.archive.xml(name)
            for node in () if root is None else root.iter("{*}comment", "{*}threadedComment"):
                text = "".join(item.text or "" for item in node.iter("{*}t", "{*}text"))
                self.content.add(text, Place(cell=node.get("ref"), part=name))
                count, first = count + 1, first or name
        if count:
            yield finding("document-comment", Place(part=first), details={"count": count})


def read_xlsx(archive: Archive, content: Content) -> list[Finding]:
    """Put the workbook's text into ``content``; the findings of what it hides."""
    return Workbook(archive, content).findings()
