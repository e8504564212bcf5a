"""What stands in a hall, in chromium: a kiosk that begins anew and lets nobody out, a screen that turns by itself."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from gongkai.web.portal.screens import LONG
from tests.web.browser.conftest import Instance, Open
from tests.web.browser.looking import keep, look

pytestmark = [pytest.mark.browser, pytest.mark.once]
KIOSK = "/kiosk/neighbour-civil/"
#: As kiosks are built: lying, and standing.
SIZES = ((1280, 800), (1080, 1920))
SMALL = """() => [...document.querySelectorAll("a, button, input, select, summary")]
    .filter((one) => !one.matches(".skip") && one.checkVisibility())
    .map((one) => [one.innerText || one.name, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44)
    .map(([name, box]) => `${name}: ${box.width} × ${box.height}`)"""


def pages(page: Page, address: str) -> list[str]:
    """Every page of the kiosk, as its links and forms lead from one to the next; none leads elsewhere."""
    seen: list[str] = []
    waiting = [address, f"{address}search/?q=演示"]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.append(here)
        answer = page.goto(here)
        assert answer is not None
        assert answer.status == 200, here
        led = page.evaluate("[...document.querySelectorAll('[href], [action]')].filter(e => !e.matches('link'))"
                            ".map(e => [e.href || e.action, e.target])")  # fmt: skip
        for link, target in led:
            assert not target, (here, link)
            path = urlsplit(urljoin(page.url, link))
            assert path.netloc == urlsplit(page.url).netloc, (here, link)
            assert path.path.startswith(address), (here, link)
            if not path.fragment:
                waiting.append(path.path + (f"?{path.query}" if path.query else ""))
    return seen


def test_no_link_leads_out_of_the_kiosk_and_every_target_is_large(open_page: Open) -> None:
    page = open_page(KIOSK)
    found = pages(page, KIOSK)
    assert {KIOSK, f"{KIOSK}request/form/", f"{KIOSK}contact/", f"{KIOSK}guide/"} <= set(found)
    assert any("/documents/" in one for one in found)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for here in found:
            page.goto(here)
            assert page.evaluate(SMALL) == [], (here, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (here, width)
            keep(page, f"kiosk-{width}-{here.removeprefix(KIOSK)}")


def test_a_kiosk_that_nobody_touches_begins_anew_and_forgets(open_page: Open, instance: Instance) -> None:
    page = open_page("/help/")
    page.clock.install()
    words = page.get_by_role("searchbox")
    page.goto(KIOSK)
    words.fill("张演示的低保")
    page.clock.fast_forward(119_000)
    expect(words).to_have_value("张演示的低保")
    with page.expect_navigation():
        page.clock.fast_forward(2_000)
    expect(words).to_have_value("")
    expect(words).to_have_attribute("autocomplete", "off")

    words.fill("张演示")
    words.press("Enter")
    expect(page).to_have_url(f"{instance.address}{KIOSK}search/?q={quote('张演示')}")
    page.clock.fast_forward(100_000)
    page.mouse.click(5, 400)
    page.clock.fast_forward(100_000)
    expect(words).to_have_value("张演示")
    page.clock.fast_forward(30_000)
    expect(page).to_have_url(f"{instance.address}{KIOSK}")
    expect(words).to_have_value("")
    expect(page.get_by_role("button", name="返回")).to_have_count(0)


def test_a_kiosk_stays_where_it_is_while_the_server_is_away(open_page: Open, instance: Instance) -> None:
    page = open_page("/help/")
    page.clock.install()
    page.goto(f"{KIOSK}request/")
    page.context.set_offline(True)
    page.clock.fast_forward(121_000)
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", level=1)).to_contain_text("申请公开政府信息")
    page.context.set_offline(False)
    page.clock.fast_forward(121_000)
    expect(page).to_have_url(f"{instance.address}{KIOSK}")


def test_the_kiosk_prints_the_page_alone(open_page: Open) -> None:
    page = open_page(KIOSK)
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page.get_by_role("link", name="申请表").click()
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))
    words = [sheet.get_textpage().get_text_range() for sheet in sheets]
    assert len(words) == 1, words
    assert "申请人签名" in words[0]


def test_the_kiosk_is_accessible(open_page: Open) -> None:
    assert look(open_page(f"{KIOSK}request/"), "kiosk-look") == []


def shown(page: Page) -> float:
    """How high the smallest letters of a screen are, in hundredths of its shorter side; all of it is to be seen."""
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight && "
                         "document.documentElement.scrollWidth <= innerWidth")  # fmt: skip
    sizes = """[...document.querySelectorAll("h1, p, time, header *")].filter((one) => one.checkVisibility())
        .map((one) => parseFloat(getComputedStyle(one).fontSize) / Math.min(innerWidth, innerHeight) * 100)"""
    return min(page.evaluate(sizes))


def test_a_screen_turns_by_itself_and_is_read_from_afar(open_page: Open) -> None:
    page = open_page("/help/")
    page.clock.install()
    page.goto("/screen/neighbour-civil/")
    heading = page.get_by_role("heading", level=1)
    expect(page.get_by_text("1 / ")).to_be_visible()
    for width, height in ((1920, 1080), (1280, 720), (1080, 1920)):
        page.set_viewport_size({"width": width, "height": height})
        for title in ("演" * length for length in (12, 45, 90, 200)):
            name = next((name for name, most in LONG.items() if len(title) > most), "")
            heading.evaluate(
                "(one, [words, name]) => { one.textContent = words; one.className = name; }", [title, name]
            )
            assert shown(page) >= 3.5, (width, title)
            keep(page, f"screen-{width}-{len(title)}")
    page.context.set_offline(True)
    page.clock.fast_forward(16_000)
    page.wait_for_timeout(200)
    expect(page.get_by_text("1 / ")).to_be_visible()
    page.context.set_offline(False)
    page.clock.fast_forward(16_000)
    expect(page.get_by_text("2 / ")).to_be_visible()
    page.keyboard.press("Space")
    page.clock.fast_forward(60_000)
    expect(page.get_by_text("2 / ")).to_be_visible()
    page.keyboard.press("Space")
    page.clock.fast_forward(16_000)
    expect(page.get_by_text("2 / ")).to_have_count(0)
    assert page.locator("main a, header a, footer a").count() == 0
