"""The events, and the models that cannot be written without one."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.audit.notes import writing


class WrittenAroundItsAction(RuntimeError):
    """An audited row was about to be written outside an act, so that no event would tell of it."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"{model.__name__} is written by its actions only: call one of them, or open an act"
            " (gongkai.web.audit.acts.act)"
        )


class AuditedQuerySet(models.QuerySet[Any]):
    """Writes of many rows are refused outside an act, like those of one."""

    def _within_an_act(self) -> None:
        if not writing(on_portal=self.model.on_portal):
            raise WrittenAroundItsAction(self.model)

    def update(self, **kwargs: Any) -> int:
        self._within_an_act()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._within_an_act()
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        self._within_an_act()
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._within_an_act()
        return super().bulk_update(*args, **kwargs)


class Audited(models.Model):
    """A model whose rows are written inside an act only."""

    #: Whether the portal's pages show it: an act that writes it raises `PublicVersion`.
    on_portal: ClassVar[bool] = False

    class Meta:
        abstract = True

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not writing(on_portal=self.on_portal):
            raise WrittenAroundItsAction(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if not writing(on_portal=self.on_portal):
            raise WrittenAroundItsAction(type(self))
        return super().delete(*args, **kwargs)


class Event(models.Model):
    """One thing done. No foreign keys: an event outlives what it describes."""

    #: `agency:<id>`, or `instance` for what concerns all
    chain = models.CharField(_("链"), max_length=40)
    number = models.PositiveBigIntegerField(_("序号"))
    time = models.DateTimeField(_("时间"))
    officer_id = models.BigIntegerField(_("人员"), null=True)
    officer_name = models.CharField(_("姓名"), max_length=100)
    role = models.CharField(_("角色"), max_length=120, blank=True)
    agency_id = models.BigIntegerField(_("机关"), null=True)
    agency_name = models.CharField(_("机关名称"), max_length=200, blank=True)
    verb = models.CharField(_("事项"), max_length=60)
    kind = models.CharField(_("对象种类"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=60)
    object_name = models.CharField(_("对象名称"), max_length=300, blank=True)
    old = models.JSONField(_("原值"), default=dict)
    new = models.JSONField(_("新值"), default=dict)
    request_id = models.CharField(_("请求编号"), max_length=40, blank=True)
    previous = models.CharField(_("前一摘要"), max_length=64, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("审计事件")
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_event_once")]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="audit_event_object"),
            models.Index(fields=["time"], name="audit_event_time"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenAroundItsAction(type(self))


class Seal(models.Model):
    """The events of one chain up to the end of one day, under one digest; of the chain `*`: all seals of the day."""

    chain = models.CharField(_("链"), max_length=40)
    number = models.PositiveBigIntegerField(_("序号"))
    day = models.DateField(_("日期"))
    #: the numbers of the first and the last event sealed here
    first = models.PositiveBigIntegerField(_("首号"))
    last = models.PositiveBigIntegerField(_("末号"))
    #: over the digests of those events
    content = models.CharField(_("内容摘要"), max_length=64)
    previous = models.CharField(_("前一摘要"), max_length=64, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("封存")
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_seal_once"),
            models.UniqueConstraint(fields=["chain", "day"], name="audit_seal_daily"),
        ]
        indexes = [models.Index(fields=["day"], name="audit_seal_day")]

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenAroundItsAction(type(self))


class PublicVersion(models.Model):
    """One row: which state of the public's pages this is. Another token, and every page kept before is out of date."""

    #: when, and something that no other state has: `1795420800-5f0c…`
    token = models.CharField(max_length=60)
