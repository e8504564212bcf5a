"""What collecting waits for, by the office that has to see to it: the unit's own 公开办, or the lead office.

Read for one officer, or for everybody at once; as many queries for many units as for few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.collecting.actions import FIRST
from gongkai.web.annual.collecting.standing import DIFFERING, FAILED, failed, not_fetched
from gongkai.web.annual.collecting.units import NOT_AWAITED
from gongkai.web.annual.differing.reading import APART
from gongkai.web.annual.models import (
    Collection,
    Delivered,
    Divergence,
    Fate,
    Filing,
    FilingState,
    FilingVersion,
    Remark,
)
from gongkai.web.annual.models.collecting import COUNTED
from gongkai.web.annual.terms import due as due_by_law
from gongkai.web.annual.terms import due_of, due_of_governments
from gongkai.web.workflow.waiting import NEAR, Waiting, in_office

UNIT, LEAD = Permission.DISCLOSE, Permission.SUPERVISE


def waiting(officer: Officer | None, today: date) -> Iterator[Waiting]:
    """Of the agencies in which an officer's own offices are; without an officer: of all, on the year that is over."""
    yield from _of_units(officer, today)
    yield from _of_leads(officer, today)
    yield from _not_opened(officer, today)


def _of_units(officer: Officer | None, today: date) -> Iterator[Waiting]:
    """What a unit has to do about its own reports; one query."""
    rows = in_office(Filing.objects.filter(excused=""), officer, UNIT, "agency", "agency__heir")
    if officer is None:
        rows = rows.filter(collection__year=today.year - 1)
    remarks = Remark.objects.filter(filing=OuterRef("pk"), settled=None).order_by().values("filing")
    rows = rows.filter(~Q(state=FilingState.PUBLISHED) | APART).annotate(
        differs=Exists(Divergence.objects.filter(filing=OuterRef("pk"))),
        failed=failed(),
        remarked=Subquery(remarks.annotate(count=Count("pk")).values("count")),
        sent=Exists(FilingVersion.objects.filter(filing=OuterRef("pk"), number=OuterRef("latest"), file__isnull=False)),
    )
    for row in rows.select_related("agency", "collection__agency").order_by("-collection__year", "pk"):
        yield from _of_unit(row, today)


def _of_unit(row: Any, today: date) -> Iterator[Waiting]:
    due, place = row.collection.due, reverse("annual:filing", args=[row.pk])
    said = {"name": row.name, "year": row.collection.year, "lead": row.collection.agency.name}
    said |= {"remarks": row.remarked or 0, "when": _when(due, today)}
    office = row.agency.heir_id or row.agency_id
    if row.state == FilingState.RETURNED:
        text = _("“%(name)s”%(year)d年的年度报告被退回（意见%(remarks)d条），请更正后重新报送；%(when)s。")
        yield Waiting(UNIT, office, text % said, place, due)
    elif row.state == FilingState.DRAFT and due - NEAR <= today:
        text = _("“%(name)s”%(year)d年的年度报告还没有报送“%(lead)s”；%(when)s。")
        yield Waiting(UNIT, office, text % said, place, due)
    elif row.state == FilingState.ACCEPTED:
        public = due_of(row.agency, row.collection.year)
        said["when"] = _when(public, today)
        if not row.sent:  # made here: it goes out from where it was made
            place = reverse("annual:making", args=[row.agency.slug, row.collection.year])
        text = _("“%(name)s”%(year)d年的年度报告已被接收，可以公布（《条例》第四十九条）；%(when)s。")
        yield Waiting(UNIT, office, text % said, place, public)
    if row.differs:
        text = _("“%(name)s”%(year)d年的年度报告，公布的与报送的不同（《条例》第四十九条）。")
        yield Waiting(UNIT, office, text % said, reverse("annual:filing", args=[row.pk]))
    if row.failed and row.state not in COUNTED:
        text = _("“%(name)s”%(year)d年的年度报告从网址抓取没有成功，请换一个网址或者上传文件。")
        yield Waiting(UNIT, office, text % said, reverse("annual:filing", args=[row.pk]), due)


def _when(due: date, today: date) -> str:
    said = {"day": date_format(due, "DATE_FORMAT"), "days": abs((due - today).days)}
    if due < today:
        return _("期限是%(day)s，已过%(days)d天") % said
    if due == today:
        return _("期限就是今天")
    return _("期限是%(day)s，还有%(days)d天") % said


def _of_leads(officer: Officer | None, today: date) -> Iterator[Waiting]:
    """What waits for a lead office, collection by collection: reports to be accepted, fetches that
    failed, and what is public otherwise than it was filed."""
    seen = in_office(Collection.objects.all(), officer, LEAD, "agency")
    if officer is None:
        seen = seen.filter(year=today.year - 1)
    rows = Filing.objects.filter(collection__in=seen, excused="")
    latest = FilingVersion.objects.filter(
        filing__in=rows.filter(state=FilingState.SUBMITTED), number=F("filing__latest")
    )
    said = {"count": Count("pk"), "one": Min("filing"), "since": Min("time")}
    submitted = _by_collection(latest.order_by().values(at=F("filing__collection")).annotate(**said))
    broken = _counted(rows.filter(not_fetched()))
    other = _counted(rows.filter(APART))
    asked = Delivered.objects.filter(fate=Fate.ASKED, delivery__collection__in=seen).order_by()
    unsure = _by_collection(
        asked.values(at=F("delivery__collection")).annotate(count=Count("pk"), one=Min("delivery"))
    )  # fmt: skip
    for row in seen.select_related("agency"):
        if found := unsure.get(row.pk):
            text = _("%(year)d年年度报告：批量报送的文件有%(count)d份等您确认单位。")
            words = {"year": row.year, "count": found["count"]}
            place = reverse("annual:delivery", args=[found["one"]]) + f"?fate={Fate.ASKED}"
            yield Waiting(LEAD, row.agency_id, text % words, place, row.due)
        if found := submitted.get(row.pk):
            text = _("%(year)d年年度报告：%(count)d个单位已报送，等“%(lead)s”接收；最早的%(day)s报送。")
            due = due_of_governments(row.year)  # the government's own takes their figures
            yield _of_lead(row, text, found, FilingState.SUBMITTED.value, due)
        if found := broken.get(row.pk):
            text = _("%(year)d年年度报告：%(count)d个单位的报告从网址抓取没有成功。")
            yield _of_lead(row, text, found, FAILED, row.due)
        if found := other.get(row.pk):
            text = _("%(year)d年年度报告：%(count)d个单位公布的与报送的不同。")
            yield _of_lead(row, text, found, DIFFERING, None)


def _counted(rows: Any) -> dict[int, dict[str, Any]]:
    return _by_collection(rows.order_by().values(at=F("collection")).annotate(count=Count("pk"), one=Min("pk")))


def _by_collection(rows: Any) -> dict[int, dict[str, Any]]:
    return {row["at"]: row for row in rows}


def _of_lead(row: Collection, text: str, found: Mapping[str, Any], to: str, due: date | None) -> Waiting:
    """One unit leads to its filing, more to the board that shows them."""
    said = {"year": row.year, "lead": row.agency.name, "count": found["count"]}
    if "since" in found:
        said["day"] = date_format(timezone.localdate(found["since"]), "DATE_FORMAT")
    place = f"{reverse('annual:collection', args=[row.agency.slug, row.year])}?state={to}"
    if found["count"] == 1:
        place = reverse("annual:filing", args=[found["one"]])
    return Waiting(LEAD, row.agency_id, text % said, place, due)


def _not_opened(officer: Officer | None, today: date) -> Iterator[Waiting]:
    """Governments that collect nothing yet of the year that is over, though their units file by January 31."""
    year = today.year - 1
    if year < FIRST or today > due_of_governments(year):
        return
    below = Agency.objects.open().filter(superior=OuterRef("pk")).exclude(kind__in=NOT_AWAITED)
    opened = Collection.objects.filter(agency=OuterRef("pk"), year=year)
    leads = Agency.objects.open().filter(Exists(below), ~Exists(opened), kind=Kind.GOVERNMENT)
    if officer is not None:
        leads = leads.filter(pk__in=officer.here(LEAD))
    for lead in leads.order_by("path"):
        due = due_by_law(year)
        said = {"year": year, "lead": lead.name, "when": _when(due, today)}
        text = _("“%(lead)s”还没有开始收集%(year)d年的年度报告（《条例》第四十九条）；单位报送的%(when)s。")
        yield Waiting(LEAD, lead.pk, text % said, f"{reverse('annual:collecting')}?year={year}", due)
