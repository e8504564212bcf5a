"""However a number is written it is found, and what only looks like one of a person is no error."""

from __future__ import annotations

from random import Random

import pytest

from gongkai.examine import Finding, examine_file, examine_html, examine_text, masked
from tests.examine.made import card, identity, luhn

CHANCE = Random(20261122)
ID, OTHER, CARD, MOBILE, SECOND = identity(CHANCE), identity(CHANCE), card(CHANCE), "13812345678", "13987654321"
FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
CARD_16 = luhn("622200000000000")

#: A text, and which rules must speak with an error how many times.
WRITTEN = {
    "a line of CSV": (f"张三,{ID},{MOBILE}", {"identity-number": 1, "mobile-phone": 1}),
    "between other cells": (f"1,张三,男,35,{MOBILE},示范区", {"mobile-phone": 1}),
    "before a day": (f"{MOBILE},2026-11-22", {"mobile-phone": 1}),
    "two identity numbers": (f"{ID},{OTHER}", {"identity-number": 2}),
    "two with a comma": (f"联系电话{MOBILE},{SECOND}", {"mobile-phone": 2}),
    "two with a stroke": (f"电话：{MOBILE}/{SECOND}", {"mobile-phone": 2}),
    "two with a stop": (f"电话：{MOBILE}、{SECOND}", {"mobile-phone": 2}),
    "behind an identity number": (f"{ID}/{MOBILE}", {"identity-number": 1, "mobile-phone": 1}),
    "a card in CSV": (f"张三,{CARD}", {"bank-card": 1}),
    "an item of a list": (f"1.{ID}", {"identity-number": 1}),
    "behind a serial number": (f"2026 {ID}", {"identity-number": 1}),
    "behind two": (f"10 {ID[:4]} {ID[4:8]} {ID[8:12]} {ID[12:16]} {ID[16:]}", {"identity-number": 1}),
    "in threes and fours": (f"{ID[:3]} {ID[3:6]} {ID[6:10]} {ID[10:14]} {ID[14:]}", {"identity-number": 1}),
    "with dashes": (f"{ID[:6]}-{ID[6:14]}-{ID[14:]}", {"identity-number": 1}),
    "with long dashes": (f"{ID[:6]}—{ID[6:14]}—{ID[14:]}", {"identity-number": 1}),
    "with dots": (f"{ID[:6]}.{ID[6:14]}.{ID[14:]}", {"identity-number": 1}),
    "with signs of no width": ("\u200b".join(ID), {"identity-number": 1}),
    "a blank after each": (" ".join(ID), {"identity-number": 1}),
    "in full width": (f"身份证{ID.translate(FULL)}", {"identity-number": 1}),
    "in Chinese numerals": (f"身份证号{identity(Random(1)).translate(CHINESE)}", {"identity-number": 1}),
    "followed by a word": (f"身份证{ID}号", {"identity-number": 1}),
    "3-4-4 with blanks": ("联系人138 1234 5678", {"mobile-phone": 1}),
    "3-4-4 with two blanks": ("联系人138  1234  5678", {"mobile-phone": 1}),
    "3-4-4 with dashes": ("联系人138-1234-5678", {"mobile-phone": 1}),
    "3-4-4 with wide dashes": ("联系人138－1234－5678", {"mobile-phone": 1}),
    "3-4-4 with dots": ("联系人138.1234.5678", {"mobile-phone": 1}),
    "3-8": ("手机138 12345678", {"mobile-phone": 1}),
    "7-4": ("电话1381234 5678", {"mobile-phone": 1}),
    "in brackets": ("联系人(138)12345678", {"mobile-phone": 1}),
    "with the country": (f"联系人+86-{MOBILE}", {"mobile-phone": 1}),
    "with 0086": (f"联系人0086{MOBILE}", {"mobile-phone": 1}),
    "with the country in brackets": (f"联系人(86){MOBILE}", {"mobile-phone": 1}),
    "full width": (f"联系人{MOBILE.translate(FULL)}", {"mobile-phone": 1}),
    "numerals": (f"电话{MOBILE.translate(CHINESE)}", {"mobile-phone": 1}),
    "behind a number of something else": (f"编号12 电话{MOBILE}", {"mobile-phone": 1}),
    "behind the number of a case": (f"案号〔2026〕12号，手机{MOBILE}", {"mobile-phone": 1}),
    "as a parameter": (f"tel={MOBILE}", {"mobile-phone": 1}),
    "in the name of a file": (f"张三_{MOBILE}", {"mobile-phone": 1}),
    "a card in fours": (" ".join(CARD_16[at : at + 4] for at in range(0, 16, 4)), {"bank-card": 1}),
}
HARMLESS = (
    "索引号：11320800014303211K/2026-00035",
    "索引号 014303/2026-00012345",
    "统一社会信用代码 91320803MA1W3XK87T",
    "统一社会信用代码：123208030143032110",
    "示政发〔2026〕138号，国办公开办函〔2019〕61号、国办发〔2016〕80号",
    "全年预算13800000000元，其中13912345678.00元",
    "一般公共预算收入138.12345678亿元",
    "收入 1,381,234,567.80",
    "教育支出,13800000000,增长5%",
    "总投资13812345678",
    "坐标 119.138123,33.5612345",
    "增长0.13812345678",
    "13 812 345 678",
    "138 2345 67890 12 345 6789 0123 4567",
    "2019 2020 2021 2022 2023 2024 2025 2026",
    "请拨打12345政务服务便民热线、12388举报电话，消费投诉12315，水费12380、12336",
    "联系电话：0517-83912345；咨询电话：（0517）83912345转801；0517-83912345、83912346",
    "服务热线400-820-8820，邮编223001",
    "项目代码：2026-320803-89-01-138123，订单号13812345678901",
    "凭证号 320811199001011235",
    "http://www.example.gov.cn/13812345678/index.html",
    "苏（2026）示范区不动产权第13812345678号，地字第320811202600012号",
    "宗地代码320803001001GB00138，地块编号320803199001011234",
    "（2026）苏0803行初138号，ISBN 978-7-5093-1381-2，条形码6901234567892",
    "缴款账户：示范市财政局 账号10-115101040000123",
    "二〇二六年十一月二十二日，共一三八件",
)


def errors(found: list[Finding]) -> dict[str, int]:
    rules = [item.rule for item in found if item.severity == "error"]
    return {rule: rules.count(rule) for rule in dict.fromkeys(rules)}


def plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("way", WRITTEN)
def test_it_is_found_and_masked(way: str) -> None:
    text, wanted = WRITTEN[way]
    found = examine_text(text)
    assert errors(found) == wanted
    clean = masked(text, found)
    assert errors(examine_text(clean)) == {}
    for secret in (ID, OTHER, CARD, MOBILE, SECOND):
        assert secret[:8] not in plain(clean) + "".join(plain(item.quote) for item in found)


@pytest.mark.parametrize("text", HARMLESS)
def test_it_is_no_error(text: str) -> None:
    assert errors(examine_text(text)) == {}


@pytest.mark.parametrize("text", ["总投资13812345678", "其中138 12345678，139 1234567"])
def test_what_may_be_an_amount_is_a_doubt_at_most(text: str) -> None:
    assert {item.severity for item in examine_text(text)} <= {"warn", "info"}


def test_heads_of_a_csv_say_what_stands_below() -> None:
    data = f"姓名,编号,联系电话,住址\n张三,1,{MOBILE},示范路1号3幢201室\n李四,2,{SECOND},示范路1号3幢202室\n"
    found = examine_file(data.encode(), "名单.csv")
    assert errors(found) == {"mobile-phone": 2, "home-address": 2, "list-of-people": 1}
    assert {item.place.cell for item in found if item.rule == "mobile-phone"} == {"C2", "C3"}


@pytest.mark.parametrize(
    "html",
    [
        '<p>见图。</p><figure><img src="/files/x/y.png" alt="身份证号{}"></figure>',
        '<p><a href="https://example.gov.cn/" title="身份证号{}">通知</a></p>',
        "<p>见通知。</p><!-- {} -->",
    ],
)
def test_what_stands_beside_the_text_of_a_page_is_examined(html: str) -> None:
    assert errors(examine_html(html.format(ID))) == {"identity-number": 1}


def test_whom_a_link_calls_is_examined() -> None:
    assert errors(examine_html(f'<p><a href="tel:+86{MOBILE}">拨打</a></p>')) == {"mobile-phone": 1}


def test_a_table_in_something_hidden_is_told() -> None:
    html = '<div style="display:none"><table><tr><td>底稿</td><td>甲</td></tr></table></div>'
    assert [item.rule for item in examine_html(html)] == ["unseen-text"]
