"""What every page of the kiosk has."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.web.agencies.models import Agency

#: So many tiles on a page of a list.
PAGE = 8


def shown(request: HttpRequest, agency: Agency, template: str, **more: Any) -> HttpResponse:
    """A page of the kiosk."""
    context = {
        "agency": agency,
        "start": reverse("portal:kiosk", args=[agency.slug]),
        "idle": settings.KIOSK_IDLE,
        **more,
    }
    return render(request, f"portal/kiosk/{template}.html", context)
