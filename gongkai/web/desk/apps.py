from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Desk(AppConfig):
    name = "gongkai.web.desk"
    label = "desk"
    verbose_name = _("工作台")
