"""Writing a document with chromium, under the strict policy: whatever the policy refuses fails the test."""

from __future__ import annotations

import base64
import hashlib

import pytest
from playwright.sync_api import Locator, Page, expect

from gongkai.web.disclosure.writing.editing import EDITOR_STYLE
from tests.web.browser.conftest import Quiet
from tests.web.browser.looking import look
from tests.web.browser.test_work import drafted, write

pytestmark = [pytest.mark.browser, pytest.mark.once]

#: As Word puts it on the clipboard: its own classes, styles and elements, a script that somebody slipped in.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
span.Secret {mso-hide:all} .pale {color:#FEFEFE}
--></style></head><body><!--StartFragment-->
<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'><b><span style='font-family:宋体;color:red'>
粘贴的正文</span></b><o:p></o:p></p><script>alert(1)</script><img src=x onerror="alert(2)">
<table class=MsoTableGrid><tr><td width=277 style='border:solid 1.0pt'><p class=MsoNormal>事项</p></td></tr></table>
<p class=MsoNormal>可见<span class=Secret>藏着的话</span><span class=pale>浅色的话</span></p>
<p class=MsoNormal><a href="javascript:alert(3)">危险的链接</a></p><!--EndFragment--></body></html>"""
PASTE = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""

DROP = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const box = element.getBoundingClientRect();
    const place = { clientX: box.left + 20, clientY: box.top + 12, bubbles: true, cancelable: true };
    element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...place }));
}"""


def text(page: Page) -> Locator:
    """The editor, by the name that a screen reader says."""
    return page.get_by_role("textbox", name="正文：内容")


def edit(page: Page) -> None:
    page.get_by_role("link", name="修改", exact=True).click()
    expect(text(page)).to_be_visible()


def test_what_comes_from_word_is_cleaned_as_it_is_pasted_and_again_as_it_is_saved(quiet: Quiet) -> None:
    page = quiet("handler@civil", but="has been blocked")  # what was pasted, by the policy
    drafted(page, "粘贴制度（演示）", "开头。")
    edit(page)
    text(page).click()
    page.keyboard.press("Control+End")
    text(page).evaluate(PASTE, WORD)
    expect(text(page).locator("strong")).to_contain_text("粘贴的正文")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="预览最新版").click()
    shown = page.locator("main .document")
    expect(shown.locator("strong")).to_have_text("粘贴的正文")
    expect(shown.locator("td")).to_have_text("事项")
    left = shown.inner_html()
    for gone in ("Mso", "style=", "<o:p", "script", "onerror", "javascript:", "<img", "藏着的话", "浅色的话"):
        assert gone not in left


def test_what_is_dragged_in_from_word_is_cleaned_likewise(quiet: Quiet) -> None:
    page = quiet("handler@civil", but="has been blocked")
    drafted(page, "拖放制度（演示）", "开头。")
    edit(page)
    text(page).evaluate(DROP, WORD)
    expect(text(page)).to_contain_text("可见")
    expect(text(page)).not_to_contain_text("藏着的话")
    expect(page.get_by_text("白色等看不见的文字")).to_be_visible()


def test_the_reason_is_asked_for_where_something_is_not_public(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    page.goto("/desk/documents/new/")
    page.get_by_label("种类").select_option(label="通知公告")
    page.get_by_label("名称").fill("不公开的公告（演示）")
    page.get_by_role("button", name="开始起草").click()
    reason = page.get_by_label("不予公开的理由")
    expect(reason).to_be_hidden()
    page.get_by_label("公开属性").select_option(label="不予公开")
    expect(reason).to_be_visible()
    expect(page.get_by_label("主题分类")).to_be_hidden()
    page.locator("summary", has_text="更多元数据").click()
    expect(page.get_by_label("主题分类")).to_be_visible()
    assert look(page, "editor-further") == []


def test_a_wide_table_scrolls_inside_the_editor_and_inside_what_was_examined(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    drafted(page, "宽表制度（演示）", "开头。")
    edit(page)
    text(page).click()
    cells = "".join(f"<td>第{number}列DEMO{'0' * 12}</td>" for number in range(6))
    text(page).evaluate(PASTE, f"<table><tbody><tr>{cells}</tr></tbody></table>")
    expect(text(page).locator("td")).to_have_count(6)
    page.set_viewport_size({"width": 390, "height": 844})
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider)
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="查看检查结果").or_(page.get_by_role("link", name="查看并处理")).click()
    expect(page.locator(".examined td")).to_have_count(6)
    assert not page.evaluate(wider)


def test_what_is_being_written_is_kept_and_there_again(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    drafted(page, "暂存制度（演示）", "开头。")
    edit(page)
    write(page, "写到一半")
    expect(page.locator("[data-kept]")).to_contain_text("暂存")
    page.goto("/desk/documents/")
    page.go_back()
    page.reload()
    expect(page.locator(".notice").first).to_contain_text("已恢复您在")
    expect(text(page)).to_contain_text("写到一半")
    page.get_by_role("button", name="放弃我写的内容").click()
    expect(text(page)).not_to_contain_text("写到一半")


def test_two_officers_at_once_lose_nothing(quiet: Quiet) -> None:
    one, two = quiet("handler@civil"), quiet("disclosure@civil", but="409 (Conflict)")
    drafted(one, "同时修改的制度（演示）", "开头。")
    two.goto(one.url)
    for page, words in ((one, "甲写的"), (two, "乙写的")):
        edit(page)
        write(page, words)
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.get_by_text("已保存为第3版。")).to_be_visible()
    two.get_by_role("button", name="保存", exact=True).click()
    expect(two.get_by_role("alert")).to_contain_text("已于您编辑期间保存了第3版")
    expect(two.locator("table.compared")).to_contain_text("甲写的")
    expect(text(two)).to_contain_text("乙写的")
    write(two, "，并入甲写的")
    two.get_by_role("button", name="保存", exact=True).click()
    expect(two.get_by_text("已保存为第4版。")).to_be_visible()


def test_the_policy_names_the_style_that_the_editor_brings(quiet: Quiet) -> None:
    """An update of the editor with another style fails here, before it looks wrong to anybody."""
    page = quiet("handler@civil")
    drafted(page, "样式制度（演示）", "开头。")
    edit(page)
    styles = page.evaluate("[...document.querySelectorAll('style:not([nonce])')].map(style => style.textContent)")
    found = {f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles}
    assert found == {EDITOR_STYLE}, "put this one into gongkai/web/disclosure/writing/editing.py"
    assert text(page).evaluate("element => getComputedStyle(element).whiteSpace") != "normal"


def test_the_bar_and_its_dialogs_are_in_chinese_and_drawn_without_letters_of_a_font(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    drafted(page, "工具栏制度（演示）", "开头。")
    edit(page)
    bar = page.locator(".prose-menubar")
    expect(bar.get_by_role("button", name="项目符号")).to_be_visible()
    said = bar.locator("button").evaluate_all("all => all.map(button => button.title || button.textContent)")
    assert [words for words in said if words.isascii()] == []
    menu = bar.locator(".prose-menubar__selected")
    assert menu.evaluate("element => getComputedStyle(element, '::after').content") == '""'
    menu.click()
    bar.get_by_role("button", name="一级小标题").click()
    expect(text(page).locator("h3")).to_have_text("开头。")
    expect(menu.get_by_role("button", name="一级小标题")).to_be_visible()
    bar.get_by_role("button", name="插入表格").click()
    options = page.locator("dialog[open] option")
    assert options.evaluate_all("all => all.map(option => [option.value, option.label])") == [
        ["Yes", "是"],
        ["No", "否"],
    ]
