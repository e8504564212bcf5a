"""An operator's file: what it may correct, and how what is wrong in it is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.loading import LawError
from gongkai.law.rules import Rules, law_rules

GRANTED = """
outcomes:
  granted:
    number: （一）
    group: 予以公开
    name: 予以公开
    letter: answer
    remedy: {remedy}
    from: 2019-05-15
    grounds:
      provided: {{when: 可以公开, articles: {articles}, needs: [{need}], verified: {verified}}}
"""


def corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Rules:
    path = tmp_path / "law.yaml"
    path.write_text(text, "utf-8")
    monkeypatch.setenv("GONGKAI_LAW", str(path))
    return law_rules()


def granted(
    remedy: str = "free", articles: str = "《条例》第三十六条", need: str = "supply", verified: str = "V"
) -> str:
    return GRANTED.format(remedy=remedy, articles=articles, need=need, verified=verified)


def test_an_entry_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = corrected(tmp_path, monkeypatch, granted() + "switches: {query_remedy_first: yes}\n")
    assert list(rules.outcomes["granted"].grounds) == ["provided"]
    assert rules.choice("query_remedy_first") == "yes"
    monkeypatch.delenv("GONGKAI_LAW")
    assert list(law_rules().outcomes["granted"].grounds) == ["published", "provided"]


def test_organs_first_fees_and_needs_can_be_corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
needs: {supply: {name: 提供方式}}
first: {query: {name: 查询, values: [{from: 2019-05-15, first: "yes", source: 《条例》第五十一条, verified: V}]}}
organs:
  ministry:
    name: 国务院部门
    values: [{from: 2024-01-01, organs: {own: 本部门}, source: 《行政复议法》第二十五条, verified: V}]
fees:
  items:
    name: 按件计收
    unit: 件
    counted: {text: 每月, verified: V}
    values:
      - from: 2021-01-01
        source: 《信息处理费管理办法》第四条
        verified: V
        bands: [{first: 1, yuan: 0, verified: V}, {first: 11, yuan: 50, verified: V}]
"""
    rules = corrected(tmp_path, monkeypatch, text)
    assert rules.needs["supply"].name == "提供方式"
    assert rules.first["query"].on(date(2020, 1, 1)).first == "yes"
    assert rules.organs["ministry"].on(date(2024, 1, 1)).organs == {"own": "本部门"}
    assert [part.amount for part in rules.fees["items"].on(date(2024, 1, 1)).parts(12)] == [0, 100]


BAND = """
fees: {{pages: {{name: 按量, unit: 页, counted: {{text: 每件, verified: V}}, values: [
  {{from: 2021-01-01, source: 《信息处理费管理办法》第五条, verified: V, bands: [{bands}]}}]}}}}
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("outcome: {}", "不认识 outcome"),
        ("outcomes: {grant: {}}", "没有名为 grant 的办理结果（可用：granted、"),
        ("fees: {copies: {}}", "没有名为 copies 的收费方式（可用：items、pages）"),
        (granted(remedy="never"), "granted：remedy 应为 free、declined"),
        (granted(need="supplies"), "needs.yaml 里没有 supplies"),
        (granted(articles="《条例》第九十条"), "granted：provided：引用的条文不在 documents.yaml 中"),
        (granted(articles="条例第三十六条"), "引用写法不对"),
        (granted(articles="''"), "没有 articles 的，verified 不能是 V"),
        (granted(verified="X"), "verified 应为 V、M、I 之一"),
        (granted().replace("（一）", "一"), "number 应如（三）1：一"),
        (granted().replace("answer", "note"), "letter 应为 answer、partial、record 之一"),
        (granted().replace("from: 2019-05-15", "from: 2019-05-15\n    to: 2018-01-01"), "to 早于 from"),
        (granted().replace("    from: 2019-05-15\n", ""), "缺少 from"),
        (
            "first: {query: {name: 查询, values: [{from: 2019-05-15, first: maybe, source: 《条例》, verified: V}]}}",
            "first 应为 yes、no 或选项的名称：maybe",
        ),
        (
            "organs: {ministry: {name: x,values: [{from: 2024-01-01, organs: {a: b}, source: 《条例》, verified: I}]}}",
            "organs 应为 government、superior、own",
        ),
        ("organs: {ministry: {name: 部, values: []}}", "应至少有一个值"),
        (BAND.format(bands="{first: 2, yuan: 1, verified: V}"), "bands 应从第1页起"),
        (BAND.format(bands="{first: 1, yuan: -1, verified: V}"), "数不能小于0"),
        (BAND.format(bands="{first: 1, yuan: 1, every: 5, verified: V}"), "every 和 more 应同时给出"),
        ("limits: {answer_days: {name: 答复, unit: 周, values: []}}", "应至少有一个值"),
        ("switches: {silence_remedy_first: perhaps}", "silence_remedy_first 应为 yes、no 之一"),
        ("switches: {silence: yes}", "没有名为 silence 的选项"),
    ],
)
def test_what_is_wrong_is_named(text: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LawError) as caught:
        corrected(tmp_path, monkeypatch, text)
    assert says in str(caught.value)
    assert "law.yaml" in str(caught.value)
