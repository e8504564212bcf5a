"""Data planted in texts, tables and files must be found, every one; what is nearly such a number is no error."""

from __future__ import annotations

import io
from random import Random
from typing import Any

import openpyxl
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gongkai.examine import Finding, examine_file, examine_html, examine_text, masked, masked_html
from tests.examine.made import NAMES, card, credit_code, identity, luhn, mobile, passport, wrong_identity

WORDS = st.lists(
    st.sampled_from(
        "现将 有关 情况 公示 如下 按照 规定 办理 救助 资金 发放 工作 完成 村 街道 , 。 ； 、 （ ） 2025年 12.5万元"
        " 第三批 共17人 “ ”".split()
    ),
    max_size=12,
).map("".join)
PLANTS = {"identity-number": identity, "mobile-phone": mobile, "bank-card": card}


@st.composite
def planted(draw: Any) -> tuple[str, str, str]:
    """A rule, the datum, and the datum as it is written."""
    chance = Random(draw(st.integers(0, 10**9)))
    rule = draw(st.sampled_from(sorted(PLANTS)))
    datum = PLANTS[rule](chance)
    way = draw(st.sampled_from(["plain", "wide", "blanks", "lower"]))
    if way == "wide":
        return rule, datum, "".join(chr(ord(mark) + 0xFEE0) for mark in datum)
    if way == "blanks" and rule == "identity-number":
        return rule, datum, f"{datum[:6]} {datum[6:14]} {datum[14:]}"
    if way == "blanks" and rule == "mobile-phone":
        return rule, datum, f"{datum[:3]}-{datum[3:7]}-{datum[7:]}"
    return rule, datum, datum.lower() if way == "lower" else datum


def carried(found: list[Finding], written: str) -> bool:
    """Whether anything in the findings holds the datum, or more of it than a mask shows: seven characters in a row."""
    text = repr(found) + repr([item.as_dict() for item in found])
    bare = "".join(mark for mark in written if mark.isalnum())
    return any(bare[place : place + 7] in text for place in range(len(bare) - 6))


@settings(max_examples=300)
@given(st.lists(st.tuples(WORDS, planted(), WORDS), min_size=1, max_size=4))
def test_in_a_text_and_in_rich_text(parts: list[tuple[str, tuple[str, str, str], str]]) -> None:
    lines = [f"{before}：{plant[2]}，{after}" for before, plant, after in parts]
    text = "\n".join(lines)
    found = examine_text(text)
    places = {(item.place.paragraph, item.rule) for item in found}
    for number, (_, (rule, _, written), _) in enumerate(parts, 1):
        assert (number, rule) in places
        assert not carried(found, written)
        assert written not in masked(text, found)
    html = "".join(f"<p>{line[:4]}<b>{line[4:]}</b></p>" for line in lines)
    pages = examine_html(html)
    assert {(item.place.paragraph, item.rule) for item in pages} >= {(n, p[1][0]) for n, p in enumerate(parts, 1)}
    clean = masked_html(html, pages)
    for _, (_, _, written), _ in parts:
        assert written not in clean
        assert not carried(pages, written)


@given(st.integers(0, 10**9))
@settings(max_examples=200)
def test_what_is_nearly_such_a_number_is_no_error(seed: int) -> None:
    chance = Random(seed)
    order = "".join(chance.choices("0123456789", k=18))
    wrong_card = card(chance)[:-1]
    wrong_card += str((int(luhn(wrong_card)[-1]) + chance.randrange(1, 10)) % 10)
    lines = [
        f"身份证号：{wrong_identity(chance)}",
        f"统一社会信用代码{credit_code(chance)}",
        f"订单编号：{order}",
        f"索引号：{order[:9]}/2025-{order[9:14]}",
        f"卡号：{wrong_card}",
        f"金额：{mobile(chance)}元，{mobile(chance)}.50元",
        f"许可证编号：JY{order[:14]}，产品编号 {passport(chance)}",
        f"项目代码：2025-320{order[:3]}-48-01-{order[3:9]}",
        f"面积{order[:3]}.{order[3:7]}公顷，坐标118.{order[:6]}，33.{order[6:12]}",
        f"电话：0517-8{order[:7]}",
    ]
    for line in lines:
        assert [item.rule for item in examine_text(line) if item.severity == "error"] == [], line


@st.composite
def people(draw: Any) -> list[tuple[str, str, str, str]]:
    chance = Random(draw(st.integers(0, 10**9)))
    size = draw(st.integers(2, 6))
    return [(chance.choice(NAMES), identity(chance), mobile(chance), card(chance)) for _ in range(size)]


def as_xlsx(rows: list[tuple[str, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(value) if value.isdigit() and len(value) == 11 else value for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(rows: list[tuple[str, ...]]) -> bytes:
    document = Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(rows, table.rows, strict=True):
        for value, cell in zip(row, cells.cells, strict=True):
            half = len(value) // 2
            cell.paragraphs[0].add_run(value[:half])
            cell.paragraphs[0].add_run(value[half:])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(rows: list[tuple[str, ...]]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 10)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            canvas.drawString(40 + 130 * column, 780 - 20 * number, value)
    canvas.save()
    return out.getvalue()


def as_html(rows: list[tuple[str, ...]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    return f"<html><body><table>{cells}</table></body></html>".encode()


def as_csv(rows: list[tuple[str, ...]]) -> bytes:
    return "\n".join("\t".join(row) for row in rows).encode("gb18030")


@settings(max_examples=25)
@given(people(), st.sampled_from([as_xlsx, as_docx, as_pdf, as_html, as_csv]))
def test_in_the_table_of_a_file(rows: list[tuple[str, str, str, str]], write: Any) -> None:
    found = examine_file(write([("姓名", "身份证号", "联系电话", "银行卡号"), *rows]), "名单")
    for rule in ("identity-number", "mobile-phone", "bank-card"):
        places = {item.place for item in found if item.rule == rule}
        assert len(places) == len(rows), (write.__name__, rule)
    (listed,) = [item for item in found if item.rule == "list-of-people"]
    assert listed.details["rows"] == len(rows)
    for row in rows:
        for datum in row[1:]:
            assert not carried(found, datum)
    if write is as_pdf:
        assert all(item.place.box for item in found if item.rule == "identity-number")
