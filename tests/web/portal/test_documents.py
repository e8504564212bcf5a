"""Guides and rules on the portal: as they were published, to be read, printed and saved."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import docx
import pytest
from django.test import Client
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.report.reading.blocks import Paragraph
from gongkai.report.reading.media.docx import read_docx
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import Text, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.papers.blocks import UNWRITABLE
from gongkai.web.disclosure.papers.word import WIDEST, write_word
from gongkai.web.disclosure.reading import lines
from tests.web.disclosure.scene import STEPS, guide, reachable, rules, walk
from tests.web.world import BY, World


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_published_guide_is_read_on_its_agencys_page(world: World) -> None:
    document = guide(world)
    assert "还没有发布指南" in page("/a/civil/guide/")
    walk(document, world)
    shown = page("/a/civil/guide/")
    assert f'<h1 class="official">{document.title}</h1>' in shown
    assert document.index_number in shown
    assert "000-1234（演示）" in shown
    assert f'<meta name="ArticleTitle" content="{document.title}">' in shown
    assert '<meta name="PubDate" content="' in shown
    assert Client().get(f"/a/civil/documents/{document.pk}/")["Location"] == "/a/civil/guide/"


def test_the_head_of_a_page_tells_of_the_article_and_not_only_of_its_column(world: World) -> None:
    document = rules(world)
    facts = Facts.first(document.kind).but(subject="民政、扶贫、救灾")
    text = Text(document.title, "谁可以申请，\n到哪里申请。", {"body": {"text": "<p>正文</p>"}}, facts)
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    shown = page(f"/a/civil/documents/{document.pk}/")
    assert '<meta name="Description" content="谁可以申请， 到哪里申请。">' in shown
    assert re.search('<meta name="Keywords" content="[^"]*民政,扶贫,救灾">', shown)
    assert "救灾" not in re.search('<meta name="ColumnKeywords" content="([^"]*)"', shown)[1]  # type: ignore[index]


def test_what_an_agency_changes_stands_in_its_guide_at_once(world: World) -> None:
    walk(guide(world), world)
    page("/a/civil/guide/")
    with act(by=BY) as done:
        civil = reachable(world.agencies["civil"])
        civil.phone = "000-5678（演示）"
        civil.save()
        done.note("agency.amended", of=civil.thing, agency=civil.holder)
    assert "000-5678（演示）" in page("/a/civil/guide/")


def test_the_instance_shows_the_guide_of_the_government_that_leads(world: World) -> None:
    assert "<h1>政府信息公开指南</h1>" in page("/guide/")
    document = guide(world)
    walk(document, world)
    with act(by=BY) as done:  # as if the government had published it
        Document.objects.filter(pk=document.pk).update(agency=world.agencies["district"])
        done.note("document.published", of=document.thing)
    shown = page("/guide/")
    assert f'<h1 class="official">{document.title}</h1>' in shown
    assert "其他行政机关的指南" in shown


def test_rules_are_a_catalogue_and_each_has_a_page(world: World) -> None:
    first, second = rules(world, "保密审查制度（演示）"), rules(world, "发布协调制度（演示）")
    walk(first, world)
    walk(second, world)
    shown = page("/a/civil/rules/")
    for document in (first, second):
        assert f'<a href="/a/civil/documents/{document.pk}/">{document.title}</a>' in shown
        assert document.index_number in shown
    assert "先审查，后公开。" in page(f"/a/civil/documents/{first.pk}/")
    assert Client().get(f"/a/neighbour-civil/documents/{first.pk}/").status_code == 404
    assert f"/a/civil/documents/{first.pk}/" in page("/sitemap.xml")


def test_a_document_can_be_saved_with_its_metadata(world: World) -> None:
    document = rules(world, "保密审查制度（演示）")
    walk(document, world)
    base = f"/a/civil/documents/{document.pk}/"
    saved = Client().get(f"{base}text.html")
    assert saved["Content-Disposition"].startswith("attachment")
    body = saved.content.decode()
    for part in (
        '<meta name="ArticleTitle" content="保密审查制度（演示）">',
        f'<meta name="Url" content="http://testserver{base}">',
        "<p>先审查，后公开。</p>",
    ):
        assert part in body
    assert "<script" not in body
    plain = Client().get(f"{base}text.txt").content.decode().splitlines()
    assert plain[0] == "保密审查制度（演示）"
    assert f"索引号：{document.index_number}" in plain
    assert f"网址：http://testserver{base}" in plain
    assert plain[-1] == "先审查，后公开。"
    assert Client().get(f"{base}text.odt").status_code == 404


def test_what_is_saved_is_saved_each_time(world: World) -> None:
    document = rules(world)
    walk(document, world)
    for form in ("html", "txt", "docx", "pdf"):
        address = f"/a/civil/documents/{document.pk}/text.{form}"
        first, kept = Client().get(address), Client().get(address)
        assert kept.content == first.content
        assert kept["Content-Disposition"] == first["Content-Disposition"]
        assert kept["Content-Disposition"].startswith("attachment")
        assert address in page(f"/a/civil/documents/{document.pk}/")
        if form == "html":  # what it links to and shows is found from wherever it is saved
            assert f'<base href="http://testserver/a/civil/documents/{document.pk}/">' in first.content.decode()
        elif form == "txt":
            assert re.search(r"\n成文日期：\d{4}年\d{1,2}月\d{1,2}日\n", first.content.decode())


def test_a_draft_is_on_no_page_of_the_portal(world: World) -> None:
    document = rules(world, "秘密的草稿（演示）")
    walk(document, world, steps=len(STEPS) - 1)
    client = world.client("disclosure@civil")
    for address in ("", "text.html", "text.txt", "text.docx", "text.pdf", "qr.svg", "error/"):
        assert client.get(f"/a/civil/documents/{document.pk}/{address}").status_code == 404
    for address in ("/", "/a/civil/rules/", "/sitemap.xml", "/search/?q=先审查"):
        assert "秘密的草稿" not in client.get(address).content.decode(), address


def test_paragraphs_items_and_rows_are_lines_of_the_text() -> None:
    text = "<h3>一</h3><ul><li>甲 &amp; 乙</li><li>丙</li></ul><table><tr><td>子</td><td>丑</td></tr></table>"
    assert lines(text) == ["一", "甲 & 乙", "丙", "子 丑"]


def told(data: bytes) -> str:
    """All text of a .docx, without blanks."""
    read = read_docx(data)
    parts = [block.text if isinstance(block, Paragraph) else str(block) for block in read.blocks]
    return "".join("".join(parts).split())


def test_a_guide_is_saved_for_word_with_all_that_the_page_says(world: World) -> None:
    document = guide(world)
    walk(document, world)
    base = f"/a/civil/documents/{document.pk}/"
    answer = Client().get(f"{base}text.docx")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    text = told(answer.content)
    plain = Client().get(f"{base}text.txt").content.decode().splitlines()
    assert [line for line in plain if re.sub(r"\s", "", line) not in text] == []
    file = docx.Document(io.BytesIO(answer.content))
    assert file.core_properties.title == document.title
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == "标题一"]
    assert headings == re.findall(r"<h2 id=[^>]*>([^<]+)</h2>", page("/a/civil/guide/"))
    assert file.styles["标题一"].base_style.name == "Heading 1"


HTML = """<h3>一、范围</h3>甲<p>乙<strong>丙</strong><em>丁</em>，见<a href="https://www.gov.cn/">国务院网站</a><br>次行</p>
<ol start="3"><li><p>三项</p><ul><li>其中</li></ul></li><li>四项</li></ol><blockquote><p>引文</p></blockquote>
<table><tbody><tr><th colspan="2">表头</th></tr>
<tr><td rowspan="2">左</td><td>右一</td></tr><tr><td>右二</td></tr></tbody></table>
<p>\x0b\x01末段</p>"""


def word(html: str, files: Sequence[str] = ()) -> Any:
    made = [
        write_word("名\x01称", {"索引号：": "1"}, html, files, agency="甲局（演示）", day=datetime(2026, 3, 2))
        for _ in "12"
    ]
    assert made[0] == made[1]
    return docx.Document(io.BytesIO(made[0]))


def test_the_names_of_the_files_stand_below_the_text_for_word() -> None:
    last = word("<p>见附件。</p>", ["标准表（演示）.xlsx", "须知（演示）.txt"]).paragraphs[-2:]
    assert [paragraph.text.strip() for paragraph in last] == ["附件：1. 标准表（演示）.xlsx", "2. 须知（演示）.txt"]


def test_a_picture_is_shown_in_word_no_wider_than_the_text_and_what_cannot_be_is_named() -> None:
    uuid, other = (str(UUID(int=number)) for number in (1, 2))
    wide = io.BytesIO()
    Image.new("RGB", (3000, 1500), "white").save(wide, "PNG")
    html = f'<p><img src="/files/{uuid}/宽.png" alt="流程图"></p><p><img src="/files/{other}/无.png" alt="别的图"></p>'
    day = datetime(2026, 3, 2)
    made = write_word(
        "名称", {"索引号：": "1"}, html, agency="甲局（演示）", day=day, pictures={uuid: (wide.getvalue(), "png")}
    )
    file = docx.Document(io.BytesIO(made))
    [shape] = file.inline_shapes
    assert shape.width == WIDEST
    assert shape.height == WIDEST // 2
    assert shape._inline.docPr.get("descr") == "流程图"
    assert [paragraph.text for paragraph in file.paragraphs][-1] == "［图：别的图］"
    broken = write_word(
        "名称", {"索引号：": "1"}, html, agency="甲局（演示）", day=day, pictures={uuid: (b"RIFF", "webp")}
    )
    assert "［图：流程图］" in [paragraph.text for paragraph in docx.Document(io.BytesIO(broken)).paragraphs]


def test_each_page_of_a_table_begins_with_its_head_in_word() -> None:
    rows = word(HTML).tables[0].rows
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in rows] == [True, False, False]


def test_every_kind_of_block_is_written_for_word() -> None:
    file = word(HTML)
    assert [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs] == [
        ("公文标题", "名称"),
        ("目录项", "索引号：1"),
        ("标题二", "一、范围"),
        ("正文", "甲"),
        ("正文", "乙丙丁，见国务院网站\n次行"),
        ("列表一", "3. 三项"),
        ("列表二", "· 其中"),
        ("列表一", "4. 四项"),
        ("引文", "引文"),
        ("正文", "末段"),
    ]
    marked = file.paragraphs[4]
    assert [run.text for run in marked.runs if run.bold] == ["丙"]
    assert [run.text for run in marked.runs if run.italic] == ["丁"]
    assert [(link.text, link.address) for link in marked.hyperlinks] == [("国务院网站", "https://www.gov.cn/")]
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["表头", "表头"],
        ["左", "右一"],
        ["左", "右二"],
    ]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<table></table>",
        "<table><tr><td rowspan='9' colspan='9999'>甲</td></tr><tr><td>乙</td></tr></table>",
        "<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td><td>d</td></tr></table>",
        "<ul><li><ul><li><ul><li>深</li></ul></li></ul></li></ul>",
        "<ol start='x'><li></li></ol>",
        "<p>" * 300 + "深",
    ],
)
def test_whatever_stands_in_a_document_can_be_saved(html: str) -> None:
    word(html)


@settings(max_examples=20)
@given(st.text())
def test_any_characters_can_be_saved(text: str) -> None:
    shown = "".join(paragraph.text for paragraph in word(f"<p>{escape(text)}</p>").paragraphs[2:])
    wanted = UNWRITABLE.sub("", text.encode("utf-8", "ignore").decode())
    assert "".join(shown.split()) == "".join(wanted.split())
