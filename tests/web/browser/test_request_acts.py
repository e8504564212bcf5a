"""Acts on a request with chromium: confirmed by the mailed link; a third party that objects, and what follows."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from gongkai.web import clock
from gongkai.web.requests.actions import receive
from gongkai.web.requests.confirming.actions import confirm
from gongkai.web.requests.models import Told
from gongkai.web.tasks.attempts import run_due
from tests.web.browser.conftest import Quiet
from tests.web.browser.test_work import act
from tests.web.requests.scene import WHO, asked
from tests.web.world import build

pytestmark = [pytest.mark.browser, pytest.mark.once]
PARTY = "演示乙公司"


def test_a_mailed_link_confirms_by_its_button(live: str, browser: Browser, settings: Any) -> None:
    settings.PASSWORD_RECOVERY = True
    world = build()
    said = asked(channel="internet", arrived=clock.today(), who=WHO | {"email": "yanshi@example.com"})
    case = receive(world.agencies["civil"], said, by=None).case
    confirm(case, by=world.officer("handler@civil", today=clock.today()))
    run_due()
    (message,) = mail.outbox
    path = re.search(r"/request/confirm/\S+", str(message.body))
    assert path is not None
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live}{path[0]}")
    expect(page.get_by_role("main")).to_contain_text(case.number)
    page.reload()
    assert Told.objects.get(case=case).stage == "unconfirmed", "looking confirms nothing"
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("您已经确认")).to_be_visible()
    assert Told.objects.get(case=case).stage == "running"
    page.goto(f"{live}{path[0]}")
    expect(page.get_by_text("已经用过")).to_be_visible()
    assert context.cookies() == []
    context.close()


def entered(clerk: Page) -> None:
    """A request over the counter, today."""
    clerk.goto("/desk/requests/new/")
    clerk.get_by_label("提交方式").select_option(label="当面提交")
    clerk.get_by_label("姓名或者名称").fill("李演示")
    clerk.get_by_label("身份证明").select_option(label="居民身份证")
    clerk.get_by_label("证件号码", exact=True).fill("11010519491231002X")
    clerk.get_by_label("联系电话", exact=True).fill("13800000000")
    clerk.get_by_label("申请内容").fill("演示乙公司2025年验收材料（演示）")
    clerk.get_by_label("获取方式").select_option(label="自行领取")
    clerk.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.get_by_text("已登记：")).to_be_visible()


def sent_out(clerk: Page, quiet: Quiet, way: str) -> None:
    """A letter just drafted: reviewed, signed and sent."""
    act(clerk, "送审")
    letter = clerk.url
    for officer, does in (("reviewer@civil", "同意"), ("approver@civil", "签发")):
        page = quiet(officer)
        page.goto(letter)
        act(page, does)
        expect(page.get_by_text(f"已办理“{does}”")).to_be_visible()
    clerk.goto(letter)
    clerk.get_by_label("送出方式").select_option(label=way)
    clerk.get_by_role("button", name="送出并登记").click()
    expect(clerk.get_by_text("并登记在申请的经过里")).to_be_visible()


def test_a_third_party_objects_and_the_page_says_what_is_next(quiet: Quiet) -> None:
    clerk, lead = quiet("handler@civil"), quiet("disclosure@civil")
    lead.goto("/desk/requests/settings/civil/")
    lead.get_by_label("联系电话").fill("000-20000020")
    lead.get_by_label("有管辖权的人民法院").fill("示范区人民法院（演示）")
    lead.get_by_role("button", name="保存").click()
    expect(lead.get_by_text("以后拟的文书照此写")).to_be_visible()

    entered(clerk)
    case = clerk.url
    clerk.get_by_text("拟文书", exact=True).click()
    clerk.get_by_role("link", name="征求意见书（给第三方）").click()
    clerk.get_by_label("第三方姓名或名称").fill(PARTY)
    clerk.get_by_label("第三方类别").select_option(label="法人或其他组织")
    clerk.get_by_label("所涉及的政府信息").fill("验收材料中的成本资料")
    clerk.get_by_label("公开会损害的第三方合法权益").select_option(label="商业秘密")
    clerk.get_by_role("button", name="保存", exact=True).click()
    sent_out(clerk, quiet, "直接送达")

    clerk.goto(case)
    consulting = clerk.locator("section", has=clerk.get_by_role("heading", name="征求意见", exact=True))
    expect(consulting).to_contain_text("等待书面意见")
    consulting.get_by_text("登记意见", exact=True).first.click()
    consulting.get_by_label("收到意见的日期").fill(date.today().isoformat())
    consulting.get_by_label("不同意公开", exact=True).check()
    consulting.get_by_label("理由和范围").fill("成本资料是商业秘密（演示）")
    consulting.get_by_role("button", name="登记意见").click()
    expect(consulting).to_contain_text("理由合理的，不予公开")
    expect(consulting).to_contain_text("公共利益造成重大影响")
    expect(consulting).to_contain_text("《条例》第三十二条")

    consulting.get_by_role("link", name="决定公开告知书（给第三方）").click()
    assert PARTY not in clerk.url
    expect(clerk.get_by_label("第三方姓名或名称")).to_have_value(PARTY)
    clerk.get_by_label("第三方类别").select_option(label="法人或其他组织")
    clerk.get_by_label("决定公开的政府信息内容").fill("验收结论和成本总额")
    clerk.get_by_label("决定公开的理由").fill("涉及公共资金的使用，不公开会影响社会监督")
    clerk.get_by_role("button", name="保存", exact=True).click()
    sent_out(clerk, quiet, "邮寄")

    clerk.goto(case)
    expect(consulting).to_contain_text("可以答复并公开")
    consulting.get_by_role("link", name="答复书：予以公开（提供）").click()
    clerk.get_by_label("提供政府信息的方式、途径和时间").fill("随本答复书提供复印件")
    clerk.get_by_role("button", name="保存", exact=True).click()
    sent_out(clerk, quiet, "直接送达")
    clerk.goto(case)
    expect(clerk.get_by_role("main")).to_contain_text("作出答复")
