"""Logging in with chromium: a password, an app, a passkey of a virtual authenticator, under the strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.accounts.door import code
from tests.web.browser.conftest import started
from tests.web.browser.looking import look
from tests.web.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture(scope="module")
def inhabited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An instance that is no demo, by its name, since passkeys know no numbers."""
    with started(tmp_path_factory.mktemp("strict"), demo=False, host="localhost") as found:
        yield found.address


@pytest.fixture
def visit(browser: Browser, inhabited: str) -> Iterator[Page]:
    """A page with a virtual authenticator; whatever the policy refuses or a script complains of fails the test."""
    context = browser.new_context(base_url=inhabited, locale="zh-CN", viewport={"width": 1280, "height": 900})
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
    expect(visit.locator(".codes code")).to_have_count(10)
    assert look(visit, "recovery-codes") == []
    visit.get_by_role("link", name="已经保存").click()
    expect(visit).to_have_url(re.compile("/desk/$"))
    logout(visit)
    login(visit, "approver@civil")
    assert look(visit, "second-factor") == []
    visit.get_by_label("验证码").fill(code(secret, steps=1))
    visit.get_by_role("button", name="登录", exact=True).click()
    expect(visit).to_have_url(re.compile("/desk/$"))
    for path in ("/accounts/2fa/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/generate/"):
        visit.goto(path)
        assert look(visit, path) == []


def test_a_passkey_is_added_and_opens_the_desk_without_a_password(visit: Page) -> None:
    login(visit, "reviewer@civil")
    visit.get_by_role("link", name="添加通行密钥").click()
    visit.get_by_label("可以代替密码登录").check()
    visit.get_by_role("button", name="添加").click()
    expect(visit.get_by_role("heading", level=1)).to_have_text("恢复码")
    visit.goto("/accounts/2fa/passkeys/")
    assert look(visit, "passkeys") == []
    for path in visit.locator("main a[href*='/passkeys/']:not([href$='/add/'])").evaluate_all(
        "all => all.map(a => a.href)"
    ):
        visit.goto(path)
        assert look(visit, "passkey") == []
    logout(visit)
    visit.goto("/accounts/login/")
    visit.get_by_role("button", name="使用通行密钥登录").click()
    expect(visit).to_have_url(re.compile("/desk/$"))
    logout(visit)
    login(visit, "reviewer@civil")
    visit.get_by_role("button", name="使用通行密钥").click()
    expect(visit).to_have_url(re.compile("/desk/$"))
