"""A request on the desk: numbered at once, worked on as the law allows, seen by who needs to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.law.clock import Fact, clock
from gongkai.web import clock as time
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.models import Event
from gongkai.web.requests.actions import assign, receive, record, strike
from gongkai.web.requests.acts import PROBES, offers, table
from gongkai.web.requests.models import Applicant, Case, SavedFilter, Told
from gongkai.web.requests.reading import by_code, others_of, units_of
from gongkai.web.requests.standing import clock_of, facts_of, tell_anew
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.requests.scene import ARRIVED, ID, WHO, asked, done, received
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def test_a_request_is_numbered_without_gaps_and_timed(world: World) -> None:
    first, second = received(world), received(world)
    assert [one.case.number for one in (first, second)] == ["civil申〔2026〕1号", "civil申〔2026〕2号"]
    other = received(world, "handler@neighbour-civil")
    assert other.case.number == "neighbour-civil申〔2026〕1号"
    told = Told.objects.get(case=first.case)
    assert (told.stage, told.received, told.due) == ("running", ARRIVED, date(2026, 3, 6))
    assert told.due == clock(facts_of(first.case), TODAY).due.day


def test_what_identifies_somebody_is_encrypted_and_in_no_event(world: World) -> None:
    case = received(world).case
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, identity_number, phone, address FROM requests_applicant")
        stored = str(cursor.fetchall())
    for secret in (WHO["name"], ID, WHO["phone"], WHO["address"]):
        assert secret not in stored
        assert not any(secret in f"{event.object_name}{event.old}{event.new}" for event in Event.objects.all())
    assert Applicant.objects.get(case=case).identity_number == ID


def test_the_same_form_twice_is_one_request(world: World) -> None:
    twice = [receive(world.agencies["civil"], asked(submission="aa" * 16), by=None) for _time in range(2)]
    assert twice[0] == twice[1]
    assert Case.objects.count() == 1


def test_number_and_code_open_it_and_nothing_else_does(world: World) -> None:
    first, second = received(world), received(world)
    assert by_code(first.case.number, first.code) == first.case
    assert by_code(second.case.number, first.code) is None
    assert by_code(first.case.number, "AAAA-AAAA-AAAA-AAAA") is None
    assert by_code("", "") is None


def test_only_what_the_law_allows_at_this_point_is_offered_and_done(world: World) -> None:
    case = received(world, channel="internet").case
    facts = facts_of(case)
    possible = {offer.act.fact for offer in offers(facts, TODAY) if not offer.reason}
    assert possible == {"confirmed", "withdrawn"}
    refused = next(offer for offer in offers(facts, TODAY) if offer.act.fact == "answered")
    assert "《条例》第三十一条" in refused.reason
    with pytest.raises(Refused, match="双方确认"):
        record(case, Fact("supplement_asked", TODAY), by=world.officer("disclosure@civil"))
    record(case, Fact("confirmed", TODAY), by=world.officer("handler@civil"))
    assert Told.objects.get(case=case).received == TODAY


@pytest.mark.parametrize("fact", table().acts)
def test_what_is_offered_can_be_done_and_what_is_not_is_refused(fact: str, world: World) -> None:
    """Each act in each state of a life: the offer and the act ask the same clock."""
    case = received(world).case
    life = [
        Fact("supplement_asked", date(2026, 2, 4), days=10),
        Fact("supplement_notice_received", date(2026, 2, 5)),
        Fact("supplement_given", date(2026, 2, 6)),
        Fact("consulted", date(2026, 2, 9), party="演示公司", role="third_party"),
        Fact("replied", date(2026, 2, 11), party="演示公司", objects=True),
        Fact("answered", date(2026, 2, 27), outcome="granted"),
        Fact("served", date(2026, 2, 27), way="post"),
    ]
    for step in [None, *life]:
        if step is not None:
            done(world, case, step)
        facts = facts_of(Case.objects.get(pk=case.pk))
        offer = next(one for one in offers(facts, TODAY) if one.act.fact == fact)
        said = dict(PROBES.get(fact, {})) | ({"until": TODAY + timedelta(days=1)} if fact == "deferred" else {})
        if fact in ("consultation_received", "replied", "override_noticed"):
            said["party"] = offer.parties[0] if offer.parties else "演示公司"
        made = Fact(fact, TODAY, **said)  # type: ignore[arg-type]
        officer = world.officer("approver@civil" if fact == "answered" else "disclosure@civil")
        if offer.reason:
            with pytest.raises(Refused):
                record(case, made, by=officer, reason="演示")
            continue
        before = case.facts.count()
        with transaction.atomic():
            record(case, made, by=officer, reason="演示")
            assert case.facts.count() == before + 1
            transaction.set_rollback(True)


def test_a_late_answer_says_why(world: World) -> None:
    case = received(world, arrived=date(2026, 1, 5)).case
    answer = Fact("answered", TODAY, outcome="granted")
    with pytest.raises(Refused, match="请说明原因"):
        record(case, answer, by=world.officer("approver@civil"))
    record(case, answer, by=world.officer("approver@civil"), reason="材料散在三处，检索用时较长")
    assert case.facts.get(kind="answered").reason


def test_what_was_struck_out_stays_to_be_read_and_does_not_count(world: World) -> None:
    case = received(world).case
    done(world, case, Fact("supplement_asked", date(2026, 2, 4), days=10))
    row = case.facts.get(kind="supplement_asked")
    with pytest.raises(NotPermitted):
        strike(row, reason="登记错了", by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="理由"):
        strike(row, reason=" ", by=world.officer("disclosure@civil"))
    assert "阶段" in strike(row, reason="登记到了别的申请上", by=world.officer("disclosure@civil"))
    assert Told.objects.get(case=case).stage == "running"
    assert case.facts.count() == 2


def test_what_others_rest_on_is_not_struck_out(world: World) -> None:
    case = received(world).case
    done(world, case, Fact("supplement_asked", date(2026, 2, 4), days=10), Fact("supplement_given", date(2026, 2, 6)))
    with pytest.raises(Refused, match="没有要求补正"):
        strike(case.facts.get(kind="supplement_asked"), reason="演示", by=world.officer("disclosure@civil"))
    with pytest.raises(Refused, match="不能作废"):
        strike(case.facts.get(kind="received"), reason="演示", by=world.officer("disclosure@civil"))


def test_somebody_acted_in_between(world: World) -> None:
    case = received(world).case
    version = case.version
    done(world, case, Fact("withdrawn", TODAY))
    with pytest.raises(Stale):
        record(case, Fact("withdrawn", TODAY), by=world.officer("handler@civil"), version=version)


def test_it_is_given_to_a_unit_of_the_agency_and_to_who_may(world: World) -> None:
    case = received(world).case
    by = world.officer("disclosure@civil")
    assign(case, unit=world.agencies["welfare"], handler=world.users["handler@civil"], by=by)
    case.refresh_from_db()
    assert (case.unit, case.handler) == (world.agencies["welfare"], world.users["handler@civil"])
    for unit, handler in (("street", None), (None, "reviewer@civil"), (None, "handler@street")):
        with pytest.raises(Refused):
            assign(
                case,
                unit=world.agencies[unit] if unit else None,
                handler=world.users[handler] if handler else None,
                by=by,
            )


def test_a_department_is_no_unit_of_its_government(world: World) -> None:
    """《条例》第十条: it is an organ of its own; the office of a government and the sections of an organ are not."""
    within = {name: {unit.slug for unit in units_of(world.agencies[name])} for name in ("district", "office", "civil")}
    assert within == {"district": {"office"}, "office": set(), "civil": {"welfare"}}


def test_the_night_tells_anew_what_days_change(world: World) -> None:
    case = received(world).case
    later = date(2026, 3, 16)
    assert tell_anew(TODAY) == 0
    assert tell_anew(later) == 1
    told = Told.objects.get(case=case)
    assert told.late == clock_of(case, later).late == 6


def test_the_page_tells_the_applicant_to_who_needs_to_know(world: World) -> None:
    case = received(world).case
    for name, knows in (("handler@civil", True), ("approver@civil", True), ("secrecy@civil", False)):
        page = world.client(name).get(f"/desk/requests/{case.pk}/").content.decode()
        assert (WHO["name"] in page) is knows, name
        assert "2026年3月6日" in page
    listed = world.client("handler@civil").get("/desk/requests/").content.decode()
    assert case.number in listed
    assert WHO["name"] not in listed
    assert world.client("handler@street").get(f"/desk/requests/{case.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/desk/requests/", "/desk/requests/register.csv", "/desk/requests/register.xlsx"])
def test_a_list_costs_the_same_however_many_there_are(world: World, address: str) -> None:
    client = world.client("handler@civil")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            client.get(address)
        return len(asked_for)

    received(world)
    client.get(address)
    one = cost()
    for _time in range(8):
        received(world)
    client.get(address)
    assert cost() == one


def test_the_register_has_a_row_for_each_and_nobody_in_it(world: World) -> None:
    received(world)
    sheet = world.client("handler@civil").get("/desk/requests/register.csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[0].startswith("登记编号,")
    assert "civil申〔2026〕1号" in sheet
    assert WHO["name"] not in sheet
    assert world.client("handler@civil").get("/desk/requests/register.xlsx").status_code == 200


def test_the_other_requests_of_who_asks_are_shown_to_who_knows_and_change_nothing(world: World) -> None:
    first, again = received(world).case, received(world).case
    other = received(world, who=WHO | {"identity_number": "110105194912310039"}).case
    page = world.client("handler@civil").get(f"/desk/requests/{again.pk}/").content.decode()
    assert first.number in page
    assert "申请内容相同" in page
    assert "当月共2件" in page
    assert other.number not in page
    assert first.number not in world.client("secrecy@civil").get(f"/desk/requests/{again.pk}/").content.decode()
    assert others_of(other).rows == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3), ("channel=signed_mail", 1), ("kind=legal_service", 1), ("outcome=granted", 1), ("clock=ended", 1),
        ("clock=open", 2), ("since=2026-02-10", 1), ("until=2026-02-09", 2), ("since=x", 3), ("stage=running", 2),
        ("channel=signed_mail&kind=legal_service", 0), ("due_since=2026-03-01&due_until=2026-03-01", 0),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_what_is_known(
    query: str, count: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "today", lambda: TODAY)
    received(world, kind="legal_service")
    received(world, channel="signed_mail", arrived=date(2026, 2, 10))
    answered = received(world).case
    done(world, answered, Fact("answered", date(2026, 2, 9), outcome="granted"), Fact("served", TODAY, way="post"))
    page = world.client("handler@civil").get(f"/desk/requests/?{query}")
    assert page.context["page"].paginator.count == count, query
    numbers = {name: number for name, _label, number in page.context["clocks"]}
    assert "ended" in numbers
    if not query:
        assert (numbers["open"], numbers["overdue"], numbers["ended"]) == (2, 0, None)
    if query == "since=x":
        assert page.context["form"].errors["since"][0] in page.content.decode(), "it is said what was wrong"


def test_a_filter_is_kept_under_a_name_by_each_for_themselves(world: World) -> None:
    clerk, other = world.client("handler@civil"), world.client("reviewer@civil")
    clerk.post("/desk/requests/filters/", {"name": "信函", "query": "channel=signed_mail&page=3&evil=1"})
    row = SavedFilter.objects.get()
    assert (row.name, row.query, row.user) == ("信函", "channel=signed_mail", world.users["handler@civil"])
    assert "?channel=signed_mail" in clerk.get("/desk/requests/").content.decode()
    assert "信函</a>" not in other.get("/desk/requests/").content.decode()
    clerk.post("/desk/requests/filters/", {"name": "信函", "query": "channel=fax"})
    assert SavedFilter.objects.get().query == "channel=fax"
    for wrong in ({"name": "", "query": "channel=fax"}, {"name": "空", "query": ""}):
        clerk.post("/desk/requests/filters/", wrong)
    assert SavedFilter.objects.count() == 1
    assert other.post(f"/desk/requests/filters/{row.pk}/drop/").status_code == 404
    clerk.post(f"/desk/requests/filters/{row.pk}/drop/")
    clerk.post("/desk/requests/filters/", {"name": "本局的信函", "query": "channel=fax", "shared": "civil"})
    shared, lead = SavedFilter.objects.get(), world.client("disclosure@civil")
    assert shared.shared_with == world.agencies["civil"]
    assert "本局的信函" in lead.get("/desk/requests/").content.decode()
    for stranger, status in (("handler@street", 404), ("approver@civil", 403)):
        assert world.client(stranger).post(f"/desk/requests/filters/{shared.pk}/drop/").status_code == status
    lead.post(f"/desk/requests/filters/{shared.pk}/drop/")
    assert not SavedFilter.objects.exists(), "who leads the disclosure drops what is shared"
    assert not SavedFilter.objects.exists()
