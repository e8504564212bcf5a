"""What waits beside the inbox, corrections and the year's reports: on the first page by permission, and in the mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.deputies import go_away
from gongkai.web.annual import bounded
from gongkai.web.annual.collecting import actions
from gongkai.web.annual.delivering.actions import deliver, dismiss, read
from gongkai.web.annual.delivering.unpacking import Sent
from gongkai.web.annual.models import Filing
from gongkai.web.annual.papers import paper
from gongkai.web.audit.acts import act
from gongkai.web.desk.daily.mailing import mail_mornings, mornings
from gongkai.web.desk.daily.waiting import waiting
from gongkai.web.files.intake import receive
from gongkai.web.requests.correcting.actions import Wanted as Application
from gongkai.web.requests.correcting.actions import draft, register, sign
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionResult, MailChoice, Wanted
from tests.web.annual.collected import LEAD, of, opened, report, sent
from tests.web.annual.scene import LAST
from tests.web.requests.scene import ID, OF_CORRECTION, WHO, set_up, wanted
from tests.web.world import BY, TODAY, World

pytestmark = pytest.mark.django_db
UNIT = "disclosure@civil"
#: Of reports on the year that is over, by the law.
DUE = date(LAST + 1, 1, 31)
Told = list[tuple[str, bool]]


@pytest.fixture(autouse=True)
def read_here() -> Any:
    """A process for each reading takes its second; test_collecting has it."""
    with patch("gongkai.web.annual.received.records", bounded.read):
        yield


def told(world: World, name: str, day: date = TODAY) -> Told:
    """Where an officer is led on a day, and whether it is late."""
    return [(one.address, one.late(day)) for one in waiting(world.officer(name, today=day), day)]


def place(filing: Filing) -> str:
    return f"/desk/annual/filings/{filing.pk}/"


def failed(filing: Filing, by: User) -> None:
    """An address was asked, and gave nothing."""
    with act(by=BY) as done:
        filing.fetchings.create(
            address="https://www.example.gov.cn/",
            by=by,
            asked=clock.now(),
            ended=clock.now(),
            failure="没有应答（演示）",
        )
        done.note("test.prepared", of=filing.thing)


def test_a_year_that_nobody_opened_is_told_from_january_until_the_governments_own_day(world: World) -> None:
    page = f"/desk/annual/collecting/?year={LAST}"
    for day, late in ((date(LAST + 1, 1, 1), False), (DUE, False), (DUE + timedelta(days=1), True)):
        assert told(world, LEAD, day) == [(page, late)], day
        assert told(world, "administrator@district", day) == told(world, UNIT, day) == []
    assert told(world, LEAD, date(LAST, 12, 31)) == told(world, LEAD, date(LAST + 1, 4, 1)) == []
    opened(world)
    assert told(world, LEAD) == []
    assert told(world, "supervisor@neighbour") == [(page, True)], "another government, which has not"


def test_a_filing_is_told_where_it_waits_and_nowhere_else(world: World) -> None:
    row = opened(world)
    filing, lead, soon = of(row, "civil"), world.officer(LEAD), DUE - timedelta(days=7)
    assert told(world, UNIT, soon - timedelta(days=1)) == []
    assert told(world, UNIT, soon) == [(place(filing), False)]
    assert told(world, UNIT) == [(place(filing), True)]
    filing = sent(world, filing, by=UNIT)
    assert told(world, UNIT) == []
    assert told(world, LEAD) == [(place(filing), False)]
    sent(world, of(row, "office"))
    assert told(world, LEAD) == [(f"/desk/annual/collecting/district/{LAST}/?state=submitted", False)]
    actions.remark(filing, "请核对（演示）", by=lead)
    filing = actions.give_back(filing, by=lead)
    assert told(world, UNIT) == [(place(filing), True)]
    mended = {"requests__received__natural_person": 4, "requests__granted__natural_person": 4}
    filing = actions.accept(sent(world, filing, **mended), by=lead)
    assert told(world, UNIT) == [(place(filing), True)], "it can be published, and the day of the law is over"
    actions.publish(filing, by=world.officer(UNIT))
    assert told(world, UNIT) == []
    assert not any(told(world, name) for name in world.users if name not in (LEAD, UNIT, "supervisor@neighbour"))


def test_documents_whose_unit_is_not_plain_are_told_to_the_lead_office(world: World) -> None:
    row, lead = opened(world), world.officer(LEAD)
    data = paper(report("外区水务局（演示）"), "docx")
    made = deliver(row, [Sent("a.docx", receive([data], name="a.docx"))], by=lead)
    with patch(
        "gongkai.web.annual.delivering.actions.many", lambda found: [bounded.read(get(), n) for n, get in found]
    ):
        list(read(made, by=lead))
    assert told(world, LEAD) == [(f"/desk/annual/deliveries/{made.pk}/?fate=asked", True)]
    dismiss(made.documents.get(), "外区的（演示）", by=lead)
    assert told(world, LEAD) == []


def test_a_fetch_that_failed_is_told_until_something_is_filed(world: World) -> None:
    row = opened(world)
    office, street = of(row, "office"), of(row, "street")
    failed(office, world.users[LEAD])
    assert told(world, LEAD) == [(place(office), True)]
    failed(street, world.users[LEAD])
    board = f"/desk/annual/collecting/district/{LAST}/?state=failed"
    assert told(world, LEAD) == [(board, True)]
    page = world.client(LEAD).get(board).content.decode()
    assert place(office) in page
    assert place(of(row, "civil")) not in page
    for one in (office, street):
        sent(world, one)
    assert all(address != board for address, _late in told(world, LEAD))


def test_a_correction_is_told_to_who_has_the_next_step(world: World) -> None:
    set_up(world)
    clerk, chief = world.officer("handler@civil"), world.officer("approver@civil")

    def who() -> set[str]:
        return {name for name in world.users if f"/desk/requests/corrections/{row.pk}/" in dict(told(world, name))}

    row = wanted(world)
    assert who() == {"handler@civil", UNIT}
    row = draft(row, result=CorrectionResult.CORRECTED, finding="演示", organ="", version=row.version, by=clerk)
    assert who() == {"approver@civil"}
    row = sign(row, version=row.version, by=chief)
    assert who() == {"handler@civil", UNIT}
    wanted(world)
    wanted(world)
    (two,) = [one for one in waiting(clerk, TODAY) if one.address.endswith("?stage=registered")]
    assert "有2件更正申请等审核拟办，最早的2026年2月2日收到" in two.text
    page = world.client("handler@civil").get("/desk/").content.decode()
    assert "有2件更正申请等审核拟办" in page
    assert not [secret for secret in ("李演示", ID, "家庭人口数") if secret in page]


@pytest.mark.parametrize(
    ("most", "ask"), [(7, lambda who: list(waiting(who, TODAY))), (20, lambda _who: mornings(TODAY))]
)
def test_it_costs_the_same_for_few_and_for_many(world: World, most: int, ask: Callable[[Any], object]) -> None:
    row, costs = opened(world), []
    for slugs in (["office"], ["civil", "street"]):
        for slug in slugs:
            failed(of(row, slug), world.users[LEAD])
            wanted(world)
        for slug in slugs:
            if slug == slugs[0]:
                sent(world, of(row, slug))
        with CaptureQueriesContext(connection) as queries:
            assert ask(world.officer(LEAD))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= most


def applied(world: World, arrived: date) -> Correction:
    """As somebody sends it in from the portal."""
    who = {name: WHO[name] for name in WHO if name in OF_CORRECTION}
    said = Application(
        kind=ApplicantKind.NATURAL_PERSON, who=who, wanted="家庭人口数", evidence="户口簿（演示）", arrived=arrived
    )
    return register(world.agencies["civil"], said).correction


def addressed(world: World, *names: str) -> None:
    with act(by=BY) as done:
        for name in names:
            User.objects.filter(pk=world.users[name].pk).update(email=f"{name.replace('@', '-')}@example.com")
        done.note("test.prepared", of=world.users[names[0]].thing)


def test_the_mail_of_a_morning_tells_what_is_new_due_or_late_and_names_nobody(
    world: World, settings: Any, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PASSWORD_RECOVERY, settings.HOSTS, settings.HTTPS = True, ["gk.example.gov.cn"], True
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(clock, "now", lambda: clock.begin_of(TODAY))
    filing = of(opened(world), "civil")
    addressed(world, UNIT, LEAD, "handler@civil")
    applied(world, TODAY)
    wanted(world)  # entered by the office itself, which knows of it
    assert mail_mornings(date(2026, 3, 8)) == 0, "a day off"
    assert mail_mornings(TODAY + timedelta(days=1)) == 2
    sent_to = {one.to[0].split("@")[0]: one for one in mailoutbox}
    assert set(sent_to) == {"disclosure-civil", "handler-civil"}
    unit = sent_to["disclosure-civil"]
    assert unit.subject == "政府信息公开：2项待办，其中1项逾期"
    assert f"https://gk.example.gov.cn{place(filing)}" in unit.body
    assert "更正申请等审核拟办" in sent_to["handler-civil"].body
    assert not [secret for secret in ("李演示", ID, "家庭人口数") for one in mailoutbox if secret in one.body]
    assert mail_mornings(date(2026, 3, 4)) == 1, "what came in is told once"
    assert mail_mornings(DUE + timedelta(days=91)) == 0, "whoever has not filed by then will not by another mail"


@pytest.mark.parametrize(("chosen", "due", "late"), [(None, 1, 1), (Wanted.LATE, 0, 1), (Wanted.NEVER, 0, 0)])
def test_the_mail_of_a_unit_comes_as_its_reader_chose(
    world: World, settings: Any, chosen: Wanted | None, due: int, late: int
) -> None:
    settings.PASSWORD_RECOVERY = True
    opened(world)
    addressed(world, UNIT)
    if chosen is not None:
        with act(by=BY) as done:
            MailChoice.objects.create(user=world.users[UNIT], wanted=chosen)
            done.note("test.prepared", of=world.users[UNIT].thing)
    assert (mail_mornings(DUE - timedelta(days=1)), mail_mornings(TODAY)) == (due, late)


def test_who_stands_in_is_told_and_who_only_reaches_down_is_not(world: World) -> None:
    opened(world)
    away, deputy = world.users[UNIT], world.users["reviewer@civil"]
    go_away(away, deputy=deputy, since=TODAY, until=TODAY, by=world.officer(UNIT))
    assert set(mornings(TODAY)) == {away.pk, deputy.pk, world.users["supervisor@neighbour"].pk}
    assert set(mornings(TODAY + timedelta(days=1))) == {away.pk, world.users["supervisor@neighbour"].pk}


def test_the_year_before_is_no_more_told_by_mail(world: World) -> None:
    row = opened(world)
    later = date(LAST + 2, 3, 2)
    assert told(world, UNIT, later) == [(place(of(row, "civil")), True)], "the first page does, until it is done"
    assert world.users[UNIT].pk not in mornings(later)
