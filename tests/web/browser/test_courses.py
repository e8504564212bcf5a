"""Whole courses of requests with chromium, as docs/walkthrough.md tells them: every letter, day and register row."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.web.browser.conftest import Instance, Quiet
from tests.web.browser.course import Course

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def course(quiet: Quiet, instance: Instance) -> Course:
    made = Course(quiet, instance, date(2026, 3, 2))
    made.settings()
    return made


def test_granted_on_the_spot(course: Course) -> None:
    course.enter("2025年城乡居民最低生活保障标准（演示）", channel="in_person", way="on_site")
    assert "2026年3月30日" in course.clock(), "20 working days from the day after"
    answer = course.letter("答复书：予以公开（提供）", "direct", supply="当场提供复印件")
    course.record("arrived")
    said = course.clock()
    assert "已答复" in said
    assert "2026年5月6日" in said, "60 days to ask for reconsideration; the 1st to the 5th of May are a holiday"
    assert "2026年9月2日" in said, "six months to sue"
    assert course.register()["办理结果"] == "（一） 予以公开"
    course.picture("1-granted", course.case())
    course.letter_picture("1-granted", answer)
    expect(course.status().get_by_text("已答复", exact=True)).to_be_visible()


def test_from_a_supplement_over_an_objection_to_the_answer_that_reconsideration_wants(course: Course) -> None:
    course.enter("2024年度社区养老服务站建设补贴的发放名册和验收材料（演示）", channel="signed_mail")
    course.on(3, 5).letter("补正告知书", supplement_items="请写明是哪几个街道的养老服务站", supplement_days="10")
    course.on(3, 9).record("supplement_notice_received")
    course.on(3, 12).record("supplement_given")
    assert "2026年4月10日" in course.clock(), "20 working days anew; the 6th of April is a holiday"
    third = "演示乙养老服务中心"
    course.on(3, 16).letter(
        "征求意见书（给第三方）", third_party=third, third_party_kind="法人或其他组织",
        third_party_information="验收材料中的收费和人员资料", right_kind="商业秘密",
    )  # fmt: skip
    assert "征求意见中" in course.clock()
    course.on(3, 18).record("consultation_received", party=third)
    course.letter("征求第三方意见告知书（给申请人）")
    course.on(3, 30).opinion("不同意公开", "收费和人员资料属于本中心的商业秘密")
    assert "2026年4月24日" in course.clock(), "the ten working days of the consultation do not count"
    course.on(4, 10).letter(
        "延期答复告知书", extension_days="15", approved_by="公小开（演示）", approved_on="2026-04-10",
        extension_reason="所涉材料分散在三个街道",
    )  # fmt: skip
    assert "2026年5月19日" in course.clock(), "15 working days more, over the holiday of May"
    answer = course.on(5, 8).letter(
        "答复书：部分公开", parts_given="补贴发放名册（隐去证件号码）和验收结论", supply="随本答复书邮寄复印件",
        part={
            "part": "验收材料中的收费和人员资料", "ground": "third_party", "right_kind": "商业秘密",
            "consulted_on": "2026-03-16", "consulted_received": "2026-03-18", "third_party_reply": "不同意公开",
            "reasons": "公开会使同行得知其成本和用工安排，损害其竞争地位",
        },
    )  # fmt: skip
    course.on(5, 12).record("arrived")
    said = course.clock()
    assert "2026年7月13日" in said, "reconsideration first, for what is withheld (《行政复议法》第二十三条)"
    assert "2026年11月12日" in said, "six months to sue for the rest"
    assert course.register()["办理结果"].startswith("（二）")
    course.picture("2-partly", course.case())
    course.letter_picture("2-partly", answer)

    remedy = course.on(6, 15).remedy("review", "示范区人民政府（演示）")
    decided = course.on(7, 20).concluded(
        remedy, result="corrected", decision="演示复决〔2026〕8号", anew=True, until="2026-08-07"
    )
    course.picture("2-remedy", decided)
    said = course.clock()
    assert "2026年8月7日前 重新答复申请人" in said, "the day that the decision sets"
    course.picture("2-anew", course.case())
    notice = course.on(8, 3).letter(
        "决定公开告知书（给第三方）", third_party_kind="法人或其他组织", release_content="验收材料中的收费和人员资料",
        release_reason="复议决定认为补贴来自财政，公众有权了解受补贴单位的收费和人员",
    )  # fmt: skip
    course.letter_picture("2-notice", notice)
    anew = course.on(8, 5).letter("答复书：予以公开（提供）", supply="随本答复书邮寄验收材料的复印件")
    course.on(8, 7).record("arrived")
    said = course.clock()
    assert "已答复" in said
    assert "2026年10月8日" in said, "60 days anew, over the holiday of October"
    assert course.register()["办理结果"] == "（一） 予以公开"
    course.letter_picture("2-anew", anew)


def test_a_fee_that_is_not_paid_ends_a_request(course: Course) -> None:
    course.enter("2015年以来历次机构改革的全部档案（演示）", channel="in_person")
    fee = course.on(3, 6).letter(
        "信息处理费收费通知书", fee_way="按量计收", fee_count="260", fee_payment="凭缴款码通过非税收入收缴平台缴纳"
    )
    assert "待缴费" in course.clock()
    course.on(3, 10).record("fee_notice_received")
    assert "2026年4月8日前 缴纳信息处理费" in course.clock(), "20 working days from the day after it came"
    assert "待缴费" in course.on(4, 8).clock()
    said = course.on(4, 9).clock()
    assert "已结束（未作答复）" in said
    assert "2026年4月9日" in said
    assert course.register()["办理结果"].startswith("（六）2")
    course.picture("3-lapsed", course.case())
    course.letter_picture("3-fee", fee)


def test_what_another_organ_holds(course: Course) -> None:
    course.enter("演示路112号地块的房屋征收补偿方案（演示）", channel="in_person")
    answer = course.on(3, 9).letter(
        "答复书：无法提供（不属于本机关负责公开）",
        reasons="房屋征收补偿方案由区住房和城乡建设局制作，本机关没有制作也没有保存",
        right_organ="示范区住房和城乡建设局（演示），电话000-20000050",
    )
    course.on(3, 12).record("arrived")
    assert "2026年5月11日" in course.clock(), "60 days to ask for reconsideration"
    assert course.register()["办理结果"].startswith("（四）")
    course.letter_picture("4-not-held", answer)


def test_twelve_requests_of_one_applicant_in_a_month(course: Course) -> None:
    who = {"name": "申多件", "identity_number": "000000190000000012", "phone": "000-90000012"}
    for number in range(1, 13):
        course.on(4, number + 12).enter(f"演示路{number}号房屋的测绘成果（演示）", channel="in_person", **who)
    page = course.case()
    fees = page.get_by_role("region", name="信息处理费")
    expect(fees).to_contain_text("当月收到12件，这是第12件")
    expect(fees).to_contain_text("100元")
    expect(page.get_by_text("同一申请人另有11件申请")).to_be_visible()
    course.picture("5-twelve", page)
    fee = course.on(4, 27).letter("信息处理费收费通知书", fee_payment="凭缴款码通过非税收入收缴平台缴纳")
    course.letter_picture("5-fee", fee)
    course.on(4, 29).record("fee_notice_received")
    course.on(5, 11).record("fee_paid")
    said = course.clock()
    assert "2026年6月8日" in said, "20 working days anew from the day of payment"
    course.on(5, 20).letter("答复书：予以公开（提供）", supply="随本答复书邮寄复印件")
    assert course.register()["办理结果"] == "（一） 予以公开"
