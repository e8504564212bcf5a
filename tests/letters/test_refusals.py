"""What a letter refuses, and that it names it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest

from gongkai.letters import LetterError, draft, kinds, write
from gongkai.letters.catalogue import catalogue
from gongkai.letters.glyphs import fallback, shipped, undrawn
from tests.letters.samples import KINDS, facts

REQUIRED = [(kind, fact) for kind in KINDS for fact in kinds()[kind].facts]


@pytest.mark.parametrize(("kind", "fact"), REQUIRED, ids=lambda name: name)
def test_a_missing_fact_is_named(kind: str, fact: str) -> None:
    given = facts(kind)
    del given[fact]
    with pytest.raises(LetterError) as refusal:
        draft(kind, given)
    assert catalogue()[fact].label in str(refusal.value)
    assert "缺少" in str(refusal.value)


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_fact_is_named(kind: str) -> None:
    with pytest.raises(LetterError, match="用不到：colour"):
        draft(kind, facts(kind) | {"colour": "红"})


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(LetterError, match=r"缺少：agency（发文机关）、number（文号）、date（成文日期）"):
        draft("extension", {})


CONTRADICTIONS: list[tuple[str, dict[str, Any], str]] = [
    ("extension", {"date": date(2026, 10, 27)}, "成文日期早于收到申请之日"),
    (
        "extension",
        {"extension_days": 21},
        r"extension_days（延长的工作日数）不能大于20：21（《条例》第三十三条第二款）",
    ),
    ("extension", {"extension_days": 0}, r"extension_days（延长的工作日数）不能小于1"),
    ("extension", {"extension_days": True}, "应为整数"),
    ("extension", {"due_date": date(2026, 11, 19)}, "延期不成立"),
    ("extension", {"approved_on": date(2026, 11, 21)}, "延期告知早于同意延长之日"),
    ("supplement", {"supplement_days": 0}, r"supplement_days（补正期限的工作日数）不能小于1"),
    ("supplement", {"supplement_items": []}, "supplement_items（需要补正的事项）应为1至50项的列表"),
    ("supplement", {"number": "演民公补〔2025〕3号"}, r"number（文号）的年份不是2026年"),
    ("supplement", {"number": "演民公补[2026]3号"}, r"number（文号）写法不对"),
    ("supplement", {"number": "演民公补〔2026〕03号"}, "应如 演民公复〔2026〕12号"),
    ("answer_still_unclear", {"supplement_received": date(2026, 11, 1)}, "收到补正早于补正告知书日期"),
    ("record_not_supplemented", {"date": date(2026, 11, 25)}, "补正期限届满之前不能结案"),
    ("record_fee_unpaid", {"fee_amount": -1}, "fee_amount（应缴金额）不能小于1"),
    ("answer_third_party", {"consulted_on": date(2026, 11, 21)}, "成文日期早于征求意见之日"),
    ("answer_repeated", {"earlier_date": date(2026, 12, 1)}, "此前的答复不早于收到本件申请之日"),
    ("publication_notice", {"release_date": date(2026, 11, 1)}, "公开之日早于告知第三方之日"),
    ("fee", {"fee_before": 3}, r"fee_count（计费数量）未超过免费数量"),
    ("fee", {"fee_way": "按量计收"}, r"fee_before（本件之前当月已计的件数）与 fee_way（计收方式） 矛盾"),
    ("fee", {"fee_before": None}, r"缺少：fee_before"),
    ("correction", {"correction_result": "转送有权机关"}, r"缺少：correction_organ"),
    ("answer_published", {"government": None}, r"缺少：government（.*）（行政复议机关是本级人民政府）"),
    ("answer_published", {"sent_by_internet": True}, r"缺少：internet_channel"),
    ("answer_published", {"agency_kind": "office"}, r"agency_kind（发文机关的类别）应为 department"),
    ("answer_published", {"date": "2026-11-20"}, r"date（成文日期）应为日期"),
    ("answer_published", {"applicant": 12}, r"applicant（申请人姓名或名称）应为文字（数字请加引号）"),
    ("answer_published", {"applicant": " "}, "是空的"),
    ("answer_published", {"applicant": "林\n晓岚"}, r"U\+000A"),
    ("answer_published", {"request": "关于××路的文件"}, "没有填写完整"),
    ("answer_published", {"request": "关于（）的文件"}, "没有填写完整"),
    ("answer_published", {"request": "文" * 3001}, "太长"),
    ("answer_published", {"channel": "传话"}, "channel（提交方式）应为 当面提交"),
    ("answer_published", {"phone": "打电话"}, "phone（联系电话）写法不对"),
    ("envelope", {"postcode": "99900"}, "postcode（收件人邮政编码）写法不对"),
    ("envelope", {"postcode": 999001}, "数字请加引号"),
    ("receipt", {"wording": {"hint": "文字"}}, r"没有可以改写的文字 hint（可以改写的：help）"),
    ("delivery", {"wording": {"help": "文字"}}, "可以改写的：没有"),
    ("receipt", {"wording": {"help": "根据《条例》第九十条查询。"}}, "wording.help：引用的条文不在 documents.yaml 中"),
    ("answer_published", {"wording": {"remark": "文字"}}, "这次不印 wording.remark"),
]


@pytest.mark.parametrize(("kind", "change", "message"), CONTRADICTIONS, ids=[entry[2] for entry in CONTRADICTIONS])
def test_what_is_wrong_or_contradictory_is_named(kind: str, change: dict[str, Any], message: str) -> None:
    with pytest.raises(LetterError, match=message):
        draft(kind, facts(kind) | change)


WITHHELD: list[tuple[dict[str, Any], str]] = [
    ({"reasons": None}, r"第1项缺少：reasons（理由）"),
    ({"ground": "weather"}, "ground 应为"),
    ({"search": "全部"}, r"第1项用不到：search"),
    ({"part": ""}, r"第1项应有 part"),
    ({"consulted_on": date(2026, 12, 1)}, "成文日期早于征求意见之日"),
    ({"right_kind": "心情"}, r"parts_withheld.*第1项：right_kind"),
]


@pytest.mark.parametrize(("change", "message"), WITHHELD, ids=[entry[1] for entry in WITHHELD])
def test_what_is_wrong_with_a_withheld_part_is_named(change: dict[str, Any], message: str) -> None:
    given = facts("answer_partly")
    given["parts_withheld"][0] |= change
    with pytest.raises(LetterError, match=message):
        draft("answer_partly", given)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(LetterError, match="没有“poem”这种文书（可用：correction、"):
        draft("poem", {})


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_a_character_that_no_font_draws_is_named(form: str) -> None:
    document = draft("receipt", facts("receipt") | {"applicant": "林\ue863岚"})
    with pytest.raises(LetterError, match=r"没有字体能印出：U\+E863"):
        write(document, form)


def test_a_rare_character_is_drawn_by_an_installed_font() -> None:
    assert fallback("张三玥䶮喆") == ()
    assert ord("龘") not in shipped()
    assert fallback("龘")[0].startswith("Noto Serif CJK")
    data = write(draft("receipt", facts("receipt") | {"applicant": "林龘"}), "pdf")
    assert b"NotoSerifCJK" in data


SIGNS = "面积120.5m²、30m³、10⁻⁶、CO₂、25℃、㎡㎥‰①⑳㉑Ⅷⅷ×≥—·二〇二五年½©☑✓"


def test_signs_of_official_texts_are_drawn_where_no_font_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.letters.glyphs._installed", dict)
    assert undrawn(SIGNS) == frozenset()
    assert shipped() >= set(map(ord, "²³〇㎡㎥℃‰①⑳㉑Ⅷⅷ×≥—·½©"))
    data = write(draft("receipt", facts("receipt") | {"applicant": SIGNS}), "pdf")
    with pypdfium2.PdfDocument(data) as made:
        text = "".join(page.get_textpage().get_text_range() for page in made)
    assert set(SIGNS) - set(text) == set()
    assert b"NotoS" not in data


def test_the_shipped_font_draws_every_letter() -> None:
    assert {kind: fallback(draft(kind, facts(kind)).text()) for kind in KINDS} == dict.fromkeys(KINDS, ())
