"""What can be found of an annual report: its prose. The figures of a form are looked up, not searched for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils import timezone

from gongkai.web.annual.models import AnnualReport, State
from gongkai.web.search.entries import Found, Source, put_all
from gongkai.web.visibility import Level, Reader

KIND = "annual_report"


def let_find(report: AnnualReport) -> None:
    """Have the report found by those who may see it; inside the act that changes it."""
    put_all([_found(report)])


def _ids() -> Iterable[int]:
    return AnnualReport.objects.order_by("pk").values_list("pk", flat=True)


def _told(ids: Sequence[str]) -> Iterator[Found]:
    rows = AnnualReport.objects.filter(pk__in=ids).select_related("agency").order_by("pk")
    return map(_found, rows.iterator(chunk_size=50))


#: Every report, for an index that is built anew.
SOURCE = Source(_ids, _told)


def _found(report: AnnualReport) -> Found:
    public = report.state == State.PUBLISHED
    day = report.published if public else report.imported
    return Found(
        kind=KIND,
        id=report.pk,
        agency_id=report.agency_id,
        level=Level(report.level),
        title=report.title or f"{report.year}年度政府信息公开工作报告",
        text="\n".join(str(text) for text in report.record["sections"].values()),
        url=reverse("portal:report", args=[report.agency.slug, report.year])
        if public
        else reverse("annual:report", args=[report.pk]),
        date=timezone.localdate(day),
    )


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The names of the reports among these that a reader may see."""
    seen = AnnualReport.objects.visible_to(reader).filter(pk__in=ids).select_related("agency")
    return {str(row.pk): str(row) for row in seen.only("agency", "year")}
