"""Rows go out examined and reviewed, all of a batch at once (《条例》第十七条)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.batches import actions
from gongkai.web.disclosure.batches.actions import gather, under_way
from gongkai.web.disclosure.models import Batch, Decision, EntryVersion, Fee
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.lists import DECISION, ENTRY, appoint, bring, out
from tests.web.disclosure.scene import item, walk
from tests.web.world import BY, World

#: Made up; the check digit is right.
IDENTITY = "11010519491231002X"
LEAK = DECISION | {"content": f"准予设立，身份证号{IDENTITY}"}


def waiting(world: World, room: str = "decisions") -> Process:
    found = under_way(room, world.agencies["civil"])
    assert found is not None
    return found


def batch(room: str = "decisions") -> Batch:
    found: Batch = Batch.objects.filter(room=room).order_by("-pk")[0]
    return found


@pytest.mark.parametrize(
    ("room", "row", "address"),
    [
        ("decisions", DECISION, "/a/civil/registers/decisions/"),
        ("fees", {"year": "2025", "item": "工本费（演示）", "cents": "10"}, "/a/civil/registers/fees/"),
        (
            "procurement",
            {"number": "甲1", "day": "2025-03-01", "item": "电脑（演示）", "cents": "10"},
            "/a/civil/registers/procurement/",
        ),
        ("catalogue", ENTRY, "/a/civil/catalogue/"),
    ],
)
def test_nothing_is_public_before_its_secrecy_review(
    room: str, row: dict[str, str], address: str, world: World, client: Client
) -> None:
    bring(world, room, [row])
    word = row.get("item") or row.get("second") or row["number"]
    for step, name in [("submit", "handler"), ("pass", "secrecy"), ("approve", "approver")]:
        assert word not in client.get(address).content.decode()
        perform(waiting(world, room), step, by=world.officer(f"{name}@civil"))
    assert word in client.get(address).content.decode()


def test_the_database_keeps_what_was_in_no_batch_from_the_public(world: World) -> None:
    said = {"agency": world.agencies["civil"], "author": world.users["handler@civil"], "level": "public"}
    with act(by=BY) as done:
        done.note("test.prepared", of=world.agencies["civil"].thing)
        with pytest.raises(IntegrityError), transaction.atomic():
            Fee.objects.create(year=2025, item="演示", cents=1, **said)


def test_an_identity_number_in_a_row_stops_it_until_it_is_masked(world: World, client: Client) -> None:
    bring(world, "decisions", [LEAK])
    handler = world.officer("handler@civil")
    with pytest.raises(Refused, match="1处问题"):
        perform(waiting(world), "submit", by=handler)
    page = world.client("handler@civil").get(f"/desk/documents/batches/{batch().pk}/").content.decode()
    assert "第1条 · 决定内容" in page
    assert "全部按建议遮盖" in page
    world.client("handler@civil").post(f"/desk/documents/batches/{batch().pk}/mask/")
    assert IDENTITY not in Decision.objects.get().content
    out(world, "decisions")
    assert "准予设立，身份证号1" in client.get("/a/civil/registers/decisions/").content.decode()
    assert IDENTITY not in str(list(Event.objects.values_list("new", "old")))


@pytest.mark.parametrize(
    ("room", "row"),
    [
        ("catalogue", ENTRY | {"content": "机密★10年"}),
        ("procurement", {"number": "甲1", "day": "2025-03-01", "item": "秘密★5年", "cents": "10"}),
        ("fees", {"year": "2025", "item": f"工本费{IDENTITY}", "cents": "10"}),
    ],
)
def test_rows_of_every_list_are_examined(room: str, row: dict[str, str], world: World) -> None:
    bring(world, room, [row])
    assert batch(room).findings.exists()


def test_a_topic_is_examined(world: World) -> None:
    handler, document = world.officer("handler@civil"), item(world)
    walk(document, world)
    topic = topics.begin(world.agencies["civil"], title="专题（演示）", by=handler)
    said: dict[str, Any] = {"title": "甲", "numbers": [document.index_number], "by": handler}
    topic = topics.change(topic, intro=f"联系人身份证{IDENTITY}", version=1, **said)
    found = topics.send(topic, by=handler)
    with pytest.raises(Refused, match="1处问题"):
        perform(Process.objects.get(kind="batch"), "submit", by=handler)
    topics.change(topic, intro="改好了", version=2, **said)
    found.refresh_from_db()
    assert found.number == 2
    out(world, "topic", topic=topic)
    topic.refresh_from_db()
    assert topic.level == "public"


def test_only_the_secrecy_review_lets_a_finding_stand_and_says_why(world: World, client: Client) -> None:
    bring(world, "decisions", [LEAK])
    handler, secrecy = world.officer("handler@civil"), world.officer("secrecy@civil")
    perform(waiting(world), "refer", by=handler, comment="依法应当公开（演示）")
    with pytest.raises(Refused, match="待保密审查认定"):
        perform(waiting(world), "pass", by=secrecy)
    desk, address = world.client("secrecy@civil"), f"/desk/documents/batches/{batch().pk}/overrule/"
    wanted = {
        "finding": [found.pk for found in batch().findings.filter(severity="error")],
        "reason": "确须公开（演示）",
    }
    assert desk.post(address, wanted | {"reason": " "}).status_code == 302
    assert world.client("approver@civil").post(address, wanted).status_code == 403
    desk.post(address, wanted)
    perform(waiting(world), "pass", by=secrecy)
    perform(waiting(world), "approve", by=world.officer("approver@civil"))
    assert "准予设立" in client.get("/a/civil/registers/decisions/").content.decode()
    event = Event.objects.get(verb="batch.finding_overruled")
    assert event.new["reason"] == "确须公开（演示）"
    process = Process.objects.get(kind="batch")
    sheet = world.client("approver@civil").get(f"/desk/workflow/{process.pk}/sheet/").content.decode()
    for word in ("确须公开（演示）", "依法应当公开（演示）", "审查的内容（1行）", DECISION["number"], "保密审查"):
        assert word in sheet


def test_whoever_brought_a_row_in_lets_no_finding_stand(world: World) -> None:
    appoint(world, "handler@civil", "secrecy")
    bring(world, "decisions", [LEAK])
    with pytest.raises(Refused, match="自己导入"):
        actions.overrule(batch(), list(batch().findings.values_list("pk", flat=True)), reason="演示",
                         by=world.officer("handler@civil"))  # fmt: skip


def test_one_batch_is_for_all_that_waits_and_what_changes_on_its_way_goes_back(world: World, client: Client) -> None:
    bring(world, "decisions", [DECISION])
    second = DECISION | {"number": "示民许〔2025〕2号"}
    bring(world, "decisions", [second])
    assert Batch.objects.count() == 1
    assert len(batch().lines) == 3
    perform(waiting(world), "submit", by=world.officer("handler@civil"))
    bring(world, "decisions", [DECISION | {"number": "示民许〔2025〕3号"}])
    assert waiting(world).state == "secrecy"  # what is new waits for the next one
    perform(waiting(world), "pass", by=world.officer("secrecy@civil"))
    bring(world, "decisions", [second | {"matter": "变更登记"}], by="disclosure")
    assert waiting(world).state == "draft"
    assert len(batch().lines) == 4
    out(world, "decisions")
    page = client.get("/a/civil/registers/decisions/").content.decode()
    assert "示民许〔2025〕3号" in page
    assert "变更登记" in page
    assert gather("decisions", world.agencies["civil"], by=world.officer("handler@civil")) is None


def test_what_was_approved_is_what_goes_out(world: World) -> None:
    """A row that changed behind the batch's back is not let out by it."""
    bring(world, "decisions", [DECISION])
    perform(waiting(world), "submit", by=world.officer("handler@civil"))
    perform(waiting(world), "pass", by=world.officer("secrecy@civil"))
    with act(by=BY) as done:
        Decision.objects.update(content="另一个内容")
        done.public = True
        done.note("test.prepared", of=world.agencies["civil"].thing)
    with pytest.raises(Refused, match="送审后内容有改动"):
        perform(waiting(world), "approve", by=world.officer("approver@civil"))


def test_what_was_given_up_can_be_put_together_again(world: World) -> None:
    bring(world, "decisions", [DECISION])
    perform(waiting(world), "abandon", by=world.officer("handler@civil"), comment="演示")
    desk = world.client("handler@civil")
    assert "汇成一批送审" in desk.get("/desk/documents/registers/decisions/civil/").content.decode()
    answer = desk.post("/desk/documents/batches/decisions/civil/")
    assert answer["Location"] == f"/desk/documents/batches/{batch().pk}/"
    assert Batch.objects.count() == 2


def test_the_name_of_a_natural_person_is_masked_wherever_it_stands(world: World, client: Client, settings: Any) -> None:
    told = DECISION | {"content": "对张示范予以登记", "kind": "行政处罚", "number": "示民罚〔2025〕1号"}
    bring(world, "decisions", [told, DECISION])
    out(world, "decisions")
    page = client.get("/a/civil/registers/decisions/").content.decode()
    assert "对张某某予以登记" in page
    assert "张示范" not in page
    settings.SHOWN_NAMES = frozenset({"penalties"})
    page = client.get("/a/civil/registers/decisions/?year=2025&whole").content.decode()
    assert "对张示范予以登记" in page
    assert page.count("张某某") == 1
    desk = world.client("handler@civil").get("/desk/documents/registers/decisions/civil/").content.decode()
    assert "对外显示自然人全名的：行政处罚" in desk


def test_a_party_that_looks_like_a_person_and_is_not_marked_stops_the_batch(world: World) -> None:
    bring(world, "decisions", [DECISION | {"person": ""}])
    with pytest.raises(Refused, match="1处问题"):
        perform(waiting(world), "submit", by=world.officer("handler@civil"))
    page = world.client("handler@civil").get(f"/desk/documents/batches/{batch().pk}/").content.decode()
    assert "当事人可能是自然人" in page
    bring(world, "decisions", [DECISION])
    perform(waiting(world), "submit", by=world.officer("handler@civil"))


def test_the_batch_waits_in_the_inbox_of_whoever_reviews(world: World) -> None:
    bring(world, "decisions", [DECISION])
    perform(waiting(world), "submit", by=world.officer("handler@civil"))
    assert "许可、处罚、强制决定（1条）" in world.client("secrecy@civil").get("/desk/").content.decode()


def test_a_batch_asks_as_much_for_many_rows_as_for_few(world: World) -> None:
    desk = world.client("handler@civil")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/desk/documents/batches/{batch().pk}/?page=1").status_code == 200
        return len(queries)

    bring(world, "decisions", [LEAK | {"number": str(number)} for number in range(3)])
    few = asked()
    bring(world, "decisions", [LEAK | {"number": f"甲{number}"} for number in range(200)])
    assert len(batch().lines) == 204
    assert asked() == few


def test_every_finding_and_every_row_can_be_reached_and_what_nobody_ruled_on_comes_first(world: World) -> None:
    rows = [LEAK | {"number": f"甲{number}", "matter": "见http://nowhere.invalid"} for number in range(350)]
    bring(world, "decisions", rows)
    found, secrecy = batch(), world.client("secrecy@civil")
    address = f"/desk/documents/batches/{found.pk}/"
    perform(waiting(world), "refer", by=world.officer("handler@civil"), comment="演示")

    def boxes(**asked: object) -> list[int]:
        page = secrecy.get(address, asked).content.decode()
        return [int(pk) for pk in re.findall(r'name="finding" value="(\d+)"', page)]

    page, errors = secrecy.get(address).content.decode(), found.findings.filter(severity="error").count()
    assert errors > 350
    assert f"有{errors}处须处理" in page
    assert page.index(f"有{errors}处须处理") < page.index("公众将看到的内容")
    seen = [pk for number in range(1, 9) for pk in boxes(finding=number, page=7)]
    assert len(seen) == len(set(seen)) == errors
    pages = "".join(secrecy.get(address, {"page": number}).content.decode() for number in range(1, 8))
    assert set(re.findall("甲[0-9]+", pages)) == {f"甲{number}" for number in range(350)}
    assert 'href="?page=7&amp;finding=3"' in secrecy.get(address, {"page": 7, "finding": 2}).content.decode()
    first = boxes()
    actions.overrule(found, first, reason="演示", by=world.officer("secrecy@civil"))
    assert not set(boxes()) & set(first)
    assert f"有{errors - len(first)}处须处理" in secrecy.get(address).content.decode()
    notes = found.findings.exclude(severity="error").count()
    assert notes == 0 or f"请核对和提示的{notes}处" in page


def test_the_page_of_a_batch_reads_its_lines_once(world: World) -> None:
    """They are megabytes where the list is long."""
    bring(world, "decisions", [LEAK])
    address, desk = f"/desk/documents/batches/{batch().pk}/", world.client("secrecy@civil")
    with CaptureQueriesContext(connection) as queries:
        desk.get(address)
    reads = [one["sql"] for one in queries if '"disclosure_batch"."lines"' in one["sql"]]
    assert len(reads) == 1


def test_an_end_of_an_entry_is_reviewed_too(world: World) -> None:
    bring(world, "catalogue", [ENTRY])
    out(world, "catalogue")
    bring(world, "catalogue", [ENTRY | {"second": "临时救助"}], whole=True)
    assert [line[0] for line in batch("catalogue").lines[1:]] in (["公开", "停用"], ["停用", "公开"])
    assert EntryVersion.objects.filter(level="internal").count() == 2
