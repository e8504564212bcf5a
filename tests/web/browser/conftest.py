"""A whole instance in a process of its own, and browsers that look at it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import CHROMIUM

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet.split(), "--disable-sync"]}


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Its address, and the key of a session of the district's administrator."""
    home = tmp_path_factory.mktemp("instance")
    environment = {**os.environ, "GONGKAI_HOME": str(home), "GONGKAI_DEMO": "1"}
    command = [sys.executable, "-m", "tests.web.browser.serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, "the instance did not start"
            yield f"http://127.0.0.1:{port}", (home / "session").read_text()
        finally:
            process.kill()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, instance: tuple[str, str]) -> Iterator[Open]:
    """`open_page("/help/", width=390, desk=True, large=True, dark=True)`."""
    address, session = instance
    contexts: list[BrowserContext] = []

    def opened(path: str, *, width: int = 1280, desk: bool = False, large: bool = False, dark: bool = False,
               strict: bool = True, **more: Any) -> Page:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", color_scheme="dark" if dark else "light",
            # axe is put into the page as a script, which the page's own policy forbids.
            bypass_csp=not strict, **more,
        )  # fmt: skip
        contexts.append(context)
        cookies = {"sessionid": session} if desk else {}
        if large:
            cookies["gongkai_text"] = "large"
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
