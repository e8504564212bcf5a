"""The items of 《条例》第二十条: fifteen, in the article's order and words, each with its source."""

from __future__ import annotations

from gongkai.law.disclosure import disclosure_items

NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五".split()


def test_the_fifteen_items_stand_in_the_order_of_the_article() -> None:
    assert [item.number for item in disclosure_items()] == NUMERALS
    assert len({item.id for item in disclosure_items()}) == len({item.text for item in disclosure_items()}) == 15


def test_every_item_has_its_article() -> None:
    assert {item.source for item in disclosure_items()} == {"《条例》第二十条"}
    assert disclosure_items()[0].label == "（一）行政法规、规章和规范性文件"
