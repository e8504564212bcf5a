"""A day at the desk with chromium: officers one after the other, under the strict policy."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Open, Quiet
from tests.web.browser.looking import look
from tests.web.world import PASSWORD

pytestmark = pytest.mark.browser
HEAD = "代码,名称,性质,层级,上级代码,联系电话,邮政编码"


def login(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")


def logout(page: Page) -> None:
    page.get_by_role("button", name="退出登录").click()
    expect(page).not_to_have_url(re.compile("/desk/"))


def drafted(page: Page, title: str, body: str) -> None:
    """Draft rules of the agency with the editor, and save them."""
    page.goto("/desk/documents/new/")
    page.get_by_label("种类").select_option(label="政府信息公开制度")
    page.get_by_label("名称").fill(title)
    page.get_by_role("button", name="开始起草").click()
    write(page, body)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def inbox(page: Page, box: str, title: str) -> None:
    """Open a thing from a box of the inbox."""
    page.goto("/desk/")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{box}")).click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def act(page: Page, name: str, comment: str = "") -> None:
    """Do what the officer is offered."""
    form = page.locator(f'form.act:has(button:text-is("{name}"))')
    expect(form).to_be_attached()  # the page may still be on its way, and what is not there yet is not visible either
    if not form.is_visible():
        page.locator("summary", has_text=re.compile(f"^{name}$")).click()
    if comment:
        form.get_by_role("textbox").first.fill(comment)
    form.get_by_role("button", name=name, exact=True).click()


def row(page: Page, title: str) -> str:
    return page.get_by_role("row").filter(has_text=title).inner_text()


def test_rules_go_from_hand_to_hand_until_the_public_reads_them(quiet: Quiet) -> None:
    title, page = "示范区民政局信息发布协调制度（演示）", quiet()
    login(page, "handler@civil")
    drafted(page, title, "发布前与有关机关核对。")
    act(page, "送审")
    logout(page)

    login(page, "reviewer@civil")
    assert "月" in row(page, title), "the day by which it is due"
    inbox(page, "等我办理", title)
    act(page, "退回", "请写明核对的时限。")
    logout(page)

    login(page, "handler@civil")
    inbox(page, "其中退回给我", title)
    expect(page.get_by_text("请写明核对的时限。")).to_be_visible()
    page.get_by_role("link", name="修改", exact=True).click()
    write(page, "五个工作日内答复。")
    page.get_by_role("button", name="保存", exact=True).click()
    act(page, "送审")
    logout(page)

    login(page, "reviewer@civil")
    inbox(page, "等我办理", title)
    act(page, "同意")
    logout(page)

    login(page, "handler@civil")
    inbox(page, "我已送出", title)
    act(page, "催办")
    logout(page)

    login(page, "secrecy@civil")
    assert "已催办" in row(page, title)
    inbox(page, "等我办理", title)
    act(page, "同意", "不涉及国家秘密。")
    logout(page)
    for officer, does in (("approver@civil", "签发"), ("disclosure@civil", "发布")):
        login(page, officer)
        inbox(page, "等我办理", title)
        act(page, does)
        logout(page)

    page.goto("/a/civil/rules/")
    expect(page.get_by_role("main")).to_contain_text(title)


def test_a_deputy_acts_and_the_sheet_says_for_whom(quiet: Quiet) -> None:
    title = "示范区民政局保密审查制度（演示）"
    handler, reviewer, deputy = quiet("handler@civil"), quiet("reviewer@civil"), quiet("approver@civil")
    drafted(handler, title, "先审查，后公开。")
    act(handler, "送审")

    reviewer.goto("/desk/officers/absences/")
    reviewer.get_by_label("代理人").select_option(label="签发（演示）")
    reviewer.get_by_label("止", exact=True).fill((date.today() + timedelta(days=3)).isoformat())
    reviewer.get_by_role("button", name="登记").click()
    expect(reviewer.get_by_text("代理已登记。")).to_be_visible()

    inbox(deputy, "等我办理", title)
    expect(deputy.get_by_text("代审核（演示）办理").first).to_be_visible()
    act(deputy, "同意")
    deputy.get_by_role("link", name="打印审核单").click()
    expect(deputy.get_by_role("row").filter(has_text="代审核（演示）")).to_contain_text("签发（演示）")

    reviewer.get_by_role("button", name="提前结束").click()
    expect(reviewer.get_by_text("代理已结束。")).to_be_visible()


def sent(page: Page, *lines: str) -> None:
    content = "\n".join([HEAD, *lines]).encode()
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "机关.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入预览")


def test_a_list_with_wrong_lines_is_previewed_corrected_and_imported(quiet: Quiet) -> None:
    page = quiet("administrator@district")
    page.goto("/desk/agencies/import/")
    good = "archive,示范区档案局（演示）,部门,县级,district,0577-81234567,325000"
    sent(page, good, "survey,示范区统计局（演示）,部门,县级,nowhere,无,32500")
    expect(page.locator(".notice.error")).to_contain_text("有1行有误")
    wrong = page.locator("tbody").inner_text()
    for head in ("上级代码", "联系电话", "邮政编码"):
        assert head in wrong, "each wrong cell is named"
    assert look(page, "import-wrong") == []
    page.get_by_role("link", name=re.compile("^新增")).click()
    expect(page.locator("tbody")).to_contain_text("示范区档案局（演示）")

    page.get_by_role("link", name="换一个文件").click()
    sent(page, good, "survey,示范区统计局（演示）,部门,县级,district,0577-81234568,325000")
    expect(page.locator("tbody")).to_contain_text("示范区统计局（演示）")
    expect(page.locator(".notice.error")).to_have_count(0)
    assert look(page, "import-right") == []
    page.get_by_role("button", name="确认导入2行").click()
    expect(page.locator(".notice.success")).to_contain_text("新增2个")
    page.goto("/desk/agencies/?q=统计局")
    expect(page.get_by_role("link", name="示范区统计局（演示）")).to_be_visible()


def test_the_desk_with_the_keyboard_alone(open_page: Open) -> None:
    """Log in, read the shortcuts, go to a list, open its second row, come to a form and send it."""
    page = open_page("/accounts/login/")
    keys = page.keyboard
    for words in ("administrator@district", PASSWORD):
        while not page.evaluate("document.activeElement.matches('main input') && !document.activeElement.value"):
            keys.press("Tab")
        keys.type(words)
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/desk/$"))
    page.wait_for_load_state()

    keys.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    keys.press("j")
    expect(dialog).to_be_visible()
    keys.press("Escape")
    expect(dialog).to_be_hidden()

    target = page.locator("nav.menu a", has_text="机关")
    for key in (target.get_attribute("data-key") or "").split():
        keys.press(key)
    expect(page).to_have_url(re.compile("/desk/agencies/$"))
    keys.press("j")
    keys.press("j")
    name = page.evaluate("document.activeElement.textContent")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    tab_to(page, "修改登记")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("修改登记")
    field = page.get_by_label("联系电话")
    while not field.evaluate("element => element === document.activeElement"):
        keys.press("Tab")
    keys.press("Control+a")
    keys.type("0577-81234569")
    keys.press("Enter")
    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.get_by_text("0577-81234569").first).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has that name has the focus; it can be seen there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{name} is not reached by keyboard")
