"""The desk's search: everything that an officer may see, and nothing else."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.accounts import sessions
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.search.entries import Found, put_all
from gongkai.web.visibility import Level
from tests.web.disclosure.scene import rules, walk
from tests.web.world import World

SAMPLE = Path(__file__).parents[3] / "samples" / "bureau-2020.docx"


def page(client: Client, words: str, more: str = "") -> str:
    answer = client.get(f"/desk/search/?q={words}{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_finds_drafts_of_the_own_agency_only(world: World) -> None:
    document = rules(world, "演示草稿")
    link = f'<a href="/desk/documents/{document.pk}/">'
    for name in ("handler@civil", "secrecy@civil", "supervisor@district"):
        assert link in page(world.client(name), "先审查"), name
    for name in ("handler@street", "handler@neighbour-civil", "administrator@district", "supervisor@neighbour"):
        assert link not in page(world.client(name), "先审查"), name
        assert "演示草稿" not in page(world.client(name), "先审查"), name
    assert link in page(world.client("handler@civil"), "先审查", "&kind=draft")
    assert link not in page(world.client("handler@civil"), "先审查", "&kind=rules")


def test_hits_lead_to_the_desk_where_one_works_and_to_the_portal_elsewhere(world: World) -> None:
    document, officer = rules(world), world.officer("disclosure@civil")
    walk(document, world)
    report = import_report(world.agencies["civil"], data=SAMPLE.read_bytes(), name=SAMPLE.name, by=officer)
    report = publish_report(report, by=officer)
    inside, outside = world.client("handler@civil"), world.client("handler@neighbour-civil")
    for words, desk, portal in (
        ("先审查", f"/desk/documents/{document.pk}/", f"/a/civil/documents/{document.pk}/"),
        ("护林员", f"/desk/annual/{report.pk}/", "/a/civil/reports/2020/"),
    ):
        assert f'<a href="{desk}">' in page(inside, words)
        assert f'<a href="{portal}">' in page(outside, words)
        assert (inside.get(desk).status_code, outside.get(desk).status_code) == (200, 404)


def test_agencies_are_found_by_everybody_and_officers_by_who_manages_them(world: World) -> None:
    person = world.users["handler@civil"]
    link = f'<a href="/desk/officers/{person.pk}/">'
    assert '<a href="/desk/agencies/civil/">' in page(world.client("handler@street"), "民政局")
    assert link in page(world.client("administrator@district"), "handler@civil")
    assert link not in page(world.client("administrator@street"), "handler@civil")
    assert link not in page(world.client("administrator@neighbour"), "handler@civil")
    assert link not in page(world.client("handler@civil"), "handler@civil")


def test_a_session_without_its_second_factor_finds_nothing(world: World) -> None:
    rules(world, "演示草稿")
    client = Client()
    client.force_login(world.users["secrecy@civil"], backend="gongkai.web.accounts.backends.Backend")
    session = client.session
    sessions.begin(session, now=time.time())
    session.save()
    answer = client.get("/desk/search/?q=先审查")
    assert answer.status_code == 302
    assert "演示草稿".encode() not in answer.content


def test_a_page_costs_the_same_with_three_and_three_hundred_hits(world: World) -> None:
    client, costs = world.client("supervisor@district"), []
    for many in (3, 300):
        with transaction.atomic():
            put_all(
                Found(
                    kind="draft", id=number, agency_id=world.agencies["civil"].pk, level=Level.INTERNAL,
                    title=f"低保名单{number}（演示）", text="低保", url="/desk/", date=date(2026, 1, 1),
                )
                for number in range(many)
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            text = page(client, "低保")
        costs.append(len(queries))
        assert f"含有“低保”的信息：{many}条" in text
    assert costs[0] == costs[1]
