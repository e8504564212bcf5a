"""The pages as a browser shows them: accessible, never wider than the window, good on paper and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Open
from tests.web.browser.test_work import drafted
from tests.web.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.once]

ADMIN = "administrator@district"


@pytest.mark.parametrize("path", ["/", "/a/civil/reports/2022/", "/gallery/?bad=1"])
def test_nothing_is_wider_at_320_pixels_which_is_400_percent(path: str, open_page: Open) -> None:
    page = open_page(path, width=320, by=ADMIN)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("path", ["/", "/a/civil/reports/2022/", "/desk/", "/gallery/?bad=1"])
def test_the_policy_forbids_nothing_that_a_page_wants(path: str, quiet: Callable[..., Page]) -> None:
    page, asked = quiet(ADMIN), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert asked
    assert all(url.startswith("http://127.0.0.1:") for url in asked)


@pytest.mark.parametrize("path", ["/help/", "/a/civil/request/", "/a/civil/reports/2020/"])
def test_prose_has_at_most_42_characters_a_line(path: str, open_page: Open) -> None:
    page = open_page(path)
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('main p:not(.actions, .legend, .ground, .notice)')]"
        ".map(p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"
    )
    assert widest <= 42.01
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"


@pytest.mark.parametrize("path", ["/", "/agencies/", "/gallery/"])
def test_what_is_pressed_is_24_pixels_high(path: str, open_page: Open) -> None:
    """WCAG 2.2, 2.5.8: buttons, fields and links that do not stand in a sentence."""
    page = open_page(path, width=390, by=ADMIN)
    small = page.evaluate(
        "[...document.querySelectorAll('button, input:not([type=hidden]), select, nav a, .foot a, .entries a')]"
        ".filter(e => e.getClientRects().length).map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 80)])"
        ".filter(([height, html]) => height < 24 && !/checkbox|radio/.test(html))"
    )
    assert small == []


def test_large_text_is_chosen_without_a_script_and_kept(open_page: Open) -> None:
    page = open_page("/a/civil/", java_script_enabled=False)
    before = page.locator("h1").bounding_box()
    page.get_by_role("button", name="长者模式", exact=True).click()
    expect(page.locator("html.large")).to_have_count(1)
    assert page.url.endswith("/a/civil/")
    after = page.locator("h1").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    page.get_by_role("link", name="使用帮助").click()
    page.wait_for_url("**/help/")
    expect(page.locator("html.large")).to_have_count(1)
    page.get_by_role("button", name="退出长者模式").click()
    expect(page.locator("html.large")).to_have_count(0)
    assert page.context.cookies() == []


def test_the_portal_by_keyboard_alone(open_page: Open) -> None:
    """From the start past the menu to the search, to an agency, to its report."""
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    go(page, "检索已公开的信息", back=True)
    page.keyboard.type("民政")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    go(page, "示范区民政局（演示）")
    page.keyboard.press("Enter")
    page.wait_for_url("**/a/civil/")
    go(page, "2023年度政府信息公开工作报告")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/2023/")
    while not page.evaluate("document.activeElement.matches('.wide')"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_directory_by_keyboard_alone(open_page: Open) -> None:
    """From the whole tree down to an agency, by its superior."""
    page = open_page("/")
    for name, address in (
        ("机关名录", "**/agencies/"),
        ("直接下级机关", "**/agencies/?under=district"),
        ("示范区民政局（演示）", "**/a/civil/"),
    ):
        go(page, name)
        page.keyboard.press("Enter")
        page.wait_for_url(address)


def go(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what has that name has the focus; it can be seen there."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        found = page.evaluate("document.activeElement.innerText || document.activeElement.placeholder || ''")
        if found.strip() == name or (name == "直接下级机关" and found.startswith(name)):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_one_long_name_leaves_the_other_columns_room(open_page: Open) -> None:
    """In a list on the desk no cell of several words is narrower than six characters."""
    page = open_page("/desk/", by="handler@civil")
    drafted(page, "信息发布制度（演示）", "先审查，后公开。")
    page.goto("/desk/documents/")
    page.evaluate("document.querySelector('main td a').textContent = '关于进一步优化营商环境的通知'.repeat(14)")
    narrow = page.evaluate(
        "[...document.querySelectorAll('main td:not(.short, .number)')]"
        ".filter(e => e.getBoundingClientRect().width < 6 * parseFloat(getComputedStyle(e).fontSize)).length"
    )
    assert page.locator("main td:not(.short, .number)").count() > 2
    assert narrow == 0


def test_a_form_scrolls_inside_itself_on_a_phone(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2022/", width=390)
    wide = page.locator(".wide:has(.requests)")
    assert wide.evaluate("e => e.scrollWidth > e.clientWidth")
    wide.focus()
    page.keyboard.press("ArrowRight")
    expect(wide).not_to_have_js_property("scrollLeft", 0)


def test_a_mark_in_the_form_leads_to_its_finding(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2019/")
    page.locator("td sup a").first.click()
    page.wait_for_url("**/#f-*")
    expect(page.locator(":target")).to_have_count(1)


def test_the_document_of_a_report_is_saved_under_its_name(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2019/")
    link = page.get_by_role("link", name="下载原文")
    expect(link).to_have_attribute("download", "")  # also where a browser would show it: a PDF
    with page.expect_download() as found:
        link.click()
    assert found.value.suggested_filename == page.locator("main p.muted a").last.text_content()


def test_on_paper_only_the_document_is_left(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2022/")
    page.emulate_media(media="print")
    for gone in (".site", ".columns", ".tabs", ".foot", ".breadcrumbs", ".actions"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".form.requests").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") < 9


def test_errors_of_a_form_are_said_first_and_lead_to_their_fields(open_page: Open) -> None:
    page = open_page("/gallery/?bad=1", by=ADMIN)
    assert page.evaluate("document.activeElement.className") == "problems"
    for link in page.locator(".problems a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f'[id="{target}"]').count() == 1, target
    described = page.locator("#id_name").get_attribute("aria-describedby")
    assert described == "id_name_helptext id_name_error"
    for part in described.split():
        assert page.locator(f"#{part}").count() == 1


def test_the_desk_by_its_keys(open_page: Open) -> None:
    page = open_page("/gallery/table/", by=ADMIN)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/desk/")


def test_files_are_dropped_listed_and_refused_with_what_to_do(open_page: Open) -> None:
    page = open_page("/gallery/", by=ADMIN)
    area, field = page.locator("[data-upload]"), page.locator("[data-upload] input")
    expect(area.get_by_text("可以把文件拖到这里。")).to_be_visible()
    drop = """(area, name) => {
        const data = new DataTransfer();
        data.items.add(new File(["内容（演示）"], name));
        const send = kind => area.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true }));
        send("dragover");
        const over = getComputedStyle(area).borderTopStyle;
        send("drop");
        return over;
    }"""
    assert area.evaluate("area => getComputedStyle(area).borderTopStyle") == "dashed"
    assert area.evaluate(drop, "制度.txt") == "solid", "one sees where the file will fall"
    area.evaluate(drop, "程序.exe")
    expect(area.get_by_role("listitem")).to_have_count(2)
    page.locator("main form[method=post]").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".problems")).to_contain_text("程序.exe")
    assert field.get_attribute("aria-invalid") == "true"


def test_the_log_in_of_the_demo_offers_its_accounts(open_page: Open) -> None:
    page = open_page("/accounts/login/?account=handler%40civil&next=/desk/documents/")
    assert page.get_by_label("登录名").input_value() == "handler@civil"
    assert page.get_by_label("密码").evaluate("element => element === document.activeElement")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/documents/")
