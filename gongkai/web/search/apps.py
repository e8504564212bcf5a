from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Search(AppConfig):
    name = "gongkai.web.search"
    label = "search"
    verbose_name = _("检索")
