"""Rich text, comparison, and what a guide says by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gongkai.letters.poster import Poster, write_poster
from gongkai.web.disclosure.guide import facts_of, missing_contacts
from gongkai.web.disclosure.models import digest_of
from gongkai.web.disclosure.papers.blocks import grid, heads
from gongkai.web.disclosure.reading import plain
from gongkai.web.disclosure.releases.posters import blocks, matrix
from gongkai.web.disclosure.sections import sections_of, shown, skeleton
from gongkai.web.disclosure.texts.comparison import compare, paragraphs
from gongkai.web.disclosure.texts.richtext import clean
from tests.web.disclosure.scene import reachable
from tests.web.world import TODAY, World


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("<p></p>", ""),
        ("<p> </p>\n<p><br></p>", ""),
        ("第一段\n\n第二段", "<p>第一段</p>\n\n<p>第二段</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p>好</p><script>alert(1)</script>", "<p>好</p>"),
        ('<p style="color:red" onclick="x()" class="y">好</p>', "<p>好</p>"),
        ('<a href="javascript:x()">好</a>', "好"),
        (
            '<a href="https://example.invalid/">好</a>',
            '<a href="https://example.invalid/" rel="noopener noreferrer">好</a>',
        ),
        ("<h1>大</h1><H2 class=x>中</H2><h3>小</h3><h6>末</h6>", "<h3>大</h3><h3>中</h3><h3>小</h3><h4>末</h4>"),
        ('<img src=x onerror="x()"><iframe src=x></iframe>好', "好"),
        ('<td colspan="2">不在表中</td>', "不在表中"),
        (
            '<table><tbody><tr><td colspan="2" width="9">格</td></tr></tbody></table>',
            '<table><tbody><tr><td colspan="2">格</td></tr></tbody></table>',
        ),
    ],
)
def test_what_is_left_of_what_was_typed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text(alphabet=st.sampled_from("<>/pascriptonld =\"'&;x好\n")))
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    once = clean(typed)
    assert "<script" not in once
    if "<" in once:
        assert clean(once) == once


@pytest.mark.parametrize(
    "html",
    [
        "{}",
        "{}<p>乙</p>",
        "<ul><li>{}<ul><li>乙</li></ul></li></ul>",
        "<blockquote>{}<p>乙</p></blockquote>",
        "<table><tbody><tr><td>{}<ul><li>乙</li></ul></td></tr></tbody></table>",
        "<p>甲</p><strong>{}</strong>",
    ],
)
def test_no_word_escapes_the_comparison(html: str) -> None:
    old, new = clean("<p></p>" + html.format("旧的文字")), clean("<p></p>" + html.format("新的文字"))
    assert "旧的文字" in "".join(paragraphs(old))
    assert paragraphs(old) != paragraphs(new)


def test_no_word_is_left_off_a_poster() -> None:
    html = "开头<strong>要紧</strong>的<a href='https://example.gov.cn/'>链接</a><p>一段</p>末尾<em>斜</em>"
    assert [block.text for block in blocks(html)] == ["开头要紧的链接", "一段", "末尾斜"]


def test_a_poster_counts_breaks_and_merges_as_the_approved_text_does() -> None:
    html = (
        "<p>区民政局（演示）<br>2026年5月1日</p><ol start=3><li><p>第三项</p><ul><li><p>其一</p></li></ul></li></ol>"
        "<table><tr><td rowspan=2>事项</td><td colspan=2>数量</td></tr><tr><td>上年</td><td>本年</td></tr></table>"
        '<figure><img src="/files/x/a.png" alt="路线图"></figure>'
    )
    found = blocks(html)
    words = ["区民政局（演示）\n2026年5月1日", "3. 第三项", "· 其一", "", "［图：路线图］"]
    assert [block.text for block in found] == words
    assert [(cell.text, cell.x, cell.y, cell.across, cell.down) for cell in found[3].cells] == [
        ("事项", 0, 0, 1, 2),
        ("数量", 1, 0, 2, 1),
        ("上年", 1, 1, 1, 1),
        ("本年", 2, 1, 1, 1),
    ]


HEADED = (
    '<table><thead><tr><th rowspan="2">序号</th><th colspan="2">补贴（元）</th></tr><tr><th>本年</th><th>上年</th></tr>'
    "</thead><tbody>"
    + "".join(f"<tr><td>{row}</td><td>{row}00</td><td>{row}01</td></tr>" for row in range(1, 121))
    + "</tbody></table>"
)


def test_each_sheet_of_a_long_table_begins_with_its_head_rows() -> None:
    poster = Poster(
        paper="a4", agency="示范区民政局（演示）", title="补贴发放公示", number="", day=date(2026, 3, 2),
        blocks=blocks(HEADED), address="https://example.invalid/a/civil/documents/1/",
        code=matrix("https://example.invalid/"),
    )  # fmt: skip
    sheets = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(write_poster(poster))]
    assert len(sheets) > 2
    assert [sheet.count("补贴（元）") for sheet in sheets] == [1] * len(sheets)
    assert [sheet.count("上年") for sheet in sheets] == [1] * len(sheets)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("<tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr>", 1),
        ("<tr><th rowspan=2>甲</th><th>乙</th></tr><tr><th>丙</th></tr><tr><td>1</td><td>2</td></tr>", 2),
        ("<tr><th>甲</th><td>1</td></tr><tr><th>乙</th><td>2</td></tr>", 0),
        ("<tr><th rowspan=2>甲</th><th>乙</th></tr><tr><td>1</td></tr>", 0),
        ("<tr><th>甲</th><th>乙</th></tr><tr><th rowspan=2>丙</th><th>丁</th></tr><tr><td>2</td></tr>", 1),
        ("<tr><th>甲</th></tr><tr><th>乙</th></tr>", 0),
        ("<tr><th>甲</th><th>乙</th></tr><tr><td>1</td></tr><tr><th colspan=2>丙</th></tr><tr><td>2</td></tr>", 1),
        ("<tr><th>甲</th><th>乙</th></tr><tr><td>1</td></tr><tr><th>丙</th><th>丁</th></tr><tr><td>2</td></tr>", 0),
        ("<tr><td>甲</td></tr>", 0),
    ],
)
def test_the_head_of_a_table_is_told_from_its_rows(rows: str, count: int) -> None:
    table = LexborHTMLParser(f"<table>{rows}</table>").css_first("table")
    assert heads(grid(table)) == count


def test_a_poster_prints_merged_cells_and_breaks() -> None:
    html = "<p>甲<br>乙</p><table><tr><td rowspan=2>事项</td><td>数量</td></tr><tr><td>本年</td></tr></table>"
    poster = Poster(
        paper="a4",
        agency="区民政局（演示）",
        title="演示",
        number="",
        day=date(2026, 5, 1),
        blocks=blocks(html),
        address="https://example.invalid/",
        code=matrix("https://example.invalid/"),
    )
    page = pypdfium2.PdfDocument(write_poster(poster))[0].get_textpage()
    lines = page.get_text_range().split()
    assert {"甲", "乙", "事项", "数量", "本年"} <= set(lines)
    edges = {}
    for word in ("数量", "本年", "事项"):
        edges[word] = page.get_charbox(page.search(word).get_next()[0])[0]
    assert abs(edges["数量"] - edges["本年"]) < 1 < edges["本年"] - edges["事项"]


@dataclass
class Version:
    title: str = "制度"
    summary: str = ""
    sections: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def files_below(self) -> list[Any]:
        return []


def body(html: str) -> Version:
    return Version(sections=[{"name": "body", "generated": False, "text": html}])


def test_what_was_taken_out_and_put_in_is_marked() -> None:
    old = body("<p>第一条 不变。</p><p>第二条 十日内办理。</p><ul><li><p>删去</p></li></ul>")
    new = body("<p>第一条 不变。</p><p>第二条 七日内办理。</p><p>第三条 &lt;新&gt;</p>")
    text = compare("rules", old, new)[-1]
    assert [(pair.old, pair.new) for pair in text.pairs] == [
        ("第一条 不变。", "第一条 不变。"),
        ("第二条 <del>十</del>日内办理。", "第二条 <ins>七</ins>日内办理。"),
        ("<del>删去</del>", ""),
        ("", "<ins>第三条 &lt;新&gt;</ins>"),
    ]
    assert not compare("rules", old, old)[-1].changed


def test_digests_tell_texts_apart() -> None:
    sections = skeleton("guide")
    same = digest_of("a", "b", sections, {}, [])
    assert same == digest_of("a", "b", skeleton("guide"), {}, [])
    others = [
        digest_of("ab", "", sections, {}, []),
        digest_of("a", "b", sections, {"number": "1"}, []),
        digest_of("a", "b", sections, {}, [("表.xlsx", "00")]),
    ]
    assert len({same, *others}) == 4


def test_search_gets_words_without_marks() -> None:
    assert plain("<p>先审查</p><ul><li>后公开</li></ul>") == "先审查 后公开"


def generated(world: World, slug: str, on: date = TODAY) -> dict[str, str]:
    agency = reachable(world.agencies[slug])
    return {part.section.name: str(part.generated) for part in shown("guide", agency, skeleton("guide"), on)}


def test_a_guide_has_what_the_regulation_wants(world: World) -> None:
    """《条例》第十二条."""
    parts = generated(world, "civil")
    assert {"classification", "ways", "office", "requests", "fees", "remedies"} <= set(parts)
    for value in (
        "公开科（演示）",
        "示范路1号（演示）",
        "工作日9:00—17:00",
        "000-1234（演示）",
        "office@example.invalid",
    ):
        assert value in parts["office"]
    for value in ("身份证明", "20个工作日", "7个工作日", "《条例》第二十九条"):
        assert value in parts["requests"]
    assert "不收取费用" in parts["fees"]


def test_remedies_follow_the_agency_and_the_law_of_the_day(world: World) -> None:
    now = generated(world, "civil")["remedies"]
    assert "向示范区人民政府（演示）提出" in now
    assert "示范区人民政府办公室（演示）" in now
    assert "应当先申请行政复议" in now
    before = generated(world, "civil", date(2023, 6, 1))["remedies"]
    assert "应当先申请行政复议" not in before
    assert "上一级主管部门" in before or "或者" in before
    assert "向示范区人民政府（演示）提出" in generated(world, "street")["remedies"]


def test_what_an_agency_has_not_told_is_named(world: World) -> None:
    missing = missing_contacts(world.agencies["civil"])
    assert missing == ["机构名称", "办公地址", "办公时间", "联系电话", "互联网联系方式"]
    assert missing_contacts(reachable(world.agencies["civil"])) == []


def test_every_section_names_its_article_and_every_agency_has_a_guide(world: World) -> None:
    for kind in ("guide", "rules"):
        assert all(section.source.startswith("《条例》第") for section in sections_of(kind))
    for agency in world.agencies.values():
        assert facts_of(agency, TODAY)["organs"]
