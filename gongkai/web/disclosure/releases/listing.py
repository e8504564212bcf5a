"""公开渠道: the table of counts, the list behind each number, and both as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.channels import channels
from gongkai.web.disclosure.models import Release
from gongkai.web.disclosure.releases.counting import SPLITS, counted, label, of_agency, seen

PER_PAGE = 50
#: So many agencies can be chosen from; the others by going through one above them.
MOST = 300
HEADS = ("公开日期", "渠道", "账号或位置", "名称", "索引号", "文号", "种类", "机关", "网址", "备注", "登记人")


@dataclass(frozen=True)
class Asked:
    """Of which agency and year, with those below it or without, split by what."""

    agency: Agency | None
    agencies: Sequence[Agency]
    year: int
    below: bool
    split: str
    today: date

    @property
    def years(self) -> list[int]:
        """This year and the four before, and on to one that was asked for; nothing was done in a year to come."""
        this = self.today.year
        return list(range(this, min(self.year, this - 4) - 1, -1))


def asked(request: HttpRequest) -> Asked:
    """What the address asks for; without a word the officer's first agency, this year."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    mine = officer.where(Permission.READ_INTERNAL)
    slug, year = request.GET.get("agency", ""), request.GET.get("year", "")
    chosen = get_object_or_404(mine, slug=slug) if slug else mine.open().order_by("path").first()
    this = str(officer.today.year)
    known = year if year.isascii() and year.isdecimal() and len(year) == 4 and "1900" < year <= this else this
    split = request.GET.get("split", "kind")
    return Asked(
        chosen,
        list(mine.open().order_by("path")[:MOST]),
        int(known),
        request.GET.get("below", "") == "1",
        split if split in SPLITS else "kind",
        officer.today,
    )


def rows_of(request: HttpRequest, this: Asked) -> Any:
    """The releases asked for."""
    rows = seen(request.officer)  # type: ignore[attr-defined]
    if this.agency is None:
        return rows.none()
    rows = of_agency(rows, this.agency, this.year, below=this.below)
    if (channel := request.GET.get("channel", "")) in channels():
        rows = rows.filter(channel=channel)
    for name, field in SPLITS.items():
        if name in request.GET:
            rows = rows.filter(**{field: request.GET[name]})
    return rows


@require_safe
@desk(Permission.READ_INTERNAL)
def table(request: HttpRequest) -> HttpResponse:
    """Documents by kind or item and channel."""
    this = asked(request)
    officer: Officer = request.officer  # type: ignore[attr-defined]
    context = {
        "asked": this,
        "table": counted(rows_of(request, this), this.split),
        "discloses": officer.may_somewhere(Permission.DISCLOSE),
    }
    return render(request, "channels/table.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def releases(request: HttpRequest) -> HttpResponse:
    """The list behind a number."""
    this = asked(request)
    rows = rows_of(request, this).select_related("document__agency", "account", "recorded_by", "proof")
    chosen = request.GET.get("channel", "")
    narrowed = [label(name, request.GET[name]) for name in SPLITS if name in request.GET]
    context = {
        "asked": this,
        "page": Paginator(rows.order_by("-day", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "channel": channels().get(chosen),
        "channels": channels().values(),
        "narrowed": narrowed,
    }
    return render(request, "channels/releases.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The list as it is filtered, whole."""
    this = asked(request)
    rows = rows_of(request, this).select_related("document__agency", "account", "recorded_by")
    return handed_on(format, "releases", "公开渠道记录", HEADS, lambda: _lines(rows.order_by("-day", "-pk")))


@require_safe
@desk(Permission.READ_INTERNAL)
def export_table(request: HttpRequest, format: str) -> HttpResponseBase:
    """The table as a file."""
    this = asked(request)
    with override(settings.LANGUAGE_CODE):
        found = counted(rows_of(request, this), this.split)
        heads = ["种类" if this.split == "kind" else "事项", *(channel.name for channel in found.channels)]
        lines = [[line.label, *(str(count) for _channel, count in cells)] for line, cells in found.rows]
        lines.append(["合计", *(str(count) for _channel, count in found.foot)])
    return handed_on(format, "channels", "公开渠道统计", heads, lambda: lines)


def _lines(rows: Iterable[Release]) -> Iterator[list[str]]:
    for row in rows:
        document = row.document
        yield [
            row.day.isoformat(),
            row.of_channel.name,
            row.where,
            document.title,
            document.index_number,
            document.number,
            document.of_kind.name,
            document.agency.name,
            row.address,
            row.note,
            row.recorded_by.name,
        ]
