"""Offices held in agencies, and who stands in for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models.agencies import Agency
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.models import Audited
from gongkai.web.audit.notes import Thing


class Appointment(Audited):
    """An office: who holds which role in which agency, from when until when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    #: In the agencies below it, too.
    subtree = models.BooleanField(_("含下级机关"), default=False)
    since = models.DateField(_("任职日期"))
    #: The first day on which it is not held any more.
    until = models.DateField(_("免职日期"), null=True, blank=True)
    reviewed = models.DateField(_("最近复核日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], condition=Q(until=None), name="appointment_held_once"
            )
        ]

    def covers(self, agency: Agency) -> bool:
        """Whether it counts in an agency: where it is held, below with the subtree, in what these inherited."""
        if self.reaches(agency):
            return True
        return agency.heir is not None and self.reaches(agency.heir)

    def reaches(self, agency: Agency) -> bool:
        """Whether it counts there by the tree alone."""
        return self.agency_id == agency.pk or (self.subtree and agency.path.startswith(self.agency.path))

    @property
    def covered(self) -> Q:
        """`covers`, for a queryset of agencies."""
        if self.subtree:
            return Q(path__startswith=self.agency.path) | Q(heir__path__startswith=self.agency.path)
        return Q(pk=self.agency_id) | Q(heir=self.agency_id)

    @property
    def thing(self) -> Thing:
        return Thing("appointment", self.pk, f"{self.user} · {self.agency} · {self.get_role_display()}")


class Absence(Audited):
    """An officer is away, and who stands in: with the offices held, except 系统管理."""

    user = models.ForeignKey(User, verbose_name=_("缺席人员"), on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, verbose_name=_("代理人"), on_delete=models.PROTECT, related_name="deputisings")
    since = models.DateField(_("起"))
    #: The last day of it.
    until = models.DateField(_("止"))
    #: The roles deputised; none named: all of them.
    roles = models.JSONField(_("代理的角色"), default=list)
    #: Who entered it for somebody who could not; none: the absent officer.
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("代理")
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(user=models.F("deputy")), name="absence_deputy_is_another"),
        ]
        indexes = [models.Index(fields=["deputy", "since", "until"], name="absence_deputy")]

    @property
    def thing(self) -> Thing:
        return Thing("absence", self.pk, f"{self.user} → {self.deputy}")
