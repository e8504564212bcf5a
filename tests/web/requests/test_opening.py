"""What one was given is opened to all: drafted and bound in one transaction, with nothing of who asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.law.clock import Fact
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.models import Event
from gongkai.web.desk.opening.actions import open_to_all
from gongkai.web.disclosure.models import Document, DocumentVersion
from gongkai.web.requests.models import Case, Opening
from gongkai.web.requests.opening.reading import asked_by_others
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.requests.scene import ID, WHO, asked, done, received
from tests.web.world import World

pytestmark = pytest.mark.django_db
TITLE = "2025年度养老服务补贴发放情况（演示）"


def answered(world: World, outcome: str = "granted", **said: Any) -> Case:
    case = received(world, arrived=date(2026, 1, 5), **said).case
    day = date(2026, 1, 20)
    done(world, case, Fact("answered", day, outcome=outcome), Fact("served", day, way="post"))
    return again(case)


def again(case: Case) -> Case:
    found: Case = Case.objects.select_related("agency", "told", "applicant").get(pk=case.pk)
    return found


def opened(world: World, case: Case, by: str = "handler@civil", **said: Any) -> Opening:
    facts = {"kind": "other", "title": TITLE, "suggested": False, "version": case.version}
    return open_to_all(case, **(facts | said), by=world.officer(by))


@pytest.mark.parametrize("outcome", ["granted", "partly_granted"])
def test_a_draft_is_begun_that_waits_for_review(world: World, outcome: str) -> None:
    row = opened(world, answered(world, outcome), suggested=True)
    assert (row.suggested, row.document.title, row.document.agency) == (True, TITLE, world.agencies["civil"])
    assert Process.objects.running().filter(kind="other", object_id=row.document.pk).exists()
    assert not Document.objects.visible_to(PUBLIC).filter(pk=row.document.pk).exists()


def test_nothing_of_who_asked_moves_over(world: World) -> None:
    case = answered(world)
    version = DocumentVersion.objects.get(document=opened(world, case).document)
    text = repr({field.name: getattr(version, field.name) for field in DocumentVersion._meta.concrete_fields})
    assert TITLE in text
    for said in (WHO["name"], ID, WHO["phone"], WHO["address"], case.number, case.content):
        assert said not in text


@pytest.mark.parametrize("said", [WHO["name"], ID.lower(), WHO["phone"], "示范市示范区 演示路1号"])
def test_a_title_that_tells_of_the_applicant_is_refused(world: World, said: str) -> None:
    case = answered(world)
    with pytest.raises(Refused, match="申请人的个人信息"):
        opened(world, case, title=f"关于{said}的答复")
    assert not Document.objects.filter(agency=case.agency, kind="other").exists()


def test_what_was_refused_is_not_opened(world: World) -> None:
    for case in (answered(world, "refused_third_party"), again(received(world).case)):
        with pytest.raises(Refused, match="第四十四条"):
            opened(world, case)


def test_it_is_all_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = answered(world)
    before = Document.objects.count(), Process.objects.count(), Event.objects.count()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("演示")

    for place in (
        "requests.opening.actions.Opening.objects.create",
        "requests.opening.actions.saved",
        "desk.opening.actions.draft",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"gongkai.web.{place}", broken)
            with pytest.raises(RuntimeError):
                opened(world, case)
        assert (Document.objects.count(), Process.objects.count(), Event.objects.count()) == before
        assert not Opening.objects.exists()
        assert again(case).version == case.version


def test_who_may_and_what_was_looked_at(world: World) -> None:
    case = answered(world)
    for who in ("reviewer@civil", "approver@civil", "supervisor@district"):
        with pytest.raises(NotPermitted):
            opened(world, case, by=who)
    opened(world, case)
    with pytest.raises(Stale):
        opened(world, case)


def test_others_who_asked_for_the_same_are_counted_once_each(world: World) -> None:
    case = answered(world)
    assert asked_by_others(case) == 0
    received(world)  # the same applicant
    other = {"who": WHO | {"identity_number": "110101199003070011"}}
    received(world, **other)
    received(world, **other)
    received(world, **(other | {"content": "别的（演示）"}))
    assert asked_by_others(case) == 1


def test_the_page_offers_it_and_shows_what_came_of_it(world: World) -> None:
    case = answered(world)
    client = world.client("handler@civil")
    page = client.get(f"/desk/requests/{case.pk}/")
    assert f"/desk/open-to-all/{case.pk}/" in page.text
    said = {"kind": "other", "title": TITLE, "version": case.version}
    answer = client.post(f"/desk/open-to-all/{case.pk}/", said)
    row = Opening.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/documents/{row.document.pk}/edit/")
    assert TITLE in client.get(f"/desk/requests/{case.pk}/").text
    wrong = client.post(f"/desk/open-to-all/{case.pk}/", said | {"title": f"答{asked().who['name']}", "version": 9})
    assert wrong.status_code in (409, 422)


def test_a_reviewer_is_not_told_of_other_applicants(world: World) -> None:
    case = answered(world)
    received(world, who=WHO | {"identity_number": "110101199003070011"})
    assert "名申请人向本机关申请了相同的内容" in world.client("handler@civil").get(f"/desk/requests/{case.pk}/").text
    page = world.client("reviewer@civil").get(f"/desk/requests/{case.pk}/").text
    assert "名申请人向本机关申请了相同的内容" not in page
