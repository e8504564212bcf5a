"""The pages as a browser shows them: accessible, never wider than the window, good on paper and without a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.browser.conftest import Open

pytestmark = pytest.mark.browser

PORTAL = """
/ /guide/ /rules/ /content/ /reports/ /request/ /agencies/ /agencies/?under=district /agencies/?q=示范
/agencies/?q=无此词
/search/ /search/?q=民政 /search/?q=无此词 /help/ /accessibility/ /a/civil/ /a/civil/guide/ /a/civil/rules/
/a/civil/content/ /a/civil/reports/ /a/civil/reports/2019/ /a/civil/reports/2020/ /a/civil/reports/2021/
/a/civil/reports/2022/
/a/civil/request/ /a/civil/request/form/ /a/street/ /a/street/guide/ /a/street/reports/ /a/long-0/ /a/long-2/
/a/long-2/request/ /a/nobody/
""".split()
DESK = ["/gallery/", "/gallery/?bad=1", "/gallery/table/", "/desk/", "/gallery/403/", "/gallery/429/", "/gallery/csrf/"]
ALL = [*((path, False) for path in PORTAL), *((path, True) for path in DESK)]
WIDTHS = (1280, 390)
#: WCAG 2.2 AA, and what axe holds to be good besides
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(item["id"], node["html"][:200]) for item in found for node in item["nodes"]]


def wider(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def look(page: Page) -> None:
    """At every width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert not wider(page)


@pytest.mark.parametrize(("path", "desk"), ALL)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(path: str, desk: bool, open_page: Open) -> None:
    look(open_page(path, desk=desk, strict=False))


@pytest.mark.parametrize(("large", "dark"), [(True, False), (False, True), (True, True)])
@pytest.mark.parametrize("path", ["/", "/a/civil/", "/a/civil/reports/2022/", "/a/civil/request/", "/agencies/"])
def test_in_large_text_and_in_the_dark_too(path: str, large: bool, dark: bool, open_page: Open) -> None:
    look(open_page(path, large=large, dark=dark, strict=False))


@pytest.mark.parametrize("path", ["/", "/a/civil/reports/2022/", "/gallery/?bad=1"])
def test_nothing_is_wider_at_320_pixels_which_is_400_percent(path: str, open_page: Open) -> None:
    assert not wider(open_page(path, width=320, desk=True))


def test_the_policy_forbids_nothing_that_a_page_wants(open_page: Open) -> None:
    for path, desk in (("/", False), ("/a/civil/reports/2022/", False), ("/desk/", True), ("/gallery/?bad=1", True)):
        page = open_page("/help/", desk=desk)
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(page.url.replace("/help/", path))
        page.wait_for_load_state("networkidle")
        assert said == []
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


@pytest.mark.parametrize(("path", "desk"), [("/", False), ("/agencies/", False), ("/gallery/", True)])
def test_what_is_pressed_is_24_pixels_high(path: str, desk: bool, open_page: Open) -> None:
    """WCAG 2.2, 2.5.8: buttons, fields and links that do not stand in a sentence."""
    page = open_page(path, width=390, desk=desk)
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
    assert page.url.endswith("/a/civil/")
    after = page.locator("h1").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    page.get_by_role("link", name="使用帮助").click()
    assert page.locator("html.large").count() == 1
    page.get_by_role("button", name="退出长者模式").click()
    assert page.locator("html.large").count() == 0
    assert page.context.cookies() == []


def test_the_portal_by_keyboard_alone(open_page: Open) -> None:
    """From the start past the menu to the search, to an agency, to its report."""
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
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


def go(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what has that name has the focus; it can be seen there."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        found = page.evaluate("document.activeElement.innerText || document.activeElement.placeholder || ''")
        if found.strip() == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_a_form_scrolls_inside_itself_on_a_phone(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2022/", width=390)
    wide = page.locator(".wide:has(.requests)")
    assert wide.evaluate("e => e.scrollWidth > e.clientWidth")
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide:has(.requests)').scrollLeft > 0")


def test_a_mark_in_the_form_leads_to_its_finding(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2019/")
    page.locator("td sup a").first.click()
    assert "#f-" in page.url
    assert page.locator(":target").count() == 1


def test_on_paper_only_the_document_is_left(open_page: Open) -> None:
    page = open_page("/a/civil/reports/2022/")
    page.emulate_media(media="print")
    for gone in (".site", ".columns", ".tabs", ".foot", ".breadcrumbs", ".actions"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".form.requests").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") < 9


def test_errors_of_a_form_are_said_first_and_lead_to_their_fields(open_page: Open) -> None:
    page = open_page("/gallery/?bad=1", desk=True)
    assert page.evaluate("document.activeElement.className") == "problems"
    for link in page.locator(".problems a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f'[id="{target}"]').count() == 1, target
    described = page.locator("#id_name").get_attribute("aria-describedby")
    assert described == "id_name_helptext id_name_error"
    for part in described.split():
        assert page.locator(f"#{part}").count() == 1


def test_the_desk_by_its_keys(open_page: Open) -> None:
    page = open_page("/gallery/table/", desk=True)
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
