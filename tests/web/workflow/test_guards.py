"""Four eyes, fixed versions, secrecy first, deputies, sending back, urging, assigning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import save
from gongkai.web.disclosure.models import DocumentVersion
from gongkai.web.workflow.actions import begin, perform
from gongkai.web.workflow.actions.perform import Passage
from gongkai.web.workflow.kinds import Version
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.offers import able, offered
from gongkai.web.workflow.panels import panel
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.disclosure.scene import process_of, rules, text, walk
from tests.web.workflow.relations import appoint, person
from tests.web.world import BY, TODAY, World


def everything(world: World, name: str = "all@civil") -> Officer:
    """Somebody who holds every role in `civil`."""
    user = person(name)
    for role in Role:
        appoint(user, world.agencies["civil"], role)
    return Officer(user, today=TODAY)


def stands_in(monkeypatch: pytest.MonkeyPatch, deputy: str, absent: str, world: World) -> Officer:
    """The deputy, with the offices of the absent."""
    users = world.users
    offices = list(Appointment.objects.filter(user=users[absent]).select_related("agency", "user"))
    monkeypatch.setattr(
        Officer, "acting_for", property(lambda self: offices if self.user.pk == users[deputy].pk else [])
    )
    return world.officer(deputy)


def test_nobody_reviews_what_they_wrote(world: World) -> None:
    one = everything(world)
    document = rules(world)
    save(document, text("制度", "<p>由一人改。</p>"), based_on=2, by=one)
    process = process_of(document)
    perform(process, "submit", by=world.officer("handler@civil"))
    for act_ in ("pass", "return"):
        with pytest.raises(Refused, match="起草人不能审核自己起草的内容"):
            perform(process, act_, by=one, comment="x")


def test_nobody_judges_one_version_at_two_steps(world: World) -> None:
    one = everything(world)
    process = walk(rules(world), world, 1)
    perform(process, "pass", by=one)
    with pytest.raises(Refused, match="已在“审核”环节办理过"):
        perform(process, "pass", by=one)
    perform(process, "pass", by=world.officer("secrecy@civil"))
    with pytest.raises(Refused, match="已在“审核”环节办理过"):
        perform(process, "approve", by=one)


def test_the_same_reviewer_sees_it_again_after_it_was_sent_back(world: World) -> None:
    process = walk(rules(world), world, 2)
    perform(process, "return", by=world.officer("secrecy@civil"), comment="再看", to="review")
    process.refresh_from_db()
    assert (process.state, process.returned) == ("review", True)
    perform(process, "pass", by=world.officer("reviewer@civil"))
    assert process_of_state(process) == "secrecy"


def process_of_state(process: Process) -> str:
    process.refresh_from_db()
    return process.state


def test_a_deputy_acts_in_the_place_of_the_absent_and_the_sheet_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = walk(rules(world), world, 1)
    deputy = stands_in(monkeypatch, "approver@civil", "reviewer@civil", world)
    step = perform(process, "pass", by=deputy)
    assert (step.user.username, step.deputy_for.username, step.role) == ("approver@civil", "reviewer@civil", "reviewer")
    event = Event.objects.filter(verb="workflow.acted").latest("number")
    assert event.new["deputy_for"] == world.users["reviewer@civil"].name
    line = panel(process, deputy).lines[-1]
    assert line.step.deputy_for == world.users["reviewer@civil"]


def test_a_deputy_may_not_approve_what_the_deputy_or_the_absent_reviewed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = walk(rules(world), world, 1)
    deputy = stands_in(monkeypatch, "approver@civil", "reviewer@civil", world)
    perform(process, "pass", by=deputy)
    perform(process, "pass", by=world.officer("secrecy@civil"))
    with pytest.raises(Refused, match="审核"):
        perform(process, "approve", by=world.officer("approver@civil"))


def test_a_drafter_does_not_review_as_a_deputy_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    process = walk(rules(world), world, 1)
    deputy = stands_in(monkeypatch, "handler@civil", "reviewer@civil", world)
    with pytest.raises(Refused, match="起草人"):
        perform(process, "pass", by=deputy)


def test_nobody_reviews_in_the_place_of_the_drafter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    appoint(world.users["handler@civil"], world.agencies["civil"], Role.REVIEWER)
    process = walk(rules(world), world, 1)
    deputy = stands_in(monkeypatch, "handler@street", "handler@civil", world)
    with pytest.raises(Refused, match="起草人"):
        perform(process, "pass", by=deputy)


def test_what_changed_behind_the_workflow_is_not_passed(world: World) -> None:
    document = rules(world)
    process = walk(document, world, 1)
    with act(by=BY) as done:
        DocumentVersion.objects.filter(document=document, number=2).update(digest="0" * 64)
        done.note("test.prepared", of=document.thing)
    with pytest.raises(Refused, match="须退回拟稿"):
        perform(process, "pass", by=world.officer("reviewer@civil"))


def test_approval_waits_for_the_secrecy_review_of_this_very_version(world: World) -> None:
    process = walk(rules(world), world, 3)
    assert process.state == "approval"
    with act(by=BY) as done:
        process.steps.filter(origin="secrecy").update(digest="0" * 64)
        done.note("test.prepared", of=process.thing)
    with pytest.raises(Refused, match="《条例》第十七条"):
        perform(process, "approve", by=world.officer("approver@civil"))


def test_a_secrecy_review_that_said_no_in_the_end_is_none(world: World) -> None:
    process = walk(rules(world), world, 3)
    with act(by=BY) as done:
        secrecy = process.steps.get(origin="secrecy")
        secrecy.pk, secrecy.number, secrecy.target = None, 99, "draft"
        secrecy.save()
        done.note("test.prepared", of=process.thing)
    with pytest.raises(Refused, match="保密审查"):
        perform(process, "approve", by=world.officer("approver@civil"))


def test_a_closed_agency_does_nothing(world: World) -> None:
    process = walk(rules(world), world, 1)
    agency = world.agencies["civil"]
    with act(by=BY) as done:
        agency.closed = TODAY
        agency.save()
        done.note("agency.closed", of=agency.thing, agency=agency.holder)
    with pytest.raises(Refused, match="已撤销"):
        perform(process, "pass", by=world.officer("reviewer@civil"))


def test_sending_back_wants_a_reason(world: World) -> None:
    process = walk(rules(world), world, 1)
    with pytest.raises(Refused, match="须写明意见或理由"):
        perform(process, "return", by=world.officer("reviewer@civil"), comment="  ")
    step = perform(
        process, "return", by=world.officer("reviewer@civil"), comment="改第一段", passages=[Passage("先审查")]
    )
    assert (step.target, step.passages) == ("draft", [{"quoted": "先审查", "said": ""}])


def test_it_is_sent_back_to_earlier_steps_only(world: World) -> None:
    process = walk(rules(world), world, 2)
    for to in ("approval", "secrecy", "second_review", "nowhere"):
        with pytest.raises(Refused, match="不能退回"):
            perform(process, "return", by=world.officer("secrecy@civil"), comment="x", to=to)


def test_the_drafter_takes_it_back_and_nobody_else(world: World) -> None:
    process = walk(rules(world), world, 2)
    with pytest.raises(Refused, match="只有起草人"):
        perform(process, "withdraw", by=world.officer("disclosure@civil"))
    perform(process, "withdraw", by=world.officer("handler@civil"))
    assert process_of_state(process) == "draft"
    assert process.returned is False


def test_urging_is_noted_and_not_repeated_within_a_day(world: World) -> None:
    process = walk(rules(world), world, 1)
    perform(process, "urge", by=world.officer("supervisor@district"))
    process.refresh_from_db()
    assert process.urged is not None
    with pytest.raises(Refused, match="已经催办过"):
        perform(process, "urge", by=world.officer("handler@civil"))
    with act(by=BY) as done:
        Process.objects.filter(pk=process.pk).update(urged=timezone.now() - timedelta(days=2))
        done.note("test.prepared", of=process.thing)
    perform(process, "urge", by=world.officer("handler@civil"))
    perform(process, "pass", by=world.officer("reviewer@civil"))
    process.refresh_from_db()
    assert process.urged is None


def test_what_is_assigned_is_done_by_the_assignee(world: World) -> None:
    second = person("second@civil")
    appoint(second, world.agencies["civil"], Role.REVIEWER)
    process = walk(rules(world), world, 1)
    perform(process, "assign", by=world.officer("disclosure@civil"), assignee=second)
    with pytest.raises(Refused, match="已指派给"):
        perform(process, "pass", by=world.officer("reviewer@civil"))
    perform(process, "pass", by=Officer(second, today=TODAY))
    process.refresh_from_db()
    assert process.assignee is None


def test_it_is_assigned_to_such_as_could_do_it_only(world: World) -> None:
    process = walk(rules(world), world, 1)
    for name in ("handler@civil", "reviewer@neighbour-civil", "approver@civil"):
        with pytest.raises(Refused, match="不能办理本环节"):
            perform(process, "assign", by=world.officer("disclosure@civil"), assignee=world.users[name])
    with pytest.raises(Refused, match="须指明由谁办理"):
        perform(process, "assign", by=world.officer("disclosure@civil"))
    with pytest.raises(Refused, match="须指明由谁办理"):
        perform(process, "pass", by=world.officer("reviewer@civil"), assignee=world.users["reviewer@civil"])


def test_what_was_decided_on_something_else_is_stale(world: World) -> None:
    process = walk(rules(world), world, 1)
    seen = process.version
    perform(process, "urge", by=world.officer("handler@civil"))
    with pytest.raises(Stale, match="已有他人办理过"):
        perform(process, "pass", by=world.officer("reviewer@civil"), version=seen)


def test_where_nobody_can_do_a_step_the_missing_roles_are_named(world: World) -> None:
    document = rules(world, by="handler@street")
    process = process_of(document)
    perform(process, "submit", by=world.officer("handler@street"))
    process.refresh_from_db()
    assert able(process, TODAY) == []
    assert panel(process, world.officer("handler@street")).missing == ["审核"]
    answer = world.client("handler@street").get(f"/desk/documents/{document.pk}/")
    assert "目前没有人能办理这一环节" in answer.content.decode()


def test_a_lone_officer_of_all_roles_is_nobody_for_the_second_step(world: World) -> None:
    process = walk(rules(world), world, 1)
    with act(by=BY) as done:
        Appointment.objects.filter(role__in=[Role.SECRECY, Role.APPROVER]).update(until=date(2026, 1, 1))
        done.note("test.prepared", of=process.thing)
    one = everything(world)
    perform(process, "pass", by=one)
    process.refresh_from_db()
    assert able(process, TODAY) == []
    assert panel(process, one).missing == ["保密审查"]
    assert panel(process, one).four_eyes


def test_the_writer_may_publish_what_others_approved(world: World) -> None:
    process = walk(rules(world), world, 4)
    assert process.state == "approved"
    assert not panel(process, world.officer("handler@civil")).four_eyes


def test_reasons_are_given_for_what_is_not_offered(world: World) -> None:
    process = walk(rules(world), world, 1)
    offers = {offer.act.id: offer for offer in offered(process, world.officer("handler@civil"))}
    assert offers["withdraw"].allowed
    assert offers["pass"].reasons == ("须由“示范区民政局（演示）”的审核办理。",)


def test_one_thing_has_one_process_under_way(world: World) -> None:
    document = rules(world)
    with pytest.raises(Refused, match="已在办理之中"):
        begin(
            document,
            kind="rules",
            agency=world.agencies["civil"],
            version=Version(2, "0" * 64),
            by=world.officer("handler@civil"),
        )


def test_a_lead_office_urges_and_does_nothing_else(world: World) -> None:
    process = walk(rules(world), world, 1)
    lead = world.officer("supervisor@district")
    assert [offer.act.id for offer in offered(process, lead) if offer.allowed] == ["urge"]
    with pytest.raises(NotPermitted):
        perform(process, "return", by=lead, comment="x")


def test_each_step_has_its_term_in_working_days(world: World) -> None:
    process = walk(rules(world), world, 1)
    assert process.due == date(2026, 3, 5)  # Monday 2026-03-02 and three working days


def test_nobody_is_asked_to_assign_where_nobody_can_be_chosen(world: World) -> None:
    process = walk(rules(world), world, 1)
    by = world.officer("disclosure@civil")
    assert "assign" in [offer.act.id for offer in panel(process, by).allowed]
    with act(by=BY) as done:
        Appointment.objects.filter(agency=process.agency, role="reviewer").update(until=TODAY)
        done.note("test.prepared", of=process.thing)
    assert "assign" not in [offer.act.id for offer in panel(process, by).allowed]
