"""The public's pages of the whole instance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.law.rules import law_rules
from gongkai.law.unverified import unverified
from gongkai.web.agencies.directory import ancestors, directory, named
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.annual.models import AnnualReport
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import Head, head
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import lines
from gongkai.web.portal.terms import terms
from gongkai.web.visibility import PUBLIC

PAGE = 40
MARK = Path(__file__).parents[1] / "config" / "static" / "mark.svg"
LATEST = 6
#: Of the law's values those that somebody who applies or complains goes by (`unverified.KINDS`).
TOLD = ("期限", "救济", "收费")


def trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page, from the start."""
    return [(_("首页"), reverse("portal:home")), *more]


def reports_seen() -> Any:
    """The published reports, as far as a list shows them."""
    shown = ("year", "title", "published", "agency__slug", "agency__name")
    return AnnualReport.objects.visible_to(PUBLIC).select_related("agency").only(*shown)


def listed(agency: Agency | None) -> AgencyQuerySet:
    """The open agencies directly below one, or at the top, as far as a list shows them."""
    return directory(agency).only("slug", "name", "kind", "address", "phone", "path")


@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    latest = reports_seen().order_by("-published", "-pk")[:LATEST]
    news = lines(published(None).order_by("-published_at", "-pk")[:LATEST], timezone.localdate())
    context = {
        "latest": latest,
        "news": news,
        "top": listed(None)[:PAGE],
        "head": Head(_("首页"), _("政府信息公开平台首页")),
    }
    return render(request, "portal/home.html", context)


@for_everybody
def agencies(request: HttpRequest) -> HttpResponse:
    """The directory: level by level, or what bears a name."""
    words, under = request.GET.get("q", "").strip()[:100], request.GET.get("under", "")
    agency = get_object_or_404(Agency, slug=under) if under and not words else None
    rows = named(words) if words else listed(agency)
    if not words and not agency and len(top := rows[:2]) == 1:
        agency, rows = top[0], listed(top[0])  # all stand below the one at the top
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "under": agency,
        "above": ancestors(agency) if agency else [],
        "trail": trail(),
        "head": Head(_("机关名录"), _("本平台各行政机关的名录和联系方式。")),
    }
    return render(request, "portal/agencies.html", context)


def choose(request: HttpRequest, column: str, template: str, **more: Any) -> HttpResponse:
    """A column of the instance: what is said for all agencies, and the agencies to choose from."""
    top = Paginator(listed(None), PAGE).get_page(1)
    single = top.object_list[0] if top.paginator.count == 1 else None
    context = {
        "head": head(column),
        "trail": trail(),
        "address": f"portal:agency-{column}",
        "top": top,
        "single": single,
        "choices": Paginator(listed(single), PAGE).get_page(request.GET.get("page")) if single else None,
        **more,
    }
    return render(request, template, context)


@for_everybody
def rules(request: HttpRequest) -> HttpResponse:
    documents = [
        {"title": item.name, "number": item.number, "since": item.from_}
        for item in law_rules().documents.values()
        if item.verified == "V"
    ]
    return choose(request, "rules", "portal/rules.html", documents=documents)


@for_everybody
def reports(request: HttpRequest) -> HttpResponse:
    """Every published report: by year, newest first."""
    seen = AnnualReport.objects.visible_to(PUBLIC)
    years = list(seen.order_by("-year").values("year").annotate(count=Count("pk")))
    asked = request.GET.get("year", "")
    rows = reports_seen().order_by("-year", "agency__path")
    if asked.isdecimal():
        rows = rows.filter(year=int(asked[:4]))
    if words := request.GET.get("q", "").strip()[:100]:
        rows = rows.filter(Q(agency__name__icontains=words) | Q(title__icontains=words))
    context = {
        "head": head("reports"),
        "trail": trail(),
        "years": years,
        "year": asked,
        "words": words,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "portal/reports.html", context)


@for_everybody
def request_(request: HttpRequest) -> HttpResponse:
    return choose(request, "request", "portal/request.html", terms=terms())


@for_everybody
def help_(request: HttpRequest) -> HttpResponse:
    law = [entry for entry in unverified(law_rules()) if entry.kind in TOLD]
    context = {"trail": trail(), "head": Head(_("使用帮助"), _("怎样使用本平台。")), "law": law}
    return render(request, "portal/help.html", context)


@for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"trail": trail(), "head": Head(_("无障碍声明"), _("本平台的无障碍措施和反馈途径。"))}
    return render(request, "portal/accessibility.html", context)


@for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: everything public but lists by query."""
    place = request.build_absolute_uri(reverse("portal:sitemap"))
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /accounts/", "Disallow: /search/", f"Sitemap: {place}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@for_everybody
def favicon(request: HttpRequest) -> HttpResponse:
    """For browsers that ask for this address whatever a page says."""
    return HttpResponse(MARK.read_bytes(), content_type="image/svg+xml")
