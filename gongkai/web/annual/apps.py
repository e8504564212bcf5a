from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Annual(AppConfig):
    name = "gongkai.web.annual"
    label = "annual"
    verbose_name = _("年度报告")
    #: What `gongkai manage reindex` asks for.
    searchable = {"annual_report": "gongkai.web.annual.searchable.SOURCE"}
    #: What the audit asks for before it shows a name.
    named = {
        "annual_report": "gongkai.web.annual.searchable.names",
        "compilation": "gongkai.web.annual.making.names.names",
        "collection": "gongkai.web.annual.collecting.names.collections",
        "delivery": "gongkai.web.annual.collecting.names.deliveries",
        "shared_check": "gongkai.web.annual.sharing.names",
        "filing": "gongkai.web.annual.collecting.names.filings",
    }

    def ready(self) -> None:
        # late: models can be imported only when all apps are there
        from gongkai.web.annual.making.process import register_compilations

        register_compilations()
