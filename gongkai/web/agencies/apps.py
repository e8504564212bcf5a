from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class Agencies(AppConfig):
    name = "gongkai.web.agencies"
    label = "agencies"
    verbose_name = _("机关与人员")
    #: What `gongkai manage reindex` asks for.
    searchable = {"agency": "gongkai.web.agencies.searchable.SOURCE"}

    def ready(self) -> None:
        from gongkai.web.agencies import demo  # late: models are there only now

        register(demo.check, Tags.database)
        register(demo.warn, Tags.security, deploy=True)
