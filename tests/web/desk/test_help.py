"""Help is made of what acts; who looks after the instance is told what there is to see to."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.law.rules import law_rules
from gongkai.law.unverified import unverified
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.seals import seal
from gongkai.web.desk.menu import ENTRIES
from gongkai.web.desk.notices import notices
from gongkai.web.disclosure.actions import save
from gongkai.web.tasks.housekeeping import tidy
from gongkai.web.tasks.models import Worker
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.kinds import KINDS
from tests.web.disclosure.scene import item, text, walk
from tests.web.doors.things import task
from tests.web.world import BY, SINCE, TODAY, World


def test_help_tells_of_every_role_step_key_and_unverified_value(world: World) -> None:
    text = world.client("handler@civil").get("/desk/help/").content.decode()
    for role in Role:
        assert re.search(f'<th scope="row"[^>]*>{role.label}</th>', text)
    for kind in KINDS.values():
        for step in kind.table.steps:
            assert re.search(f'<th scope="row"[^>]*>{kind.table.states[step].label}</th>', text)
    for entry in unverified(law_rules()):
        assert f"<code>{entry.id}</code>" in text
    assert "GONGKAI_LAW" in text
    assert "<kbd>g</kbd> <kbd>d</kbd>" in text


def test_the_keys_of_the_menu_are_each_one_and_lead_from_every_page_to_help(world: World) -> None:
    keys = [entry.key for entry in ENTRIES]
    assert all(keys)
    assert len(keys) == len(set(keys))
    text = world.client("handler@civil").get("/desk/").content.decode()
    assert text.count('href="/desk/help/"') == 2


def test_citizens_are_told_what_is_not_verified(world: World) -> None:
    text = Client().get("/help/").content.decode()
    told = [entry for entry in unverified(law_rules()) if entry.kind in ("期限", "救济", "收费")]
    assert told
    assert all(entry.what.split("（")[0] in text for entry in told)
    assert "请以文件原文和行政机关的书面告知为准" in text


def test_who_looks_after_nothing_is_told_nothing(world: World) -> None:
    task(world, world.agencies["district"])
    assert notices(world.officer("handler@civil")) == []
    texts = " ".join(notice.text for notice in notices(world.officer("administrator@street")))
    assert "后台" not in texts


def test_failed_tasks_and_a_silent_worker_are_told_to_who_manages_the_instance(world: World) -> None:
    tidy.enqueue()
    officer = world.officer("administrator@district")
    assert "后台进程没有运行" in notices(officer)[0].text
    now = timezone.now()
    Worker.objects.create(id="demo", host="演示", process=1, started=now, seen=now)
    assert not any("后台" in notice.text for notice in notices(officer))
    task(world, world.agencies["district"])
    assert "有1项后台任务失败，等待处理。" in [notice.text for notice in notices(officer)]


def test_an_emergency_is_told_to_who_sends_it_out_and_then_how_its_review_went(world: World) -> None:
    document = item(world, kind="emergency")
    page = f"/desk/documents/{document.pk}/"

    def told(name: str, today: date = TODAY) -> list[str]:
        found = notices(world.officer(name, today=today))
        return [notice.text for notice in found if notice.address == page and notice.grave]

    assert told("approver@civil") == ["“关于做好演示工作的通知”已经拟好，等您决定是否立即发布。"]
    assert told("approver@street") == told("disclosure@civil") == []
    process = walk(document, world, 1)
    assert told("approver@civil") == told("disclosure@civil") == []
    assert process.due is not None
    assert "没有按时补审" in told("disclosure@civil", process.due + timedelta(days=1))[0]
    perform(process, "retract", by=world.officer("reviewer@civil"), comment="停水范围写错")
    assert "补审不同意，已经撤下" in told("disclosure@civil")[0]
    assert told("disclosure@neighbour-civil") == []
    save(document, text("停水通告（更正，演示）", "<p>范围更正。</p>"), based_on=2, by=world.officer("handler@civil"))
    assert told("disclosure@civil") == []


def test_reviews_that_are_due_are_told_to_who_makes_them(world: World) -> None:
    due = Appointment.objects.filter(agency__path__startswith=world.agencies["district"].path).count()
    text = world.client("administrator@district").get("/desk/").content.decode()
    assert f"有{due}项任职超过一年没有复核" in text
    assert 'href="/desk/officers/reviews/"' in text
    assert "没有复核" not in world.client("handler@civil").get("/desk/").content.decode()


def test_broken_guards_and_days_not_sealed_are_told_to_who_reads_the_audit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    officer = world.officer("supervisor@district", today=today + timedelta(days=5))
    assert notices(world.officer("supervisor@district", today=today)) == []
    assert "还没有封存过" in notices(officer)[0].text
    seal(today + timedelta(days=2))
    assert "只封存到" in notices(officer)[0].text
    seal(today + timedelta(days=5))
    assert notices(officer) == []
    monkeypatch.setattr("gongkai.web.audit.guards.check", lambda: ["audit_event_update: missing"])
    assert notices(officer)[0].grave


def offices(world: World, count: int) -> None:
    """So many more officers with an office each that nobody has reviewed."""
    with act(by=BY) as done:
        first = User.objects.count()
        users = [User(username=f"more{first + number}", name="演示") for number in range(count)]
        User.objects.bulk_create(users)
        Appointment.objects.bulk_create(
            Appointment(user=user, agency=world.agencies["civil"], role=Role.HANDLER, since=SINCE) for user in users
        )
        done.note("guards.restored", of=world.agencies["civil"].thing)


def events(world: World, count: int) -> None:
    with act(by=BY) as done:
        for _number in range(count):
            done.note("guards.restored", of=world.agencies["civil"].thing, agency=world.agencies["civil"].holder)


def failures(world: World, count: int) -> None:
    now = timezone.now()
    for number in range(count):
        tidy.enqueue()
        Worker.objects.create(id=f"{Worker.objects.count()}", host="演示", process=number + 1, started=now, seen=now)
    DBTaskResult.objects.update(status="FAILED", finished_at=now)


def test_help_and_notices_cost_the_same_with_three_and_three_hundred_rows(world: World) -> None:
    client = world.client("administrator@district")
    costs = []
    for many in (3, 297):
        for more in (offices, events, failures):
            more(world, many)
        costs.append([])
        for address in ("/desk/help/", "/desk/"):
            with CaptureQueriesContext(connection) as queries:
                text = client.get(address).content.decode()
            costs[-1].append(len(queries))
        assert f"有{DBTaskResult.objects.count()}项后台任务失败" in text
        assert "项任职超过一年没有复核" in text
    assert costs[0] == costs[1]
    assert costs[0][0] <= 6
    assert costs[0][1] <= 24
