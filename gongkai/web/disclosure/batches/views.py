"""A batch on the desk: what the public will read, what was found in it, and its way through the review."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.disclosure.batches import actions
from gongkai.web.disclosure.batches.reading import errors_of, in_words, others_of
from gongkai.web.disclosure.batches.stocks import STOCKS
from gongkai.web.disclosure.models import BATCH, Batch
from gongkai.web.disclosure.models.examinations import ERROR
from gongkai.web.workflow.panels import latest, panel
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50


def _found(request: HttpRequest, pk: int) -> Batch:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    seen = Batch.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: Batch = get_object_or_404(seen.select_related("agency", "topic").defer("lines"), pk=pk)
    return row


@require_safe
@desk(Permission.READ_INTERNAL)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = _found(request, pk)
    heads, *lines = Batch.objects.values_list("lines", flat=True).get(pk=row.pk) or [[]]
    process = latest(BATCH, row.pk)
    running = process is not None and process.ended is None
    errors = Paginator(errors_of(row), PER_PAGE).get_page(request.GET.get("finding"))
    others = Paginator(others_of(row), PER_PAGE).get_page(request.GET.get("note"))
    left = row.findings.filter(severity=ERROR, reason="")
    context = {
        "batch": row,
        "heads": heads,
        "page": Paginator(list(enumerate(lines, 1)), PER_PAGE).get_page(request.GET.get("page")),
        "panel": panel(process, officer) if process else None,
        "back": STOCKS[row.room].page(row),
        "errors": errors,
        "found": in_words(errors),
        "left": left.count(),
        "others": others,
        "noted": in_words(others),
        "masks": running and officer.may(Permission.DRAFT, row.agency) and left.exclude(proposal=None).exists(),
        "overrules": running and officer.may(Permission.REVIEW_SECRECY, row.agency),
    }  # fmt: skip
    return render(request, "disclosure/batches/batch.html", context)


@require_POST
@desk(Permission.DRAFT)
def gather(request: HttpRequest, room: str, slug: str) -> HttpResponse:
    """Put what waits of a list into a batch."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    if room not in STOCKS or room == "topic":
        raise Http404
    agency = agency_of(officer, slug, Permission.DRAFT)
    try:
        found = actions.gather(room, agency, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
        found = None
    else:
        if found is None:
            messages.info(request, _("没有等待公开的内容。"))
    if found is not None:
        return redirect("disclosure:batch", found.pk)
    return redirect(STOCKS[room].page(Batch(room=room, agency=agency)))


@require_POST
@desk(Permission.DRAFT)
def mask(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry the proposals out."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = _found(request, pk)
    officer.require(Permission.DRAFT, row.agency)
    try:
        actions.mask(row, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已按建议遮盖。"))
    return redirect("disclosure:batch", pk)


@require_POST
@desk(Permission.REVIEW_SECRECY)
def overrule(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the ticked findings stand."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = _found(request, pk)
    officer.require(Permission.REVIEW_SECRECY, row.agency)
    wanted = [int(one) for one in request.POST.getlist("finding") if one.isdecimal() and len(one) < 16]
    try:
        count = actions.overrule(row, wanted, reason=typed(request, "reason", 1000), by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已认定%(count)s处可以公开。") % {"count": count})
    return redirect("disclosure:batch", pk)
