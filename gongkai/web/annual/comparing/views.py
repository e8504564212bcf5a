"""Comparison on the desk: a table of units, what stands out, and a sheet of one unit to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.report.schema import Number, Report
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.comparing.alike import alike
from gongkai.web.annual.comparing.reading import Compared, Show, Unit, compared, years
from gongkai.web.annual.comparing.statistics import Spread
from gongkai.web.annual.measures import COUNTS, MEASURES
from gongkai.web.annual.models import AnnualReport, State
from gongkai.web.annual.trends import trends

PER_PAGE = 50
#: Of what stands out so much is shown at first; the sheet has all.
SHOWN = 20
#: So many superiors are offered.
CHOICES = 300
#: The drawing of a spread.
WIDE = 200
SHOWS = {
    Show.NUMBER: gettext_lazy("本年数字"), Show.CHANGE: gettext_lazy("比上年增减"),
    Show.RANK: gettext_lazy("位次"), Show.SHARE: gettext_lazy("占各单位合计（%）"),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What is compared: the agencies, the year, and the measure by which they are sorted."""

    agencies: AgencyQuerySet
    under: Agency | None
    kind: str
    years: list[int]
    year: int
    by: str
    show: Show


def _wanted(request: HttpRequest) -> Wanted:
    """Public reports are compared, so every officer may compare all of them."""
    said = {name: request.GET.get(name, "").strip()[:100] for name in ("under", "kind", "year", "by", "show")}
    agencies: AgencyQuerySet = Agency.objects.all()
    under = Agency.objects.filter(slug=said["under"]).first() if said["under"] else None
    if under is not None:
        agencies = agencies.filter(superior=under)
    kind = said["kind"] if said["kind"] in Kind.values else ""
    if kind:
        agencies = agencies.filter(kind=kind)
    known = years(Agency.objects.all())
    year = next((year for year in known if f"{year}" == said["year"]), known[0] if known else 0)
    show = Show(said["show"]) if said["show"] in list(Show) else Show.NUMBER
    return Wanted(agencies, under, kind, known, year, said["by"] if said["by"] in MEASURES else "", show)


def none(measure: str) -> str:
    """What stands where there is no number: a share of nothing is none."""
    return "—" if MEASURES[measure].of else _("未知")


def _none(measure: str, show: Show) -> str:
    """The same where it is shown otherwise: there is no share of shares."""
    return "—" if show is Show.SHARE and measure not in COUNTS else none(measure)


def _above() -> AgencyQuerySet:
    """Those with others below them, the highest first."""
    below = Agency.objects.exclude(superior=None).values("superior")
    rows: AgencyQuerySet = Agency.objects.filter(pk__in=below).order_by("path")[:CHOICES]
    return rows


def _sorted(found: Compared, wanted: Wanted) -> list[Unit]:
    """By a measure as it is shown, the highest first (of ranks the first) and the unknown last."""
    if not wanted.by:
        return list(found.units)

    def place(unit: Unit) -> tuple[bool, Number]:
        value = found.shown(unit, wanted.by, wanted.show)
        return value is None, (value or 0) if wanted.show is Show.RANK else -(value or 0)

    return sorted(found.units, key=place)


@require_safe
@desk(Permission.READ_INTERNAL)
def table(request: HttpRequest) -> HttpResponse:
    """The units of a year in lines, medians below, what stands out above."""
    wanted = _wanted(request)
    found = compared(wanted.agencies, wanted.year)
    page = Paginator(_sorted(found, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "page": page,
        "lines": [
            (unit, [(found.shown(unit, id_, wanted.show), _none(id_, wanted.show)) for id_ in MEASURES])
            for unit in page
        ],
        "shows": SHOWS.items(),
        "measures": MEASURES.values(),
        "middles": [(found.spreads[id_], none(id_)) for id_ in MEASURES] if wanted.show is Show.NUMBER else [],
        "anomalies": found.anomalies[:SHOWN],
        "more": max(len(found.anomalies) - SHOWN, 0),
        "kinds": Kind.choices,
        "above": _above(),
    }  # fmt: skip
    return render(request, "annual/comparing/table.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, what: str, format: str) -> HttpResponseBase:
    """The table, or all that stands out, as a sheet."""
    wanted = _wanted(request)
    found = compared(wanted.agencies, wanted.year)
    if what == "anomalies":
        heads = [_("机关"), _("情形"), _("指标"), _("数值"), _("中位数或者上年"), _("偏离程度")]
        return handed_on(format, "anomalies", "异常", heads, lambda: _odd(found))
    heads = [_("机关"), *(str(measure.name) for measure in MEASURES.values()), _("错误")]
    return handed_on(format, "comparison", "比较", heads, lambda: _lines(found, wanted))


def _lines(found: Compared, wanted: Wanted) -> Iterator[list[str]]:
    for unit in _sorted(found, wanted):
        yield [unit.name, *(_said(found.shown(unit, id_, wanted.show)) for id_ in MEASURES), str(unit.errors)]


def _odd(found: Compared) -> Iterator[list[str]]:
    kinds = {"errors": _("校核有错误"), "outlier": _("与各单位相差大"), "jump": _("与上年相差大")}
    for one in found.anomalies:
        yield [one.unit.name, kinds[one.kind], str(one.name), _said(one.value), f"{one.typical:g}", f"{one.score:.1f}"]


def _said(value: Number | None) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Standing:
    """One measure of a unit among the others; places are those of the drawing."""

    name: str | Promise
    none: str
    value: Number | None
    before: Number | None
    spread: Spread | None
    #: In per cent of the sum of all; numbers of things only.
    share: float | None

    @property
    def rank(self) -> int | None:
        return self.spread.rank(self.value) if self.spread is not None and self.value is not None else None

    @property
    def places(self) -> dict[str, float]:
        """Where the quartiles, the median and the unit stand."""
        if self.spread is None or self.value is None or self.spread.most == self.spread.least:
            return {}
        unit = WIDE / (self.spread.most - self.spread.least)
        at = {"lower": self.spread.lower, "middle": self.spread.middle, "upper": self.spread.upper, "own": self.value}
        places = {name: round(unit * (value - self.spread.least), 1) for name, value in at.items()}
        return places | {"wide": round(places["upper"] - places["lower"], 1)}


@dataclass(frozen=True)
class Sheet:
    """One unit among its sisters: those of its kind below the same superior."""

    agency: Agency
    reports: list[AnnualReport]
    report: AnnualReport
    found: Compared
    own: Unit


def _sheet(request: HttpRequest, slug: str) -> Sheet:
    """Of the year that is asked for, else the latest; 404 where the agency has published nothing."""
    agency: Agency = get_object_or_404(Agency.objects.select_related("superior"), slug=slug)
    reports = list(AnnualReport.objects.filter(agency=agency, state=State.PUBLISHED).order_by("-year"))
    if not reports:
        raise Http404
    said = request.GET.get("year", "")
    row = next((row for row in reports if f"{row.year}" == said), reports[0])
    found = compared(Agency.objects.filter(superior=agency.superior, kind=agency.kind), row.year)
    return Sheet(agency, reports, row, found, next(one for one in found.units if one.slug == slug))


@require_safe
@desk(Permission.READ_INTERNAL)
def unit_export(request: HttpRequest, slug: str, format: str) -> HttpResponseBase:
    """The standings of a unit as a sheet."""
    sheet = _sheet(request, slug)
    heads = [_("指标"), _("本年"), _("上年"), _("位次"), _("单位数"), _("占各单位合计（%）"), _("中位数")]

    def lines() -> Iterator[list[str]]:
        for id_ in MEASURES:
            one = _standing(sheet.own, sheet.found, id_)
            among = (len(one.spread.known), one.spread.middle) if one.spread is not None else (None, None)
            said = one.value, one.before, one.rank, among[0], one.share, among[1]
            yield [str(one.name), *("" if value is None else f"{value:g}" for value in said)]

    return handed_on(format, "unit", "比较", heads, lines)


@require_safe
@desk(Permission.READ_INTERNAL)
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit beside its sisters, on a sheet to print."""
    sheet = _sheet(request, slug)
    agency, reports, row, found, own = sheet.agency, sheet.reports, sheet.report, sheet.found, sheet.own
    read = row.read()
    context: dict[str, Any] = {
        "agency": agency,
        "report": row,
        "reports": reports,
        "units": len(found.units),
        "standings": [_standing(own, found, id_) for id_ in MEASURES],
        "anomalies": [one for one in found.anomalies if one.unit.slug == slug],
        "alike": alike(agency.pk, row.year, read.sections) if isinstance(read, Report) else [],
        "trends": trends(reports),
        "wide": WIDE,
    }
    return render(request, "annual/comparing/unit.html", context)


def _standing(own: Unit, found: Compared, id_: str) -> Standing:
    value, spread = own.values[id_], found.spreads[id_]
    share = found.shown(own, id_, Show.SHARE) if value is not None else None
    return Standing(MEASURES[id_].name, none(id_), value, own.before.get(id_), spread, share)
