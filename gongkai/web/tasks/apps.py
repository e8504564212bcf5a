from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Tasks(AppConfig):
    name = "gongkai.web.tasks"
    label = "tasks"
    verbose_name = _("后台任务")
