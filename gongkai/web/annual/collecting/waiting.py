"""What waits for an officer of a unit, and of a lead office, about the year's reports: for the desk's first page. As
many queries for many units as for few."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.collecting.units import NOT_AWAITED
from gongkai.web.annual.models import Collection, Delivered, Fate, Fetching, Filing, FilingState, FilingVersion
from gongkai.web.annual.models.collecting import COUNTED

#: Of each sentence so many.
MOST = 5
#: So long before the day a unit is told that it has not filed.
SOON = timedelta(days=14)
#: Up to this month a lead office is told that it has not begun to collect.
LAST_MONTH = 3


class Waits(NamedTuple):
    """A sentence, the page on which to see to it, and whether it is late or was returned."""

    text: str
    address: str
    grave: bool = False


def of_units(officer: Officer) -> Iterator[Waits]:
    """What the officer's own units have to file, to mend, and may publish."""
    rows = Filing.objects.visible_to(officer).filter(agency__in=officer.here(Permission.DISCLOSE), excused="")
    rows = rows.select_related("collection")
    returned = rows.filter(state=FilingState.RETURNED).annotate(open=Count("remarks", filter=Q(remarks__settled=None)))
    for row in returned.order_by("collection__due", "pk")[:MOST]:
        text = _("“%(filing)s”被退回，有%(count)d条意见，请更正后重新报送。") % {"filing": row, "count": row.open}
        yield Waits(text, reverse("annual:filing", args=[row.pk]), grave=True)
    today = officer.today
    drafts = rows.filter(state=FilingState.DRAFT, collection__due__lte=today + SOON)
    for row in drafts.order_by("collection__due", "pk")[:MOST]:
        said = {"filing": row, "day": date_format(row.collection.due)}
        late = row.collection.due < today
        text = _("“%(filing)s”已过报送期限（%(day)s）。") if late else _("“%(filing)s”请在%(day)s前报送。")
        yield Waits(text % said, reverse("annual:filing", args=[row.pk]), grave=late)
    sent = FilingVersion.objects.filter(filing=OuterRef("pk"), number=OuterRef("latest"), file__isnull=False)
    for row in rows.filter(Exists(sent), state=FilingState.ACCEPTED).order_by("pk")[:MOST]:
        text = _("“%(filing)s”已被接收，可以公布（《条例》第四十九条）。") % {"filing": row}
        yield Waits(text, reverse("annual:filing", args=[row.pk]))


def of_leads(officer: Officer) -> Iterator[Waits]:
    """What waits to be judged, to be matched, to be fetched again, and to be begun where the officer collects."""
    leads = officer.where(Permission.SUPERVISE)
    submitted = Count("filings", filter=Q(filings__state=FilingState.SUBMITTED, filings__excused=""))
    rows = Collection.objects.visible_to(officer).filter(agency__in=leads).select_related("agency")
    for row in rows.annotate(submitted=submitted).filter(submitted__gt=0).order_by("due", "pk")[:MOST]:
        text = _("“%(collection)s”有%(count)d份等您接收或者退回。") % {"collection": row, "count": row.submitted}
        address = reverse("annual:collection", args=[row.agency.slug, row.year])
        yield Waits(text, f"{address}?state={FilingState.SUBMITTED}")
    asked = Delivered.objects.filter(fate=Fate.ASKED, delivery__agency__in=leads).values("delivery")
    for one in asked.annotate(count=Count("pk")).order_by("delivery")[:MOST]:
        text = _("批量报送的年度报告有%(count)d份等您确认单位。") % one
        yield Waits(text, reverse("annual:delivery", args=[one["delivery"]]) + f"?fate={Fate.ASKED}")
    yield from _not_fetched(officer)
    if officer.today.month <= LAST_MONTH:
        yield from _not_begun(officer)


def _not_fetched(officer: Officer) -> Iterator[Waits]:
    """The last attempt failed, and nothing was filed since."""
    later = Fetching.objects.filter(filing=OuterRef("filing"), pk__gt=OuterRef("pk"))
    failed = Fetching.objects.filter(
        ~Exists(later), filing__collection__agency__in=officer.where(Permission.SUPERVISE), by=officer.user,
        filing__excused="",
    ).exclude(Q(failure="") | Q(filing__state__in=(FilingState.SUBMITTED, *COUNTED)))  # fmt: skip
    for row in failed.select_related("filing__collection").order_by("-pk")[:MOST]:
        text = _("“%(filing)s”没有抓取成功，请看原因。") % {"filing": row.filing}
        yield Waits(text, reverse("annual:filing", args=[row.filing_id]))


def _not_begun(officer: Officer) -> Iterator[Waits]:
    """Governments of the officer with units below, whose reports on last year nobody collects."""
    year = officer.today.year - 1
    below = Agency.objects.open().exclude(kind__in=NOT_AWAITED).exclude(superior=None).values("superior")
    begun = Collection.objects.filter(year=year).values("agency")
    here = Agency.objects.open().filter(pk__in=officer.here(Permission.SUPERVISE))
    leads = here.filter(pk__in=below).exclude(pk__in=begun)
    for lead in leads.order_by("path")[:MOST]:
        text = _("还没有开始收集“%(agency)s”所属单位%(year)d年的年度报告（1月31日前公布，《条例》第四十九条）。") % {
            "agency": lead.name, "year": year,
        }  # fmt: skip
        yield Waits(text, reverse("annual:collecting") + f"?year={year}")
