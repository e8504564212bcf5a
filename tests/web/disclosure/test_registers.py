"""Decisions, fees, procurement as lists; bulletins by issue; topics."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.web.agencies.lists.previews import State
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Event
from gongkai.web.disclosure import counts
from gongkai.web.disclosure.actions import draft
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.issues import gaps, next_issue
from gongkai.web.disclosure.models import Batch, Decision, Document, Fee, TotalRow
from gongkai.web.disclosure.registers.actions import set_total
from gongkai.web.disclosure.sheets.cells import Wrong, cents, wan, yuan
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.disclosure.topics.versions import documents_of
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.disclosure.lists import DECISION, appoint, bring, out
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.world import TODAY, World

REGISTER = "/desk/documents/registers/{}/civil/"


def civil() -> Any:
    return Agency.objects.filter(slug="civil")


def test_decisions_are_counted_whether_they_are_public_or_not(world: World, client: Client) -> None:
    secret = DECISION | {"number": "示民许〔2025〕2号", "public": "否", "ground": "涉及未成年人"}
    firm = DECISION | {"number": "示民许〔2025〕3号", "party": "示范公司（演示）", "person": ""}
    bring(world, "decisions", [DECISION, secret, firm])
    assert counts.decisions(civil(), 2025, "licences").number == 3
    assert "示范公司" not in client.get("/a/civil/registers/decisions/").content.decode()
    out(world, "decisions")
    page = client.get("/a/civil/registers/decisions/").content.decode()
    assert "示范公司（演示）" in page
    assert "张某某" in page
    assert "张示范" not in page
    assert "示民许〔2025〕2号" not in page
    assert counts.decisions(civil(), 2025, "licences").number == 3
    assert counts.decisions(civil(), 2024, "licences").number == 0


def test_what_is_not_public_says_why(world: World) -> None:
    with pytest.raises(Refused, match="没有可以导入"):
        bring(world, "decisions", [DECISION | {"public": "否"}])


def test_a_changed_line_is_approved_again(world: World, client: Client) -> None:
    bring(world, "decisions", [DECISION])
    out(world, "decisions")
    plan = bring(world, "decisions", [DECISION | {"matter": "变更登记"}])
    assert plan.counts[State.CHANGED] == 1
    assert DECISION["number"] not in client.get("/a/civil/registers/decisions/").content.decode()
    out(world, "decisions")
    assert "变更登记" in client.get("/a/civil/registers/decisions/").content.decode()


@pytest.mark.parametrize("year", ["0", "0000", "99999"])
def test_a_year_that_is_none_asks_for_nothing(world: World, client: Client, year: str) -> None:
    bring(world, "decisions", [DECISION])
    out(world, "decisions")
    for asking, root in (
        (client, "/a/civil/registers/decisions/"),
        (world.client("handler@civil"), "/desk/documents/registers/decisions/civil/"),
    ):
        answer = asking.get(root, {"year": year})
        assert answer.status_code == 200
        assert DECISION["number"] in answer.content.decode()


def test_nobody_lets_out_what_they_brought_in(world: World) -> None:
    appoint(world, "approver@civil", "handler")
    bring(world, "decisions", [DECISION], by="approver")
    process = under_way("decisions", world.agencies["civil"])
    perform(process, "submit", by=world.officer("handler@civil"))
    perform(process, "pass", by=world.officer("secrecy@civil"))
    with pytest.raises(Refused, match="起草人不能审核"):
        perform(process, "approve", by=world.officer("approver@civil"))


def test_no_name_of_a_party_stands_in_the_audit(world: World) -> None:
    bring(world, "decisions", [DECISION])
    assert "张示范" not in str(list(Event.objects.values_list("new", "old", "object_name")))


@pytest.mark.parametrize(
    ("cell", "value", "in_yuan", "in_wan"),
    [
        ("1827190", 182719000, "1827190", "182.719"),
        ("2358万", 2358000000, "23580000", "2358"),
        ("251,000元", 25100000, "251000", "25.1"),
        ("0.50", 50, "0.50", "0.0001"),
        ("0", 0, "0", "0"),
        ("123456.78", 12345678, "123456.78", "12.3457"),
    ],
)
def test_money_is_exact(cell: str, value: int, in_yuan: str, in_wan: str) -> None:
    assert cents(cell) == value
    assert (yuan(value), wan(value)) == (in_yuan, in_wan)


@pytest.mark.parametrize("cell", ["1.234", "-5", "约三万", "", "1,23"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(Wrong):
        cents(cell)


def test_fees_and_procurement_are_summed_exactly(world: World, client: Client) -> None:
    fees = [{"year": "2025", "item": f"项目{number}", "cents": "0.10"} for number in range(3)]
    bring(world, "fees", [*fees, {"year": "2025", "item": "信息处理费", "cents": "90071992547409.91"}])
    assert counts.fees(civil(), 2025).cents == 9007199254740991 + 30
    bring(world, "procurement", [{"number": "甲1", "day": "2025年3月1日", "item": "电脑", "cents": "1827190"}])
    bought = counts.procurement(civil(), 2025)
    assert (bought.rows.count(), yuan(bought.cents)) == (1, "1827190")
    out(world, "procurement")
    assert "1,827,190.00" in client.get("/a/civil/registers/procurement/").content.decode()
    page = world.client("handler@civil").get("/desk/documents/registers/?agency=civil&year=2025").content.decode()
    assert "1827190" in page
    assert Fee.objects.filter(level="public").count() == 0


def test_registers_go_out_as_they_came_in(world: World) -> None:
    bring(world, "decisions", [DECISION])
    answer = world.client("handler@civil").get("/desk/documents/sheets/decisions/civil/export/")
    assert answer["Content-Type"].startswith("application/vnd.openxml")
    row = Decision.objects.get()
    assert (row.party, row.day, row.person) == ("张示范", date(2025, 6, 3), True)


def test_totals_are_said_with_their_source(world: World) -> None:
    said: dict[str, Any] = {"year": 2020, "row": TotalRow.LICENCE, "items_before": 1, "items_change": 1, "unlisted": 86}
    officer = world.officer("disclosure@civil")
    with pytest.raises(Refused, match="来源"):
        set_total(world.agencies["civil"], **said, source=" ", by=officer)
    set_total(world.agencies["civil"], **said, source="政务服务系统（演示）", by=officer)
    page = world.client("disclosure@civil").get(reverse("disclosure:totals", args=["civil"])).content.decode()
    assert str(officer.user) in page
    bring(world, "decisions", [DECISION | {"day": "2020-05-01"}])
    figure = counts.decisions(civil(), 2020, "licences")
    assert (figure.number, figure.rows.count(), figure.more) == (87, 1, 86)


def test_what_is_kept_as_a_list_stands_under_its_item(world: World, client: Client) -> None:
    page = "/a/civil/content/"
    bring(world, "decisions", [DECISION])
    assert "清单" not in client.get(page).content.decode().split('id="bare"')[0], "nothing of it is public yet"
    out(world, "decisions")
    full, bare = client.get(page).content.decode().split('id="bare"')
    assert "许可、处罚、强制决定：清单1条" in full.partition('id="licences"')[2]
    assert full.count("清单1条") == 1
    assert "（五）办理行政许可" not in bare
    assert "（六）实施行政处罚" in bare


def test_a_gap_in_the_issues_of_a_bulletin_is_named(world: World) -> None:
    item(world, kind="bulletin", issue=1)
    second = item(world, kind="bulletin", issue=4)
    desk = world.client("handler@civil")
    assert "2025年的期号不连续，缺第2—3期，共2期。" in desk.get(f"/desk/documents/{second.pk}/").content.decode()
    item(world, kind="bulletin", issue=6)
    last = item(world, kind="bulletin", issue=34)
    assert "缺第2—3、5、7—33期，共30期。" in desk.get(f"/desk/documents/{last.pk}/").content.decode()
    again = item(world, kind="bulletin", issue=1)
    assert "已有第1期" in desk.get(f"/desk/documents/{again.pk}/").content.decode()
    assert next_issue(world.agencies["civil"], 2025) == 35
    assert next_issue(world.agencies["civil"], 2024) == 1
    assert gaps({1, 2, 3}) == []


def test_the_public_reads_which_issue_a_bulletin_is_wherever_it_is_listed_and_finds_it(
    world: World, client: Client
) -> None:
    walk(item(world, kind="bulletin", issue=34, number=""), world)
    for page in ("/a/civil/content/others/", "/kiosk/civil/content/others/", "/screen/civil/", "/search/?q=第34期"):
        assert "第34期" in client.get(page).content.decode().partition("<main")[2], page


def test_a_bulletin_is_begun_with_its_next_issue(world: World) -> None:
    def begun() -> Document:
        return draft(world.agencies["civil"], kind="bulletin", title="公报（演示）", by=world.officer("handler@civil"))

    assert [begun().issue, begun().issue] == [1, 2]
    item(world, kind="bulletin", made=date(TODAY.year, 6, 3), issue=6)
    assert begun().issue == 7
    assert item(world).issue is None


def test_a_topic_shows_documents_of_any_agency_that_are_public(world: World, client: Client) -> None:
    handler, approver = world.officer("handler@civil"), world.officer("approver@civil")
    document, draft = item(world), item(world, number="示民发〔2025〕7号")
    walk(document, world)
    topic = topics.begin(world.agencies["civil"], title="社会救助专题（演示）", by=handler)
    with pytest.raises(Refused, match="没有已发布的文件"):
        topics.change(topic, title="甲", intro="", numbers=[draft.index_number], version=1, by=handler)
    numbers = [document.index_number, " "]
    topic = topics.change(topic, title=topic.title, intro="导语", numbers=numbers, version=1, by=handler)
    address = f"/a/civil/topics/{topic.pk}/"
    assert client.get(address).status_code == 404
    topics.send(topic, by=handler)
    assert client.get(address).status_code == 404
    out(world, "topic", topic=topic)
    assert document.title in client.get(address).content.decode()
    assert topic.title in client.get("/a/civil/topics/").content.decode()
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert document.title not in client.get(address).content.decode()
    with pytest.raises(Stale):
        topics.withdraw(topic, reason="演示", version=2, by=approver)
    topics.withdraw(topic, reason="演示", version=3, by=approver)
    assert client.get(address).status_code == 404


def test_documents_of_a_topic_are_found_by_their_words_and_nothing_typed_is_lost(world: World) -> None:
    rows = [item(world, number=f"示民发〔2025〕1{number}号") for number in "12"]
    for row in rows:
        walk(row, world)
    topic = topics.begin(world.agencies["civil"], title="养老（演示）", by=world.officer("handler@civil"))
    desk, address = world.client("handler@civil"), f"/desk/documents/topics/{topic.pk}/"
    said = {"title": "养老服务（演示）", "intro": "导语", "numbers": rows[0].index_number, "version": topic.version}
    found = desk.post(address, said | {"words": "〔2025〕1", "find": "1"}).content.decode()
    assert "导语" in found
    assert f'value="{rows[1].index_number}"' in found
    assert f'value="{rows[0].index_number}"' not in found, "it is in the topic already"
    assert not topic.versions.get().entries.exists(), "nothing is saved by finding"
    desk.post(address, said | {"words": "〔2025〕1", "add": [rows[1].index_number]})
    assert documents_of(topic.versions.first()) == rows
    assert "没有找到" in desk.post(address, said | {"words": "没有这样的", "find": "1"}).content.decode()


def test_a_topic_that_is_put_to_review_is_looked_at_first(world: World) -> None:
    walk(document := item(world), world)
    handler = world.officer("handler@civil")
    topic = topics.begin(world.agencies["civil"], title="社会救助专题（演示）", by=handler)
    topic = topics.change(topic, title="甲", intro="", numbers=[document.index_number], version=1, by=handler)
    desk, page = world.client("handler@civil"), f"/desk/documents/topics/{topic.pk}/"
    answer = desk.post(page, {"version": topic.version, "send": "1"}, follow=True)
    assert answer.request["PATH_INFO"].startswith("/desk/documents/batches/")
    assert "然后送审" in answer.content.decode()
    process = process_of(Batch.objects.get(topic=topic))
    assert "待送审：" in desk.get(page).content.decode()
    perform(process, "submit", by=handler)
    assert "正在审查：" in desk.get(page).content.decode()


def test_whoever_put_a_topic_together_does_not_review_it_and_an_empty_one_is_not_sent(world: World) -> None:
    appoint(world, "handler@civil", "secrecy")
    handler, document = world.officer("handler@civil"), item(world)
    walk(document, world)
    topic = topics.begin(world.agencies["civil"], title="专题（演示）", by=handler)
    with pytest.raises(Refused, match="还没有文件"):
        topics.send(topic, by=handler)
    topic = topics.change(topic, title="甲", intro="", numbers=[document.index_number], version=1, by=handler)
    process = process_of(topics.send(topic, by=handler))
    perform(process, "submit", by=handler)
    with pytest.raises(Refused, match="起草人不能审核"):
        perform(process, "pass", by=handler)


def test_the_lists_ask_as_much_for_many_lines_as_for_few(world: World, client: Client) -> None:
    desk = world.client("handler@civil")
    pages = [
        (desk, "/desk/documents/registers/decisions/civil/"), (desk, "/desk/documents/registers/"),
        (client, "/a/civil/registers/decisions/"), (desk, "/desk/documents/topics/"),
    ]  # fmt: skip

    def asked() -> list[int]:
        found = []
        for browser, address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address + "?page=1").status_code == 200
            found.append(len(queries))
        return found

    def many(count: int) -> None:
        bring(world, "decisions", [DECISION | {"number": f"示民许〔2025〕{number}号"} for number in range(count)])
        out(world, "decisions")
        for number in range(count // 3):
            topics.begin(world.agencies["civil"], title=f"专题{number}", by=world.officer("handler@civil"))

    many(3)
    few = asked()
    many(300)
    assert asked() == few


def test_the_desk_keeps_the_kind_while_another_year_is_asked_for(world: World) -> None:
    other = DECISION | {"kind": "行政处罚", "number": "示民罚〔2025〕1号", "party": "示范公司（演示）", "person": ""}
    bring(world, "decisions", [DECISION, other])
    clerk, address = world.client("handler@civil"), "/desk/documents/registers/decisions/civil/"
    page = clerk.get(f"{address}?kind=licences&year=2025").content.decode()
    assert '<option value="licences" selected>' in page
    assert DECISION["number"] in page
    assert other["number"] not in page
    assert "请放宽条件" in clerk.get(f"{address}?kind=licences&year=2024").content.decode()


def test_days_and_money_stand_on_a_page_as_everywhere(world: World, client: Client) -> None:
    fee = {"year": "2025", "item": "殡葬服务费（演示）", "basis": "", "standard": "", "cents": "12860.50"}
    bring(world, "decisions", [DECISION])
    bring(world, "fees", [fee])
    for room in ("decisions", "fees"):
        out(world, room)
    for reader, rooms in ((client, "/a/civil/registers/{}/"), (world.client("handler@civil"), REGISTER)):
        page = reader.get(rooms.format("decisions")).content.decode()
        assert "2025年6月3日" in page
        assert "2025-06-03" not in page
        page = reader.get(rooms.format("fees")).content.decode()
        assert '<td class="number" data-label="收费金额（元）">12,860.50</td>' in page


def test_the_kinds_of_what_was_published_are_drawn_as_long_as_they_are_many(world: World) -> None:
    for kind in ("news", "policy", "policy"):
        document = item(world, kind=kind)
        walk(document, world)
    asked = f"/desk/documents/registers/?agency=civil&year={document.published_at:%Y}"
    page = world.client("handler@civil").get(asked)
    drawn = {line.number: line.share for line in page.context["groups"][0].lines if line.share is not None}
    assert drawn == {1: 50, 2: 100}
    assert '<rect width="50"' in page.content.decode()


def test_the_items_of_what_was_published_stand_in_the_order_of_the_regulation(world: World) -> None:
    for name in ("others", "budget", "regulations"):
        document = item(world, item=name)
        walk(document, world)
    asked = f"/desk/documents/registers/?agency=civil&year={document.published_at:%Y}"
    page = world.client("handler@civil").get(asked)
    assert [str(line.label)[:3] for line in page.context["groups"][1].lines] == ["（一）", "（七）", "（十五"]
