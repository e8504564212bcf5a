"""Third parties and other organs: what they say is recorded, and what follows is shown with its article and letters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from gongkai.law.clock import Fact
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.requests.actions import strike
from gongkai.web.requests.consulting.actions import record_opinion
from gongkai.web.requests.consulting.guide import OVERRIDE, PARTLY, PUBLISH, REFUSE, asked
from gongkai.web.requests.models import Case, Opinion, Told, View
from gongkai.web.requests.standing import clock_of
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import done, received
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
PARTY = "演示乙公司"
REASONS = "名册第三列是本公司的成本（演示）"


def consulted(world: World, role: str = "third_party", *more: Fact) -> Case:
    case = received(world).case
    done(
        world,
        case,
        Fact("consulted", date(2026, 2, 4), party=PARTY, role=role),
        Fact("consultation_received", date(2026, 2, 5), party=PARTY),
        *more,
    )
    return Case.objects.get(pk=case.pk)


def said(world: World, case: Case, view: View, **more: Any) -> Opinion:
    words = {"party": PARTY, "reasons": REASONS, "on": date(2026, 2, 10)} | more
    return record_opinion(case, view=view, by=world.officer("handler@civil"), **words)


def next_steps(case: Case, day: date = TODAY) -> list[list[str]]:
    (row,) = asked(case, clock_of(Case.objects.get(pk=case.pk), day))
    return [[kind for kind, _name in step.letters] for step in row.steps]


def test_while_it_is_awaited_the_day_is_told(world: World) -> None:
    case = consulted(world)
    (row,) = asked(case, clock_of(case, date(2026, 2, 6)))
    assert row.row.by == date(2026, 3, 4)
    assert "2026年3月4日" in row.steps[0].text
    assert row.steps[0].article == "《条例》第三十二条"


@pytest.mark.parametrize(
    ("view", "letters"),
    [
        (View.AGREES, [[PUBLISH, PARTLY]]),
        (View.OBJECTS, [[REFUSE, PARTLY], [OVERRIDE]]),
        (View.PARTLY, [[REFUSE, PARTLY], [OVERRIDE]]),
    ],
)
def test_what_a_third_party_said_leads_on(world: World, view: View, letters: list[list[str]]) -> None:
    case = consulted(world)
    opinion = said(world, case, view)
    assert opinion.fact.fact.objects is (view != View.AGREES)
    assert next_steps(case) == letters
    assert Told.objects.get(case=case).stage == "running", "the clock goes on"


def test_told_that_it_is_published_all_the_same(world: World) -> None:
    case = consulted(world)
    said(world, case, View.OBJECTS)
    done(world, case, Fact("override_noticed", date(2026, 2, 11), party=PARTY))
    assert next_steps(case) == [[PUBLISH, PARTLY]]


@pytest.mark.parametrize(
    ("role", "words"), [("third_party", "由本机关依照"), ("joint_maker", "视为同意公开"), ("other_organ", "期限已过")]
)
def test_silence_means_another_thing_for_each(world: World, role: str, words: str) -> None:
    (row,) = asked(case := consulted(world, role), clock_of(case, date(2026, 3, 9)))
    assert row.row.silent
    assert words in row.steps[0].text


def test_who_objects_to_a_part_says_to_which(world: World) -> None:
    case = consulted(world)
    with pytest.raises(Refused, match="哪一部分"):
        said(world, case, View.PARTLY, reasons=" ")
    with pytest.raises(Refused, match="没有征求过"):
        said(world, case, View.AGREES, party="演示丙公司")
    with pytest.raises(NotPermitted):
        record_opinion(case, party=PARTY, view=View.AGREES, reasons="", on=TODAY, by=world.officer("reviewer@civil"))
    assert not Opinion.objects.exists()


def test_reasons_are_encrypted_and_read_by_who_needs_them(world: World) -> None:
    case = consulted(world)
    said(world, case, View.OBJECTS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reasons FROM requests_opinion")
        assert REASONS not in str(cursor.fetchall())
    page = f"/desk/requests/{case.pk}/"
    assert REASONS in world.client("handler@civil").get(page).content.decode()
    hidden = world.client("reviewer@civil").get(page).content.decode()
    assert "不同意公开" in hidden
    assert REASONS not in hidden
    assert PARTY not in hidden


def test_an_opinion_struck_out_is_awaited_again(world: World) -> None:
    case = consulted(world)
    opinion = said(world, case, View.OBJECTS)
    strike(opinion.fact, reason="登记到了别的申请上", by=world.officer("disclosure@civil"))
    (row,) = asked(case, clock_of(Case.objects.get(pk=case.pk), date(2026, 2, 12)))
    assert (row.opinion, row.row.replied) == (None, False)


def test_the_form_records_it_and_the_letter_names_the_party(world: World) -> None:
    case, client = consulted(world), world.client("handler@civil")
    page = f"/desk/requests/{case.pk}/"
    wrong = client.post(f"{page}opinion/", {"party": PARTY, "on": "2026-02-10"}, follow=True)
    assert "选择对方的意见" in wrong.content.decode()
    body = {"party": PARTY, "on": "2026-02-10", "view": "objects", "reasons": REASONS}
    shown = client.post(f"{page}opinion/", body, follow=True).content.decode()
    assert "公共利益造成重大影响" in shown
    done(world, case, Fact("consulted", date(2026, 2, 11), party="演示丙公司", role="third_party"))
    for place, name in (("1", PARTY), ("2", "演示丙公司"), ("9", "演示丙公司")):
        letter = client.get(f"{page}letters/publication_notice/?consulted={place}").context["form"]
        assert letter["third_party"].value() == name
