"""Looking at one page in every way: at both widths, in the light, in the dark, in large text."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

WIDTHS = (1280, 390)
#: WCAG 2.2 AA, and what axe holds to be good besides
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: what colours and sizes can break, where everything else was looked at before
STYLE_RULES = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
#: What a finger presses on a phone is 44 pixels high: buttons, fields, and links that do not stand in a text; of a box,
#: its words with it.
SMALL = """() => [...document.querySelectorAll("button, .button, input:not([type=hidden]), select, textarea, summary," +
    ":is(nav, .entries, .cards, .counted, .foot, td) a")]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".prose-menubar *, .trap *"))
    .map(one => /checkbox|radio/.test(one.type) ? one.closest("label") || one : one)
    .filter(one => !one.matches("p a, small a, .form *") && one.getBoundingClientRect().height < 43.5)
    .map(one => `${one.getBoundingClientRect().height} high: ${one.outerHTML.slice(0, 120)}`)"""
#: A list of things is not read by pushing it from side to side.
PUSHED = """() => [...document.querySelectorAll("table.stacked")]
    .filter(one => one.scrollWidth > one.parentElement.clientWidth + 1).map(one => one.parentElement.ariaLabel)"""
RUN = """options => axe.run(options).then(found => found.violations.flatMap(
    one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`)))"""


@cache
def axe() -> str:
    """axe-core, as the package brings it."""
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def look(page: Page, name: str = "") -> list[str]:
    """What axe finds, what is wider than the window, and on a phone what is too small. In large text and in the dark
    only colours and sizes differ."""
    page.evaluate(axe())
    faults = [fault for large in (False, True) for fault in _in_light_and_dark(page, name, large)]
    page.evaluate("document.documentElement.classList.remove('large')")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return sorted(set(faults))


def _in_light_and_dark(page: Page, name: str, large: bool) -> list[str]:
    page.evaluate("large => document.documentElement.classList.toggle('large', large)", large)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{width}: {said}" for said in _run(page, STYLE_RULES if large else ALL_RULES)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{width}{' large' if large else ''}: wider than the window")
        if width == WIDTHS[1]:
            faults += [f"{width}: {said}" for said in page.evaluate(SMALL)]
            faults += [f"{width}: pushed from side to side: {said}" for said in page.evaluate(PUSHED)]
        keep(page, f"{name}-{width}{'-large' if large else ''}")
    page.emulate_media(color_scheme="dark")
    faults += [f"dark{' large' if large else ''}: {said}" for said in _run(page, STYLE_RULES[:2])]
    page.emulate_media(color_scheme="light")
    return faults


def _run(page: Page, rules: list[str]) -> Any:
    kind = "rule" if rules[0] == STYLE_RULES[0] else "tag"
    options = {"runOnly": {"type": kind, "values": rules}, "resultTypes": ["violations"], "elementRef": False}
    return page.evaluate(RUN, options)


def keep(page: Page, name: str) -> None:
    """A picture into the folder `GONGKAI_SHOTS`, for somebody to look at."""
    if folder := os.environ.get("GONGKAI_SHOTS"):
        page.screenshot(path=f"{folder}/{re.sub(r'[^0-9a-z-]+', '_', name)}.png", full_page=True)
