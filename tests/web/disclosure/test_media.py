"""政务新媒体: one account for an agency and platform, states with dates, two weeks, lists, sessions of clean-up."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions.keeping_media import (
    AccountSaid,
    amend_account,
    begin_cleanup,
    decide,
    facts_of,
    finish_cleanup,
    open_account,
    set_state,
)
from gongkai.web.disclosure.media.register import Listed, results
from gongkai.web.disclosure.models import Account
from gongkai.web.disclosure.models.media import State
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.disclosure.lists import appoint
from tests.web.world import TODAY, World

SINCE = date(2024, 1, 1)


def opened(world: World, name: str = "示范民政（演示）", of: str = "civil", **said: object) -> Account:
    known = {"platform": "wechat", "name": name} | said
    return open_account(world.agencies[of], AccountSaid(**known), since=SINCE, by=world.officer(f"disclosure@{of}"))


def test_an_agency_has_one_account_on_a_platform_or_says_why(world: World) -> None:
    opened(world)
    with pytest.raises(Refused, match="同一平台只开设一个账号"):
        opened(world, "民政资讯（演示）")
    other = opened(world, "民政资讯（演示）", exception="救助专号")
    assert other.exception == "救助专号"
    opened(world, "示范民政（演示）", platform="weibo")
    with pytest.raises(Refused, match="已经登记过"):
        opened(world)


def test_states_have_dates_and_a_history(world: World) -> None:
    account, by = opened(world), world.officer("disclosure@civil")
    account = set_state(account, State.CANCELLING, since=date(2026, 2, 1), reason="合并", version=1, by=by)
    with pytest.raises(Stale):
        set_state(account, State.CANCELLED, since=TODAY, reason="合并", version=1, by=by)
    account = set_state(account, State.CANCELLED, since=TODAY, reason="平台已注销", version=2, by=by)
    assert [(row.state, row.since, row.until) for row in account.states.all()] == [
        ("running", SINCE, date(2026, 2, 1)),
        ("cancelling", date(2026, 2, 1), TODAY),
        ("cancelled", TODAY, None),
    ]
    with pytest.raises(Refused, match="不能恢复"):
        set_state(account, State.RUNNING, since=TODAY, reason="演示", version=3, by=by)
    assert opened(world, "新号（演示）").state == State.RUNNING


@pytest.mark.parametrize(
    ("days", "soon", "stale"), [(11, False, False), (12, True, False), (14, True, False), (15, False, True)]
)
def test_two_days_before_two_weeks_without_an_update_it_is_said(days: int, soon: bool, stale: bool) -> None:
    listed = Listed(Account(state=State.RUNNING, updated=TODAY - timedelta(days), state_since=SINCE), TODAY)
    assert (listed.soon, listed.stale) == (soon, stale)
    closed = Listed(Account(state=State.CLOSED, updated=SINCE, state_since=SINCE), TODAY)
    assert not closed.soon
    assert not closed.stale


def test_the_desk_warns_who_answers_for_the_account(world: World) -> None:
    account = opened(world, updated=SINCE)
    home = world.client("disclosure@civil").get("/desk/").content.decode()
    assert "有1个政务新媒体账号将满或已满两周没有更新" in home
    assert "政务新媒体账号将满" not in world.client("disclosure@neighbour-civil").get("/desk/").content.decode()
    amend_account(
        account, AccountSaid(**facts_of(account) | {"updated": timezone.localdate()}), version=1,
        by=world.officer("disclosure@civil", today=timezone.localdate()),
    )  # fmt: skip
    assert "政务新媒体账号将满" not in world.client("disclosure@civil").get("/desk/").content.decode()


def test_the_register_shows_the_subtree_and_nothing_beside_it(world: World) -> None:
    opened(world)
    opened(world, "邻区民政（演示）", of="neighbour-civil")
    page = world.client("supervisor@district").get("/desk/media/").content.decode()
    assert "示范民政（演示）" in page
    assert "邻区民政（演示）" not in page
    assert "未备案" in page
    other = Account.objects.get(name="邻区民政（演示）")
    assert world.client("supervisor@district").get(f"/desk/media/{other.pk}/").status_code == 404


def test_a_list_goes_out_and_comes_in_again(world: World) -> None:
    opened(world, certified="示范区民政局（演示）", filed=date(2025, 5, 6), filing="备2025-1")
    client = world.client("disclosure@civil")
    content = client.get("/desk/media/accounts.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    row = [cell.value for cell in sheet[2]]
    assert row[2:5] == ["微信公众号", "示范民政（演示）", "示范区民政局（演示）"]
    before = Event.objects.count()
    assert sent(client, content).status_code == 302
    assert Event.objects.count() == before  # nothing was changed
    sheet["F2"] = "局办公室"
    sheet["J2"] = "关停"
    sheet["K2"] = "2026-03-01"
    sheet.append(["civil", "", "微博", "示范民政（演示）", "", "", "", "", "", "运行", "2024-02-03", "", "2026-03-01"])
    assert sent(client, saved(book)).status_code == 302
    account = Account.objects.get(platform="wechat")
    assert (account.keeper, account.state, account.filing) == ("局办公室", State.CLOSED, "备2025-1")
    assert Account.objects.get(platform="weibo").updated == date(2026, 3, 1)


def test_one_wrong_line_and_nothing_comes_in(world: World) -> None:
    book = openpyxl.Workbook()
    book.active.append(["主办单位代码", "平台", "账号名称", "状态"])
    book.active.append(["civil", "微博", "示范民政（演示）", "运行"])
    book.active.append(["neighbour-civil", "微博", "邻区（演示）", "运行"])
    book.active.append(["civil", "某平台", "示范（演示）", "运行"])
    answer = sent(world.client("disclosure@civil"), saved(book))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "第3行" in page
    assert "第4行" in page
    assert "第2行" not in page
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("网址", "javascript:alert(1)", "网址"),
        ("认证主体", "长" * 201, "200"),
        ("账号名称", "长" * 101, "100"),
        ("备案日期", "某日", "某日"),
    ],
)
def test_a_list_is_held_to_what_the_form_is(world: World, head: str, cell: str, said: str) -> None:
    line = {"主办单位代码": "civil", "平台": "微博", "账号名称": "示范民政（演示）", "状态": "运行"} | {head: cell}
    book = openpyxl.Workbook()
    book.active.append(list(line))
    book.active.append(list(line.values()))
    answer = sent(world.client("disclosure@civil"), saved(book))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Account.objects.exists()


def sent(client, content: bytes):  # type: ignore[no-untyped-def]
    return client.post("/desk/media/import/", {"file": SimpleUploadedFile("账号.xlsx", content)})


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_session_ends_in_the_counts_that_are_reported(world: World) -> None:
    """保留、关停注销、正协调注销"""
    accounts = [opened(world, f"账号{number}（演示）", exception="清理前已有") for number in range(4)]
    supervisor = world.officer("supervisor@district")
    session = begin_cleanup(world.agencies["district"], title="2026年清理（演示）", by=supervisor)
    with pytest.raises(Refused, match="还没有结束"):
        begin_cleanup(world.agencies["district"], title="又一次", by=supervisor)
    lines = {line.account_id: line.pk for line in session.lines.all()}
    kept, gone, going, merged = (lines[one.pk] for one in accounts)
    decide(session, {kept: ("keep", ""), gone: ("close", "长期不更新")}, by=supervisor)
    with pytest.raises(Refused, match="还有2个账号没有决定"):
        finish_cleanup(session, by=supervisor)
    decide(session, {going: ("close", ""), merged: ("merge", "")}, by=supervisor)
    session = finish_cleanup(session, by=supervisor)
    assert results(session.lines) == {"kept": 1, "merged": 0, "gone": 0, "going": 3, "open": 0}
    told = Event.objects.filter(verb="media.state_set").values_list("object_id", flat=True)
    assert sorted(told) == sorted(str(one.pk) for one in accounts[1:]), "the history of each account says it"
    by = world.officer("disclosure@civil")
    for number in (1, 3):
        row = Account.objects.get(pk=accounts[number].pk)
        set_state(row, State.CANCELLED, since=TODAY, reason="平台已注销", version=row.version, by=by)
    assert results(session.lines) == {"kept": 1, "merged": 1, "gone": 1, "going": 1, "open": 0}
    desk = world.client("supervisor@district")
    for name, number in zip(("kept", "gone", "going", "merged"), range(4), strict=True):
        page = desk.get(f"/desk/media/cleanups/{session.pk}/?result={name}").content.decode()
        assert [at for at in range(4) if f"账号{at}（演示）" in page] == [number], "each number opens its list"
    with pytest.raises(Refused, match="已经结束"):
        decide(session, {kept: ("close", "")}, by=supervisor)


def test_a_session_on_the_desk(world: World) -> None:
    opened(world)
    client = world.client("supervisor@district")
    begun = client.post("/desk/media/cleanups/", {"agency": world.agencies["district"].pk, "title": "清理（演示）"})
    assert begun.status_code == 302
    page = client.get(begun["Location"]).content.decode()
    line = page.split('name="decision-')[1].split('"')[0]
    assert client.post(begun["Location"], {f"decision-{line}": "keep", "finish": "1"}).status_code == 302
    assert "保留" in client.get(begun["Location"]).content.decode()
    assert world.client("disclosure@civil").get("/desk/media/cleanups/").status_code == 200


def test_an_agency_is_told_what_a_session_above_decides_of_its_accounts_and_of_no_other(world: World) -> None:
    appoint(world, "handler@street", "disclosure")
    said = AccountSaid(platform="wechat", name="城东发布（演示）")
    mine = opened(world)
    other = open_account(world.agencies["street"], said, since=SINCE, by=world.officer("handler@street"))
    supervisor = world.officer("supervisor@district")
    session = begin_cleanup(world.agencies["district"], title="全区清理（演示）", by=supervisor)
    page = f"/desk/media/cleanups/{session.pk}/"
    desk = world.client("disclosure@civil")
    assert "涉及您能查看的1个账号，正在进行，还有1个没有决定" in desk.get("/desk/media/").content.decode()
    pks = {line.account_id: line.pk for line in session.lines.all()}
    decide(
        session,
        {pks[mine.pk]: ("close", "长期不更新（演示）"), pks[other.pk]: ("keep", "街道的（演示）")},
        by=supervisor,
    )
    assert "结束之前决定可能改变" in desk.get("/desk/media/").content.decode()
    finish_cleanup(session, by=supervisor)
    assert f'href="{page}"' in desk.get("/desk/media/").content.decode()
    assert "全区清理（演示）" in desk.get("/desk/media/cleanups/").content.decode()
    for shown in (desk.get(page).content.decode(), desk.get(f"/desk/media/{mine.pk}/").content.decode()):
        for word in ("关停注销", "长期不更新（演示）", "2026年3月2日"):
            assert word in shown
        assert "城东" not in shown.partition("<main")[2]
        assert "街道的" not in shown
    assert desk.get(f"/desk/media/{other.pk}/").status_code == 404
    assert desk.post(page, {f"decision-{pks[mine.pk]}": "keep"}).status_code == 403
    above = world.client("supervisor@district")
    assert "街道的（演示）" in above.get(page).content.decode()
    assert 'id="cleanup-' not in above.get("/desk/media/").content.decode(), "it is a session of its own"
    assert world.client("disclosure@neighbour-civil").get(page).status_code == 404


def test_being_told_costs_the_same_for_many_accounts_and_sessions(world: World) -> None:
    desk, costs, supervisor = world.client("disclosure@civil"), [], world.officer("supervisor@district")
    for start, count in ((0, 1), (1, 20)):
        for number in range(start, start + count):
            opened(world, f"账号{number}（演示）", exception=f"专号{number}")
        session = begin_cleanup(world.agencies["district"], title=f"清理{start}（演示）", by=supervisor)
        pks = list(session.lines.values_list("pk", flat=True))
        decide(session, dict.fromkeys(pks, ("keep", "")), by=supervisor)
        finish_cleanup(session, by=supervisor)
        for page in ("/desk/media/", f"/desk/media/cleanups/{session.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def test_no_figure_names_an_account_through_which_nothing_went_out(world: World) -> None:
    other = opened(world, of="neighbour-civil", name="邻区民政（演示）")
    page = world.client("disclosure@civil").get(
        f"/desk/documents/registers/figures/channel/?channel=wechat&account={other.pk}"
    )
    assert page.status_code == 200
    assert "邻区民政" not in page.content.decode()
