"""What stands in a file beside what is shown: examined as the text is, or told; of pictures, packages and pages."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, PngImagePlugin
from reportlab.pdfgen.canvas import Canvas

from gongkai.examine import examine_file
from tests.examine.hiding import document, package, pdf, rewritten, unmarked, workbook
from tests.examine.made import identity

NUMBER = identity(Random(3))
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    f'<property name="x"><vt:lpwstr>{NUMBER}</vt:lpwstr></property></Properties>'
).encode()


def picture(form: str = "JPEG", **said: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form, **said)
    return out.getvalue()


def exif(tag: int, value: str | bytes, *, inner: bool = False) -> bytes:
    tags = Image.Exif()
    (tags.get_ifd(0x8769) if inner else tags)[tag] = value
    return picture(exif=tags)


def segment(marker: int, block: bytes) -> bytes:
    """A JPEG with one segment more."""
    return b"\xff\xd8" + bytes((0xFF, marker)) + struct.pack(">H", len(block) + 2) + block + picture()[2:]


def png(**said: Any) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", f"身份证{NUMBER}", **said)
    return picture("PNG", pnginfo=info)


def properties(name: str) -> bytes:
    return document(lambda paper: setattr(paper.core_properties, name, NUMBER))


def _bookmark(paper: Any) -> None:
    mark = f'<w:bookmarkStart {nsdecls("w")} w:id="1" w:name="证{NUMBER}"/>'
    paper.paragraphs[0]._p.append(parse_xml(mark))


def _titled(canvas: Canvas) -> None:
    canvas.setTitle(NUMBER)


XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><d>%s</d></x:xmpmeta>" % NUMBER.encode()
IPTC = b"Photoshop 3.0\0008BIM\x04\x04\0\0\0\0\0\x17\x1c\x02\x78\0\x12" + NUMBER.encode()


@pytest.mark.parametrize(
    "data",
    [
        picture(comment=NUMBER.encode()), exif(0x010E, f"身份证 {NUMBER}"), exif(0x8298, NUMBER),
        exif(0x9C9C, f"备注{NUMBER}".encode("utf-16-le")), exif(0x9286, b"ASCII\0\0\0" + NUMBER.encode(), inner=True),
        segment(0xE1, XMP), segment(0xED, IPTC), png(), png(zip=True),
        rewritten(document(), unmarked, {"word/media/a.jpeg": picture(comment=NUMBER.encode())}),
        properties("title"), properties("category"), properties("subject"), document(_bookmark),
        rewritten(document(), unmarked, {"docProps/custom.xml": CUSTOM}),
        rewritten(document(), unmarked, {"customXml/item9.xml": f"<a><b>{NUMBER}</b></a>".encode()}), pdf(_titled),
    ],
)  # fmt: skip
def test_what_is_written_beside_what_is_shown_is_examined(data: bytes) -> None:
    assert "identity-number" in {item.rule for item in examine_file(data, "附件")}


REST = package({"a.txt": b"x" * 40})


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (picture() + REST, True), (picture("PNG") + REST, True), (workbook() + REST[4:40] * 3, True),
        (document()[:-2] + struct.pack("<H", 40) + b"y" * 40, True), (pdf() + b"z" * 40, True),
        (rewritten(document(), unmarked, {"word/media/a.png": picture("PNG") + REST}), True),
        (picture() + bytes(40), False), (pdf() + b"\r\n", False), (workbook(), False),
        (segment(0xE2, b"MPF\0" + bytes(20)) + picture(), False),
    ],
)  # fmt: skip
def test_what_stands_behind_the_end_is_told(data: bytes, told: bool) -> None:
    assert ("appended-data" in {item.rule for item in examine_file(data, "附件")}) is told


def _tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.4)
    canvas.drawString(72, 500, "hidden words")


def _beside(canvas: Canvas) -> None:
    canvas.drawString(5000, 500, "hidden words")


def _cropped(canvas: Canvas) -> None:
    canvas.setCropBox((0, 600, 300, 800))
    canvas.drawString(72, 100, "hidden words")


@pytest.mark.parametrize("draw", [_tiny, _beside, _cropped])
def test_words_beside_a_page_and_tiny_ones_are_told(draw: Callable[[Canvas], None]) -> None:
    assert "unseen-text" in {item.rule for item in examine_file(pdf(draw), "附件.pdf")}


@pytest.mark.parametrize("data", [png(zip=True), segment(0xE1, XMP), segment(0xED, IPTC), exif(0x010E, NUMBER)])
def test_a_damaged_picture_breaks_nothing(data: bytes) -> None:
    chance = Random(7)
    for _ in range(200):
        damaged = bytearray(data[: chance.randrange(2, len(data))])
        for _byte in range(3):
            damaged[chance.randrange(2, len(damaged)) if len(damaged) > 2 else 1] = chance.randrange(256)
        examine_file(bytes(damaged), "附件")


def test_a_text_that_was_packed_without_end_is_not_unpacked() -> None:
    block = b"Comment\0\0" + zlib.compress(b"0" * 50_000_000)
    chunk = struct.pack(">I", len(block)) + b"zTXt" + block + struct.pack(">I", zlib.crc32(b"zTXt" + block))
    whole = picture("PNG")
    assert examine_file(whole[:33] + chunk + whole[33:], "附件")[-1].rule == "picture-only"
