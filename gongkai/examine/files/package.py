"""What .docx, .xlsx and .pptx have in common: properties, links to elsewhere, embedded files, macros, pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from gongkai.examine.body import Content
from gongkai.examine.engine import safe
from gongkai.examine.files.pictures import examine_picture
from gongkai.examine.limits import MAX_EMBEDDED_IMAGES
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.examine.text.masks import person
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.archive import Archive

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_HARMLESS = ("bibliography", "coverpageprops", "contenttype", "forms", "documentmanagement")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
_EMBEDDED = re.compile(
    r"(?:word|xl|ppt)/embeddings/.|.*\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|rtf|mht|html?|eml|exe)$", re.IGNORECASE
)
_MACROS = re.compile(r"vbaproject\.bin$|vbadata\.xml$|/activex/|(?:^|/)macrosheets/", re.IGNORECASE)
_PICTURE = re.compile(r"/media/[^/]+\.(?:jpe?g|tiff?|png|webp)$", re.IGNORECASE)
_SAID = re.compile(r"docProps/(?:core|app|custom)\.xml|customXml/item\d+\.xml", re.IGNORECASE)
_SHORTEST = 6
"""Signs of what could be personal or secret."""
_NOBODY = frozenset(
    "administrator admin user users windows用户 微软用户 lenovo hp dell asus microsoft office pc 用户 openpyxl"
    " python-docx wps apache poi un-named".split()
)


class External(NamedTuple):
    """A relationship that leads out of the package: its id, the last word of its type, where to."""

    id: str
    kind: str
    target: str


def guarded(part: str, found: list[Finding], look: Callable[[], Iterator[Finding]]) -> None:
    """Take what a look at a part finds; where the part cannot be read, that is the finding."""
    try:
        found.extend(look())
    except UnreadableDocument as error:
        found.append(refused(error, part))


def refused(error: UnreadableDocument, part: str | None = None) -> Finding:
    """The finding for what the reader refuses; ``part`` where the rest of the document is read."""
    if error.rule == "encrypted":
        return finding("encrypted", Place(part=part))
    if error.rule in ("limit-reached", "too-large"):
        what = str(error.details.get("what", "bytes"))
        return finding(
            "limit-reached", Place(part=part), details={"what": what, "limit": error.details.get("limit", "")}
        )
    if part is not None:
        return finding("part-unreadable", Place(part=part), details={"what": part})
    words = {
        "empty-document": "empty",
        "unknown-media": "unknown",
        "unknown-format": "unknown",
        "unknown-wps": "unknown",
    }
    return finding("unreadable", Place(), details={"what": words.get(error.rule, "broken")})


def take_drawn(root: etree._Element | None, part: str, content: Content) -> None:
    """The text of shapes, charts and diagrams, and what is said of pictures to those who do not see them."""
    for paragraph in () if root is None else root.iter(_DRAWN):
        text = "".join(item.text or "" for item in paragraph.iter("{*}t"))
        if text.strip():
            content.add(text, Place(part=part))
    for cached in () if root is None else root.iter("{*}strCache"):
        for value in cached.iter("{*}v"):
            content.add(value.text or "", Place(part=part))
    for shape in () if root is None else root.iter("{*}docPr", "{*}cNvPr"):
        for said in filter(None, (shape.get("descr"), shape.get("title"))):
            content.add(said, Place(part=part))


def take_drawings(archive: Archive, names: re.Pattern[str], content: Content) -> Iterator[Finding]:
    """The same of every part of such a name."""
    for name in archive.names():
        if names.fullmatch(name):
            take_drawn(archive.xml(name), name, content)
    yield from ()


def externals(archive: Archive, part: str) -> Iterator[External]:
    """Where a part leads outside of the package."""
    folder, name = posixpath.split(part)
    root = archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    for item in () if root is None else root.iter(_RELATIONSHIP):
        if item.get("TargetMode") == "External":
            kind = (item.get("Type") or "").rpartition("/")[2]
            yield External(item.get("Id") or "", kind, item.get("Target") or "")


def examine_package(archive: Archive, content: Content) -> list[Finding]:
    """The findings of everything that is the same in all of these formats; what it says goes into ``content``."""
    found: list[Finding] = []
    guarded("docProps", found, lambda: _properties(archive))
    guarded("customXml", found, lambda: _custom(archive))
    guarded("properties", found, lambda: _said(archive, content))
    names = archive.names()
    embedded = [name for name in names if _EMBEDDED.match(name)]
    if embedded:
        found.append(finding("embedded-object", Place(part=embedded[0]), details={"count": len(embedded)}))
    macro = next((name for name in names if _MACROS.search(name)), None)
    if macro is not None:
        found.append(finding("macro", Place(part=macro)))
    for name in names:
        if name.lower().endswith(".rels"):
            part = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5])
            guarded(name, found, lambda part=part: _linked(archive, part))  # type: ignore[misc]
    pictures = [name for name in names if _PICTURE.search(name)]
    for name in pictures[:MAX_EMBEDDED_IMAGES]:
        guarded(name, found, lambda name=name: iter(examine_picture(archive.read(name) or b"", content, name)))  # type: ignore[misc]
    if len(pictures) > MAX_EMBEDDED_IMAGES:
        found.append(finding("limit-reached", Place(), details={"what": "pictures", "limit": MAX_EMBEDDED_IMAGES}))
    return found


def _said(archive: Archive, content: Content) -> Iterator[Finding]:
    """The words of properties and of custom data, so that they are examined as those of the text are."""
    for name in archive.names():
        if _SAID.fullmatch(name):
            root = archive.xml(name)
            for element in () if root is None else root.iter(etree.Element):
                for text in (element.text, *element.attrib.values()):
                    if text and len(text.strip()) >= _SHORTEST and "://" not in text:
                        content.add(text.strip(), Place(part=name))
    yield from ()


def _linked(archive: Archive, part: str) -> Iterator[Finding]:
    for item in externals(archive, part):
        if item.kind == "attachedTemplate":
            said: tuple[tuple[str, str], ...] = (("template", ""),)
            yield finding("document-properties", Place(part=part), details={"what": said})
        elif item.kind not in ("hyperlink", "externalLinkPath", "externalLinkLongPath"):
            target = safe(re.split(r"[\\/]", item.target.rstrip("\\/"))[-1][:60])
            yield finding("external-data", Place(part=part), details={"target": target})


def _properties(archive: Archive) -> Iterator[Finding]:
    core, app = archive.xml("docProps/core.xml"), archive.xml("docProps/app.xml")

    def text(root: etree._Element | None, name: str) -> str:
        return " ".join((root.findtext(name) or "").split()) if root is not None else ""

    people = (
        ("author", text(core, f"{_DC}creator")),
        ("last-saved-by", text(core, f"{_CP}lastModifiedBy")),
        ("manager", text(app, f"{_APP}Manager")),
    )
    told = [(word, person(name)) for word, name in people if name and name.lower() not in _NOBODY]
    company = text(app, f"{_APP}Company")
    if company and company.lower() not in _NOBODY:
        told.append(("company", safe(company[:60])))
    if re.search(r"[\\/]", text(app, f"{_APP}Template")):
        told.append(("template", ""))
    for word, name in (
        ("subject", f"{_DC}subject"),
        ("keywords", f"{_CP}keywords"),
        ("description", f"{_DC}description"),
    ):
        if value := text(core, name):
            told.append((word, safe(value[:40])))
    if told:
        yield finding("document-properties", Place(part="docProps"), details={"what": tuple(told)})
    custom = archive.xml("docProps/custom.xml")
    if custom is not None and custom.find(f"{_CUSTOM}property") is not None:
        said = (("custom-properties", ""),)
        yield finding("custom-data", Place(part="docProps/custom.xml"), details={"what": said})


def _custom(archive: Archive) -> Iterator[Finding]:
    for name in archive.names():
        if not re.fullmatch(r"customXml/item\d+\.xml", name, re.IGNORECASE):
            continue
        root = archive.xml(name)
        if root is None or any(word in str(root.tag).lower() for word in _HARMLESS):
            continue
        if len(root) or (root.text or "").strip():
            yield finding("custom-data", Place(part=name), details={"what": (("custom-parts", ""),)})
            return
