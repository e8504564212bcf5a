"""What every page says of the site: its name, its marks in the head, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency


@dataclass
class Site:
    """The instance as the public sees it. The lead agency is asked for when a page first needs it."""

    host: str

    @cached_property
    def lead(self) -> Agency | None:
        """The government at the head of the first tree, whose office leads disclosure (《条例》第四条)."""
        return Agency.objects.open().filter(superior=None).order_by("path").first()

    @property
    def name(self) -> str:
        return settings.SITE_NAME or (self.lead.name if self.lead else _("政府信息公开平台"))

    @property
    def code(self) -> str:
        return str(settings.SITE_CODE)


def site(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    return {"site": Site(request.get_host())}
