"""How often an officer wants the daily mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited


class Wanted(models.TextChoices):
    """When the daily mail comes."""

    DAILY = "daily", _("有将到期、超期、被催办的申请或者新情况时，每个工作日")
    LATE = "late", _("只在有超期、被催办的申请时")
    NEVER = "never", _("不要邮件")


class MailChoice(Audited):
    """Who chose something else than the daily mail; without a row it is daily."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="requests_mail")
    wanted = models.CharField(_("每日邮件"), max_length=10, choices=Wanted)

    class Meta:
        verbose_name = _("每日邮件")

    def __str__(self) -> str:
        return self.user.name
