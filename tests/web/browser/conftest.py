"""A whole instance in a process of its own, and browsers that look at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.conftest import CHROMIUM

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet.split(), "--disable-sync"]}


@dataclass(frozen=True)
class Instance:
    """Where it answers, and what its scene wrote down."""

    address: str
    #: by officer's name (`handler@civil`) the key of a session
    sessions: dict[str, str]
    #: by door of the table of doors: its address here, and who may open it
    doors: dict[str, tuple[str, str | None]]

    def cookie(self, name: str, value: str) -> Any:
        return {"name": name, "value": value, "url": self.address}


@contextmanager
def started(home: Path, *, demo: bool = True, host: str = "127.0.0.1") -> Iterator[Instance]:
    """An instance in that folder, for as long as it takes."""
    environment = {**os.environ, "GONGKAI_HOME": str(home), "GONGKAI_DEMO": "1" if demo else ""}
    command = [sys.executable, "-m", "tests.web.browser.serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, "the instance did not start"
            yield Instance(f"http://{host}:{port}", **json.loads((home / "scene.json").read_text("utf-8")))
        finally:
            process.kill()


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with started(tmp_path_factory.mktemp("instance")) as found:
        yield found


Open = Callable[..., Page]
Quiet = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, instance: Instance) -> Iterator[Open]:
    """`open_page("/help/", width=390, by="handler@civil", large=True, dark=True)`."""
    contexts: list[BrowserContext] = []

    def opened(path: str, *, width: int = 1280, by: str | None = None, large: bool = False, dark: bool = False,
               **more: Any) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=instance.address, viewport={"width": width, "height": 900}, locale="zh-CN",
            color_scheme="dark" if dark else "light", **more,
        )  # fmt: skip
        contexts.append(context)
        cookies = {"sessionid": instance.sessions[by]} if by else {}
        if large:
            cookies["gongkai_text"] = "large"
        context.add_cookies([instance.cookie(*pair) for pair in cookies.items()])
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def loud(said: ConsoleMessage, but: str) -> bool:
    return said.type in ("error", "warning") and but not in said.text


@pytest.fixture
def quiet(browser: Browser, instance: Instance) -> Iterator[Quiet]:
    """`quiet("handler@civil")`: a page of that officer's under the strict policy. Whatever the policy refuses or a
    script complains of fails the test, except where it is what the test is about (`but`)."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(by: str | None = None, *, but: str = "\0") -> Page:
        context = browser.new_context(
            base_url=instance.address, locale="zh-CN", viewport={"width": 1280, "height": 900}
        )
        contexts.append(context)
        if by:
            context.add_cookies([instance.cookie("sessionid", instance.sessions[by])])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if loud(said, but) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
