"""What is late or due where an officer supervises, and urging from there."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.audit.acts import act
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.progress import HEADS
from tests.web.disclosure.scene import process_of, rules, walk
from tests.web.workflow.test_inbox import many, queries
from tests.web.world import BY, World

PAGE = "/desk/workflow/progress/"


@pytest.fixture
def supervisor(world: World) -> Client:
    return world.client("supervisor@district")


def due(process: Process, days: int) -> Process:
    """As if its term were so many days from now."""
    with act(by=BY) as done:
        process.due = timezone.localdate() + timedelta(days=days)
        process.save()
        done.note("test.prepared", of=process.thing)
    return process


def test_it_shows_what_is_late_or_due_below_and_nothing_of_others(world: World, supervisor: Client) -> None:
    due(walk(rules(world, "迟的制度（演示）"), world, 1), -14)
    due(walk(rules(world, "来得及的制度（演示）"), world, 1), 30)
    due(process_of(rules(world, "邻区的制度（演示）", by="handler@neighbour-civil")), -14)
    page = supervisor.get(PAGE).content.decode()
    assert "迟的制度" in page
    assert "来得及的制度" not in page
    assert "邻区的制度" not in page
    assert "个工作日" in page
    assert "来得及的制度" in supervisor.get(PAGE, {"which": "all"}).content.decode()
    assert "没有符合条件" in supervisor.get(PAGE, {"which": "all", "state": "签发"}).content.decode()
    assert "来得及的制度" in supervisor.get(PAGE, {"which": "all", "state": "审核", "agency": "民政"}).content.decode()
    assert "监督范围内有1件逾期、0件即将到期" in supervisor.get("/desk/").content.decode()


def test_the_list_is_exported_as_it_is_filtered(world: World, supervisor: Client) -> None:
    process = due(walk(rules(world, "迟的制度（演示）"), world, 1), -14)
    due(walk(rules(world, "来得及的制度（演示）"), world, 1), 30)
    answer = supervisor.get(f"{PAGE}export/csv/", {"which": "late"})
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert tuple(head) == HEADS
    assert row[:5] == ["示范区民政局（演示）", "迟的制度（演示）", "政府信息公开制度", "审核", "审核"]
    assert row[6] == process.due.isoformat()
    assert int(row[7]) >= 8
    assert supervisor.get(f"{PAGE}export/xlsx/").status_code == 200
    assert supervisor.get(f"{PAGE}export/pdf/").status_code == 404


def test_a_supervisor_urges_from_the_list_and_comes_back_to_it(world: World, supervisor: Client) -> None:
    process = due(walk(rules(world), world, 1), -3)
    said = {"act": "urge", "version": process.version, "next": f"{PAGE}?which=late"}
    assert "督办<span" in supervisor.get(PAGE).content.decode()
    assert supervisor.post(f"/desk/workflow/{process.pk}/act/", said)["Location"] == f"{PAGE}?which=late"
    page = supervisor.get(PAGE).content.decode()
    assert "已催办" in page
    assert "督办<span" not in page
    away = {**said, "next": "https://example.org/"}
    assert supervisor.post(f"/desk/workflow/{process.pk}/act/", away)["Location"].startswith("/desk/documents/")


def test_it_costs_the_same_for_three_and_for_three_hundred(world: World, supervisor: Client) -> None:
    many(world, 3)
    supervisor.get(PAGE)
    few = queries(supervisor, f"{PAGE}?which=all")
    whole = queries(supervisor, f"{PAGE}export/csv/?which=all")
    many(world, 300, "另一制度", 200_000)
    assert queries(supervisor, f"{PAGE}?which=all") == few <= 10
    assert queries(supervisor, f"{PAGE}export/csv/?which=all") == whole <= 9
