"""电子屏: what an agency published last, one after another, to be read from afar; it goes on without a script."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.searchable import address_of
from gongkai.web.disclosure.validity import not_over
from gongkai.web.portal.agency_views import found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.codes import code
from gongkai.web.portal.published import published

#: So many documents go round, each for so many seconds.
ROUND, SECONDS = 12, 15
#: Decisions name those whom they concern already in their titles (个人信息): whoever looks for one finds it elsewhere.
NOT_SHOWN = Q(kind="decisions") | Q(item="enforcement")
#: Titles of more characters are set smaller, so that they are on the screen whole.
LONG = {"longest": 90, "long": 45}


@for_everybody
def screen(request: HttpRequest, slug: str, number: int = 1) -> HttpResponse:
    """One of the newest documents: its name, when and by whom, and a code to read it; nothing of its text."""
    this = found(slug)
    shown_here = not_over(published(this).exclude(NOT_SHOWN), timezone.localdate())
    rows = list(shown_here.order_by("-published_at", "-pk")[:ROUND])
    if number > max(len(rows), 1):  # fewer than a moment ago: nobody stands there to go on by hand
        return redirect("portal:screen", slug)
    shown: Document | None = rows[number - 1] if rows else None
    root = request.build_absolute_uri("/").rstrip("/")
    after = (
        reverse("portal:screen", args=[slug])
        if number >= len(rows)
        else reverse("portal:slide", args=[slug, number + 1])
    )
    context = {
        "agency": this,
        "row": shown,
        "number": number,
        "count": len(rows),
        "after": after,
        "seconds": SECONDS,
        "long": next((name for name, most in LONG.items() if shown and len(shown.title) > most), ""),
        "code": code(root + (address_of(shown) if shown else reverse("portal:agency", args=[slug]))),
    }
    return render(request, "portal/screen.html", context)
