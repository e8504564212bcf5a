"""The archive: filed, kept for a term, held back; then erased by two officers."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web import clock
from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.acts import act
from gongkai.web.files.intake import hold
from gongkai.web.requests.actions import strike
from gongkai.web.requests.archiving import actions, erasing
from gongkai.web.requests.archiving.reading import expired, filable
from gongkai.web.requests.archiving.schedule import schedule, terms_of
from gongkai.web.requests.correcting.actions import draft, send, sign
from gongkai.web.requests.material.actions import add
from gongkai.web.requests.models import (
    Bond,
    Case,
    Correction,
    CorrectionResult,
    Erasure,
    Origin,
    Result,
    Retained,
)
from gongkai.web.requests.reading import by_code
from gongkai.web.requests.relating.actions import bind
from gongkai.web.requests.remedies.actions import conclude
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import (
    ANSWERED,
    LATER,
    archived,
    done,
    erased_by_two,
    filed,
    proposed,
    received,
    remedied,
    set_up,
    wanted,
)
from tests.web.world import BY, SINCE, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def test_two_officers_erase_and_what_is_erased_is_closed_to_all(world: World) -> None:
    found = received(world)
    case = found.case
    done(world, case, *ANSWERED)
    archived(world, case)
    lead, chief = (world.officer(f"{role}@civil", today=LATER) for role in ("disclosure", "approver"))
    row = erasing.propose(case.agency, [f"case-{case.pk}"], by=lead)
    with pytest.raises(Refused, match="待批准"):
        erasing.propose(case.agency, [f"case-{case.pk}"], by=lead)
    with pytest.raises(NotPermitted):
        erasing.approve(row, by=lead)
    with act(by=BY) as note:
        Appointment.objects.create(user=lead.user, agency=case.agency, role="approver", since=SINCE)
        note.note("test.prepared", of=case.thing)
    with pytest.raises(Refused, match="两人"):
        erasing.approve(row, by=world.officer("disclosure@civil", today=LATER))
    erasing.approve(row, by=chief)
    with pytest.raises(Refused, match="已经办结"):
        erasing.refuse(row, reason="演示", by=chief)
    assert by_code(case.number, found.code) is None
    with pytest.raises(Refused, match="已经清除"):
        remedied(world, Case.objects.get())
    page = world.client("disclosure@civil").get(f"/desk/requests/{case.pk}/").content.decode()
    assert "已清除" in page
    assert "李演示" not in page
    certificate = world.client("supervisor@district").get(f"/desk/requests/erasures/{row.pk}/").content.decode()
    assert all(said in certificate for said in ("清除证明", row.digest, case.number, lead.user.name, chief.user.name))


def test_an_approver_may_refuse_and_then_it_can_be_proposed_anew(world: World) -> None:
    row = proposed(world)
    erasing.refuse(row, reason="还要检查（演示）", by=world.officer("approver@civil", today=LATER))
    lead = world.officer("disclosure@civil", today=LATER)
    assert erasing.propose(row.agency, [f"case-{row.lines.get().case_id}"], by=lead).state == "proposed"
    assert Case.objects.get().erased is None


def test_what_is_pending_held_back_or_taken_out_is_not_erased(world: World) -> None:
    row = proposed(world)
    case, lead = Case.objects.select_related("agency", "told").get(), world.officer("disclosure@civil")
    chief = world.officer("approver@civil", today=LATER)
    actions.hold(case, reason="审计要用（演示）", by=lead)
    with pytest.raises(Refused, match=case.number):
        erasing.approve(row, by=chief)
    actions.lift(case, by=lead)
    remedy = remedied(world, case)
    case.refresh_from_db()
    assert case.archived is None, "a remedy takes it out of the archive"
    with pytest.raises(Refused, match=case.number):
        erasing.approve(row, by=chief)
    assert not filable(case.agency, LATER).exists()
    conclude(
        remedy, {"result": Result.UPHELD, "concluded": TODAY, "decision": "", "anew": False, "until": None}, version=1,
        by=lead,
    )  # fmt: skip
    archived(world, case)
    terms = schedule().terms
    assert not expired(case.agency, date(2026 + terms[Retained.REMEDIED].years, 12, 31), listed=True)
    (one,) = expired(case.agency, date(2027 + terms[Retained.REMEDIED].years, 1, 1), listed=True)
    assert (one.term.kind, one.ended) == (Retained.REMEDIED, TODAY)


def test_a_term_is_of_whole_years_and_an_agency_may_set_another(world: World) -> None:
    case = filed(world)
    agency, lead = case.agency, world.officer("disclosure@civil")
    years = schedule().terms[Retained.ANSWERED].years
    assert not expired(agency, date(2026 + years, 12, 31))
    assert [one.case for one in expired(agency, date(2027 + years, 1, 1))] == [case.pk]
    with pytest.raises(Refused, match="依据"):
        actions.keep_term(agency, Retained.ANSWERED, years=30, basis=" ", by=lead)
    actions.keep_term(agency, Retained.ANSWERED, years=30, basis="保管期限表（演示）", by=lead)
    assert terms_of(agency)[Retained.ANSWERED].own
    assert not expired(agency, date(2027 + years, 1, 1))
    assert expired(agency, date(2057, 1, 1))


def test_the_letter_that_answers_another_request_goes_after_it(world: World) -> None:
    lead, other = received(world).case, received(world).case
    bind(other, lead, Bond.TOGETHER, reason="演示", by=world.officer("handler@civil"))
    for case in (lead, other):
        done(world, case, *ANSWERED)
    archived(world, lead, other)
    assert [one.case for one in expired(lead.agency, LATER)] == [other.pk]
    erased_by_two(world, [other])
    assert [one.case for one in expired(lead.agency, LATER)] == [lead.pk]


def test_in_the_archive_it_is_read_only_until_it_is_taken_out(world: World) -> None:
    case = filed(world)
    lead = world.officer("disclosure@civil")
    with pytest.raises(Refused, match="已经归档"):
        strike(case.facts.get(kind="served"), reason="演示", by=lead)
    with pytest.raises(Refused, match="已经归档"):
        add(case, [hold([b"a"], name="a.txt", largest=9)], Origin.PAPER, by=lead)
    page = world.client("disclosure@civil").get(f"/desk/requests/{case.pk}/").content.decode()
    assert "只供查阅" in page
    assert "添加材料" not in page
    assert f"/desk/requests/{case.pk}/facts/" not in page
    actions.take_out(case, reason="答复有误（演示）", by=lead)
    assert strike(case.facts.get(kind="served"), reason="演示", by=lead) is not None


def test_only_what_was_closed_long_enough_is_filed(world: World) -> None:
    case = received(world).case
    lead = world.officer("disclosure@civil")
    done(world, case, *ANSWERED)
    with pytest.raises(Refused, match="不能归档"):
        actions.file_away(case.agency, [case.pk], by=lead)
    day = ANSWERED[0].on + timedelta(schedule().archive_after_days)
    assert actions.file_away(case.agency, [case.pk], by=world.officer("disclosure@civil", today=day)) == 1


def test_on_the_page_it_is_filed_proposed_and_approved_with_as_many_queries_for_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = received(world).case
    done(world, first, *ANSWERED)
    monkeypatch.setattr(clock, "today", lambda: LATER)
    clerk, chief, page = world.client("disclosure@civil"), world.client("approver@civil"), "/desk/requests/archive/"
    assert first.number in clerk.get(page).content.decode()
    clerk.post(f"{page}civil/file/", {"case": first.pk})
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert f"case-{first.pk}" in clerk.get(page).content.decode()
    filed(world), filed(world), wanted_and_sent(world)
    with CaptureQueriesContext(connection) as many:
        listed = re.findall(r'name="one" value="([^"]+)"', clerk.get(page).content.decode())
    assert len(listed) == 4
    assert len(many) == len(few)
    address = clerk.post(f"{page}civil/propose/", {"one": listed})["Location"]
    assert "批准并清除" not in clerk.get(address).content.decode(), "who proposed does not approve"
    assert "批准并清除" in chief.get(address).content.decode()
    chief.post(f"{address}decide/", {})
    assert Erasure.objects.get().state == "proposed", "without the tick nothing is erased"
    chief.post(f"{address}decide/", {"understood": "1"})
    assert "清除证明" in chief.get(address).content.decode()
    assert Case.objects.filter(erased=None).count() == 0
    gone = Correction.objects.get()
    assert (gone.name, gone.wanted, gone.finding, gone.files.count()) == ("", "", "", 0)
    assert gone.number in world.client("handler@civil").get("/desk/requests/corrections/").content.decode()


def wanted_and_sent(world: World) -> None:
    """An application to correct a record that was answered."""
    row, clerk = wanted(world), world.officer("handler@civil")
    set_up(world)
    draft(row, result=CorrectionResult.CORRECTED, finding="户口簿与记载不一致", organ="", version=1, by=clerk)
    sign(row, version=2, by=world.officer("approver@civil"))
    send(row, way="post", on=TODAY, version=3, by=clerk)
