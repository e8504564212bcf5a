"""What is public and was not examined before, or should not be public as it is: what was moved in, above all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_tasks import task

from gongkai.examine import release
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.examining.examination import examine_published
from gongkai.web.disclosure.examining.places import title_of
from gongkai.web.disclosure.models import Document, Examination, Finding, GatedQuerySet
from gongkai.web.disclosure.models.examinations import ERROR, State
from gongkai.web.visibility import PUBLIC

PER_PAGE = 50
#: So many are examined by one task, which then asks for the next: a restart loses nothing.
SHARE = 100


def moved_in(agencies: AgencyQuerySet | None = None) -> GatedQuerySet:
    """What came from another system and is public."""
    rows: GatedQuerySet = Document.objects.visible_to(PUBLIC).filter(moved_in__isnull=False)
    return rows if agencies is None else rows.filter(agency__in=agencies)


def _done(rows: GatedQuerySet, *, whole: bool = False) -> GatedQuerySet:
    """Those whose published version was examined by the rules of today; `whole`: its files, too."""
    looked = Examination.objects.filter(version=OuterRef("published"), release=release())
    found: GatedQuerySet = rows.filter(Exists(looked.filter(finished__isnull=False) if whole else looked))
    return found


def leaking(agencies: AgencyQuerySet) -> Any:
    """Errors in what the public reads that nobody overruled, by the last examination of what is published."""
    later = Examination.objects.filter(version=OuterRef("examination__version"), pk__gt=OuterRef("examination"))
    found = Finding.objects.filter(
        severity=ERROR, examination__version=F("examination__document__published"),
        examination__document__agency__in=agencies, examination__document__level="public",
    )  # fmt: skip
    return found.exclude(state=State.OVERRULED).filter(~Exists(later))


@task(title=_("检查迁入的文件"))
def examine_moved_in() -> int:
    """Examine some of what was moved in and is public, and ask for the rest; how many. After an upgrade of the rules
    all of it, again."""
    rows = moved_in()
    left = rows.exclude(pk__in=_done(rows).values("pk")).order_by("pk").values_list("pk", flat=True)
    some = list(left[: SHARE + 1])
    for pk in some[:SHARE]:
        examine_published(Document.objects.get(pk=pk))
    if len(some) > SHARE:
        examine_moved_in.enqueue()
    return min(len(some), SHARE)


@dataclass(frozen=True)
class Leak:
    """A public document, and what was found in it by rule."""

    document: Document
    count: int
    rules: Sequence[str]


@require_safe
@desk(Permission.READ_INTERNAL)
def leaks(request: HttpRequest) -> HttpResponse:
    """What is public and leaks, by rule; and how far what was moved in is examined."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.READ_INTERNAL)
    found, came = leaking(agencies), moved_in(agencies)
    by_rule = found.order_by().values("rule").annotate(
        count=Count("pk"), documents=Count("examination__document", distinct=True)
    )  # fmt: skip
    rule = request.GET.get("rule", "")
    shown = found.filter(rule=rule) if rule else found
    documents = Document.objects.visible_to(officer).filter(pk__in=shown.values("examination__document"))
    page = Paginator(documents.select_related("agency").order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rules": sorted(
            ((row["rule"], title_of(row["rule"]), row["count"], row["documents"]) for row in by_rule),
            key=lambda row: -row[2],
        ),
        "rule": rule,
        "page": page,
        "leaks": _leaks(list(page), shown),
        "all": came.count(),
        "examined": _done(came, whole=True).count(),
    }
    return render(request, "disclosure/examining/leaks.html", context)


def _leaks(documents: Sequence[Document], found: Any) -> list[Leak]:
    """One query for the findings of a page."""
    rows = found.filter(examination__document__in=[row.pk for row in documents]).order_by("pk")
    rules: dict[int, list[str]] = {}
    for pk, rule in rows.values_list("examination__document", "rule"):
        rules.setdefault(pk, []).append(title_of(rule))
    return [Leak(row, len(rules[row.pk]), list(dict.fromkeys(rules[row.pk]))) for row in documents if row.pk in rules]
