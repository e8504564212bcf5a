"""Notes on a request: for those who need to know who asks, kept as they were written."""

from __future__ import annotations

import pytest
from django.db import connection

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.models import Event
from gongkai.web.requests.models import Case, CaseNote
from gongkai.web.requests.noting.actions import note
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import received
from tests.web.world import World

pytestmark = pytest.mark.django_db
WORDS = "李演示来电，问到哪一步了（演示）"


def test_a_note_is_read_by_who_works_on_it_and_nobody_else(world: World) -> None:
    case, clerk = received(world).case, world.client("handler@civil")
    version = Case.objects.get(pk=case.pk).version
    clerk.post(f"/desk/requests/{case.pk}/note/", {"text": WORDS})
    clerk.post(f"/desk/requests/{case.pk}/note/", {"text": "  "})
    assert CaseNote.objects.get().text == WORDS
    for name, reads in (("handler@civil", True), ("approver@civil", True), ("reviewer@civil", False),
                        ("supervisor@district", False)):  # fmt: skip
        assert (WORDS in world.client(name).get(f"/desk/requests/{case.pk}/").content.decode()) is reads, name
    assert Case.objects.get(pk=case.pk).version == version, "nobody's open form is made old by it"
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM requests_casenote")
        assert "演示" not in str(cursor.fetchall())
    assert all(WORDS not in str(vars(event)) for event in Event.objects.all())


def test_who_may_not_and_what_is_too_much(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = received(world).case
    with pytest.raises(NotPermitted):
        note(case, WORDS, by=world.officer("reviewer@civil"))
    monkeypatch.setattr("gongkai.web.requests.noting.actions.MOST", 1)
    note(case, WORDS, by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="最多有1条"):
        note(case, WORDS, by=world.officer("handler@civil"))
