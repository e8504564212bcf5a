"""The pages as a browser shows them: readable, accessible, and never wider than a phone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from gongkai.report.schema import Record
from gongkai.report.writing import write_report
from gongkai.report.writing.overview import FOLDED_FROM, render, write_overview
from tests.conftest import CHROMIUM
from tests.report.writing.examples import look_alike, marked, report, unreadable

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet.split(), "--disable-sync"]}


def pages() -> dict[str, str]:
    def overview(*records: Record, language: str = "zh") -> str:
        out = io.StringIO()
        write_overview([render(record, f"r{n}", language) for n, record in enumerate(records)], out, language)
        return out.getvalue()

    several = (marked(), report("2019", 123456), look_alike(), unreadable())
    return {
        "one report": overview(marked()),
        "several": overview(*several),
        "several in English": overview(*several, language="en"),
        "many, folded": overview(*[marked()] * FOLDED_FROM),
        "many, some wrong": overview(*[report()] * (FOLDED_FROM - 2), marked(), marked()),
        "none": overview(),
        "the statutory document": write_report(marked(), "html"),
    }


PAGES = pages()


def opened(browser: Browser, tmp_path: Path, html: str, width: int, *, strict: bool = False) -> Page:
    (tmp_path / "page.html").write_text(html, "utf-8")
    # axe is put into the page as a script, which the page's own policy forbids.
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=not strict)
    page.goto((tmp_path / "page.html").as_uri())
    return page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_is_not_wider_than_the_window(
    browser: Browser, tmp_path: Path, name: str, width: int
) -> None:
    page = opened(browser, tmp_path, PAGES[name], width)
    violations = Axe().run(page).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"]) for item in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_nothing_is_asked_for_and_nothing_is_complained_about(browser: Browser, tmp_path: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    (tmp_path / "page.html").write_text(PAGES["several"], "utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said == []
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_prose_has_at_most_42_characters_a_line(browser: Browser, tmp_path: Path, width: int) -> None:
    page = opened(browser, tmp_path, PAGES["the statutory document"], width)
    widest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('p:not(.signature)')]"
        ".map(p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"
    )
    assert widest <= 42.01
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    page.close()


def test_a_form_scrolls_inside_itself_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["one report"], 390)
    wide = page.locator(".wide:has(.requests)")
    assert wide.evaluate("e => e.scrollWidth > e.clientWidth")
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.wide:has(.requests)').scrollLeft > 0")
    page.close()


def test_a_phone_shows_numbers_beside_the_labels_and_that_there_is_more(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["one report"], 390)
    wide = page.locator(".wide:has(.requests)")
    assert wide.locator("td").first.evaluate("e => e.getBoundingClientRect().right") < 260
    assert "左右滑动查看整张表" in wide.evaluate("e => getComputedStyle(e, '::before').content")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert wide.evaluate("e => getComputedStyle(e, '::before').content") == "none"
    page.close()


def test_a_phone_shows_the_whole_list(browser: Browser, tmp_path: Path) -> None:
    """On a phone a row of the list is broken up: each figure has its head, and nothing is out of sight."""
    page = opened(browser, tmp_path, PAGES["several"], 390)
    for table in page.locator(".wide:has(.list)").all():
        assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
    cell = page.locator(".list tbody tr").first.locator("td").last
    assert "空白或未知" in cell.evaluate("e => getComputedStyle(e, '::before').content")
    assert cell.evaluate("e => e.getBoundingClientRect().right") <= 390
    page.close()


def test_year_and_form_stand_apart(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["several"], 1280)
    form = page.locator(".list tbody tr").first.locator("td[data-head=表式]")
    assert form.evaluate("e => parseFloat(getComputedStyle(e).paddingLeft)") >= 12
    page.close()


def test_a_link_in_the_list_opens_its_folded_report(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["many, folded"], 1280)
    assert not page.locator("#r5").is_visible()
    page.locator('a[href="#r5"]').first.click()
    page.wait_for_function("document.querySelector('#r5').closest('details').open")
    page.close()


def test_a_box_leaves_only_what_has_errors(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["many, some wrong"], 1280, strict=True)
    assert page.locator(".list tbody tr:visible").count() == FOLDED_FROM
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_label("只看有错误的2份").is_checked()
    assert page.locator(".list tbody tr:visible").count() == 2
    assert page.locator("details.report:visible").count() == 2
    page.keyboard.press("Space")
    assert page.locator(".list tbody tr:visible").count() == FOLDED_FROM
    page.close()


def test_a_mark_in_the_form_leads_to_its_finding(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["one report"], 1280)
    page.locator("td.error sup a").first.click()
    assert page.url.endswith("#r0-1")
    assert "收到申请4件" in page.locator("#r0-1").inner_text()
    page.close()


def test_on_paper_everything_is_there(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, tmp_path, PAGES["one report"], 1280)
    page.emulate_media(media="print")
    assert page.locator(".statements").is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    page.close()
