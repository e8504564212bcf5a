from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Portal(AppConfig):
    name = "gongkai.web.portal"
    label = "portal"
    verbose_name = _("门户")
