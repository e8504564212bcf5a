"""Notes on the page of a request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.requests.noting.actions import LONGEST, note
from gongkai.web.requests.reading import found
from gongkai.web.workflow.refusals import Refused


@require_POST
@desk(Permission.READ_APPLICANTS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    try:
        note(row, typed(request, "text", LONGEST), by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已备注。"))
    return redirect("requests:case", pk)
