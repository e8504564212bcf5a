"""The parts of a package, to be changed or left out together with whatever points to them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable

from lxml import etree

from gongkai.report.reading.media.archive import Archive, parse_xml

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "[Content_Types].xml"
_DATE = (1980, 1, 1, 0, 0, 0)
_CORE = ("creator", "lastModifiedBy", "keywords", "description", "subject", "category", "contentStatus")
#: The titles of parts name hidden sheets, too.
_APP = ("Company", "Manager", "Template", "HyperlinkBase", "HeadingPairs", "TitlesOfParts")
_ROOT = "_rels/.rels"


class Parts:
    """A package in memory; raises UnreadableDocument beyond the limits of reading."""

    def __init__(self, data: bytes) -> None:
        archive = Archive(data)
        self.data = {name: archive.read(name) or b"" for name in archive.names() if not name.endswith("/")}
        self.trees: dict[str, etree._Element] = {}

    def has(self, name: str) -> bool:
        return name in self.data

    def named(self, wanted: Callable[[str], bool]) -> list[str]:
        """The names of parts, in the package's order."""
        return [name for name in self.data if wanted(name)]

    def tree(self, name: str) -> etree._Element | None:
        """A part as a tree; what is changed in it is written."""
        if name not in self.trees and name in self.data:
            self.trees[name] = parse_xml(self.data[name], name)
        return self.trees.get(name)

    def drop(self, name: str) -> None:
        """Leave a part out, with its own relationships, its type, and every relationship that leads to it."""
        self.data.pop(name, None)
        self.trees.pop(name, None)
        folder, base = posixpath.split(name)
        own = posixpath.join(folder, "_rels", f"{base}.rels")
        self.data.pop(own, None)
        self.trees.pop(own, None)
        types = self.tree(_TYPES)
        for override in [] if types is None else list(types):
            if (override.get("PartName") or "").lstrip("/") == name:
                types.remove(override)  # type: ignore[union-attr]
        for rels in self.named(lambda part: part.endswith(".rels")):
            if base.encode() in self.data[rels] or rels in self.trees:
                self.unlink(rels, lambda item, rels=rels: target_of(rels, item) == name)  # type: ignore[misc]

    def unlink(self, rels: str, wanted: Callable[[etree._Element], bool]) -> set[str]:
        """Take relationships out of a part that lists them; their ids."""
        root = self.tree(rels)
        gone = [] if root is None else [item for item in root.iter(_RELATIONSHIP) if wanted(item)]
        for item in gone:
            remove(item)
        return {item.get("Id") or "" for item in gone}

    def drop_unreached(self) -> None:
        """Leave out what nothing in the package leads to any more: of a hidden sheet its pictures, drawings, charts."""
        known = {name.lower(): name for name in self.data}
        reached, ahead = {_TYPES, _ROOT}, [_ROOT] if _ROOT in self.data else []
        while ahead:
            rels = ahead.pop()
            root = self.tree(rels)
            for item in () if root is None else root.iter(_RELATIONSHIP):
                part = known.get(target_of(rels, item).lower(), "")
                own = known.get(rels_of(part).lower(), "")
                if part and part not in reached:
                    reached.add(part)
                    reached.update([own] if own else [])
                    ahead += [own] if own else []
        for name in [name for name in self.data if name not in reached] if _ROOT in self.data else []:
            self.drop(name)

    def packed(self) -> bytes:
        """The package as bytes; the same parts give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.data.items():
                root = self.trees.get(name)
                written = data if root is None else etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )  # fmt: skip
                package.writestr(zipfile.ZipInfo(name, _DATE), written, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def target_of(rels: str, item: etree._Element) -> str:
    """The part to which a relationship of ``rels`` leads; empty where it leads out of the package."""
    if item.get("TargetMode") == "External":
        return ""
    folder = posixpath.dirname(posixpath.dirname(rels))
    target = (item.get("Target") or "").replace("\\", "/")
    return posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target)).lstrip("/")


def rels_of(part: str) -> str:
    """The name of the part that lists a part's relationships."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def remove(element: etree._Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def clean_properties(parts: Parts) -> None:
    """Who wrote the document, for whom, with which template; and properties, data and a small picture of its first page
    that programs added."""
    if parts.has(_ROOT):
        parts.unlink(_ROOT, lambda item: (item.get("Type") or "").endswith("/metadata/thumbnail"))
    for part, names in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
        root = parts.tree(part)
        for element in [] if root is None else list(root):
            if etree.QName(element).localname in names:
                remove(element)
    for name in parts.named(lambda name: name == "docProps/custom.xml" or name.startswith("customXml/")):
        if not name.endswith(".rels"):
            parts.drop(name)
