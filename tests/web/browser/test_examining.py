"""The clerk's way with chromium: a draft with a leaked number is blocked, masked, reviewed by three and published."""

from __future__ import annotations

import re
from random import Random

import pytest
from playwright.sync_api import expect

from tests.examine.made import identity, mobile
from tests.web.browser.conftest import Quiet
from tests.web.browser.looking import look
from tests.web.browser.test_work import act, drafted, inbox
from tests.web.disclosure.test_examining import hidden_sheet

pytestmark = [pytest.mark.browser, pytest.mark.once]

CHANCE = Random(17)
ID, PHONE = identity(CHANCE), mobile(CHANCE)
MASKED = f"{ID[:4]}{'*' * 10}{ID[-4:]}"


def test_a_leaked_number_is_masked_before_three_review_it(quiet: Quiet) -> None:
    title, page = "救助对象公示办法（演示）", quiet("handler@civil")
    drafted(page, title, f"张演示，身份证号{ID}，予以救助。")
    expect(page.get_by_text("发现1处须处理的问题。")).to_be_visible()
    expect(page.locator("form.act", has=page.get_by_role("button", name="送审", exact=True))).to_have_count(0)
    assert ID not in page.content()
    page.get_by_role("link", name="查看并处理").click()
    expect(page.locator("mark.found")).to_have_text(ID)
    assert look(page, "examination") == []
    page.get_by_role("link", name=re.compile("第.*段")).click()
    expect(page).to_have_url(re.compile("#found-"))
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.get_by_role("button", name="全部按建议遮盖").click()
    expect(page.get_by_text("已检查：没有须处理的问题。")).to_be_visible()
    expect(page.locator(".examined")).to_contain_text(MASKED)
    page.get_by_role("link", name=title).click()
    act(page, "送审")
    for officer, does in (("reviewer", "同意"), ("secrecy", "同意"), ("approver", "签发"), ("disclosure", "发布")):
        hands = quiet(f"{officer}@civil")
        inbox(hands, "等我办理", title)
        act(hands, does)
    public = quiet()
    public.goto("/a/civil/rules/")
    public.get_by_role("link", name=title).first.click()
    expect(public.get_by_role("main")).to_contain_text(MASKED)
    assert ID not in public.content()


def test_a_false_alarm_goes_to_the_secrecy_review(quiet: Quiet) -> None:
    title, page = "便民电话公布办法（演示）", quiet("handler@civil")
    drafted(page, title, f"养老服务联系人的手机号码调整为{PHONE}。")
    page.get_by_role("link", name="查看并处理").click()
    page.locator("summary", has_text="请保密审查复核").click()
    page.get_by_label("理由").first.fill("对外公布的工作手机")
    page.get_by_role("button", name="不是问题，请保密审查复核").click()
    expect(page.locator(".findings .tag")).to_have_text("已请保密审查复核")
    page.get_by_role("link", name=title).click()
    act(page, "送审")
    reviewer, secrecy = quiet("reviewer@civil"), quiet("secrecy@civil")
    inbox(reviewer, "等我办理", title)
    act(reviewer, "同意")
    inbox(secrecy, "等我办理", title)
    expect(secrecy.get_by_text("1处待保密审查认定。")).to_be_visible()
    secrecy.get_by_role("link", name="查看并处理").click()
    secrecy.locator("summary", has_text="认定可以公开").click()
    secrecy.get_by_label("理由").first.fill("本局保管的公务号码")
    secrecy.get_by_role("button", name="认定可以公开").click()
    expect(secrecy.get_by_text("保密审查认定可以公开的（1）")).to_be_visible()
    secrecy.get_by_role("link", name=title).click()
    act(secrecy, "同意")
    secrecy.get_by_role("link", name="打印审核单").click()
    expect(secrecy.get_by_role("main")).to_contain_text("本局保管的公务号码")
    assert PHONE not in secrecy.content()


def test_a_file_is_looked_at_and_not_kept(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    page.goto("/desk/documents/")
    page.get_by_role("link", name="检查文字或文件").click()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("或者一个文件").set_input_files({"name": "名单.xlsx", "mimeType": kind, "buffer": hidden_sheet()})
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator(".findings")).to_contain_text("隐藏的工作表")
    assert look(page, "look") == []
