"""A request that lives for weeks, played on the desk: each step on its day, by the officer whose step it is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.web.browser.conftest import Instance, Quiet
from tests.web.browser.test_work import act

#: Where the pictures of docs/walkthrough.md are put, where somebody wants them.
PICTURES = os.environ.get("GONGKAI_PICTURES", "")
CLERK, LEAD = "handler@civil", "disclosure@civil"
#: Everybody is invented: the day of birth is none.
WHO = {
    "name": "申演示",
    "identity": "id_card",
    "identity_number": "000000190000000001",
    "phone": "000-90000001",
    "address": "示范区演示路1号",
}


@dataclass
class Course:
    """One request (`number`) from the day on which it comes."""

    quiet: Quiet
    instance: Instance
    day: date
    number: str = ""
    code: str = ""
    pages: dict[str | None, Page] = field(default_factory=dict)

    def by(self, officer: str | None) -> Page:
        """The browser of an officer, or of the applicant, on this day."""
        page = self.pages.get(officer)
        if page is None:
            page = self.pages[officer] = self.quiet(officer)
        page.context.add_cookies([self.instance.cookie("day", self.day.isoformat())])
        return page

    def on(self, month: int, day: int) -> Course:
        """From here on it is that day."""
        self.day = date(self.day.year, month, day)
        return self

    def settings(self) -> None:
        """What every letter says of the agency."""
        page = self.by(LEAD)
        page.goto("/desk/requests/settings/civil/")
        page.get_by_label("联系电话").fill("000-20000020")
        page.get_by_label("有管辖权的人民法院").fill("示范区人民法院（演示）")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("以后拟的文书照此写")).to_be_visible()

    def enter(self, content: str, *, channel: str, way: str = "post", **who: str) -> None:
        """The clerk writes down what came."""
        page = self.by(CLERK)
        page.goto("/desk/requests/new/?agency=civil")
        fill(page.locator("form.form"), {
            "channel": channel, "arrived": self.day.isoformat(), "applicant_kind": "natural_person",
            "content": content, "form": "copy", "way": way, **WHO, **who,
        })  # fmt: skip
        page.get_by_role("button", name="登记", exact=True).click()
        told = page.get_by_text("已登记：").first.inner_text()
        found = re.search(r"已登记：(\S+)。申请人的查询码是 ([\w-]+)", told)
        assert found, told
        self.number, self.code = found.groups()

    def case(self, officer: str = CLERK) -> Page:
        page = self.by(officer)
        page.goto("/desk/requests/?q=" + self.number)
        page.get_by_role("link", name=self.number, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(self.number)
        return page

    def record(self, fact: str, by: str = CLERK, **says: str) -> None:
        """What happened outside, on this day."""
        page = self.case(by)
        form = page.locator(f'form[action$="/record/{fact}/"]')
        page.locator("details", has=form).locator("summary").first.click()
        fill(form, {"on": self.day.isoformat(), **says})
        form.get_by_role("button").click()
        expect(page.get_by_text("已登记“")).to_be_visible()

    def opinion(self, view: str, reasons: str) -> None:
        """What the third party said has come."""
        page = self.case()
        page.locator("summary", has_text="登记意见").click()
        form = page.locator('form[action$="/opinion/"]')
        form.get_by_label(view, exact=True).check()
        fill(form, {"on": self.day.isoformat(), "reasons": reasons})
        form.get_by_role("button").click()
        expect(page.locator("section[aria-labelledby=consulting-title]")).to_contain_text(view)

    def write(self, name: str, part: dict[str, Any] | None = None, **says: Any) -> str:
        """A letter drafted, reviewed and signed on this day; where it stands. Of a partial answer one withheld part."""
        page = self.case()
        page.get_by_text("拟文书", exact=True).click()
        page.get_by_role("link", name=name, exact=True).last.click()
        form = page.locator("form.form")
        fill(form, says)
        if part:
            fill(form, {"part0-part": part.pop("part"), "part0-ground": part.pop("ground")})
            page.get_by_role("button", name="按所选情形显示要填的内容").click()
            fill(form, {f"part0-{name}": value for name, value in part.items()})
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_text("已拟好，请看一遍再送审。")).to_be_visible()
        act(page, "送审")
        expect(page.get_by_text("已办理“送审”")).to_be_visible()
        address = page.url
        for officer, does in (("reviewer@civil", "同意"), ("approver@civil", "签发")):
            other = self.by(officer)
            other.goto(address)
            act(other, does)
            expect(other.get_by_text(f"已办理“{does}”")).to_be_visible()
        return address

    def send(self, address: str, way: str, reason: str = "") -> None:
        """A signed letter goes out on this day."""
        page = self.by(CLERK)
        page.goto(address)
        form = page.locator('form[action$="/send/"]')
        fill(form, {"way": way, "on": self.day.isoformat(), **({"reason": reason} if reason else {})})
        form.get_by_role("button", name="送出并登记").click()
        expect(page.get_by_text("并登记在申请的经过里")).to_be_visible()

    def letter(self, name: str, way: str = "post", part: dict[str, Any] | None = None, **says: Any) -> str:
        """A letter from the draft to whom it is for, on one day."""
        address = self.write(name, part, **says)
        self.send(address, way)
        return address

    def remedy(self, kind: str, organ: str) -> str:
        """The notice of an organ or a court has come; where it stands."""
        page = self.case(LEAD)
        page.get_by_role("link", name="登记复议、诉讼").click()
        fill(page.locator("form.form"), {"kind": kind, "organ": organ, "notified": self.day.isoformat()})
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.get_by_text("已登记。")).to_be_visible()
        return page.url

    def concluded(self, remedy: str, **says: Any) -> Page:
        """Its decision or judgment has come."""
        page = self.by(LEAD)
        page.goto(remedy)
        page.locator("summary", has_text="登记结果").click()
        form = page.locator('form[action$="/conclude/"]')
        fill(form, {"concluded": self.day.isoformat(), **says})
        form.get_by_role("button").click()
        expect(page.get_by_text("已保存。")).to_be_visible()
        return page

    def clock(self) -> str:
        """What the case page says of stage, days, duties and remedies."""
        return self.case().locator("section[aria-labelledby=clock-title]").inner_text()

    def status(self) -> Page:
        """What the applicant sees with number and code."""
        page = self.by(None)
        page.goto("/request/status/")
        page.get_by_label("登记编号").fill(self.number)
        page.get_by_label("查询码").fill(self.code)
        page.get_by_role("button", name="查询", exact=True).click()
        expect(page.get_by_role("heading", level=2).first).to_have_text(self.number)
        return page

    def register(self) -> dict[str, str]:
        """Its row of the register, by heads."""
        page = self.by(CLERK)
        answer = page.context.request.get("/desk/requests/register.csv?q=" + self.number)
        heads, row = (line.split(",") for line in answer.text().lstrip("\ufeff").splitlines()[:2])
        return dict(zip(heads, row, strict=True))

    def picture(self, name: str, of: Page, part: str = "main") -> None:
        """Keep a picture for the walk-through."""
        if PICTURES:
            of.set_viewport_size({"width": 1000, "height": 900})
            of.locator(part).first.screenshot(path=Path(PICTURES, f"{name}.png"))
            of.set_viewport_size({"width": 1280, "height": 900})

    def letter_picture(self, name: str, address: str) -> None:
        """Keep the first page of a signed letter."""
        if PICTURES:
            answer = self.by(CLERK).context.request.get(f"{address}letter.pdf")
            Path(PICTURES, f"{name}.pdf").write_bytes(answer.body())


def fill(form: Locator, says: dict[str, Any]) -> None:
    """Fields by their names, whatever they are."""
    for name, value in says.items():
        place = form.locator(f'[name="{name}"]').first
        if place.evaluate("place => place.tagName") == "SELECT":
            place.select_option(value)
        elif place.get_attribute("type") == "checkbox":
            place.set_checked(bool(value))
        else:
            place.fill(str(value))
