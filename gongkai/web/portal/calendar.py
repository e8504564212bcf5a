"""The calendar of publications: how much was published on each day of a month, and what on a day."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.disclosure.models import Document
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import Head
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import PAGE, lines
from gongkai.web.portal.views import trail
from gongkai.web.visibility import PUBLIC

#: Nothing was published under 《条例》 before it was in force (2008-05-01); a site may have moved in older things.
FIRST_YEAR = 1949


class Day(NamedTuple):
    """A day of the month; None: one of the month before or after."""

    day: date | None
    total: int
    today: bool


def within(first: date, end: date) -> Any:
    """What is published since one day and before another, as far as it is public still."""
    since, until = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, end))
    return {"published_at__gte": since, "published_at__lt": until}


def weeks(year: int, month: int, today: date) -> list[list[Day]]:
    """The month in weeks from Monday to Sunday; one query."""
    first = date(year, month, 1)
    rows = Document.objects.visible_to(PUBLIC).filter(**within(first, after(first))).order_by()
    counts = dict(rows.annotate(day=TruncDate("published_at")).values_list("day").annotate(count=Count("pk")))
    return [
        [Day(day, counts.get(day, 0), day == today) if day.month == month else Day(None, 0, False) for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]


def after(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def _checked(year: int, month: int, day: int = 1) -> date:
    try:
        found = date(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    return found


@for_everybody
def this_month(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return _month(request, today.replace(day=1), today)


@for_everybody
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    return _month(request, _checked(year, month), timezone.localdate())


def _month(request: HttpRequest, first: date, today: date) -> HttpResponse:
    found = weeks(first.year, first.month, today)
    context = {
        "first": first,
        "weeks": found,
        "total": sum(day.total for week in found for day in week),
        "before": first - timedelta(days=1) if first.year > FIRST_YEAR else None,
        "after": after(first) if after(first) <= today else None,
        "trail": trail(),
        "head": Head(_("公开日历"), _("每天公开了哪些政府信息。")),
    }
    return render(request, "portal/calendar.html", context)


@for_everybody
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """What was published on a day, by agency."""
    this = _checked(year, month, day)
    rows = published(None).filter(**within(this, this + timedelta(days=1))).order_by("-published_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "day": this,
        "page": page,
        "lines": lines(page, timezone.localdate()),
        "trail": trail((_("公开日历"), reverse("portal:calendar-month", args=[year, month]))),
        "head": Head(_("公开日历"), _("每天公开了哪些政府信息。")),
    }
    return render(request, "portal/day.html", context)
