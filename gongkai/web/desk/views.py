from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk


@require_safe
@desk()
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html")
