"""An agency's page, and one page for each act on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.agencies.directory import ancestors, directory
from gongkai.web.agencies.doors import View, desk
from gongkai.web.agencies.forms.acts import ActForm
from gongkai.web.agencies.forms.entry import Found
from gongkai.web.agencies.history import successor
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.offers import offers
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.standing import gaps, standing
from gongkai.web.audit.history import sentences

#: Subordinates that an agency's page names; the rest is in the list.
SHOWN = 50
#: Events that it tells of; the rest is in the audit.
EVENTS = 30

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@desk()
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of an agency, where it stands, what it was, and what may be done."""
    agency = get_object_or_404(Agency.objects.select_related("superior", "merged_into"), slug=slug)
    officer = request.officer  # type: ignore[attr-defined]
    below = list(directory(agency)[: SHOWN + 1])
    offered = offers(agency, officer, below=len(below))
    return render(
        request,
        "agencies/detail.html",
        {
            "agency": agency,
            "above": ancestors(agency),
            "below": below[:SHOWN],
            "more": len(below) > SHOWN,
            "names": agency.names.all(),
            "history": sentences("agency", agency.pk, reader=officer, limit=EVENTS)
            if officer.may(Permission.READ_AUDIT, agency)
            else None,
            "placements": agency.placements.select_related("superior"),
            "absorbed": agency.absorbed.order_by("closed", "path"),
            "successor": successor(agency),
            "remarks": [] if agency.closed else [*standing(agency.kind, agency.tier, agency.superior), *gaps(agency)],
            "offers": offered,
            "refused": [offer for offer in offered if offer.reason],
            "may_found": not agency.closed and officer.may(Permission.MANAGE_AGENCIES, agency),
        },
    )


def act_view(kind: type[ActForm]) -> View:
    """The page of one act: the form, and after it the agency's page."""

    @desk(kind.permission)
    @GET_OR_POST
    def view(request: HttpRequest, slug: str) -> HttpResponse:
        agency = get_object_or_404(Agency.objects.select_related("superior"), slug=slug)
        officer = request.officer  # type: ignore[attr-defined]
        kind.admit(agency, officer)
        form = kind(request.POST if request.method == "POST" else None, agency=agency, officer=officer)
        if request.method == "POST" and form.acted():
            messages.success(request, kind.done)
            return redirect("agencies:detail", slug)
        return render(request, "agencies/act.html", {"agency": agency, "form": form})

    return view


@desk(Permission.MANAGE_AGENCIES)
@GET_OR_POST
@once
def new(request: HttpRequest) -> HttpResponse:
    """Found an agency; `below` names its superior beforehand."""
    officer = request.officer  # type: ignore[attr-defined]
    mine = officer.where(Permission.MANAGE_AGENCIES).open()
    superior = mine.filter(slug=request.GET.get("below", "")).first()
    form = Found(request.POST if request.method == "POST" else None, officer=officer, superior=superior)
    made = form.acted() if request.method == "POST" else None
    if made:
        for remark in standing(made.kind, made.tier, made.superior):
            messages.warning(request, remark.text)
        messages.success(request, _("已设立“%s”。") % made.name)
        if made.superior is None:
            messages.info(request, _("它没有上级机关，已同时任命您为其系统管理员（含下级机关）。"))
        return redirect("agencies:detail", made.slug)
    return render(request, "agencies/new.html", {"form": form, "superior": superior})
