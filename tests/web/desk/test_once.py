"""Forms that found something: a double click founds one, and whoever means two gets two."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.web.accounts.models import Submission, User
from gongkai.web.agencies.models import Absence, Agency, Appointment
from gongkai.web.audit.models import Event
from gongkai.web.audit.verifying import verify
from gongkai.web.disclosure.models import Document
from gongkai.web.workflow.models import Chain
from tests.web.copies import Committed
from tests.web.world import World, build

TOKEN = {"csrfmiddlewaretoken": "of-one-page"}
NEW = "/desk/documents/new/"


def rules(world: World, **more: str) -> dict[str, object]:
    return {
        "agency": world.agencies["civil"].pk,
        "kind": "rules",
        "title": "保密审查制度",
        "attribute": "active",
        **TOKEN,
        **more,
    }


def today() -> str:
    return timezone.localdate().isoformat()


#: Each founding form: who sends what where, and rows of what it makes.
FORMS: dict[str, tuple[str, Callable[[World], str], Callable[[World], dict[str, object]], type[models.Model]]] = {
    "rules": ("handler@civil", lambda world: NEW, rules, Document),
    "agency": (
        "administrator@district",
        lambda world: "/desk/agencies/new/",
        lambda world: {"superior": "district", "name": "示范区审计局（演示）", "kind": "department", "tier": "county"},
        Agency,
    ),
    "officer": (
        "administrator@district",
        lambda world: "/desk/officers/new/",
        lambda world: {
            "username": "new",
            "name": "新人（演示）",
            "agency": "civil",
            "role": "handler",
            "since": today(),
        },
        User,
    ),
    "office": (
        "administrator@district",
        lambda world: f"/desk/officers/{world.users['handler@civil'].pk}/appoint/",
        lambda world: {"agency": "civil", "role": "reviewer", "since": today()},
        Appointment,
    ),
    "absence": (
        "handler@civil",
        lambda world: "/desk/officers/absences/",
        lambda world: {"deputy": world.users["reviewer@civil"].pk, "since": today(), "until": "2099-01-01"},
        Absence,
    ),
    "absence of another": (
        "administrator@district",
        lambda world: f"/desk/officers/{world.users['handler@civil'].pk}/absences/",
        lambda world: {"deputy": world.users["reviewer@civil"].pk, "since": today(), "until": "2099-01-01"},
        Absence,
    ),
    "chain": (
        "disclosure@civil",
        lambda world: f"/desk/workflow/chains/{world.agencies['civil'].pk}/rules/",
        lambda world: {"set": "1", "steps": ["review"], "since": today()},
        Chain,
    ),
}


def twice_at_once(client: Client, page: str, form: dict[str, object]) -> list[HttpResponse]:
    """One form from two clicks that come together."""
    begin, answers = threading.Barrier(2), []

    def click() -> None:
        one = Client()
        one.cookies = client.cookies
        begin.wait()
        try:
            answers.append(one.post(page, form))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("name", FORMS)
def test_a_double_click_founds_one(name: str, committed: Committed) -> None:
    world = build()
    who, page, form, made = FORMS[name]
    before = made._default_manager.count()
    answers = twice_at_once(world.client(who), page(world), {**form(world), **TOKEN})
    assert made._default_manager.count() == before + 1
    places = {answer.get("Location") for answer in answers if answer.status_code == 302}
    assert len(places) == 1
    assert len(answers) == 2
    assert Submission.objects.get().url in places
    assert list(verify()) == []


def test_who_means_two_gets_two(world: World) -> None:
    client = world.client("handler@civil")
    first = client.post(NEW, rules(world))["Location"]
    again = client.post(NEW, rules(world), follow=True)
    assert again.redirect_chain[0][0] == first
    assert "已经提交过" in again.content.decode()
    assert client.post(NEW, rules(world, title="公开制度"))["Location"] != first
    assert client.post(NEW, rules(world, csrfmiddlewaretoken="of-another-page"))["Location"] != first
    assert Document.objects.count() == 3


def test_a_form_that_was_refused_may_be_sent_again(world: World) -> None:
    client = world.client("handler@civil")
    guide = rules(world, kind="guide")
    client.post(NEW, guide)
    events = Event.objects.count()
    refused = client.post(NEW, {**guide, "title": "又一个"})
    assert "已有“政府信息公开指南”" in refused.content.decode()
    assert (Submission.objects.count(), Event.objects.count()) == (1, events)
    assert "已有“政府信息公开指南”" in client.post(NEW, {**guide, "title": "又一个"}).content.decode()


def test_the_same_words_of_another_officer_are_another_form(world: World) -> None:
    world.client("handler@civil").post(NEW, rules(world))
    world.client("disclosure@civil").post(NEW, rules(world))
    assert Document.objects.count() == 2
