from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Accounts(AppConfig):
    name = "gongkai.web.accounts"
    label = "accounts"
    verbose_name = _("账户")
