"""《条例》第二十条: fifteen items in the article's order and words; 第二十一条: what it adds for a tier."""

from __future__ import annotations

from gongkai.law.disclosure import disclosure_items, further_items, item_of

NUMERALS = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五".split()


def test_the_fifteen_items_stand_in_the_order_of_the_article() -> None:
    assert [item.number for item in disclosure_items()] == NUMERALS
    assert len({item.id for item in disclosure_items()}) == len({item.text for item in disclosure_items()}) == 15


def test_every_item_has_its_article() -> None:
    assert {item.source for item in disclosure_items()} == {"《条例》第二十条"}
    assert disclosure_items()[0].label == "（一）行政法规、规章和规范性文件"


def test_counties_and_townships_have_more_to_disclose() -> None:
    """《条例》第二十一条"""
    county, township = further_items("county"), further_items("township")
    assert {item.source for item in county + township} == {"《条例》第二十一条"}
    assert [item.text for item in county] == "市政建设 公共服务 公益事业 治安管理 土地征收 房屋征收 社会救助".split()
    assert item_of("homesteads") in township
    assert further_items("city") == county
    assert further_items("province") == ()
    assert item_of("land").label == "土地征收"
