"""The lead office collects: who is awaited by the tree of the year, filed, returned with remarks, mended, accepted."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.agencies.actions.merging import merge
from gongkai.web.agencies.actions.moving import move
from gongkai.web.agencies.actions.renaming import rename
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.annual import bounded
from gongkai.web.annual.collecting import actions, standing
from gongkai.web.annual.collecting.filing import file_document, file_made
from gongkai.web.annual.collecting.reminding import remind, remind_all
from gongkai.web.annual.figures import numbers
from gongkai.web.annual.making.actions import adjust
from gongkai.web.annual.making.made import year_of
from gongkai.web.annual.models import AnnualReport, Compilation, FilingState, State
from gongkai.web.annual.papers import paper
from gongkai.web.audit.acts import act as audited
from gongkai.web.files.intake import receive
from gongkai.web.files.stores import store
from gongkai.web.tasks.attempts import run_due
from gongkai.web.workflow.refusals import Refused
from tests.web.annual.collected import LEAD, RECEIVED, accepted, of, opened, report, sent
from tests.web.annual.scene import LAST, SIGNED, THIS, a_year, act, answered, begun
from tests.web.world import BY, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest) -> object:
    """A process for each reading takes its second; one test has it."""
    if "a_process_of_its_own" in request.node.name:
        yield
        return
    with patch("gongkai.web.annual.received.records", bounded.read):
        yield


def test_a_unit_is_awaited_by_the_tree_of_the_years_end(world: World) -> None:
    agencies, by = world.agencies, world.officer("administrator@district")
    rename(agencies["office"], name="示范区人民政府办公厅（演示）", day=date(LAST, 4, 1), version=1, by=by)
    merge({agencies["street"]: 1}, into=agencies["civil"], day=date(LAST, 7, 1), by=by)
    row = opened(world)
    found = {filing.agency.slug: filing for filing in row.filings.select_related("agency")}
    assert set(found) == {"office", "civil"}, "neither what is inside an agency, nor what ended in the year"
    assert found["office"].told == [f"{LAST}年4月1日更名，原名：示范区人民政府办公室（演示）"]
    assert found["civil"].told == [f"{LAST}年7月1日并入：城东街道办事处（演示）"]
    page = world.client(LEAD).get(f"/desk/annual/collecting/district/{LAST}/").content.decode()
    assert "年内撤销或者转出的单位" in page
    assert "城东街道办事处（演示），" in page


def test_a_name_is_that_of_the_year_and_who_came_later_is_not_awaited(world: World) -> None:
    by = world.officer("administrator@district")
    rename(world.agencies["office"], name="示范区数据局（演示）", day=date(THIS, 1, 9), version=1, by=by)
    move(world.agencies["welfare"], superior=world.agencies["district"], day=date(THIS, 1, 9), version=1, by=by)
    row = opened(world)
    assert of(row, "office").name == "示范区人民政府办公室（演示）"
    assert not row.filings.filter(agency__slug="welfare").exists()


def test_what_an_agency_did_before_it_was_merged_is_in_its_heirs_report(world: World) -> None:
    answered(world, date(LAST, 3, 2), date(LAST, 3, 20), "granted")
    by = world.officer("administrator@district")
    merge({world.agencies["civil"]: 1}, into=world.agencies["street"], day=date(LAST, 7, 1), by=by)
    making = Compilation(agency=world.agencies["street"], year=LAST)
    assert numbers(year_of(making, TODAY))["requests.granted.total"] == 1
    making.year = THIS
    assert len(year_of(making, TODAY).agencies) == 1


def test_a_made_report_is_filed_returned_at_a_cell_mended_filed_again_and_accepted(world: World) -> None:
    a_year(world)
    unit, lead = world.officer("disclosure@civil"), world.officer(LEAD)
    filing, making = of(opened(world), "civil"), begun(world)
    with pytest.raises(Refused, match="签发以后"):
        file_made(filing, by=unit)
    act(world, making, *SIGNED)
    file_made(filing, by=unit)
    with pytest.raises(Refused, match="请写明意见"):
        actions.give_back(filing, by=lead)
    actions.remark(filing, "与台账不符，请核对（演示）", cell="review.upheld", by=lead)
    actions.give_back(filing, by=lead)
    page = html.unescape(world.client("disclosure@civil").get(f"/desk/annual/civil/{LAST}/").content.decode())
    assert "与台账不符，请核对（演示）" in page
    assert f"/desk/annual/civil/{LAST}/cells/review.upheld/" in page
    with pytest.raises(Refused, match="与上次报送的相同"):
        file_made(filing, by=unit)
    act(world, making, ("revoke", "approver@civil"))
    adjust(making, "review.upheld", 1, reason="补记1件（演示）", by=unit)
    act(world, making, *SIGNED)
    filing = file_made(filing, by=unit)
    assert (filing.state, filing.latest) == (FilingState.SUBMITTED, 2)
    values = world.client(LEAD).get(f"/desk/annual/filings/{filing.pk}/cells/review.upheld/").content.decode()
    assert re.findall(r"<dd>(\d) 件", values) == ["0", "1"]
    assert actions.accept(filing, by=lead).state == FilingState.ACCEPTED
    assert not filing.remarks.filter(settled=None).exists()
    with pytest.raises(Refused, match="已经接收"):
        file_made(filing, by=unit)
    act(world, making, ("publish", "disclosure@civil"))
    filing.refresh_from_db()
    assert filing.state == FilingState.PUBLISHED


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx"])
def test_a_sent_document_is_read_and_its_raw_copy_kept(world: World, form: str) -> None:
    filing = sent(world, of(opened(world), "office"), form=form)
    kept = filing.versions.get()
    assert (kept.errors, kept.cells[RECEIVED]) == (0, 3)
    assert b"".join(store().chunks(kept.digest)) == paper(report(filing.agency.name), form)


def test_a_document_is_read_in_a_process_of_its_own(world: World) -> None:
    filing = of(opened(world), "office")
    data = paper(report(filing.agency.name), "docx")
    address = f"/desk/annual/filings/{filing.pk}/upload/"
    desk = world.client(LEAD)
    assert desk.post(address, {"document": SimpleUploadedFile("年报.docx", data)}).status_code == 302
    assert filing.versions.get().cells[RECEIVED] == 3
    with pytest.raises(bounded.ReadingFailed):
        bounded.records(data, "年报.docx", seconds=0)


def test_what_is_no_report_on_the_year_is_not_filed(world: World) -> None:
    filing, lead = of(opened(world), "office"), world.officer(LEAD)
    other = paper(report(filing.agency.name, year=LAST - 1), "docx")
    with pytest.raises(Refused, match=f"这是{LAST - 1}年的报告"):
        file_document(filing, receive([other], name="年报.docx"), by=lead)
    desk = world.client(LEAD)
    answer = desk.post(
        f"/desk/annual/filings/{filing.pk}/upload/", {"document": SimpleUploadedFile("通知.txt", "通知".encode())}
    )
    assert answer.status_code == 422
    assert "通知.txt：" in answer.content.decode()
    assert not filing.versions.exists()


def test_errors_are_accepted_with_a_reason_only(world: World) -> None:
    lead = world.officer(LEAD)
    filing = sent(world, of(opened(world), "office"), requests__carried_out__natural_person=5)
    assert filing.versions.get().errors
    with pytest.raises(Refused, match="仍然接收"):
        actions.accept(filing, by=lead)
    assert actions.accept(filing, reason="上年结转已另行说明（演示）", by=lead).counts


def test_a_page_that_is_old_judges_nothing(world: World) -> None:
    lead, filing = world.officer(LEAD), sent(world, of(opened(world), "office"))
    seen = filing.version
    sent(world, filing, requests__received__commercial_enterprise=1, requests__granted__commercial_enterprise=1)
    with pytest.raises(Refused, match="有了变化"):
        actions.accept(filing, version=seen, by=lead)


def test_what_was_sent_and_accepted_is_published_as_it_came(world: World) -> None:
    filing = sent(world, of(opened(world), "civil"), by="disclosure@civil")
    with pytest.raises(Refused, match="接收以后"):
        actions.publish(filing, by=world.officer("disclosure@civil"))
    actions.accept(filing, by=world.officer(LEAD))
    actions.publish(filing, by=world.officer("disclosure@civil"))
    row = AnnualReport.objects.get(agency__slug="civil")
    assert (row.state, row.sha256) == (State.PUBLISHED, filing.versions.get().digest)


#: Each act, and who may do it at the filing of the office `civil` of the district.
MAY = {
    "file": {"disclosure@civil"}, "publish": {"disclosure@civil"}, "remark": {LEAD}, "return": {LEAD},
    "accept": {LEAD}, "excuse": {LEAD},
}  # fmt: skip


@pytest.mark.parametrize("name", MAY)
def test_only_the_lead_office_judges_and_only_the_unit_publishes(world: World, name: str) -> None:
    filing = sent(world, of(opened(world), "civil"))
    do = {
        "file": file_made, "publish": actions.publish, "return": actions.give_back, "accept": actions.accept,
        "remark": lambda row, by: actions.remark(row, "演示", by=by),
        "excuse": lambda row, by: actions.excuse(row, "演示", by=by),
    }[name]  # fmt: skip
    for who in world.users:
        permitted = True
        try:
            with suppress(Refused):  # by the state, not for the officer
                do(filing, by=world.officer(who))
        except NotPermitted:
            permitted = False
        assert permitted == (who in MAY[name]), who


def test_who_is_late_is_told_by_the_day_of_the_region(world: World) -> None:
    lead, district = world.officer(LEAD), world.agencies["district"]
    row = opened(world)
    sent(world, of(row, "office"))
    assert row.due == date(THIS, 1, 31)
    assert standing.standing(row, row.due).late == 1, "filed after the day, by the clock of the machine"
    row = actions.open_collection(district, LAST, due=TODAY, by=lead)
    assert standing.standing(row, TODAY).outstanding == 2
    assert standing.standing(row, TODAY + timedelta(days=1)).late == 3
    actions.excuse(of(row, "civil"), "当年新设，没有数字（演示）", by=lead)
    assert standing.standing(row, TODAY + timedelta(days=1)).late == 2
    with pytest.raises(Refused, match="次年"):
        actions.open_collection(district, LAST, due=date(LAST, 12, 1), by=lead)


def test_units_are_reminded_once_a_day_and_nothing_of_persons_is_in_it(
    world: World, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, row = world.officer(LEAD), opened(world)
    with pytest.raises(Refused, match="GONGKAI_EMAIL_URL"):
        remind(row, by=lead)
    settings.PASSWORD_RECOVERY = True  # type: ignore[attr-defined]
    user = world.users["disclosure@civil"]
    with audited(by=BY) as done:
        user.email = "unit@example.invalid"
        user.save()
        done.note("test.prepared", of=row.thing)
    assert (remind(row, by=lead), remind(row, by=lead)) == (3, 0)
    run_due()
    (sent_mail,) = mail.outbox
    assert sent_mail.to == ["unit@example.invalid"]
    assert f"示范区民政局（演示）{LAST}年" in sent_mail.body
    assert user.name not in sent_mail.body
    monkeypatch.setattr("gongkai.web.clock.today", lambda: row.due + timedelta(days=1))
    assert remind_all.call() == 0, "no day to remind"
    monkeypatch.setattr("gongkai.web.clock.today", lambda: row.due + timedelta(days=7))
    assert remind_all.call() == 3


def test_the_board_of_making_says_what_was_filed_and_expects_none_of_an_office_inside(world: World) -> None:
    accepted(world, of(opened(world), "civil"))
    page = world.client(LEAD).get(f"/desk/annual/?year={LAST}").content.decode()
    line = page[page.index(world.agencies["civil"].name) :]
    assert re.findall(r'class="tag">([^<]+)', line)[0] == "已报送，未公布"
    assert world.agencies["welfare"].name not in page


def test_the_board_asks_as_much_for_many_units_as_for_few(world: World) -> None:
    row, desk, costs = opened(world), world.client(LEAD), []
    for slug in ("office", "civil", "street"):
        accepted(world, of(row, slug))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/desk/annual/collecting/district/{LAST}/").status_code == 200
        costs.append(len(queries))
    assert costs[1] == costs[2]
