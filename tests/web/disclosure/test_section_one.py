"""年度报告第一部分: each figure that the real reports tell of disclosure stands on one page, and opens what it counts.

The data are invented, in the numbers of the reports; requests for information are another's."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import (
    Account,
    AccountState,
    Batch,
    CleanUp,
    CleanUpDecision,
    Document,
    ErrorReport,
    Release,
    Topic,
    YearTotal,
)
from tests.web.disclosure.test_counts import entries, lives, out
from tests.web.world import BY, World

LINE = re.compile(r'<th scope="row">([^<]*)</th><td>.*?</td><td class="number"><a href="([^"]*)">(\d+)<')
YEAR = 2021


def told(world: World, **figures: int) -> Mapping[str, tuple[int, str]]:
    """By its name each figure of the page and where it leads; `figures` are what a report tells."""
    desk = world.client("handler@civil")
    page = desk.get(f"/desk/documents/registers/?agency=civil&year={YEAR}").content.decode()
    found = {html.unescape(name): (int(number), html.unescape(address)) for name, address, number in LINE.findall(page)}
    assert {name: found.get(name, (None,))[0] for name in figures} == figures
    for name, number in figures.items():
        if not found[name][1].startswith("/desk/documents/registers/figures/"):
            continue
        opened = desk.get(found[name][1])
        assert opened.status_code == 200, name
        rows = re.search(r"共(\d+)件", opened.content.decode())
        assert rows is not None
        assert int(rows[1]) == number or f" {number}（" in opened.content.decode(), name
    return found


def released(world: World, channel: str, number: int, account: Account | None = None) -> None:
    """So many of the newest documents went out through a channel, some of them twice."""
    pks = list(Document.objects.order_by("-pk").values_list("pk", flat=True)[:number])
    Release.objects.bulk_create(
        Release(document_id=pk, channel=channel, day=date(YEAR, 7, 1), account=account,
                recorded_by=world.users["disclosure@civil"])
        for pk in [*pks, *pks[:5]]
    )  # fmt: skip


def account(world: World, name: str, *states: tuple[str, date], platform: str = "wechat") -> Account:
    state, since = states[-1]
    made = Account.objects.create(
        agency=world.agencies["civil"], platform=platform, name=name, state=state, state_since=since, exception="演示",
        filed=date(2019, 1, 1),
    )  # fmt: skip
    ends = [*(since for _state, since in states[1:]), None]
    AccountState.objects.bulk_create(
        AccountState(account=made, state=state, since=since, until=until)
        for (state, since), until in zip(states, ends, strict=True)
    )
    return made


def total(world: World, row: str, number: int) -> None:
    YearTotal.objects.create(
        agency=world.agencies["civil"], year=YEAR, row=row, unlisted=number, source="信箱后台导出（演示）"
    )


def test_nothing_is_nought_and_no_account(world: World) -> None:
    """As sample 000: no figure but that there is no account of new media."""
    told(world, 发布信息=0, 政府网站=0, 保留运行=0, 关停注销=0, 政策解读=0)


def test_what_a_street_told_by_channel(world: World) -> None:
    """As sample 001: 43 on the portal, 34 on its account of WeChat; as 003: 95 and 102 by kind, 289 on WeChat."""
    with act(by=BY) as done:
        ours = account(world, "城中街道（演示）", ("running", date(2019, 1, 1)))
        other = account(world, "别的号（演示）", ("running", date(2019, 1, 1)))
        out(world, "announcement", 95)
        out(world, "news", 102)
        out(world, "news", 200, year=2020)
        released(world, "wechat", 34, ours)
        released(world, "wechat", 289, other)
        released(world, "board", 3)
        released(world, "screen", 2)
        released(world, "portal", 43)
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    told(
        world, 发布信息=197, 历年累计发布信息=397, 政府网站=43, 微信公众号=289, 电子屏=2,
        **{"其中：通知公告": 95, "其中：工作动态": 102, "微信公众号 · 城中街道（演示）": 34, "公开栏、公示栏": 3},
    )  # fmt: skip


def test_what_a_street_told_of_its_catalogue_and_letters(world: World) -> None:
    """As sample 002: 2 by item, 690 ever, 35 + 18 entries and 25 for communities, 2 interpretations, 202 answers."""
    agency = world.agencies["civil"]
    with act(by=BY) as done:
        out(world, "other", 688, year=2019)
        out(world, "other", 1, item="agency")
        out(world, "emergency", 1, item="emergencies")
        entries(world, ["涉及群众切身利益"] * 35 + ["行政服务"] * 18, village=range(25))
        for row, number in (("hotline", 150), ("petitions", 42), ("mailbox", 10)):
            total(world, row, number)
        done.note("instance.prepared", of=agency.thing)
    found = told(
        world, 发布信息=2, 历年累计发布信息=690, 涉及群众切身利益=35, 行政服务=18, 目录条目=53, 政策解读=0,
        **{"12345平台答复": 150, "信访系统答复": 42, "领导信箱答复": 10, "延伸到村、社区": 25},
    )  # fmt: skip
    by_item = {name: number for name, (number, address) in found.items() if "/item/" in address}
    assert sorted(by_item.values()) == [1, 1]
    with act(by=BY) as done:
        out(world, "interpretation", 2)
        done.note("instance.prepared", of=agency.thing)
    told(world, 政策解读=2)


def test_what_a_district_office_told(world: World) -> None:
    """As sample 004: 3168 = 8 + 2255 + 905, 6 interpretations, 105 letters, 319 on WeChat, 1 repealed, 1 to repeal,
    5 issued, 54 in force, 3 topics, 34 bulletins, accounts 15 kept, 10 gone, 4 going."""
    agency, author = world.agencies["civil"], world.users["handler@civil"]
    with act(by=BY) as done:
        out(world, "other", 8, item="agency")
        out(world, "policy", 899)
        out(world, "interpretation", 6)
        out(world, "news", 2255)
        released(world, "wechat", 319, account(world, "示范区微政务（演示）", ("running", date(2018, 1, 1))))
        for at in range(14):
            account(world, f"留{at}", ("running", date(2018, 1, 1)))
        for at in range(10):
            steps = ("running", date(2018, 1, 1)), ("cancelling", date(2021, 2, 1)), ("cancelled", date(2021, 6, 1))
            account(world, f"关{at}", *steps[: 3 if at else 1], *([] if at else [("closed", date(2021, 5, 1))]))
        for at in range(4):
            steps = ("running", date(2018, 1, 1)), ("cancelling", date(2021, 11, 1)), ("cancelled", date(2022, 2, 1))
            account(world, f"将{at}", *steps)
        account(world, "早就注销", ("running", date(2018, 1, 1)), ("cancelled", date(2020, 3, 1)))
        total(world, "mailbox", 105)
        batch = Batch.objects.create(agency=agency, room="topic", title="演示")
        Topic.objects.bulk_create(
            Topic(agency=agency, title="演示", published=date(2021, 3, 1), author=author, batch=batch)
            for _at in range(3)
        )
        Document.objects.bulk_create(
            Document(agency=agency, kind="bulletin", title="演示", issue=at, made=date(2021, 7, 1),
                     attribute="on_request")
            for at in range(1, 35)
        )  # fmt: skip
        lives(world, date(2018, 1, 1), 1, last=date(2021, 5, 31))
        old = lives(world, date(2019, 1, 1), 49)
        lives(world, date(2021, 8, 1), 5)
        session = CleanUp.objects.create(
            agency=agency, kind="normative", title="演示", day=date(2021, 10, 1), opened_by=author
        )
        CleanUpDecision.objects.create(session=session, document=old[0], verdict="repeal", note="演示")
        done.note("instance.prepared", of=agency.thing)
    told(
        world, 发布信息=3168, 政策解读=6, 政府工作信息=34, 新开设专栏专题=3, 领导信箱答复=105, 微信公众号=319,
        制发=5, 废止=1, 拟废止=1, 现行有效=54, 保留运行=15, 关停注销=10, 正在注销=4, 备案的账号=20,
        **{"其中：工作动态": 2255, "其中：明令废止": 1, "微信公众号 · 示范区微政务（演示）": 319},
    )  # fmt: skip


def test_corrections_that_were_answered_are_counted(world: World) -> None:
    agency = world.agencies["civil"]
    with act(by=BY) as done:
        out(world, "news", 1)
        for at, year in enumerate((2020, YEAR, YEAR)):
            ErrorReport.objects.create(
                document=Document.objects.get(), agency=agency, passage="一", wrong="错", code=str(at),
                received=moment(2020), answered=moment(year), answered_by=world.users["disclosure@civil"],
                answer="已更正", outcome="corrected",
            )  # fmt: skip
        done.note("instance.prepared", of=agency.thing)
    told(world, 公众纠错答复=2)


def moment(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 6, 1, 12))


def test_the_page_asks_as_much_for_many_as_for_few(world: World) -> None:
    desk = world.client("handler@civil")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(f"/desk/documents/registers/?agency=civil&year={YEAR}")
        return len(found)

    with act(by=BY) as done:
        out(world, "news", 1)
        released(world, "wechat", 1, account(world, "一个", ("running", date(2019, 1, 1))))
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    few = queries()
    with act(by=BY) as done:
        out(world, "policy", 40, item="regulations")
        out(world, "plan", 40, item="plans")
        released(world, "board", 60)
        released(world, "wechat", 60, account(world, "另一个", ("running", date(2019, 1, 1))))
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    assert queries() == few


def test_what_no_figure_is_called_is_not_found(world: World) -> None:
    desk = world.client("handler@civil")
    for name in ("strange", "media-strange", "media", "channel/?channel=strange"):
        address = f"/desk/documents/registers/figures/{name}" + ("" if "?" in name else "/")
        assert desk.get(address).status_code == 404, name
    for query in ("item/?item=strange", "channel/?channel=wechat&account=%C2%B2", "catalogue/?first=没有"):
        assert "没有可以列出的" in desk.get(f"/desk/documents/registers/figures/{query}").content.decode()
