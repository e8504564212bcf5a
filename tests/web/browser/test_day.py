"""A day in the clerk's life, in chromium: drafted with a leaked number, blocked, masked, checked for legality and
decided, reviewed by three, published through four channels, found, corrected, repealed, counted.
Every page is reached by what is to be clicked."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.examine.made import identity
from tests.web.browser.conftest import Quiet
from tests.web.browser.looking import keep
from tests.web.browser.test_work import act, login, logout, write

pytestmark = pytest.mark.browser

ID = identity(Random(2026))
MASKED = f"{ID[:4]}{'*' * 10}{ID[-4:]}"
TITLE = "示范区民政局慰问金发放管理办法（演示）"
ACCOUNT = "示范民政（演示）"
CORRECTION = "第一段“每户300元”应为“每户500元”。"
MADE = date.today() - timedelta(days=3)
BEFORE = {"合法性审核": "法制科（演示）", "集体审议决定": "局长办公会（演示）", "统一登记、编号": ""}
CHAIN = (("reviewer", "同意"), ("secrecy", "同意"), ("approver", "签发"), ("disclosure", "发布"))


def menu(page: Page, name: str) -> None:
    page.locator("nav.menu").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("nav.menu [aria-current]")).to_have_text(name)


def opened(page: Page) -> None:
    """The document from the list of all."""
    menu(page, "公开信息")
    page.get_by_label("名称、机关、文号或索引号").fill("慰问金")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def waiting(page: Page) -> None:
    """The document from what waits for the officer."""
    menu(page, "待办")
    page.get_by_role("main").get_by_role("link", name=re.compile("^等我办理")).click()
    page.get_by_role("link", name=TITLE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def drafted(page: Page) -> None:
    menu(page, "公开信息")
    page.get_by_role("link", name="起草", exact=True).click()
    page.get_by_label("种类").select_option(label="行政规范性文件")
    page.get_by_label("名称").fill(TITLE)
    page.get_by_role("button", name="开始起草").click()
    page.get_by_label("文号").fill("示民规〔2026〕7号")
    page.get_by_label("成文日期").fill(MADE.isoformat())
    page.get_by_label("内容概述").fill("春节慰问金的对象、标准和发放办法。")
    write(page, f"慰问金每户300元，由街道发放。联系人张演示，身份证号{ID}。")
    page.get_by_role("button", name="保存", exact=True).click()


def masked(page: Page) -> None:
    """Nothing can be sent on before the number is masked."""
    expect(page.get_by_text("发现1处须处理的问题。")).to_be_visible()
    expect(page.get_by_role("button", name="送审", exact=True)).to_have_count(0)
    keep(page, "day-1-blocked")
    page.get_by_role("link", name="查看并处理").click()
    expect(page.locator("mark.found")).to_have_text(ID)
    keep(page, "day-2-examination")
    page.get_by_role("button", name="全部按建议遮盖").click()
    expect(page.locator(".examined")).to_contain_text(MASKED)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    act(page, "送审")
    expect(page.get_by_text("送审").first).to_be_visible()


def life(page: Page) -> None:
    """What happened to the document, from its page."""
    page.get_by_role("link", name=re.compile("废止")).click()
    expect(page.get_by_role("heading", name="经过")).to_be_visible()


def entered(page: Page, stage: str, who: str) -> None:
    page.get_by_label("环节").select_option(label=stage)
    page.get_by_label("由谁").fill(who)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，由他人核实后生效。")).to_be_visible()


def confirmed(page: Page, *stages: str) -> None:
    """By somebody else than who entered them."""
    login(page, "reviewer@civil")
    opened(page)
    life(page)
    for stage in stages:
        button = page.get_by_role("button", name=f"核实 {stage}")
        button.click()
        expect(button).to_have_count(0)
    expect(page.get_by_text("待核实")).to_have_count(0)
    logout(page)


def decided(page: Page) -> None:
    """What has to be done before it may be issued."""
    life(page)
    for stage, who in BEFORE.items():
        entered(page, stage, who)
    keep(page, "day-2-life")


def reviewed_and_published(page: Page) -> None:
    """Three review it and a fourth publishes; whoever wrote it can do none of that."""
    for name, does in CHAIN:
        login(page, f"{name}@civil")
        waiting(page)
        act(page, does)
        expect(page.get_by_text(f"已办理“{does}”")).to_be_visible()
        logout(page)


def account(page: Page) -> None:
    """The agency's account on WeChat is in the register."""
    menu(page, "政务新媒体")
    page.get_by_role("link", name="登记账号").click()
    page.get_by_label("平台").select_option(label="微信公众号")
    page.get_by_label("账号名称").fill(ACCOUNT)
    page.get_by_label("开通日期").fill("2024-01-01")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ACCOUNT)


def recorded(page: Page, channel: str, **said: str) -> None:
    """On the page of the document's channels: it went out through another one."""
    page.get_by_role("combobox", name="公开渠道").select_option(label=channel)
    if ACCOUNT in said.values():
        page.get_by_label("新媒体账号").select_option(label=f"微信公众号 · {ACCOUNT}")
    else:
        page.get_by_role("textbox", name="位置").fill(said["place"])
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记1条。")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=channel)).to_have_count(1)


def released(page: Page) -> None:
    """The portal by itself; an article for WeChat, a poster for the board, and the screen, each recorded."""
    account(page)
    opened(page)
    page.wait_for_load_state()
    steps = page.get_by_role("region", name="审核单").locator("tbody tr").all_inner_texts()
    hands = ("经办（演示）", "审核（演示）", "保密审查（演示）", "签发（演示）", "公开办（演示）")
    done = [next(name for name in hands if name in step) for step in steps[1:]]
    assert done == list(hands), "four eyes: everybody once"
    page.get_by_role("link", name="登记、制作").click()
    expect(page.get_by_role("row").filter(has_text="政府网站")).to_have_count(1)

    page.get_by_role("link", name="微信文章").click()
    article = page.locator("#article")
    expect(article).to_contain_text(MASKED)
    assert article.locator("[class], link, style, script").count() == 0, "what WeChat would throw away"
    keep(page, "day-3-article")
    page.get_by_role("link", name="登记这一渠道").click()
    recorded(page, "微信公众号", account=ACCOUNT)

    page.get_by_role("link", name="公开栏张贴件（A4）").click()
    page.wait_for_url("**/poster-a4.pdf")
    poster = pypdfium2.PdfDocument(page.context.request.get(page.url).body())
    page.go_back()
    words = "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in poster)
    assert TITLE in words
    assert MASKED in words
    recorded(page, "公开栏、公示栏", place="一楼公开栏（演示）")

    page.get_by_role("link", name="电子屏", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.go_back()
    recorded(page, "电子屏", place="大厅电子屏（演示）")
    keep(page, "day-4-channels")


def found(page: Page) -> None:
    """Two characters of its text are enough."""
    page.goto("/")
    page.get_by_role("searchbox").first.fill("问金")
    page.get_by_role("button", name="检索").first.click()
    hit = page.get_by_role("main").get_by_role("link", name=TITLE)
    expect(hit).to_be_visible()
    keep(page, "day-5-search")
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text(MASKED)
    assert ID not in page.content()
    expect(page.locator("#validity")).to_have_text("有效")


def corrected(page: Page) -> None:
    opened(page)
    page.get_by_role("link", name="起草新版").click()
    page.get_by_label("勘误说明").fill(CORRECTION)
    body = page.get_by_role("textbox", name="正文")
    body.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(f"慰问金每户500元，由街道发放。联系人张演示，身份证号{MASKED}。")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_text("已送审。")).to_be_visible()


def reads_correction(page: Page) -> None:
    """The public is told what was wrong, and since when."""
    page.reload()
    expect(page.locator(".notice").filter(has_text="勘误")).to_contain_text(CORRECTION)
    main = page.get_by_role("main")
    expect(main).to_contain_text("每户500元")
    expect(page.get_by_role("region", name="发布沿革").get_by_role("row")).to_have_count(3)
    keep(page, "day-6-corrected")


def repealed(page: Page) -> None:
    opened(page)
    life(page)
    entered(page, "废止", "局长办公会（演示）")
    expect(page.get_by_role("main")).not_to_contain_text("已废止")


def reads_repeal(page: Page) -> None:
    """That it is repealed stands before everything else on the page, and beside what is found."""
    page.reload()
    mark = page.locator("#validity")
    expect(mark).to_contain_text("已废止：")
    expect(mark).to_be_in_viewport()
    above = mark.bounding_box(), page.get_by_role("heading", level=1).bounding_box()
    assert above[0] is not None
    assert above[1] is not None
    assert above[0]["y"] < above[1]["y"]
    keep(page, "day-7-repealed")
    page.get_by_role("searchbox").first.fill("问金")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text=TITLE)).to_contain_text("已废止")
    keep(page, "day-8-search-repealed")


def counted(page: Page) -> None:
    """By channel and by kind, and each number opens what it counts."""
    menu(page, "公开渠道")
    table = page.get_by_role("region", name="渠道统计")
    keep(page, "day-9-channels")
    for channel in ("政府网站", "微信公众号", "公开栏、公示栏", "电子屏"):
        cell = table.get_by_role("link", name=re.compile(f"^行政规范性文件 {channel} "))
        number = int(cell.inner_text())
        cell.click()
        expect(page.get_by_role("main").get_by_role("link", name=TITLE)).not_to_have_count(0)
        page.wait_for_load_state()
        names = page.get_by_role("region", name="渠道记录").locator("tbody a").all_inner_texts()
        assert len(set(names)) == number
        page.go_back()
    menu(page, "公开信息")
    page.get_by_role("link", name="清单与数量").click()
    keep(page, "day-10-figures")
    for group, name in (
        ("发布信息，按种类", "其中：行政规范性文件"), ("行政规范性文件", "制发"), ("行政规范性文件", "其中：明令废止"),
        ("按公开渠道", "微信公众号 · 示范民政（演示）"),
    ):  # fmt: skip
        head = page.locator("th[scope=rowgroup]", has_text=re.compile(f"^{group}$"))
        line = (
            page.locator("tbody", has=head)
            .get_by_role("row")
            .filter(has=page.get_by_role("rowheader", name=name, exact=True))
        )
        line.get_by_role("link").click()
        expect(page.get_by_role("main").get_by_role("link", name=TITLE)).to_be_visible()
        page.go_back()


def test_a_day_of_the_clerk(quiet: Quiet) -> None:
    page, public = quiet(), quiet()
    login(page, "handler@civil")
    drafted(page)
    masked(page)
    decided(page)
    logout(page)
    confirmed(page, *BEFORE)
    reviewed_and_published(page)

    login(page, "disclosure@civil")
    released(page)
    logout(page)
    found(public)

    login(page, "handler@civil")
    corrected(page)
    logout(page)
    reviewed_and_published(page)
    reads_correction(public)

    login(page, "disclosure@civil")
    repealed(page)
    logout(page)
    confirmed(page, "废止")
    reads_repeal(public)
    login(page, "disclosure@civil")
    counted(page)
