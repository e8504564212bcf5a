"""The README's two pictures of the platform, from a running demo: `make run`, then `python docs/pictures/platform.py`.

The portal's first page and the inbox of an officer for whom something waits, 1280 px wide, in few colours.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
OFFICER, PASSWORD = "shenhe", "gongkai-yanshi"


def keep(page: Page, name: str, height: int) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(64).save(HERE / name, optimize=True)


def take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900})
        page.goto(address)
        keep(page, "portal-1280.png", 900)
        page.goto(f"{address}accounts/login/")
        page.fill("input[name=login]", OFFICER)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/desk/")
        keep(page, "desk-1280.png", 560)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
