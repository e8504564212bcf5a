"""What a person looks at: the terminal's view and the overview page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console

from gongkai.report.checks import compare_reports
from gongkai.report.schema import Record
from gongkai.report.writing.comparison import print_comparison
from gongkai.report.writing.language import translator
from gongkai.report.writing.overview import FOLDED_FROM, Entry, render, write_overview
from gongkai.report.writing.terminal import listed, print_list, print_record
from gongkai.report.writing.width import width_of, wrapped
from tests.report.writing.examples import look_alike, marked, report, unreadable


def overview(*records: Record, language: str = "zh") -> str:
    out = io.StringIO()
    write_overview([render(record, f"r{number}", language) for number, record in enumerate(records)], out, language)
    return out.getvalue()


def shown(*records: Record, language: str = "zh") -> str:
    console = Console(file=io.StringIO(), width=80, emoji=False, markup=False, highlight=False)
    for record in records:
        print_record(console, record, language)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_the_page_names_each_report_and_each_refusal() -> None:
    page = overview(marked(), look_alike(), unreadable())
    assert "共3份，其中年度报告1份；1份有错误，错误1处，警告1处。" in page
    assert "云端市云上区人民政府" in page
    assert "从标题看是解读" in page
    assert "文件损坏" in page


def test_every_link_of_the_page_leads_somewhere_on_it() -> None:
    page = overview(*[marked()] * (FOLDED_FROM + 2), look_alike())
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))
    assert re.findall(r'href="(?!#)', page) == []


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    page = overview(marked())
    assert re.findall(r"<(?:script|link|img|iframe)\b|@import|url\(|https?:", page) == []
    assert "default-src 'none'" in page


def test_text_from_a_document_stays_text() -> None:
    hostile = replace(marked(), title="<script>x</script>", agency='"><img src=x>', printed={"review.total": "<i>"})
    page = overview(hostile, replace(look_alike(), reason="<b>"))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>。" not in page
    assert "<i>" not in page


def test_each_kind_of_cell_has_a_sign_of_its_own() -> None:
    page = overview(marked())
    assert re.search(r'<td class="error"[^>]*><b>0</b><sup><a href="#r0-1"', page)
    assert re.search(r'<td class="repaired">0<small>补</small>', page)
    assert re.search(r'<td class="blank"><span class=vh>空白</span>', page)
    assert re.search(r'<td class="unprinted"[^>]*>未印', page)
    assert re.search(r'<td class="text"[^>]*>/', page)
    for sign in ("错误，数字为上文编号", "警告，数字为上文编号", "由勾稽关系补出", "印作空白", "报告没有印出这一行"):
        assert sign in page


def test_a_finding_quotes_the_prose_it_points_at() -> None:
    assert "<mark>收到申请4件</mark>" in overview(marked())


def test_a_thousand_reports_are_one_page_of_reasonable_size() -> None:
    entry = render(marked(), "r0")
    page = io.StringIO()
    write_overview([replace_key(entry, f"r{number}") for number in range(1000)], page)
    assert len(page.getvalue()) < 15_000_000
    assert page.getvalue().count('<details class="report">') == 1000


def replace_key(entry: Entry, key: str) -> Entry:
    return replace(entry, key=key)


def test_the_box_for_errors_is_there_only_where_it_divides() -> None:
    fine, wrong = report(), marked()
    divided = overview(*[fine] * FOLDED_FROM, wrong)
    assert "只看有错误的1份" in divided
    assert divided.count("class=fine") == divided.count('class="report fine"') == FOLDED_FROM
    assert "只看有错误" not in overview(*[fine] * FOLDED_FROM)
    assert "只看有错误" not in overview(*[wrong] * FOLDED_FROM)
    assert "只看有错误" not in overview(fine, wrong)


def test_numbers_that_were_solved_are_one_line_a_row() -> None:
    how = "本行应有7格，印出6个数字，由行、列的勾稽关系唯一确定"
    cells = ("requests.granted.natural_person", "requests.granted.total", "requests.received.total")
    record = replace(report(value=3), repaired=dict.fromkeys(cells, how))
    for text in (overview(record), shown(record).replace("\n", "").replace(" ", "")):
        assert f"表三“（一）予以公开”：“自然人”3，“总计”3（{how}）".replace(" ", "") in text.replace(" ", "")
    assert overview(record).count(how) == 2


def test_the_page_is_well_nested() -> None:
    class Nesting(HTMLParser):
        open: list[str]
        optional = frozenset(["td", "th", "tr", "li", "dt", "dd", "thead", "tbody", "meta"])

        def handle_starttag(self, tag: str, _attrs: object) -> None:
            if tag not in self.optional:
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if tag not in self.optional:
                assert self.open.pop() == tag

    parser = Nesting()
    parser.open = []
    parser.feed(overview(marked(), report("2019"), look_alike()))
    assert parser.open == []


def test_the_page_says_that_it_is_no_report() -> None:
    assert '<meta name="generator" content="gongkai-overview/1">' in overview(marked())


def test_how_a_number_was_found_is_said_in_english() -> None:
    how = "本行应有7格，印出6个数字，由行、列的勾稽关系唯一确定"
    record = replace(marked(), repaired={"requests.granted.legal_service": how})
    for text in (overview(record, language="en"), shown(record, language="en")):
        assert "decided by the sums" in text
        assert how not in text


def test_an_empty_page_says_what_to_do() -> None:
    assert "gongkai check" in overview()


def test_english_has_no_chinese_chrome() -> None:
    page = overview(marked(), language="en")
    assert '<html lang="en">' in page
    for chinese in ("校核结果", "图例", "依据", "机关和文件"):
        assert chinese not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_view_fits_80_columns(language: str) -> None:
    text = shown(marked(), report("2019", 12), look_alike(), language=language)
    assert max(width_of(row) for row in text.splitlines()) <= 80


def test_the_terminal_view_marks_by_sign() -> None:
    text = shown(marked())
    row = next(row for row in text.splitlines() if "本年新收" in row)
    assert row.rstrip("│").endswith("0!")
    assert "0*" in text
    assert "( )" in text
    assert "~" in text
    for sign in ("12! 错误", "12* 由勾稽关系补出", "( ) 印作空白", "~ 报告没有印出"):
        assert sign in text
    assert "! 错误1  第一部分称收到申请4件" in text


def test_many_records_are_a_list_and_then_what_was_found() -> None:
    console = Console(file=io.StringIO(), width=80, emoji=False, markup=False, highlight=False)
    print_list(console, [listed(record) for record in (report("2019"), marked(), look_alike(), unreadable())])
    file = console.file
    assert isinstance(file, io.StringIO)
    text = file.getvalue()
    assert text.count("第一部分称收到申请4件") == 1
    assert "共4份，其中年度报告2份；1份有错误，错误1处，警告1处。" in text
    assert max(width_of(row) for row in text.splitlines()) <= 80


def test_lines_break_as_chinese_does() -> None:
    assert wrapped("收到申请4件，办结3件。", 12) == ["收到申请4", "件，办结3", "件。"]
    assert wrapped("ab cdef", 4) == ["ab", "cdef"]
    assert wrapped("x" * 10, 4) == ["xxxx", "xxxx", "xx"]
    assert wrapped("", 10) == [""]


def test_amounts_side_by_side_name_their_unit() -> None:
    a = report()
    assert a.cells["disclosure.fees.amount"] is not None
    b = replace(a, cells={**a.cells, "disclosure.fees.amount": 120})
    console = Console(file=io.StringIO(), width=100, emoji=False, markup=False, highlight=False)
    print_comparison(console, a, b, compare_reports(a, b), (), translator("zh"))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    (line,) = [line for line in text.split("\n") if "行政事业性收费" in line]
    assert "120元" in line
    assert line.count("元") == 3
