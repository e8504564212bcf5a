"""The open interface explained to people: from its own description, so that it says what is so."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.web.portal import feeds
from gongkai.web.portal.api.operations import api
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import Head
from gongkai.web.portal.views import trail

PREFIX = "/api/v1/"


class Operation(NamedTuple):
    """One address: what it is for, and what can be asked."""

    path: str
    summary: str
    about: str
    parameters: list[tuple[str, str]]


def description() -> dict[str, Any]:
    """The interface as OpenAPI says it."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


def written() -> str:
    """The same as the file docs/openapi.json holds it."""
    return json.dumps(description(), ensure_ascii=False, indent=1)


def operations() -> list[Operation]:
    """Every operation, in their order."""
    return [
        Operation(
            path, operation["summary"], operation.get("description", ""),
            [(one["name"], one.get("description") or "") for one in operation["parameters"]],
        )
        for path, methods in description()["paths"].items()
        for operation in methods.values()
    ]  # fmt: skip


def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for programs."""
    return HttpResponse(written(), content_type="application/json; charset=utf-8")


@for_everybody
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "operations": operations(),
        "root": request.build_absolute_uri(PREFIX),
        "limit": settings.API_PER_MINUTE,
        "feeds": feeds.links("feed"),
        "trail": trail(),
        "head": Head(_("开放数据接口"), _("已公开的政府信息，供程序读取。")),
    }
    return render(request, "portal/api.html", context)
