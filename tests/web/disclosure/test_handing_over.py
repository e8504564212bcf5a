"""An agency ceases to be while something is under way there: others go on with it, or it stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.agencies.refusals import LeftOpen
from gongkai.web.audit.models import Event
from gongkai.web.audit.verifying import verify
from gongkai.web.disclosure.actions import save
from gongkai.web.disclosure.models import Document
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.inbox import inbox
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import ClosedAgency, Refused
from tests.web.disclosure.scene import STEPS, guide, process_of, reachable, rules, text, walk
from tests.web.workflow.relations import appoint, person
from tests.web.world import TODAY, World


@pytest.fixture
def heirs(world: World) -> World:
    """The office of the district has an officer of each role."""
    for role in ("handler", "reviewer", "secrecy", "approver", "disclosure"):
        user = person(f"heir-{role}")
        appoint(user, world.agencies["office"], Role(role))
        world.users[f"{role}@office"] = user
    return world


def merge(world: World, *, day: date = TODAY) -> None:
    agency = Agency.objects.get(slug="civil")
    actions.merge(
        {agency: agency.version}, into=world.agencies["office"], day=day, by=world.officer("administrator@district")
    )


def public(document: Document) -> str:
    return reverse("portal:document", args=["civil", document.pk])


def boxes(world: World, name: str) -> set[str]:
    return {item.process.title for item in inbox(world.officer(name)).items}


def test_the_heir_s_officers_go_on_with_what_is_open(heirs: World) -> None:
    document = rules(heirs)
    walk(document, heirs, 2)
    merge(heirs)
    assert document.title in boxes(heirs, "secrecy@office")
    assert document.title not in boxes(heirs, "handler@office")
    for act, name in STEPS[2:]:
        perform(process_of(document), act, by=heirs.officer(name.replace("@civil", "@office")))
    document.refresh_from_db()
    assert (document.agency.slug, document.level) == ("office", "public")
    steps = [step.act for step in process_of(document).steps.order_by("number")]
    assert steps == ["submit", "pass", "hand_over", "pass", "approve", "publish"]
    assert process_of(document).steps.get(act="hand_over").role == Role.ADMINISTRATOR
    event = Event.objects.get(verb="workflow.handed_over")
    assert (event.agency_name, event.old["agency"]) == (heirs.agencies["office"].name, heirs.agencies["civil"].name)
    assert list(verify()) == []


def test_a_draft_is_in_the_heir_s_inbox_and_may_be_given_up(heirs: World) -> None:
    document = rules(heirs)
    merge(heirs)
    assert document.title in boxes(heirs, "handler@office")
    save(
        Document.objects.get(pk=document.pk),
        text("新制度", "<p>接着写</p>"),
        based_on=2,
        by=heirs.officer("handler@office"),
    )
    page = heirs.client("handler@office").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "由“示范区民政局（演示）”转来" in page
    perform(process_of(document), "abandon", by=heirs.officer("handler@office"), comment="不再需要")
    assert Process.objects.running().count() == 0


def test_four_eyes_stay_four_over_a_handing_over(heirs: World) -> None:
    document = rules(heirs)
    walk(document, heirs, 1)
    appoint(heirs.users["handler@civil"], heirs.agencies["office"], Role.REVIEWER)
    merge(heirs)
    with pytest.raises(Refused):
        perform(process_of(document), "pass", by=heirs.officer("handler@civil"))


def test_what_was_published_stays_where_it_was_and_the_heir_may_retract_it(heirs: World) -> None:
    document = rules(heirs)
    walk(document, heirs)
    merge(heirs)
    document.refresh_from_db()
    assert document.agency.slug == "civil"
    assert heirs.client().get(public(document)).status_code == 200
    assert list(Document.objects.visible_to(PUBLIC)) == [document]
    office = heirs.officer("disclosure@office")
    assert heirs.client("disclosure@office").get(f"/desk/documents/{document.pk}/").status_code == 200
    with pytest.raises(ClosedAgency):
        save(document, text("新", "<p>新</p>"), based_on=2, by=office)
    perform(process_of(document), "retract", by=office, comment="机构改革")
    document.refresh_from_db()
    assert document.level == "internal"


def test_a_revision_of_what_is_published_goes_on_in_its_place(heirs: World) -> None:
    document = rules(heirs)
    walk(document, heirs)
    save(document, text("修订", "<p>修订中</p>"), based_on=2, by=heirs.officer("handler@civil"))
    merge(heirs)
    document.refresh_from_db()
    assert document.agency.slug == "civil"
    assert process_of(document).agency.slug == "office"
    save(document, text("修订", "<p>修订完</p>"), based_on=3, by=heirs.officer("handler@office"))
    for act, name in STEPS:
        perform(process_of(document), act, by=heirs.officer(name.replace("@civil", "@office")))
    assert "修订完" in heirs.client().get(public(document)).content.decode()


def test_a_second_guide_is_not_sent_on(heirs: World) -> None:
    reachable(heirs.agencies["office"])
    guide(heirs, by="handler@office")
    theirs = guide(heirs)
    merge(heirs)
    theirs.refresh_from_db()
    assert theirs.agency.slug == "civil"
    handler = heirs.officer("handler@office")
    with pytest.raises(Refused, match="不再发布"):
        perform(process_of(theirs), "submit", by=handler)
    perform(process_of(theirs), "abandon", by=handler, comment="机关已撤销")


def test_closing_is_refused_while_something_is_open_and_names_it(heirs: World) -> None:
    document = rules(heirs)
    by, civil = heirs.officer("administrator@district"), heirs.agencies["civil"]
    welfare = heirs.agencies["welfare"]
    actions.close(welfare, day=TODAY, version=1, by=by)
    with pytest.raises(LeftOpen, match=document.title):
        actions.close(civil, day=TODAY, version=1, by=by)
    client = heirs.client("administrator@district")
    form = {"version": 1, "day": TODAY.isoformat()}
    assert document.title in client.post("/desk/agencies/civil/close/", form).content.decode()
    assert client.post("/desk/agencies/civil/close/", {**form, "heir": "office"}).status_code == 302
    civil.refresh_from_db()
    assert (civil.heir, civil.merged_into) == (heirs.agencies["office"], None)
    assert document.title in boxes(heirs, "handler@office")


def test_an_heir_s_heir_answers_for_all_and_a_reopened_agency_for_itself(heirs: World) -> None:
    by = heirs.officer("administrator@district")
    civil, office, street = (heirs.agencies[slug] for slug in ("civil", "office", "street"))
    merge(heirs, day=TODAY - timedelta(days=1))
    actions.merge({office: office.version}, into=street, day=TODAY, by=by)
    civil.refresh_from_db()
    assert civil.heir == street
    assert heirs.officer("approver@street").may(Permission.APPROVE, civil)
    assert not heirs.officer("approver@civil").may(Permission.APPROVE, civil)
    assert civil in heirs.officer("administrator@street").where(Permission.MANAGE_OFFICERS)
    office.refresh_from_db()
    actions.reopen(office, reason="登记错了", version=office.version, by=by)
    civil.refresh_from_db()
    office.refresh_from_db()
    assert (civil.heir, office.heir) == (office, None)
    assert not heirs.officer("approver@street").may(Permission.APPROVE, civil)
