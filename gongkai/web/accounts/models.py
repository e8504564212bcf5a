"""People who log in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing


class UserManager(BaseUserManager["User"].from_queryset(AuditedQuerySet)):  # type: ignore[misc]
    """Finds users; they are made by `agencies.actions`."""


class User(Audited, AbstractBaseUser):
    """One person's account. What it may do follows from the offices held (`agencies.Appointment`), not from here."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=100)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    #: An invented person of the demo, who may log in without a second factor.
    demo = models.BooleanField(_("演示"), default=False)
    created = models.DateTimeField(_("建立时间"), auto_now_add=True)
    #: Log-ins are audit events, not a column.
    last_login = None  # type: ignore[assignment]

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def thing(self) -> Thing:
        return Thing("user", self.pk, self.name)
