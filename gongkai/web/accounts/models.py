"""People who log in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from gongkai.web import clock
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Actor, Thing


class UserManager(BaseUserManager["User"].from_queryset(AuditedQuerySet)):  # type: ignore[misc]
    """Finds users; they are made by `agencies.actions`."""


class User(Audited, AbstractBaseUser):
    """One person's account. What it may do follows from the offices held (`agencies.Appointment`), not from here."""

    username = models.CharField(
        _("登录名"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9][a-z0-9._@-]{1,59}\Z", _("只用小写字母、数字和 . _ @ -，至少两个字符。"))
        ],
        error_messages={"unique": _("这个登录名已有人使用。")},
    )
    name = models.CharField(_("姓名"), max_length=100)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    #: A person of the demo: logs in without a second factor while its switch is on, and not at all while it is off.
    demo = models.BooleanField(_("演示"), default=False)
    created = models.DateTimeField(_("建立时间"), default=clock.now, editable=False)
    #: The password was given by somebody else: nothing can be done before it is changed.
    must_change = models.BooleanField(_("须修改密码"), default=False)
    #: Part of each session's signature; raising it ends all sessions at once.
    epoch = models.PositiveIntegerField(default=1, editable=False)
    #: Raised with every change; a form that holds an older one is refused.
    version = models.PositiveIntegerField(default=1, editable=False)
    #: Log-ins are audit events, not a column.
    last_login = None  # type: ignore[assignment]

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("人员")
        constraints = [models.UniqueConstraint(Lower("username"), name="user_username_once")]
        indexes = [models.Index(fields=["name"], name="user_name")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def admitted(self) -> bool:
        """Whether the door is open. Passwords of a demo are printed: without its switch they open nothing."""
        return self.is_active and (settings.DEMO or not self.demo)

    @property
    def thing(self) -> Thing:
        return Thing("user", self.pk, self.name)

    def check_password(self, raw_password: str | None) -> bool:
        """As Django does, with the rehash of an older digest as an act of its own."""

        def rehash(password: str) -> None:
            with act(by=Actor(self.name, self.pk)) as done:
                self.set_password(password)
                self._password = None
                self.save(update_fields=["password"])
                done.note("user.rehashed", of=self.thing)

        return check_password(raw_password, self.password, rehash)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "gongkai.accounts.session", f"{self.epoch}:{self.password}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def end_sessions(self) -> None:
        """Within an act: whoever is logged in as this user is so no longer."""
        type(self).objects.filter(pk=self.pk).update(epoch=F("epoch") + 1)
        self.refresh_from_db(fields=["epoch"])


class CacheEntry(models.Model):
    """The table of Django's database cache, so that `migrate` makes it: limits on attempts hold across processes."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"


class Submission(models.Model):
    """A form that founds something, as it was sent: sent again, it makes nothing and leads to what it made."""

    #: SHA-256 of who sent what where (`agencies.once`)
    key = models.CharField(max_length=64, primary_key=True)
    url = models.CharField(max_length=300)
    time = models.DateTimeField(auto_now_add=True, db_index=True)
