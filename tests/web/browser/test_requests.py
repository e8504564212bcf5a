"""A request with chromium: asked for online, confirmed, answered by letter, read by who asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Quiet
from tests.web.browser.test_work import act

pytestmark = pytest.mark.browser
ASKED = "2025年度养老服务补贴发放名册（演示）"


def asked(page: Page) -> tuple[str, str]:
    """Fill the form in, and keep number and code."""
    page.goto("/a/civil/request/")
    page.get_by_role("link", name="网上申请").click()
    page.get_by_label("申请内容").fill(ASKED)
    page.get_by_label("姓名或者名称").fill("李演示")
    page.get_by_label("身份证明").select_option(label="居民身份证")
    page.get_by_label("证件号码", exact=True).fill("11010519491231002X")
    page.get_by_label("联系电话", exact=True).fill("13800000000")
    page.wait_for_timeout(3200)  # nobody writes faster (stamps.YOUNGEST)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已提交")
    number, code = page.locator("dd > strong").all_inner_texts()
    return number, code


def standing(page: Page, number: str, code: str) -> None:
    page.goto("/request/status/")
    page.get_by_label("登记编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(number)


def opened(page: Page, number: str) -> None:
    page.goto("/desk/requests/")
    page.get_by_role("link", name=number, exact=True).click()


def test_a_request_goes_from_the_form_to_the_answer(quiet: Quiet) -> None:
    citizen, clerk, lead = quiet(), quiet("handler@civil"), quiet("disclosure@civil")
    lead.goto("/desk/requests/settings/civil/")
    lead.get_by_label("联系电话").fill("000-20000020")
    lead.get_by_label("有管辖权的人民法院").fill("示范区人民法院（演示）")
    lead.get_by_role("button", name="保存").click()
    expect(lead.get_by_text("以后拟的文书照此写")).to_be_visible()

    number, code = asked(citizen)
    standing(citizen, number, code)
    expect(citizen.get_by_text("尚未确认")).to_be_visible()

    opened(clerk, number)
    expect(clerk.get_by_role("main")).to_contain_text("李演示")
    clerk.get_by_role("button", name="公开工作机构确认").click()
    expect(clerk.get_by_text("已确认。")).to_be_visible()
    citizen.get_by_role("button", name="确认申请").click()
    expect(citizen.get_by_text("办理中", exact=True)).to_be_visible()
    clerk.reload()

    clerk.get_by_text("拟文书", exact=True).click()
    clerk.get_by_role("link", name="答复书：予以公开（提供）").click()
    clerk.get_by_label("提供政府信息的方式、途径和时间").fill("随本答复书以电子文件提供")
    clerk.get_by_role("button", name="保存", exact=True).click()
    expect(clerk.frame_locator("iframe.paper").get_by_role("main")).to_contain_text("李演示")
    act(clerk, "送审")
    expect(clerk.get_by_text("已办理“送审”")).to_be_visible()
    letter = clerk.url

    for officer, does in (("reviewer@civil", "同意"), ("approver@civil", "签发")):
        page = quiet(officer)
        page.goto(letter)
        expect(page.frame_locator("iframe.paper").get_by_role("main")).to_contain_text("李演示")
        act(page, does)
        expect(page.get_by_text(f"已办理“{does}”")).to_be_visible()

    clerk.goto(letter)
    clerk.get_by_label("送出方式").select_option(label="电子方式")
    clerk.get_by_role("button", name="送出并登记").click()
    expect(clerk.get_by_text("并登记在申请的经过里")).to_be_visible()

    standing(citizen, number, code)
    expect(citizen.get_by_text("已答复", exact=True)).to_be_visible()
    expect(citizen.get_by_text(re.compile("行政复议"))).to_have_count(1)
    with citizen.expect_download() as download:
        citizen.get_by_role("button", name=re.compile("下载")).click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert number not in citizen.url
    assert code not in citizen.url
