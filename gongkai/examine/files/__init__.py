"""Files of every kind: told apart by their content, read within the limits, examined as text and for what they hide."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from gongkai.examine.body import Content
from gongkai.examine.engine import examine_content
from gongkai.examine.files.docx import read_docx
from gongkai.examine.files.ofd import read_ofd
from gongkai.examine.files.package import examine_package, refused
from gongkai.examine.files.picture_words import behind
from gongkai.examine.files.pictures import examine_picture, is_picture
from gongkai.examine.files.pptx import read_pptx
from gongkai.examine.files.sheet import column_letters
from gongkai.examine.files.xlsx import read_xlsx
from gongkai.examine.model import Facts, Finding, OfficialName, Place
from gongkai.examine.pages import parsed, read_page
from gongkai.examine.rules import finding
from gongkai.examine.text.links import LinkCheck
from gongkai.report.limits import MAX_BYTES
from gongkai.report.reading.blocks import Document, Grid, Paragraph, Rows, UnreadableDocument
from gongkai.report.reading.media import decode, read_document
from gongkai.report.reading.media.archive import Archive

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def examine_bytes(
    data: bytes,
    name: str,
    *,
    facts: Facts | None = None,
    names: Sequence[OfficialName] = (),
    link_exists: LinkCheck | None = None,
) -> list[Finding]:
    """All findings of one file, in the order of the file."""
    content = Content()
    content.add(PurePath(name.replace("\\", "/")).name, Place(part="name"))
    found: list[Finding] = []
    boxes = None
    try:
        if len(data) > MAX_BYTES:
            raise UnreadableDocument("too-large", what="bytes", limit=MAX_BYTES)
        if not data.strip(b" \t\r\n\0"):
            raise UnreadableDocument("empty-document")
        if count := behind(data):
            found.append(finding("appended-data", Place(), details={"count": count}))
        if b"%PDF-" in data[:1024] and not data.startswith((_OLE, *_ZIP)):
            from gongkai.examine.files.pdf import read_pdf  # late: loads PDFium

            hidden, boxes = read_pdf(data, content)
            found += hidden
        else:
            found += _read(data, content, is_list=name.lower().endswith((".csv", ".tsv")))
    except UnreadableDocument as error:
        found.append(refused(error))
    found += examine_content(content, facts=facts, names=names, link_exists=link_exists)
    if boxes:
        from gongkai.examine.files.pdf import boxed  # late: as above, where it is loaded by now

        return boxed(data, found, boxes)
    return found


def _read(data: bytes, content: Content, *, is_list: bool) -> list[Finding]:
    if data.startswith(_ZIP):
        return _package(data, content)
    if data.startswith(_OLE):
        return _old(data, content)
    if is_picture(data):
        return [*examine_picture(data, content), finding("picture-only", Place(), details={"what": "this-picture"})]
    text = decode(data)
    if _is_page(text):
        page = read_page(parsed(text), content)
        return page.hidden
    if is_list and _take_list(text, content):
        return []
    for number, line in enumerate(text.split("\n"), 1):
        content.add(line, Place(paragraph=number))
    return []


def _take_list(text: str, content: Content) -> bool:
    """The cells of a CSV, so that what stands over a column counts for it; nothing is taken where it is none."""
    delimiter = max(",\t;", key=text.split("\n", 1)[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return False
    content.add_table(
        [
            [
                content.add(cell, Place(cell=f"{column_letters(at)}{number}"), cell=True)
                for at, cell in enumerate(row, 1)
            ]
            for number, row in enumerate(rows, 1)
            if row
        ],
        0,
    )
    return True


def _package(data: bytes, content: Content) -> list[Finding]:
    archive = Archive(data)
    names = {name.lower() for name in archive.names()}
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        read = read_docx
    elif any(name.startswith("xl/") for name in names):
        read = read_xlsx
    elif any(name.startswith("ppt/") for name in names):
        read = read_pptx
    elif "ofd.xml" in names:
        read = read_ofd
    else:
        raise UnreadableDocument("unknown-media")
    return [*read(archive, content), *examine_package(archive, content)]


def _old(data: bytes, content: Content) -> list[Finding]:
    from gongkai.examine.files.ole import examine_ole  # late: loads olefile, for a medium that is seldom met

    found = examine_ole(data)
    try:
        document = read_document(data)
    except UnreadableDocument as error:
        if error.rule in ("encrypted", "limit-reached"):
            found.append(refused(error))
        elif error.rule != "unknown-format":
            found.append(finding("part-unreadable", Place(), details={"what": "broken"}))
        return found
    _take(document, content)
    return [*found, *_notes(document)]


def _notes(document: Document) -> Iterator[Finding]:
    for rule, details in document.notes:
        if rule in ("hidden-sheet", "hidden-cells"):
            sheet = str(details.get("name", ""))
            said = (
                {"name": sheet, "cells": "?"} if rule == "hidden-sheet" else {"name": sheet, "count": "?", "first": "?"}
            )
            yield finding("hidden-sheet" if rule == "hidden-sheet" else "hidden-rows", Place(sheet=sheet), details=said)


def _take(document: Document, content: Content) -> None:
    """The blocks of the report's reader as passages."""
    for number, block in enumerate(document.blocks, 1):
        if isinstance(block, Paragraph):
            content.add(block.text, Place(paragraph=number))
            continue
        rows: Iterable[list[str]] = (
            block.rows if isinstance(block, Rows) else ([cell.text for cell in row] for row in block.rows)
        )
        assert isinstance(block, Rows | Grid)
        taken = [[content.add(text, Place(paragraph=number), cell=True) for text in row] for row in rows]
        content.add_table([row for row in taken if row], len(content.rows) + number)


def _is_page(text: str) -> bool:
    head = text[:4_000].lstrip("\ufeff \r\n\t").lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or ("<body" in head or "<div" in head or "<p" in head)
