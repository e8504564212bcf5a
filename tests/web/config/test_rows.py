"""Tables whose rows are cards on a phone (`{% rows %}`)."""

from __future__ import annotations

import pytest
from django.template import Context, Template

TABLE = """{% load rows %}{% rows %}<table class="sheet">
<thead><tr><th scope="col">名称</th><th scope="col" class="number">金额
<span class="vh">（元）</span></th><th scope="col">日期</th></tr></thead>
<tbody>{% for name, sum, day in lines %}
<tr><th scope="row">{{ name }}</th><td class="number">{{ sum }}</td><td>{{ day }}</td></tr>
{% endfor %}</tbody></table>{% endrows %}"""


def drawn(*lines: tuple[str, str, str]) -> str:
    return Template(TABLE).render(Context({"lines": lines}))


def test_each_cell_says_under_which_head_it_stands() -> None:
    text = drawn(("示范区殡葬服务费（演示）", "12860.50", "2026年11月23日"))
    assert '<table class="stacked sheet">' in text
    assert '<th scope="row" data-label="名称">示范区殡葬服务费（演示）</th>' in text
    assert '<td class="number" data-label="金额 （元）">12860.50</td>' in text
    assert '<th scope="col" class="number">金额\n' in text, "the heads stay as they are"


@pytest.mark.parametrize("day", ["2026年11月23日", "2026年11月23日 08:30", "2026-11-23", "11月23日", "—", "待发布"])
def test_a_day_or_a_word_is_not_broken(day: str) -> None:
    assert f'<td data-label="日期" class="short">{day}</td>' in drawn(("名", "1", day))


def test_a_sentence_is_broken_where_it_must_be() -> None:
    text = "自信息形成之日起二十个工作日内"
    assert f'<td data-label="日期">{text}</td>' in drawn(("名", "1", text))


def test_an_empty_cell_is_empty_so_that_its_head_is_not_shown() -> None:
    assert '<td data-label="日期"></td>' in drawn(("名", "1", " "))


def test_what_is_typed_stays_text() -> None:
    text = drawn(('</td><td onclick="x">"', "1", "</table><tbody>"))
    assert "&lt;/td&gt;&lt;td onclick=&quot;x&quot;&gt;&quot;" in text
    assert "&lt;/table&gt;&lt;tbody&gt;" in text
    assert text.count("<td") == 2
