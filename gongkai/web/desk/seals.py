"""The daily seals of the audit: digests that an officer keeps elsewhere, so that no hand in the database can rewrite a
past day unseen.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import saved
from gongkai.web.agencies.lists.sheets import write_csv
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.models import Seal
from gongkai.web.audit.seals import DAYS

EACH_PAGE = 50


@require_safe
@desk(Permission.READ_AUDIT)
def seals(request: HttpRequest) -> HttpResponse:
    """The days that are sealed, newest first."""
    rows = Seal.objects.filter(chain=DAYS).order_by("-number")
    page = Paginator(rows, EACH_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/seals.html", {"page": page})


@require_safe
@desk(Permission.READ_AUDIT)
def seals_file(request: HttpRequest) -> HttpResponse:
    """All of them, for a safe place."""
    heads = [_("日期"), _("涉及的链"), _("摘要"), _("前一日的摘要")]
    rows = Seal.objects.filter(chain=DAYS).order_by("number")
    content = write_csv(heads, ([row.day.isoformat(), str(row.last), row.digest, row.previous] for row in rows))
    return saved(content, "seals", "csv")
