"""The list of documents on the desk, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.kinds import choices, kinds
from gongkai.web.disclosure.models import Document, GatedQuerySet
from gongkai.web.disclosure.models.examinations import TO_JUDGE, TO_MEND, with_findings
from gongkai.web.disclosure.timeliness import not_yet, of_row, overdue
from gongkai.web.workflow.inbox import Item, item
from gongkai.web.workflow.kinds import called, states
from gongkai.web.workflow.models import Process

PER_PAGE = 25
#: 目录的内容（《条例》第十二条）, and where each stands.
HEADS = (
    "索引号", "名称", "种类", "机关", "文号", "公开属性", "内容概述", "生成日期", "发布版本", "发布日期", "办理状态",
    "办理期限",
)  # fmt: skip

#: The states of errors by which the list can be filtered.
FINDINGS = {"mend": TO_MEND, "judge": TO_JUDGE}


def seen(officer: Officer) -> GatedQuerySet:
    """The documents of the agencies in which the officer works."""
    rows: GatedQuerySet = Document.objects.visible_to(officer)
    return rows.filter(agency__in=officer.where(Permission.READ_INTERNAL))


def wanted(request: HttpRequest) -> GatedQuerySet:
    """Those asked for, in their order."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    attribute, out = request.GET.get("attribute", ""), request.GET.get("out", "")
    rows = seen(officer)
    if words:
        named = Q(title__icontains=words) | Q(agency__name__icontains=words)
        rows = rows.filter(named | Q(index_number=words) | Q(number__icontains=words))
    if kind in kinds():
        rows = rows.filter(kind=kind)
    if attribute in Attribute:
        rows = rows.filter(attribute=attribute)
    if (state := request.GET.get("state", "")) in states():
        running = Process.objects.running().filter(kind=OuterRef("kind"), object_id=OuterRef("pk"))
        rows = rows.filter(Exists(running.filter(state__in=called(state))))
    if (entry := request.GET.get("entry", "")).isdecimal():
        rows = rows.filter(entry=int(entry[:15]))
    if out in ("yes", "no"):
        rows = rows.filter(published__isnull=out == "no")
    if open_ := FINDINGS.get(request.GET.get("findings", "")):
        rows = with_findings(rows, open_)
    if request.GET.get("term") == "overdue":
        rows = not_yet(rows).filter(overdue(officer.today))
    return rows.select_related("agency", "published", "lifecycle").order_by("-pk")


def under_way(rows: GatedQuerySet | list[Document], today: date) -> dict[int, Item]:
    """Where each of them stands that is under way, and by when: one query."""
    ids = [row.pk for row in rows] if isinstance(rows, list) else rows.order_by().values("pk")
    running = Process.objects.running().filter(kind__in=list(kinds()), object_id__in=ids)
    return {process.object_id: item(process, today) for process in running}


@require_safe
@desk(Permission.READ_INTERNAL)
def documents(request: HttpRequest) -> HttpResponse:
    page = Paginator(wanted(request), PER_PAGE).get_page(request.GET.get("page"))
    known = under_way(list(page), request.officer.today)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "rows": [(row, known.get(row.pk), of_row(row, request.officer.today)) for row in page],  # type: ignore[attr-defined]
        "term": request.GET.get("term", ""),
        "kinds": choices(),
        "kind": request.GET.get("kind", ""),
        "attributes": Attribute.choices,
        "attribute": request.GET.get("attribute", ""),
        "states": states().items(),
        "state": request.GET.get("state", ""),
        "out": request.GET.get("out", ""),
        "findings": request.GET.get("findings", ""),
        "q": request.GET.get("q", "").strip(),
        "drafts": request.officer.may_somewhere(Permission.DRAFT),  # type: ignore[attr-defined]
        "discloses": request.officer.may_somewhere(Permission.DISCLOSE),  # type: ignore[attr-defined]
    }
    return render(request, "disclosure/documents.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The list as it is filtered, whole."""
    rows, today = wanted(request), request.officer.today  # type: ignore[attr-defined]
    return handed_on(format, "documents", "公开信息", HEADS, lambda: _lines(rows, under_way(rows, today)))


def _lines(rows: Iterable[Document], known: dict[int, Item]) -> Iterator[list[str]]:
    for row in rows:
        now = known.get(row.pk)
        yield [
            row.index_number,
            row.title,
            row.get_kind_display(),
            row.agency.name,
            row.number,
            str(Attribute(row.attribute).label),
            row.summary,
            row.made.isoformat() if row.made else "",
            str(row.published.number) if row.published else "",
            timezone.localdate(row.published_at).isoformat() if row.published_at else "",
            now.state if now else "",
            now.due.isoformat() if now and now.due else "",
        ]
