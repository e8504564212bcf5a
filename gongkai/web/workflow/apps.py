from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Workflow(AppConfig):
    name = "gongkai.web.workflow"
    label = "workflow"
    verbose_name = _("流程")

    def ready(self) -> None:
        # late: models can be imported only when all apps are there
        from gongkai.web.agencies.actions import leaving
        from gongkai.web.workflow.actions.handing_over import UNDER_WAY

        leaving.register("workflow", UNDER_WAY)
