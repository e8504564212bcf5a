"""Word 97–2003, WPS Writer and Excel 97–2003 files, and what is left of them after damage."""

from __future__ import annotations

import contextlib
import random
import struct
from pathlib import Path

import pytest

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Document, Grid, Paragraph, UnreadableDocument
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.docx import read_docx
from gongkai.report.reading.media.layout import table_blocks
from gongkai.report.reading.media.ole import EXCEL, WORD, WPS, read_ole
from gongkai.report.reading.media.word_binary import read_word
from gongkai.report.reading.media.word_tables import Row, laid_out
from gongkai.report.reading.media.xlsx import read_xlsx

from . import office_form as form

DATA = Path(__file__).parent / "data"


def expected(edition: str) -> list[Block]:
    return [Paragraph(block) if isinstance(block, str) else Grid(block) for block in form.contents(edition)]


def said(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if isinstance(block, Grid) or block.text.strip()]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize(("suffix", "media_type"), [("doc", WORD), ("xls", EXCEL)])
def test_the_whole_form_written_by_libreoffice(edition: str, suffix: str, media_type: str) -> None:
    document = read_ole((DATA / f"form_{edition}.{suffix}").read_bytes())
    assert document.media_type == media_type
    assert said(document.blocks) == expected(edition)
    assert document.notes == []


def test_doc_says_the_same_as_docx() -> None:
    """Title, automatic numbers, tracked and hidden text, a field, blank last cells, merges, an inner table."""
    old = read_ole((DATA / "features.doc").read_bytes())
    new = read_docx((DATA / "features.docx").read_bytes())
    assert said(old.blocks) == said(new.blocks)
    assert [block.text for block in old.blocks if isinstance(block, Paragraph) and block.text] == [
        "演示市演示局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "主动公开15件，隐藏。",
        "演示人：𣲘\t左\n右-",
        "详见演示网站。",
        "二、主动公开政府信息情况",
        "三、收到申请情况",
        "“无。”—演示",
    ]
    outer, inner = (block for block in old.blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row] for row in outer.rows] == [
        ["1.属于国家秘密", "", "", ""],
        ["2.重复申请", "31", "", ""],
        ["组", "商业\n企业", "33"],
        ["34", "", "36"],
        ["", "", "", ""],
        ["说明", "", "40"],
        ["末", "41", "42", "43"],
    ]
    assert [[cell.text for cell in row] for row in inner.rows] == [["内一", "71"], ["内二", ""]]


def test_xls_says_the_same_as_xlsx() -> None:
    for edition in ("2019", "2021"):
        old = read_ole((DATA / f"form_{edition}.xls").read_bytes())
        assert old.blocks == read_xlsx((DATA / f"form_{edition}.xlsx").read_bytes()).blocks


def word_stream(pieces: list[tuple[bytes, bool]], *, version: int = 0xC1, flags: int = 0) -> tuple[bytes, bytes]:
    """A ``WordDocument`` and a ``0Table`` stream of text alone: (bytes, one byte a character) for each piece."""
    head = bytearray(0x400)
    struct.pack_into("<HH", head, 0, 0xA5EC, version)
    struct.pack_into("<H", head, 0x0A, flags)
    places, descriptors, body = [0], b"", b""
    for raw, narrow in pieces:
        at = len(head) + len(body)
        places.append(places[-1] + (len(raw) if narrow else len(raw) // 2))
        descriptors += struct.pack("<HIH", 0, at * 2 | 0x4000_0000 if narrow else at, 0)
        body += raw
    struct.pack_into("<i", head, 0x4C, places[-1])
    plc = struct.pack(f"<{len(places)}I", *places) + descriptors
    table = b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<II", head, 0x1A2, 0, len(table))
    return bytes(head) + body, table


def read_streams(word: bytes, table: bytes, *, foreign: bool = False) -> list[Block]:
    document = Document(WORD)
    read_word(word, {"0table": table, "1table": b""}, b"", Collector(document), foreign=foreign)
    return document.blocks


def test_pieces_of_both_widths() -> None:
    # Word stores a stretch of Western characters in one byte each; in Chinese text that is numbers and “quotes”.
    streams = word_stream(
        [("公开".encode("utf-16-le"), False), (b"\x9312\x94\xa0", True), ("件\r".encode("utf-16-le"), False)]
    )
    assert read_streams(*streams) == [Paragraph("公开“12”\u00a0件")]


def test_fields_that_nest_or_never_end() -> None:
    text = "甲\x13 IF \x13 PAGE \x143\x15 99\x14乙\x15\x13 TOC 98\x15丙\x13丁\r戊\x15己\r"
    assert read_streams(*word_stream([(text.encode("utf-16-le"), False)])) == [Paragraph("甲乙丙"), Paragraph("己")]
    text = "甲\x13乙\r丙\x14\x15\x15\x14丁\r"
    assert [
        b.text for b in read_streams(*word_stream([(text.encode("utf-16-le"), False)])) if isinstance(b, Paragraph)
    ] == [
        "甲",
        "丁",
    ]
    # A begin mark alone hides nothing.
    assert read_streams(*word_stream([("甲\x13乙\r".encode("utf-16-le"), False)])) == [Paragraph("甲乙")]


def test_cells_without_properties_are_still_read() -> None:
    text = "规章\x0712\x07\x07总计\x0713\x07\x07完\r"
    blocks = read_streams(*word_stream([(text.encode("utf-16-le"), False)]))
    assert "12" in str(blocks)
    assert "13" in str(blocks)


def test_word_95_gives_its_lines() -> None:
    head = bytearray(0x200)
    body = "总体情况\r新收\x0712\x07\x13PAGE\x143\x15件\r".encode("gb18030")
    struct.pack_into("<HH", head, 0, 0xA5DC, 104)
    struct.pack_into("<II", head, 0x18, len(head), len(head) + len(body))
    blocks = read_streams(bytes(head) + body, b"")
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["总体情况", "新收", "12", "3件", ""]


@pytest.mark.parametrize(
    ("streams", "foreign", "rule"),
    [
        (word_stream([(b"a\r", True)], flags=0x0100), False, "encrypted"),
        ((b"\xec\xa5" + bytes(20), b""), False, "broken-document"),
        ((b"WPS 2000" + bytes(0x200), b""), True, "unknown-wps"),
        ((word_stream([(b"a\r", True)])[0], b""), False, "broken-document"),
        ((word_stream([(b"a\r", True)])[0][:-1], word_stream([(b"a\r", True)])[1]), False, "broken-document"),
    ],
)
def test_streams_that_are_refused(streams: tuple[bytes, bytes], foreign: bool, rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_streams(*streams, foreign=foreign)
    assert caught.value.rule == rule


def renamed(data: bytes, new: str) -> bytes:
    """The container with its ``WordDocument`` stream under another name."""
    old = "WordDocument".encode("utf-16-le")
    at = data.index(old)
    name = new.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(new) + 2)
    return data[:at] + name + data[at + 66 :]


def test_streams_of_wps_and_of_others() -> None:
    data = (DATA / "form_2021.doc").read_bytes()
    document = read_ole(renamed(data, "WPSDocument"))
    assert document.media_type == WPS
    assert said(document.blocks) == expected("2021")
    for name, rule in (
        ("CONTENTS", "unknown-wps"),
        ("EncryptedPackage", "encrypted"),
        ("PowerPoint Document", "unknown-format"),
    ):
        with pytest.raises(UnreadableDocument) as caught:
            read_ole(renamed(data, name))
        assert caught.value.rule == rule


@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 200, b"text"]
)
def test_no_container(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read_ole(data)


def test_the_same_bytes_named_a_million_times() -> None:
    raw = bytes(range(65, 91)) * 4_000
    word, table = word_stream([(raw, True)] * 60)
    count = 60
    places = struct.pack(f"<{count + 1}I", *(len(raw) * i for i in range(count + 1)))
    descriptors = struct.pack("<HIH", 0, 0x400 * 2 | 0x4000_0000, 0) * count
    plc = places + descriptors
    table = b"\x02" + struct.pack("<I", len(plc)) + plc
    head = bytearray(word[: 0x400 + len(raw)])
    struct.pack_into("<II", head, 0x1A2, 0, len(table))
    document = Document(WORD)
    read_word(bytes(head), {"0table": table, "1table": b""}, b"", Collector(document))
    assert ("limit-reached", {"what": "characters", "limit": limits.MAX_TEXT_CHARACTERS}) in document.notes


def test_one_row_of_very_many_cells() -> None:
    document = Document(WORD)
    word, table = word_stream([(("1\x07" * (limits.MAX_CELLS + 5)).encode("utf-16-le"), False)])
    read_word(word, {"0table": table, "1table": b""}, b"", Collector(document))
    assert ("limit-reached", {"what": "cells", "limit": limits.MAX_CELLS}) in document.notes


def row_of(texts: str, bounds: tuple[int, ...], merges: tuple[int, ...] = ()) -> Row:
    return Row([[Paragraph(text)] for text in texts], bounds, merges)


def cells(rows: list[Row]) -> list[list[tuple[str, int, int, int]]]:
    (only,) = table_blocks(laid_out(rows))
    assert isinstance(only, Grid)
    return [[(cell.text, cell.col, cell.colspan, cell.rowspan) for cell in row] for row in only.rows]


def test_edges_of_rows_are_snapped_to_common_columns() -> None:
    rows = [
        row_of("甲乙", (-108, 2000, 5000)),
        row_of("丙12", (-100, 2013, 3500, 4990)),
        row_of("丁34", (-108, 2000, 3490)),
    ]
    assert cells(rows) == [
        [("甲", 0, 1, 1), ("乙", 1, 2, 1)],
        [("丙", 0, 1, 1), ("1", 1, 1, 1), ("2", 2, 1, 1)],
        # the edge of the last cell is missing
        [("丁", 0, 1, 1), ("3", 1, 1, 1), ("4", 2, 1, 1)],
    ]


@pytest.mark.parametrize(("first", "more"), [(1, 2), (2, 1), (3, 1)])
def test_merged_cells_of_a_row_by_either_reading_of_the_bits(first: int, more: int) -> None:
    edges = (0, 1000, 2000, 3000, 4000)
    rows = [row_of("甲一 乙", edges, (64, first, more, 0)), row_of(" 234", edges, (32, 0, 0, 0))]
    assert cells(rows) == [
        [("甲", 0, 1, 2), ("一", 1, 2, 1), ("乙", 3, 1, 1)],
        [("2", 1, 1, 1), ("3", 2, 1, 1), ("4", 3, 1, 1)],
    ]


def mutants(data: bytes, count: int, seed: int) -> list[bytes]:
    """Copies with some bytes changed, most of them in the parts that hold structure, or with the end cut off."""
    chance = random.Random(seed)
    out = []
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 5, 30))):
            at = chance.randrange(len(copy)) if chance.random() < 0.6 else chance.randrange(min(0x1000, len(copy)))
            copy[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        if chance.random() < 0.1:
            del copy[chance.randrange(len(copy)) :]
        out.append(bytes(copy))
    return out


@pytest.mark.parametrize("name", ["form_2019.doc", "features.doc", "form_2021.xls"])
def test_mutants_raise_only_what_is_promised(name: str) -> None:
    data = (DATA / name).read_bytes()
    read = 0
    for mutant in mutants(data, 170, seed=len(data)):
        with contextlib.suppress(UnreadableDocument):
            read_ole(mutant)
            read += 1
    assert read > 20
