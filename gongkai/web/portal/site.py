"""What every page says of the site: its name, its marks in the head, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency


def first() -> Agency | None:
    """The open agency at the top that comes first."""
    return Agency.objects.open().filter(superior=None).order_by("path").first()


@lru_cache(maxsize=2)
def leading(version: str) -> Agency | None:
    """The same, asked for once in each state of the public's pages."""
    return first()


@dataclass
class Site:
    """The instance as the public sees it. The lead agency is asked for when a page first needs it."""

    host: str
    #: The state of the public's pages for which this one is made; None where a page does not ask.
    version: str | None = None

    @cached_property
    def lead(self) -> Agency | None:
        """The government at the head of the first tree, whose office leads disclosure (《条例》第三条)."""
        return leading(self.version) if self.version else first()

    @property
    def name(self) -> str:
        return settings.SITE_NAME or (self.lead.name if self.lead else _("政府信息公开平台"))

    @property
    def code(self) -> str:
        return str(settings.SITE_CODE)


def site(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    return {"site": Site(host(request), getattr(request, "public_version", None))}


def host(request: HttpRequest) -> str:
    """The name this site was asked for; nothing where that is none of ours, so that the refusal has a page too."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""
