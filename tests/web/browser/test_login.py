"""Logging in with chromium: a password, an app, a passkey of a virtual authenticator, under the strict policy."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.accounts.door import code
from tests.web.browser.conftest import ROOT
from tests.web.world import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def inhabited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """An instance that is no demo, by its name, since passkeys know no numbers; and an administrator's session."""
    home = tmp_path_factory.mktemp("strict")
    environment = {**os.environ, "GONGKAI_HOME": str(home), "GONGKAI_DEMO": ""}
    command = [sys.executable, "-m", "tests.web.browser.serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            assert port, "the instance did not start"
            yield f"http://localhost:{port}", Path(home, "session").read_text()
        finally:
            process.kill()


@pytest.fixture
def visit(browser: Browser, inhabited: tuple[str, str]) -> Iterator[Page]:
    """A page with a virtual authenticator; whatever the policy refuses or a script complains of fails the test."""
    context = browser.new_context(base_url=inhabited[0], locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **able}})
    yield page
    context.close()
    assert complaints == []


def login(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def logout(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="退出").click()


def test_an_app_is_enrolled_by_its_secret_and_asked_for_from_then_on(visit: Page) -> None:
    login(visit, "approver@civil")
    expect(visit.get_by_role("heading", level=1)).to_have_text("登录安全")
    visit.get_by_role("link", name="启用动态验证码").click()
    assert visit.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    secret = visit.locator("code").inner_text()
    visit.get_by_label("验证码").fill(code(secret))
    visit.get_by_role("button", name="启用").click()
    expect(visit.get_by_role("heading", level=1)).to_have_text("恢复码")
    assert visit.locator(".codes code").count() == 10
    visit.get_by_role("link", name="已经保存").click()
    expect(visit).to_have_url(re.compile("/desk/$"))
    logout(visit)
    login(visit, "approver@civil")
    visit.get_by_label("验证码").fill(code(secret, steps=1))
    visit.get_by_role("button", name="登录", exact=True).click()
    expect(visit).to_have_url(re.compile("/desk/$"))


def test_a_passkey_is_added_and_opens_the_desk_without_a_password(visit: Page) -> None:
    login(visit, "reviewer@civil")
    visit.get_by_role("link", name="添加通行密钥").click()
    visit.get_by_label("可以代替密码登录").check()
    visit.get_by_role("button", name="添加").click()
    expect(visit.get_by_role("heading", level=1)).to_have_text("恢复码")
    logout(visit)
    visit.goto("/accounts/login/")
    visit.get_by_role("button", name="使用通行密钥登录").click()
    expect(visit).to_have_url(re.compile("/desk/$"))
    logout(visit)
    login(visit, "reviewer@civil")
    visit.get_by_role("button", name="使用通行密钥").click()
    expect(visit).to_have_url(re.compile("/desk/$"))


OWN = """/accounts/2fa/ /accounts/2fa/totp/activate/ /accounts/2fa/passkeys/add/ /accounts/2fa/passkeys/
/accounts/password/ /accounts/reauthenticate/ /accounts/logout/""".split()
DESK = ["/desk/officers/", "/desk/officers/new/", "/desk/officers/reviews/", "/desk/officers/absences/"]
OFFICER = ["", "correct/", "appoint/", "password/"]


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_accessible_and_no_wider_than_the_window(
    width: int, browser: Browser, inhabited: tuple[str, str]
) -> None:
    address, key = inhabited
    # axe is put into the page as a script, which the page's own policy forbids.
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, bypass_csp=True)
    page, faults = context.new_page(), []

    def look(path: str) -> None:
        assert page.goto(path).ok  # type: ignore[union-attr]
        found = Axe().run(page).response["violations"]
        faults.extend(f"{path}: {one['id']} {one['nodes'][0]['html']}" for one in found)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{path}: wider than {width}")
        if shots := os.environ.get("GONGKAI_SHOTS"):
            page.screenshot(path=f"{shots}/{path.strip('/').replace('/', '-')}-{width}.png", full_page=True)

    look("/accounts/login/")
    context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    for path in [*OWN, *DESK]:
        look(path)
    page.goto("/desk/officers/?q=approver@civil")
    person = page.get_by_role("link", name="签发（演示）").get_attribute("href")
    for path in OFFICER:
        look(f"{person}{path}")
    context.close()
    assert faults == []
