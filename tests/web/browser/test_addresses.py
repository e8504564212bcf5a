"""Every address of the table of doors, looked at as somebody who may open it: accessible, no wider than the window.

A new address without a look fails, since its row in the table is its look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.browser.conftest import Instance
from tests.web.browser.looking import look
from tests.web.doors.test_doors import TABLE

pytestmark = [pytest.mark.browser, pytest.mark.once]

#: What only the owner of a second factor opens; looked at in test_login.py.
OWNED = {"mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_edit_webauthn", "mfa_remove_webauthn"}
#: What opens by a word that only its owner has (requests/test_calendars.py, portal/test_checking.py).
SECRET = {"portal:officer-calendar", "portal:shared-check"}
#: What a script puts into another page, whose look shows it.
FRAGMENTS = {"agencies:chooser"}
SHOWN = [door for door, row in TABLE.items() if row.get("get", "nobody") != "nobody"]

#: What the table's addresses do not show by themselves: lists filtered or without a row, long names, closed agencies,
#: reports of each kind, errors, and the parts of the look; by whom they are opened.
BESIDES: dict[str, list[str]] = {
    "": """
/agencies/?under=district /agencies/?q=示范 /agencies/?q=无此词 /search/?q=民政 /search/?q=无此词
/a/civil/ /a/civil/reports/2019/ /a/civil/reports/2020/ /a/civil/reports/2022/ /a/civil/request/
/a/street/ /a/street/guide/ /a/street/reports/ /a/long-0/ /a/long-2/ /a/long-2/request/ /a/nobody/
/gallery/400/ /gallery/403/ /gallery/404/ /gallery/429/ /gallery/500/ /gallery/csrf/
""".split(),
    "administrator@district": """
/gallery/ /gallery/?bad=1 /gallery/table/ /desk/nothing/ /desk/agencies/?q=无此词 /desk/agencies/?q=联合派驻
/desk/agencies/long-0/ /desk/agencies/long-2/ /desk/agencies/long-2/reopen/ /desk/officers/?q=无此词
/desk/audit/?officer=无此人 /desk/tasks/?state=done /desk/tasks/?state=retried /desk/workflow/chains/?q=无此词
""".split(),
    "handler@civil": """
/desk/officers/ /desk/documents/?q=无此词 /desk/?box=due /desk/?box=returned /desk/?box=sent
/desk/search/?q=示范 /desk/search/?q=无此词&kind=draft
""".split(),
}


@pytest.fixture(scope="session")
def viewer(browser: Browser, instance: Instance) -> Iterator[Callable[[str | None], Page]]:
    """A page for each officer, kept; axe is put into it as a script, which the page's own policy forbids."""
    contexts: dict[str | None, BrowserContext] = {}

    def page(name: str | None) -> Page:
        if name not in contexts:
            contexts[name] = browser.new_context(base_url=instance.address, locale="zh-CN", bypass_csp=True)
            if name:
                contexts[name].add_cookies([instance.cookie("sessionid", instance.sessions[name])])
            contexts[name].new_page()
        return contexts[name].pages[0]

    yield page
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("door", SHOWN)
def test_every_address_is_accessible_and_no_wider_than_the_window(
    door: str, viewer: Callable[[str | None], Page], instance: Instance
) -> None:
    path, name = instance.doors[door]
    page = viewer(name)
    answer = page.context.request.get(path)
    assert answer.status == 200 or door == "readyz", f"{path}: {answer.status}"
    if not answer.headers["content-type"].startswith("text/html") or door in FRAGMENTS:
        return
    page.goto(path)
    faults = look(page, door)
    if TABLE[door].get("post") and emptied(page):
        assert page.locator(".problems, .errorlist").count(), f"{path}: nothing is said of what is missing"
        faults += look(page, f"{door}-errors")
    assert faults == []


def emptied(page: Page) -> bool:
    """Send the form without what it demands, as nobody's browser would; whether there is such a form."""
    return bool(
        page.evaluate(
            """() => {
              const field = document.querySelector("main form[method=post] :is(input, select, textarea):required");
              if (!field) return false;
              for (const each of field.form.querySelectorAll("input:not([type=hidden]), textarea")) each.value = "";
              field.form.noValidate = true;
              return true;
            }"""
        )
        and submitted(page)
    )


def submitted(page: Page) -> bool:
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form[method=post]:has(:required) .actions button').click()")
    return True


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in BESIDES.items() for path in paths])
def test_so_is_what_is_empty_long_or_wrong(name: str, path: str, viewer: Callable[[str | None], Page]) -> None:
    page = viewer(name or None)
    page.goto(path)
    assert look(page, path) == []


def test_every_address_of_the_table_was_looked_at(instance: Instance) -> None:
    silent = {door for door, row in TABLE.items() if row.get("get", "nobody") == "nobody" and "post" in row}
    assert sorted(TABLE) == sorted({*SHOWN, *OWNED, *SECRET, *silent})
    assert sorted(instance.doors) == sorted(SHOWN)
