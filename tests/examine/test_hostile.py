"""Files made to keep a server busy, or to hand it what it cannot keep: read in a moment, and told as any other."""

from __future__ import annotations

import io
import time
from random import Random
from typing import Any

import pytest
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, PngImagePlugin

from gongkai.examine import cleaned, examine_file, examine_html
from tests.examine.hiding import rewritten, workbook
from tests.examine.made import identity

SECONDS = 5


@pytest.mark.parametrize("said", ["'" * 60_000, "演" * 200_000], ids=["quotes", "letters"])
def test_names_of_a_workbook_take_no_longer_than_they_are(said: str) -> None:
    data = workbook(lambda book: book.defined_names.add(DefinedName("演示", attr_text="!A1")))
    long = rewritten(data, lambda _name, part: part.replace(b">!A1<", f">{said}<".encode()))
    assert long != data
    started = time.monotonic()
    examine_file(long, "清单.xlsx")
    assert time.monotonic() - started < SECONDS


def test_what_is_written_in_a_picture_takes_no_longer_than_it_is() -> None:
    out, said = io.BytesIO(), PngImagePlugin.PngInfo()
    said.add_itxt("XML:com.adobe.xmp", "<" * 200_000)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=said)
    started = time.monotonic()
    examine_file(out.getvalue(), "演示.png")
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("sign", ["_xD800_", "_x0000_"])
def test_a_finding_can_be_kept_whatever_signs_a_workbook_writes(sign: str) -> None:
    def fill(book: Any) -> None:
        book.active["A9"] = f"甲{sign.replace('_x', '_y')}身份证 {identity(Random(3))}"

    data = rewritten(workbook(fill), lambda _name, part: part.replace(b"_y", b"_x"))
    [found] = [one for one in examine_file(data, "名单.xlsx") if one.rule == "identity-number"]
    assert "甲\ufffd身份证" in found.quote


def test_a_finding_can_be_kept_whatever_a_link_dials() -> None:
    [found] = [
        one for one in examine_html(f'<a href="tel:%00{identity(Random(3))}">拨打</a>') if one.severity == "error"
    ]
    assert "\0" not in found.quote


def test_a_workbook_with_a_strange_number_of_a_sheet_is_cleaned() -> None:
    def fill(book: Any) -> None:
        book.create_sheet("底稿").sheet_state = "hidden"
        book.defined_names.add(DefinedName("演示", attr_text="Sheet!$A$1"))

    strange = '<definedName localSheetId="²" '.encode()
    data = rewritten(workbook(fill), lambda _name, part: part.replace(b"<definedName ", strange))
    assert data != workbook(fill)
    assert "hidden-sheet" not in {one.rule for one in examine_file(cleaned(data), "清单.xlsx")}
