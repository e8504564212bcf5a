"""An operator's file: what it may correct, and how what is wrong in it is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.clock import Fact, ImpossibleFacts, clock
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


LIMIT = """
limits:
  answer_days: {{name: 答复, unit: {unit}, values: [{{from: 2019-05-15, value: 9, source: {source}, verified: V}}]}}
"""
DOCUMENT = """
documents:
  信息处理费管理办法:
    name: {name}
    number: 国办函〔2020〕109号
    from: 2021-01-01
    verified: V
    articles: {articles}
"""
PAID = """
limits:
  fee_payment_days:
    name: 缴费
    unit: 工作日
    values: [{from: 2021-01-01, value: 20, source: 《信息处理费管理办法》第七条, verified: V}]
"""


def test_a_document_is_corrected_with_what_cites_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = corrected(tmp_path, monkeypatch, DOCUMENT.format(name="办法", articles="2-7") + PAID)
    assert rules.documents["信息处理费管理办法"].articles == frozenset(range(2, 8))
    assert rules.documents["信息处理费管理办法"].unverified == frozenset()
    assert rules.source("fee_payment_days", date(2026, 1, 5)) == "《信息处理费管理办法》第七条"


LIMITS = """
limits:
  answer_days: {name: 答, unit: 工作日, values: [{from: 2019-05-15, value: 20, source: 《条例》第一条, verified: V}]}
  extension_days: {name: 延, unit: 工作日, values: [{from: 2019-05-15, value: 20, source: 《条例》第二条, verified: V}]}
  supplement_notice_days:
    {name: 补, unit: 工作日, values: [{from: 2019-05-15, value: 7, source: 《条例》第三条, verified: V}]}
  third_party_days:
    {name: 三, unit: 工作日, values: [{from: 2019-05-15, value: 15, source: 《条例》第四条, verified: V}]}
  other_organ_days:
    {name: 他, unit: 工作日, values: [{from: 2019-05-15, value: 15, source: 《条例》第五条, verified: V}]}
  fee_payment_days:
    {name: 缴, unit: 工作日, values: [{from: 2021-01-01, value: 20, source: 《信息处理费管理办法》第五条, verified: V}]}
"""


def test_a_corrected_article_reaches_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = corrected(tmp_path, monkeypatch, LIMITS)
    facts = [
        Fact("received", date(2026, 9, 1), channel="in_person"),
        Fact("consulted", date(2026, 9, 2), party="甲", role="third_party"),
        Fact("consulted", date(2026, 9, 2), party="乙", role="other_organ"),
        Fact("replied", date(2026, 9, 4), party="乙"),
    ]
    found = clock(facts, date(2026, 9, 7), rules=rules)
    duties = {duty.what[:4]: duty.article for duty in found.duties}
    assert duties == {
        "申请内容": "《条例》第三条",
        "第三方（": "《条例》第四条",
        "查明第三": "《条例》第四条",
        "答复申请": "《条例》第一条",
        "不能按期": "《条例》第二条",
    }
    assert "《条例》第一条" in {line.article for line in clock(facts[:1], date(2026, 9, 7), rules=rules).explanation}
    spans = clock([facts[0], *facts[2:]], date(2026, 9, 7), rules=rules).explanation
    assert "《条例》第五条" in {line.article for line in spans}
    extended = Fact("extension_approved", date(2026, 9, 4), by="演示", days=30)
    with pytest.raises(ImpossibleFacts, match="《条例》第二条"):
        clock([*facts, extended], date(2026, 9, 7), rules=rules)
    noticed = Fact("fee_noticed", date(2026, 9, 4))
    found = clock([facts[0], noticed], date(2026, 9, 7), rules=rules)
    assert {duty.article for duty in found.duties} == {"《信息处理费管理办法》第五条"}


def test_a_document_may_be_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DOCUMENT.replace("信息处理费管理办法", "新办法").format(name="新办法", articles="2-7")
    assert corrected(tmp_path, monkeypatch, text + PAID.replace("《信息处理费管理办法》", "《新办法》")).source(
        "fee_payment_days", date(2026, 1, 5)
    ) == ("《新办法》第七条")


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
        (granted(articles="''"), "granted：provided：articles 不能为空"),
        (granted(articles="[]"), "granted：provided：articles 的值不对"),
        (granted().replace("articles: 《条例》第三十六条", "no_article: 没有"), "没有 articles 的，verified 不能是 V"),
        (granted().replace("articles: 《条例》第三十六条, ", ""), "应给出 articles"),
        (granted(need="[a]"), "granted：provided：needs：应为文字"),
        (granted().replace("name: 予以公开", "name: ''"), "granted：name 不能为空"),
        (granted().replace("from: 2019-05-15", "from: 2019-05-15 10:00:00"), "granted：from 的值不对"),
        ("needs: {supply: {name: ' '}}", "supply：name 不能为空"),
        ("needs: {supply: {name: x, choices: ['']}}", "supply：choices：应为文字"),
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
        (LIMIT.format(unit="日", source="《条例》第三十三条"), "answer_days：unit 应为工作日"),
        (LIMIT.format(unit="工作日", source="《条例》").replace("value: 9", "value: 0"), "value 应为1至1000：0"),
        (
            LIMIT.format(unit="工作日", source="《条例》").replace("value: 9", "value: 20000"),
            "value 应为1至1000：20000",
        ),
        (granted().replace("（一）", "（二）"), "number （二） 已用于 granted"),
        (DOCUMENT.format(name="办法", articles="1-99999"), "应如 1-5,8：1-99999"),
        (LIMIT.format(unit="工作日", source="''"), "answer_days：source 不能为空"),
        (
            "organs: {ministry: {name: x,values: [{from: 2024-01-01,organs: {own: 5},source: 《条例》,verified: I}]}}",
            "organs：应为文字",
        ),
        ("switches: {receipt_on_day_off: [same_day]}", "receipt_on_day_off 应为 same_day、next_workday 之一"),
        ("switches:\n  query_remedy_first: yes\n  query_remedy_first: no", "第3行：query_remedy_first 写了两次"),
        ("needs:\n  supply: {name: 甲, name: 乙}", "第2行：name 写了两次"),
        (DOCUMENT.format(name="''", articles="2-6"), "信息处理费管理办法：name 不能为空"),
        (DOCUMENT.format(name="办法", articles="二"), "信息处理费管理办法：articles：应如 1-5,8：二"),
        (DOCUMENT.format(name="办法", articles="2-5,7"), "fee_payment_days：引用的条文不在 documents.yaml 中"),
        (DOCUMENT.format(name="办法", articles="2-6\n    unverified: 9"), "unverified 里有不在 articles 中的条文"),
        ("switches: {silence_remedy_first: perhaps}", "silence_remedy_first 应为 yes、no 之一"),
        ("switches: {silence: yes}", "没有名为 silence 的选项"),
    ],
)
def test_what_is_wrong_is_named(text: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LawError) as caught:
        corrected(tmp_path, monkeypatch, text)
    assert says in str(caught.value)
    assert "law.yaml" in str(caught.value)
