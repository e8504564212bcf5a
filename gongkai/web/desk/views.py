from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.web.agencies.doors import desk


@desk()
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html")
