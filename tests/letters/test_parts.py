"""What a letter in parts says of the parts that are not given, by their grounds."""

from __future__ import annotations

from typing import Any

from gongkai.letters import draft
from tests.letters.samples import facts

MISSING = {"part": "各街道实际拨付金额", "ground": "nonexistent", "search": "检索了2025年的拨付凭证，没有该金额"}
OTHERS = {
    "part": "预算批复",
    "ground": "not_responsible",
    "reasons": "预算批复由演示市云溪区财政局制作",
    "right_organ": "演示市云溪区财政局，电话0990-5550120",
}


def text(*parts: dict[str, Any]) -> str:
    return draft("answer_partly", facts("answer_partly") | {"parts_withheld": list(parts)}).text()


def test_parts_that_cannot_be_given() -> None:
    printed = text(MISSING, OTHERS)
    assert "二、无法提供的部分及理由：" in printed
    assert "该部分经检索不存在（检索情况：检索了2025年的拨付凭证，没有该金额），根据" in printed
    assert "第三十六条第（四）项的规定，无法提供。\n" in printed
    assert "（负责公开的行政机关是：演示市云溪区财政局，电话0990-5550120），根据" in printed
    assert "第三十六条第（五）项的规定，无法提供。理由：预算批复由演示市云溪区财政局制作。" in printed
    assert "不应当公开" not in printed
    assert "第三十七条" not in printed


def test_parts_that_are_refused_and_parts_that_cannot_be_given() -> None:
    printed = text(facts("answer_partly")["parts_withheld"][1], MISSING)
    assert "二、不予公开或者无法提供的部分及理由：" in printed
    assert "含有不应当公开的内容，能够作区分处理" in printed
    assert "二、不予公开的部分及理由：" in text(*facts("answer_partly")["parts_withheld"])


def test_other_parts_have_their_own_words() -> None:
    enquiry = {"part": "登记资料", "ground": "special_enquiry", "special_rules": "《不动产登记暂行条例》"}
    created = {"part": "汇总表", "ground": "must_be_created", "processing": "逐份汇总"}
    printed = text(enquiry, created)
    assert "该部分属于行政查询事项，《不动产登记暂行条例》对该信息的获取有特别规定，根据" in printed
    assert "该部分没有现成信息，提供该信息需要对现有政府信息进行加工、分析（逐份汇总），根据" in printed
