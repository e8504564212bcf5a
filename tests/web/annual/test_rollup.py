"""Sums over units: each with where it is from, what is unknown named, and the government's report made of them."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web import clock
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.permissions import Role
from gongkai.web.annual.collecting import actions as collecting
from gongkai.web.annual.making import actions as making
from gongkai.web.annual.making.made import made
from gongkai.web.annual.models import AnnualReport, Collection, Compilation, Filing, FilingState, FilingVersion, State
from gongkai.web.annual.rollup.own import against_parts, own, parent_of
from gongkai.web.annual.rollup.sums import sums
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import TotalRow
from gongkai.web.disclosure.registers.actions import set_total
from gongkai.web.workflow.refusals import Refused
from tests.web.annual.collected import GRANTED, LEAD, RECEIVED, accepted, of, opened, report, sent
from tests.web.annual.scene import LAST
from tests.web.annual.scene import act as perform
from tests.web.annual.test_collecting import read_here  # noqa: F401  (a fixture)
from tests.web.world import BY, SINCE, TODAY, World

pytestmark = pytest.mark.django_db
LICENCES = "disclosure.licences.decisions"
PAGE = f"/desk/annual/collecting/district/{LAST}/sums/"


def current(row: Collection) -> Collection:
    found: Collection = Collection.objects.select_related("agency").get(pk=row.pk)
    return found


@pytest.fixture
def governed(world: World) -> World:
    """The district's own 公开办, 审核 and 签发, who make its report."""
    with act(by=BY) as done:
        for name, role in (
            ("disclosure@civil", "disclosure"),
            ("reviewer@civil", "reviewer"),
            ("approver@civil", "approver"),
        ):
            Appointment.objects.create(
                user=world.users[name], agency=world.agencies["district"], role=Role(role), since=SINCE
            )
        done.note("test.prepared", of=world.agencies["district"].thing)
    return world


def test_a_sum_names_its_units_and_who_is_missing(world: World) -> None:
    row = opened(world)
    accepted(world, of(row, "office"), {RECEIVED: 7, GRANTED: 7})
    accepted(world, of(row, "civil"))
    sent(world, of(row, "street"))
    found = sums(current(row))
    assert (found.cells[RECEIVED], found.missing) == (10, ["城东街道办事处（演示）"])
    page = html.unescape(world.client(LEAD).get(PAGE).content.decode())
    assert "缺1个单位，没有计入：城东街道办事处（演示）" in page
    assert re.search(rf'href="{PAGE}{RECEIVED}/">10</a>', page)
    opened_ = html.unescape(world.client(LEAD).get(f"{PAGE}{RECEIVED}/").content.decode())
    assert re.findall(r"<td[^>]*>(\d+)</td>", opened_) == ["7", "3"], "the greatest first"
    assert set(re.findall(r"/desk/annual/filings/(\d+)/cells/", opened_)) == {str(one.filing) for one in found.parts}


def test_what_counts_no_more_is_in_no_sum(world: World) -> None:
    row, lead = opened(world), world.officer(LEAD)
    filing = accepted(world, of(row, "office"))
    assert sums(current(row)).cells[RECEIVED] == 3
    collecting.remark(filing, "请核对（演示）", by=lead)
    collecting.give_back(filing, by=lead)
    assert sums(current(row)).parts == []
    other = accepted(world, of(row, "civil"))
    collecting.excuse(other, "并入他处（演示）", by=lead)
    assert sums(current(row)).cells == {}
    assert world.client(LEAD).get(PAGE).status_code == 200


def test_what_a_unit_leaves_open_is_named_and_never_nought(governed: World) -> None:
    row, office = opened(governed), governed.officer("disclosure@civil")
    accepted(governed, of(row, "office"))
    filing = accepted(governed, of(row, "civil"))
    with act(by=BY) as done:
        version = filing.versions.get()
        version.cells = version.cells | {GRANTED: None}
        version.save()
        done.note("test.prepared", of=filing.thing)
    found = sums(current(row))
    assert (found.cells[GRANTED], found.open[GRANTED]) == (3, ["示范区民政局（演示）"])
    mine = making.begin_compilation(governed.agencies["district"], LAST, by=office)
    making.take(mine, by=office)
    wrong = made(mine, TODAY).findings
    for one in wrong:
        if one.severity == "error":
            making.explain(mine, one, reason="演示", by=office)
    with pytest.raises(Refused, match="没有填"):
        perform(governed, mine, ("submit", "disclosure@civil"))
    making.adjust(mine, GRANTED, 6, reason="电话核实为6件（演示）", by=office)
    perform(governed, mine, ("submit", "disclosure@civil"))


def test_the_districts_report_is_its_own_and_its_units(governed: World) -> None:
    world, office = governed, governed.officer("disclosure@civil")
    row = opened(world)
    for slug in ("office", "civil", "street"):
        accepted(world, of(row, slug))
    set_total(
        world.agencies["district"], year=LAST, row=TotalRow.LICENCE, items_before=None, items_change=None, unlisted=7,
        source="政务服务系统（演示）", by=office,
    )  # fmt: skip
    mine = making.begin_compilation(world.agencies["district"], LAST, by=office)
    taken = making.take(mine, by=office)
    assert (taken.units, taken.missing) == (3, [])
    counted = made(mine, TODAY).report.cells
    assert (counted[RECEIVED], counted["requests.received.total"]) == (9, 9)
    assert counted[LICENCES] == 7, "its own"
    steps = (("submit", "disclosure@civil"), ("pass", "reviewer@civil"), ("sign", "approver@civil"))
    perform(world, mine, *steps, ("publish", "disclosure@civil"))
    read = AnnualReport.objects.get(agency__slug="district")
    assert (read.state, read.received) == (State.PUBLISHED, 9)
    page = world.client(LEAD).get(PAGE).content.decode()
    assert "一致：本级报告的每个数字都等于各单位与本级自身之和" in page
    now, parent = current(row), parent_of(row)
    assert parent is not None
    wrong = against_parts(now, parent, sums(now), own(now, TODAY) | {LICENCES: 6})
    assert [(one.rule, one.cells) for one in wrong] == [("family-sum-differs", (LICENCES,))]


def test_what_is_filed_after_the_sums_were_taken_is_told_and_moves_nothing(governed: World) -> None:
    world, office, row = governed, governed.officer("disclosure@civil"), opened(governed)
    accepted(world, of(row, "office"))
    mine = making.begin_compilation(world.agencies["district"], LAST, by=office)
    with pytest.raises(Refused, match="没有收集"):
        making.take(making.begin_compilation(world.agencies["civil"], LAST, by=office), by=office)
    making.take(mine, by=office)
    accepted(world, of(row, "civil"))
    assert made(mine, TODAY).report.cells[RECEIVED] == 3
    page = html.unescape(world.client("disclosure@civil").get(f"/desk/annual/district/{LAST}/").content.decode())
    assert "汇总时3，现在6" in page
    making.take(mine, by=office)
    assert made(mine, TODAY).report.cells[RECEIVED] == 6


def test_another_form_is_not_summed_with_these(world: World) -> None:
    row = opened(world)
    filing = accepted(world, of(row, "office"))
    with act(by=BY) as done:
        FilingVersion.objects.filter(filing=filing).update(edition="2019")
        collecting.renew(row)
        done.note("test.prepared", of=filing.thing)
    assert sums(current(row)).strange == ["示范区人民政府办公室（演示）"]


def crowd(world: World, row: Collection, many: int) -> None:
    """So many units, each accepted."""
    district, cells, now = world.agencies["district"], dict(report("演示").cells), clock.now()
    user, known = world.users[LEAD], Filing.objects.count()
    with act(by=BY) as done:
        agencies = Agency.objects.bulk_create(
            Agency(slug=f"u{n}", name=f"单位{n}（演示）", kind="department", tier="county", superior=district,
                   path=f"{district.path}u{n:05d}.") for n in range(known, known + many)
        )  # fmt: skip
        filings = Filing.objects.bulk_create(
            Filing(collection=row, agency=agency, name=agency.name, state=FilingState.ACCEPTED, latest=1, filed=now)
            for agency in agencies
        )
        mine = Compilation.objects.create(agency=agencies[0], year=LAST)
        kept = mine.versions.create(number=1, record={}, digest="", author=user, made=now)
        FilingVersion.objects.bulk_create(
            FilingVersion(filing=one, number=1, origin="made", record={}, cells=cells, edition="2021", made=kept,
                          by=user, time=now) for one in filings
        )  # fmt: skip
        collecting.renew(row)
        done.note("test.prepared", of=row.thing)


def test_sums_ask_as_much_for_many_units_as_for_few(world: World) -> None:
    row, desk, costs = opened(world), world.client(LEAD), {}
    crowd(world, row, 1)
    desk.get(PAGE)  # fills what is kept of officers
    for many in (3, 30, 300):
        crowd(world, row, many)
        for path in ("", "sums/", f"sums/{RECEIVED}/"):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(f"/desk/annual/collecting/district/{LAST}/{path}").status_code == 200
            costs.setdefault(path, []).append(len(queries))
    assert all(few == more for few, *rest in costs.values() for more in rest), costs


def test_sums_of_many_units_are_kept(world: World) -> None:
    row = opened(world)
    crowd(world, row, 300)
    found = sums(current(row))
    assert found.cells[RECEIVED] == 900
    assert sums(current(row)) is found
    crowd(world, row, 1)
    assert sums(current(row)).cells[RECEIVED] == 903
