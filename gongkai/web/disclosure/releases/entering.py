"""Releases are entered: for one document, and for all that went out on one day through one channel."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.disclosure import timeliness
from gongkai.web.disclosure.actions.releasing import record_all, strike
from gongkai.web.disclosure.channels import WECHAT, by_hand
from gongkai.web.disclosure.models import Document, Release
from gongkai.web.disclosure.releases.counting import seen
from gongkai.web.disclosure.releases.forms import ReleaseForm
from gongkai.web.disclosure.views import found
from gongkai.web.workflow.refusals import Refused

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
#: So many documents are offered at once, the newest first.
OFFERED = 50


@desk(Permission.READ_INTERNAL)
@GET_OR_POST
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one document went out; and that it went out elsewhere, too."""
    row, officer = found(request, pk), request.officer  # type: ignore[attr-defined]
    enters = officer.may(Permission.DISCLOSE, row.agency) and row.out_since is not None
    if request.method == "POST":
        officer.require(Permission.DISCLOSE, row.agency)
    first = {"day": officer.today, "channel": WECHAT}
    form = ReleaseForm(request.POST or None, request.FILES or None, officer=officer, initial=first)
    if request.method == "POST" and form.is_valid() and _entered(request, form, [row], officer):
        return redirect("channels:document", pk)
    context = {
        "document": row,
        "releases": list(row.releases.select_related("account", "recorded_by", "proof").order_by("-day", "-pk")),
        "timeliness": timeliness.of_row(row, officer.today),
        "form": form if enters else None,
        "enters": enters,
    }
    return render(request, "channels/document.html", context, status=422 if form.errors else 200)


@desk(Permission.DISCLOSE)
@GET_OR_POST
def many(request: HttpRequest) -> HttpResponse:
    """These documents went out that day through one channel."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    channel = request.POST.get("channel") or request.GET.get("channel", WECHAT)
    offered = _offered(officer, channel, request.GET.get("q", "").strip())
    first = {"day": officer.today, "channel": channel}
    form = ReleaseForm(request.POST or None, request.FILES or None, officer=officer, initial=first)
    wanted = [int(pk) for pk in request.POST.getlist("document") if pk.isascii() and pk.isdecimal() and len(pk) < 10]
    if request.method == "POST" and form.is_valid():
        documents = list(_public(officer).filter(pk__in=wanted))
        if not documents:
            form.add_error(None, _("请勾选文件。"))
        elif _entered(request, form, documents, officer):
            return redirect("channels:many")
    context = {
        "form": form,
        "offered": offered,
        "wanted": wanted,
        "channels": by_hand(),
        "channel": channel,
        "q": request.GET.get("q", "").strip(),
    }
    return render(request, "channels/many.html", context, status=422 if form.errors else 200)


@require_POST
@desk(Permission.DISCLOSE)
def struck(request: HttpRequest, pk: int) -> HttpResponse:
    """What was entered wrongly is taken away."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    release: Release = get_object_or_404(seen(officer).select_related("document__agency", "account"), pk=pk)
    try:
        strike(release, reason=typed(request, "reason"), by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已删去这条记录，审计中仍可查到。"))
    return redirect("channels:document", release.document_id)


def _entered(request: HttpRequest, form: ReleaseForm, documents: list[Document], officer: Officer) -> bool:
    try:
        made = record_all(documents, form.said, proof=form.received, by=officer)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    passed = len(documents) - len(made)
    said = _("已登记%(count)s条。") % {"count": len(made)}
    messages.success(request, said + (_("另有%(count)s条此前已登记过。") % {"count": passed} if passed else ""))
    return True


def _public(officer: Officer) -> Any:
    """What is public of the agencies whose releases the officer may enter."""
    rows = Document.objects.visible_to(officer).filter(agency__in=officer.where(Permission.DISCLOSE))
    return rows.exclude(published=None).select_related("agency")


def _offered(officer: Officer, channel: str, words: str) -> list[Document]:
    """The newest that have not gone out through the channel."""
    rows = _public(officer).exclude(pk__in=Release.objects.filter(channel=channel).values("document"))
    if words:
        rows = rows.filter(title__icontains=words)
    return list(rows.order_by("-published_at", "-pk")[:OFFERED])
