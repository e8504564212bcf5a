"""Attachments, lists and topics can be read in the kiosk; none is given out, and nothing leads elsewhere."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
import typst
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.files import drawing, sheets
from gongkai.web.files.actions import store
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.tasks.attempts import run_due
from gongkai.web.visibility import Level
from tests.web.disclosure.lists import DECISION, bring, out
from tests.web.disclosure.scene import item, walk
from tests.web.world import TODAY, World

PAGES = b"#set page(width: 200pt, height: 300pt)\n" + b"#pagebreak()\n".join(b"Page %d" % at for at in range(6))


@pytest.fixture
def made(world: World) -> Any:
    """Publish a document with a file below it."""

    def make(name: str, data: bytes, alt: str = "") -> tuple[Document, File]:
        by, row = world.officer("handler@civil"), item(world)
        file = bring_in(row, receive(io.BytesIO(data), name=name), alt=alt, by=by)
        said = Facts.first("policy").but(made=TODAY, number=f"示民发〔2026〕{row.pk}号")
        save(row, Text(row.title, "", {"body": {"text": "<p>附件。</p>"}}, said, [file.uuid]), based_on=2, by=by)
        row.refresh_from_db()
        walk(row, world)
        run_due()  # its text is read
        file.refresh_from_db()
        return row, file

    return make


def address(document: Document, file: File) -> str:
    return f"/kiosk/civil/documents/{document.pk}/files/{file.uuid}/"


def inside(page: str) -> None:
    """Nothing on the page leads out of the kiosk, or has a file to take away."""
    led = re.findall(r'<(?:a|form|area)\b[^>]*?(?:href|action)="([^"]*)"', page)
    assert all(one.startswith(("/kiosk/civil/", "#", "?")) for one in led), led
    # 网上下载 is a way to be given an answer (`Way.DOWNLOAD`)
    assert "download" not in page.partition("<main")[2].replace('value="download"', "")
    assert "<iframe" not in page
    assert "<object" not in page


def test_a_pdf_is_read_page_by_page_as_pictures(made: Any, client: Client) -> None:
    document, file = made("办法.pdf", typst.compile(PAGES, format="pdf"))
    assert address(document, file) in client.get(f"/kiosk/civil/documents/{document.pk}/").content.decode()
    page = client.get(address(document, file)).content.decode()
    inside(page)
    pictures = re.findall(r'<img src="([^"]*\.webp)" alt="([^"]*)"', page)
    assert [alt for _src, alt in pictures] == [f"第{at}页，共6页" for at in (1, 2, 3, 4)]
    assert "第5页，共6页" in client.get(address(document, file) + "?page=2").content.decode()
    answer = client.get(pictures[0][0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert "Content-Disposition" not in answer
    drawn = Image.open(io.BytesIO(answer.content))
    assert drawn.size == (sheets.WIDTH, sheets.WIDTH * 3 // 2)
    darkest, _lightest = drawn.convert("L").getextrema()
    assert darkest < 80, "the words are drawn"
    assert client.get(address(document, file) + "7.webp").status_code == 404
    assert client.get(address(document, file) + "0.webp").status_code == 404
    assert "Page 0" in client.get(address(document, file) + "?as=text").content.decode()


def test_a_text_whose_font_is_not_in_the_file_is_drawn_by_ours() -> None:
    words = "演示".encode("utf-16-be").hex()
    drawn = f"BT /F1 100 Tf 20 100 Td <{words}> Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 240 240]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/SimSun/Flags 6/Ascent 880/Descent -120/StemV 80/ItalicAngle 0"
        b"/FontBBox[0 -120 1000 880]>>",
    ]  # fmt: skip
    pdf = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, part) for at, part in enumerate(parts, 1))
    picture = Image.open(io.BytesIO(sheets._drawn(pdf + b"trailer<</Root 1 0 R>>\n%%EOF", 1))).convert("1")
    share = picture.histogram()[0] / (picture.width * picture.height)
    assert 0.01 < share < 0.15, "strokes, neither nothing nor boxes"


def test_what_cannot_be_drawn_says_so_and_takes_no_worker_with_it(
    made: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sheets._drawn(b"%PDF-1.4 nothing", 1) == b""
    monkeypatch.setattr(drawing, "SECONDS", 0.01)
    assert sheets._drawn(typst.compile(PAGES, format="pdf"), 1) == b"", "it takes too long"


def test_a_workbook_is_read_as_its_text_in_tables_paged(made: Any, client: Client) -> None:
    book, out_ = openpyxl.Workbook(), io.BytesIO()
    for at in range(70):
        book.active.append([f"项目{at}（演示）", at])
    book.save(out_)
    document, file = made("清单.xlsx", out_.getvalue())
    first = client.get(address(document, file)).content.decode()
    inside(first)
    assert "<td>项目0（演示）</td><td>0</td>" in first
    assert "项目69" not in first
    assert "<td>项目69（演示）</td>" in client.get(address(document, file) + "?page=2").content.decode()


def test_a_picture_is_shown_and_no_link_to_it(made: Any, client: Client) -> None:
    out_ = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out_, "PNG")
    document, file = made("图.png", out_.getvalue(), alt="示意图（演示）")
    page = client.get(address(document, file)).content.decode()
    inside(page)
    assert 'alt="示意图（演示）"' in page


def test_only_what_the_public_may_read_below_a_document_is_shown(made: Any, client: Client, world: World) -> None:
    document, file = made("办法.pdf", typst.compile(PAGES, format="pdf"))
    other = item(world)
    assert client.get(f"/kiosk/civil/documents/{other.pk}/files/{file.uuid}/").status_code == 404
    by = world.officer("handler@civil")
    received = receive(io.BytesIO("内部（演示）".encode()), name="内部.txt")
    inner = store(received, agency=world.agencies["civil"].holder, level=Level.INTERNAL, by=by.actor)
    assert client.get(f"/kiosk/civil/documents/{document.pk}/files/{inner.uuid}/").status_code == 404
    assert client.get(f"/kiosk/nobody/documents/{document.pk}/files/{file.uuid}/1.webp").status_code == 404


def test_a_list_is_looked_through_in_the_kiosk_by_what_is_shown(world: World, client: Client) -> None:
    rows = [DECISION | {"number": f"示民许〔2025〕{at}号"} for at in range(1, 12)]
    bring(world, "decisions", rows)
    assert "清单和专题" not in client.get("/kiosk/civil/content/").content.decode()
    out(world, "decisions")
    where = "/kiosk/civil/registers/decisions/"
    assert where in client.get("/kiosk/civil/content/").content.decode()
    page = client.get(where).content.decode()
    inside(page)
    assert page.count("<li><dl") == 8
    assert client.get(where + "?page=2").content.decode().count("<li><dl") == 3
    found = client.get(where, {"q": "示民许〔2025〕11号"}).content.decode()
    assert found.count("<li><dl") == 1
    assert "张某某" in found
    assert client.get(where, {"q": "张某某"}).content.decode().count("<li><dl") == 8
    hidden = client.get(where, {"q": "张示范"}).content.decode()
    assert "没有含有" in hidden, "a name that is masked is not found by"
    assert client.get("/kiosk/civil/registers/nothing/").status_code == 404


def test_topics_are_read_in_the_kiosk_with_their_documents(world: World, client: Client) -> None:
    walk(document := item(world), world)
    by = world.officer("handler@civil")
    topic = topics.begin(world.agencies["civil"], title="救助专题（演示）", by=by)
    topic = topics.change(
        topic, title="救助专题（演示）", intro="导语", numbers=[document.index_number], version=1, by=by
    )
    where = f"/kiosk/civil/topics/{topic.pk}/"
    assert client.get(where).status_code == 404
    topics.send(topic, by=by)
    out(world, "topic", topic=topic)
    assert "专栏专题" in client.get("/kiosk/civil/content/").content.decode()
    assert where in client.get("/kiosk/civil/topics/").content.decode()
    page = client.get(where).content.decode()
    inside(page)
    assert f"/kiosk/civil/documents/{document.pk}/" in page


def test_a_list_in_the_kiosk_costs_the_same_for_many_lines(world: World, client: Client) -> None:
    costs = []
    for start, count in ((0, 3), (3, 40)):
        bring(world, "decisions", [DECISION | {"number": f"甲{at}号"} for at in range(start, start + count)])
        out(world, "decisions")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/kiosk/civil/registers/decisions/?q=甲").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
