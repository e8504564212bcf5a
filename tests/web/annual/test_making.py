"""A report makes itself: every number of the form is the list behind it; put into words, checked, signed, published."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.annual.figures import behind, form, numbers
from gongkai.web.annual.making import actions
from gongkai.web.annual.making.made import made, unexplained
from gongkai.web.annual.models import AnnualReport, State
from gongkai.web.disclosure.models import TotalRow
from gongkai.web.disclosure.registers.actions import set_total
from gongkai.web.requests.models import Told
from gongkai.web.workflow.refusals import Refused
from tests.web.annual.scene import LAST, SIGNED, THIS, a_year, act, answered, begun, of
from tests.web.requests.scene import received
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def test_what_a_request_counts_for_is_told_by_its_first_answer(world: World) -> None:
    a_year(world)
    cells = numbers(of(world, LAST))
    row = {name: cells[f"requests.{name}.total"] for name in ("received", "carried_in", "concluded", "carried_out")}
    assert row == {"received": 6, "carried_in": 0, "concluded": 4, "carried_out": 2}
    assert cells["requests.refused_third_party.total"] == 1, "what was decided afterwards changes nothing"
    assert cells["requests.other_reason.natural_person"] == 1, "what was taken back"
    assert (cells["requests.received.legal_service"], cells["review.corrected"]) == (1, 1)
    cells = numbers(of(world, THIS))
    row = {name: cells[f"requests.{name}.total"] for name in row}
    assert row == {"received": 1, "carried_in": 2, "concluded": 1, "carried_out": 2}
    assert cells["requests.granted.total"] == 0, "the second answer to one request counts nowhere"


def test_what_nobody_confirmed_counts_nowhere(world: World) -> None:
    received(world, arrived=date(THIS, 2, 2), channel="internet")
    assert numbers(of(world, THIS))["requests.received.total"] == 0


@pytest.mark.parametrize("year", [LAST, THIS])
def test_every_number_is_the_list_behind_it(world: World, year: int) -> None:
    a_year(world)
    officer = world.officer("disclosure@civil")
    set_total(
        world.agencies["civil"], year=LAST, row=TotalRow.LICENCE, items_before=None, items_change=None, unlisted=7,
        source="政务服务系统（演示）", by=officer,
    )  # fmt: skip
    this = of(world, year)
    cells = numbers(this)
    assert set(cells) == {id_ for id_, cell in form().cells.items() if cell.required}
    for id_, number in cells.items():
        found = behind(this, id_)
        unlisted = sum(row.unlisted for row in found.said) if found.said is not None else 0
        listed = sum(row.cents for row in found.rows) / 100 if found.cents else found.rows.count()
        assert listed + unlisted == number, id_
    assert sum(map(bool, cells.values())) > 10


def test_another_agency_counts_nothing_of_it(world: World) -> None:
    a_year(world)
    assert not any(numbers(of(world, LAST, "neighbour-civil")).values())


def test_a_report_is_made_reviewed_signed_and_published_as_our_reader_reads_it(world: World) -> None:
    a_year(world)
    row = begun(world)
    act(world, row, *SIGNED, ("publish", "disclosure@civil"))
    row.refresh_from_db()
    report = AnnualReport.objects.get()
    assert (report.state, report.year, report.issued, row.report) == (State.PUBLISHED, LAST, TODAY, report)
    read = report.read()
    counted = numbers(of(world, LAST))
    assert {id_: read.cells[id_] for id_ in counted} == counted  # type: ignore[union-attr]
    assert report.errors == 0
    page = Client().get(f"/a/civil/reports/{LAST}/")
    assert page.status_code == 200
    assert f"新收政府信息公开申请{counted['requests.received.total']}件" in page.content.decode()


def test_a_year_that_runs_is_made_but_not_put_to_review(world: World) -> None:
    row = begun(world, THIS)
    with pytest.raises(Refused, match="还没有结束"):
        act(world, row, ("submit", "disclosure@civil"))


def test_nobody_signs_what_they_made_and_nobody_else_makes_it(world: World) -> None:
    row = begun(world)
    for who in ("handler@civil", "disclosure@neighbour-civil", "supervisor@district"):
        with pytest.raises(NotPermitted):
            actions.write(row, row.sections, version=row.version, by=world.officer(who))
        with pytest.raises(NotPermitted):
            actions.adjust(row, "requests.granted.natural_person", 3, reason="演示", by=world.officer(who))
    act(world, row, ("submit", "disclosure@civil"))
    row.refresh_from_db()
    with pytest.raises(Refused, match="已经送审"):
        actions.write(row, row.sections, version=row.version, by=world.officer("disclosure@civil"))


def test_what_is_put_right_keeps_both_numbers_and_moves_the_sums(world: World) -> None:
    a_year(world)
    row, lead = begun(world), world.officer("disclosure@civil")
    cell = "requests.received.natural_person"
    actions.adjust(row, cell, 9, reason="系统启用以前的4件（演示）", by=lead)
    now = made(row, TODAY)
    assert (now.counted[cell], now.report.cells[cell], now.report.cells["requests.received.total"]) == (5, 9, 10)
    wrong = [one.rule for one in unexplained(row, now.findings)]
    assert "column-balance" in wrong, "一加二不再等于三加四"
    with pytest.raises(Refused, match="错误"):
        act(world, row, ("submit", "disclosure@civil"))
    for one in unexplained(row, now.findings):
        actions.explain(row, one, reason="演示：另有4件结转", by=lead)
    actions.adjust(row, cell, 8, reason="演示：还有3件结转", by=lead)
    with pytest.raises(Refused, match="错误"):  # what was explained were other numbers
        act(world, row, ("submit", "disclosure@civil"))
    page = html.unescape(lead_client(world).get(f"/desk/annual/civil/{LAST}/").content.decode())
    assert "第一项加第二项为9，第三项（总计）加第四项为5，不相等。 说明：演示：另有4件结转" in page
    assert "这条说明不再适用" in page
    actions.adjust(row, cell, 9, reason="系统启用以前的4件（演示）", by=lead)
    act(world, row, ("submit", "disclosure@civil"))
    assert {one.was for one in row.adjustments.all()} == {5}
    with pytest.raises(Refused, match="合计由系统计算"):
        actions.adjust(begun(world, THIS), "requests.received.total", 3, reason="演示", by=lead)


def lead_client(world: World) -> Client:
    return world.client("disclosure@civil")


def test_prose_says_of_channels_accounts_and_letters_what_the_records_say(world: World) -> None:
    row, lead = begun(world), world.officer("disclosure@civil")
    assert (
        "通过政府网站发布0条，通过微信公众号发布0条；年底备案政务新媒体账号0个，保留运行0个"
        in made(row, TODAY).report.sections["一"]
    )
    row = actions.write(row, row.sections | {"六": "答复领导信箱来信{领导信箱答复}件。"}, version=row.version, by=lead)
    with pytest.raises(Refused, match=r"领导信箱答复.*还没有登记"):  # unknown is not 0
        act(world, row, ("submit", "disclosure@civil"))
    page = lead_client(world).get(f"/desk/annual/civil/{LAST}/prose/").content.decode()
    assert page.count("没有登记，不能写进文字") == 3
    said = {"items_before": None, "items_change": None, "unlisted": 7, "source": "信箱系统（演示）"}
    set_total(row.agency, row=TotalRow.MAILBOX, year=LAST, by=lead, **said)
    assert made(row, TODAY).report.sections["六"] == "答复领导信箱来信7件。"


def test_headings_without_a_word_under_them_are_named(world: World) -> None:
    row = begun(world)
    page = lead_client(world).get(f"/desk/annual/civil/{LAST}/").content.decode()
    assert "只有标题、还没有写的" in page
    assert "<li>五（二）改进情况</li>" in page
    wrote = {"一": row.sections["一"].replace("（五）监督保障。", "（五）监督保障。全年培训2次。"), "五": "人手不足。"}
    actions.write(row, row.sections | wrote, version=row.version, by=world.officer("disclosure@civil"))
    assert "还没有写的" not in lead_client(world).get(f"/desk/annual/civil/{LAST}/").content.decode()


def test_what_two_wrote_at_once_is_shown_before_one_of_them_is_lost(world: World) -> None:
    row, lead = begun(world), world.officer("disclosure@civil")
    actions.write(row, row.sections | {"六": "另一页写的。"}, version=row.version, by=lead)
    said = row.sections | {"version": f"{row.version}", "六": "这一页写的。"}
    answer = lead_client(world).post(f"/desk/annual/civil/{LAST}/prose/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "这一页写的。</textarea>" in page
    assert "<p>另一页写的。</p>" in page
    assert page.count("他人保存的这一部分") == 1


def test_a_year_of_which_nothing_is_known_is_not_made_without_a_word(world: World) -> None:
    begun(world, LAST)
    address, words = f"/desk/annual/civil/{LAST}/", "没有这个机关这一年的任何记录"
    assert words in lead_client(world).get(address).content.decode()
    a_year(world)
    assert words not in lead_client(world).get(address).content.decode()


def test_beginning_what_is_begun_leads_to_it(world: World) -> None:
    begun(world)
    answer = lead_client(world).post(f"/desk/annual/civil/{LAST}/begin/")
    assert answer["Location"] == f"/desk/annual/civil/{LAST}/"


def test_what_changes_after_the_review_began_is_listed_and_changes_nothing(world: World) -> None:
    a_year(world)
    row = begun(world)
    act(world, row, ("submit", "disclosure@civil"))
    late = received(world, arrived=date(LAST, 12, 28)).case
    page = world.client("reviewer@civil").get(f"/desk/annual/civil/{LAST}/").content.decode()
    assert "送审以后记录有变化" in page
    assert "表三“一、本年新收政府信息公开申请数量”“总计”：送审时6，现在7" in html.unescape(page)
    assert late.number not in page
    act(world, row, *SIGNED[1:], ("publish", "disclosure@civil"))
    assert AnnualReport.objects.get().received == 6


def test_a_signature_can_be_revoked_and_the_same_again_is_no_new_version(world: World) -> None:
    row = begun(world)
    act(world, row, *SIGNED, ("revoke", "approver@civil"))
    row.refresh_from_db()
    assert (row.issued, row.latest) == (None, 1)
    act(world, row, ("submit", "disclosure@civil"))
    row.refresh_from_db()
    assert row.latest == 1


def test_text_and_tables_cannot_disagree(world: World) -> None:
    a_year(world)
    row, lead = begun(world), world.officer("disclosure@civil")
    with pytest.raises(Refused, match="不是系统统计的数字"):
        actions.write(row, {"一": "收到{申请数}件"}, version=row.version, by=lead)
    row = actions.write(
        row, row.sections | {"五": "全年新收申请{新收申请}件，不予公开{不予公开}件。"}, version=row.version, by=lead
    )
    assert made(row, TODAY).report.sections["五"] == "全年新收申请6件，不予公开1件。"


def test_pages_show_every_number_with_its_way_in(world: World) -> None:
    a_year(world)
    begun(world)
    desk = world.client("disclosure@civil")
    page = html.unescape(desk.get(f"/desk/annual/civil/{LAST}/").content.decode())
    links = dict(re.findall(r'<a href="(/desk/annual/civil/\d+/cells/[^"]+)">(\d+)</a>', page))
    assert len(links) == len(numbers(of(world, LAST)))
    address = f"/desk/annual/civil/{LAST}/cells/requests.concluded.total/"
    assert links[address] == "4"
    opened = desk.get(address).content.decode()
    assert "共4件" in opened
    assert set(re.findall(r'href="/desk/requests/(\d+)/"', opened)) == {
        str(pk) for pk in Told.objects.filter(counted_on__year=LAST).values_list("pk", flat=True)
    }


def test_lists_ask_as_much_for_many_as_for_few(world: World) -> None:
    a_year(world)
    begun(world)
    desk = world.client("disclosure@civil")
    counts = []
    for _round in range(3):  # the first fills what is kept
        for path in (f"/desk/annual/?year={LAST}", f"/desk/annual/civil/{LAST}/",
                     f"/desk/annual/civil/{LAST}/cells/requests.received.total/"):  # fmt: skip
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert desk.get(path).status_code == 200
            counts.append(len(found))
        for day in range(1, 6):
            answered(world, date(LAST, 4, day), date(LAST, 4, 20), "granted")
    assert counts[3:6] == counts[6:]


def test_a_published_report_is_made_anew_and_stays_public_meanwhile(world: World) -> None:
    a_year(world)
    row, lead, portal = begun(world), world.client("disclosure@civil"), f"/a/civil/reports/{LAST}/"
    address = f"/desk/annual/civil/{LAST}/anew/"
    lead.post(address, {"reason": "还没有公布（演示）"})
    act(world, row, *SIGNED, ("publish", "disclosure@civil"))
    first = AnnualReport.objects.get().sha256
    assert "开始更正" in lead.get(f"/desk/annual/civil/{LAST}/").content.decode()
    answered(world, date(LAST, 7, 1), date(LAST, 7, 10), "granted")  # entered late
    lead.post(address, {"reason": ""})
    lead.post(address, {"reason": "漏登一件（演示）"})
    lead.post(address, {"reason": "漏登一件（演示）"})
    assert Client().get(portal).status_code == 200
    assert AnnualReport.objects.get().sha256 == first, "nothing changes for the public yet"
    lead.get("/desk/")  # takes the messages
    assert "开始更正" not in lead.get(f"/desk/annual/civil/{LAST}/").content.decode()
    act(world, row, *SIGNED, ("publish", "disclosure@civil"))
    second = AnnualReport.objects.get()
    assert (second.state, second.received) == (State.PUBLISHED, 7)
    assert second.sha256 != first
    assert Client().get(portal).status_code == 200
