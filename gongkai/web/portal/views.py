from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


def page(request: HttpRequest, heading: str | Promise) -> HttpResponse:
    return render(request, "portal/home.html", {"heading": heading})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return page(request, _("政府信息公开"))


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return page(request, _("政府信息公开指南"))


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return page(request, _("政府信息公开制度"))


@require_safe
def content(request: HttpRequest) -> HttpResponse:
    return page(request, _("法定主动公开内容"))


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    return page(request, _("政府信息公开年报"))


@require_safe
def request_(request: HttpRequest) -> HttpResponse:
    return page(request, _("依申请公开"))


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    return page(request, _("机关名录"))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return page(request, _("检索"))


@require_safe
def help_(request: HttpRequest) -> HttpResponse:
    return page(request, _("使用帮助"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return page(request, _("无障碍声明"))
