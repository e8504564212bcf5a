"""An officer at work: a user with the offices held today, and what they permit where."""

from __future__ import annotations

from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, AgencyQuerySet, Appointment
from gongkai.web.agencies.permissions import GRANTS, SECOND_FACTOR, Permission, Role
from gongkai.web.audit.notes import Actor
from gongkai.web.visibility import Level

SEEING = {
    Level.APPLICANT: Permission.READ_INTERNAL,
    Level.INTERNAL: Permission.READ_INTERNAL,
    Level.SEALED: Permission.READ_SEALED,
}
#: Who may let a file have that level: what leaves the agency is for those who answer for it.
GIVING = {
    Level.PUBLIC: (Permission.DISCLOSE, Permission.APPROVE),
    Level.APPLICANT: (Permission.DISCLOSE, Permission.APPROVE),
    Level.INTERNAL: (Permission.DRAFT, Permission.DISCLOSE, Permission.APPROVE),
    Level.SEALED: (Permission.READ_SEALED,),
}


class NotPermitted(PermissionDenied):
    """An officer asked for what no office held permits; the message says which one would."""


class Officer:
    """A user, the offices held on a day, and the request in which they are used. Satisfies `visibility.Reader`."""

    def __init__(self, user: User, *, today: date, request_id: str = "") -> None:
        self.user = user
        self.today = today
        self.request_id = request_id

    @cached_property
    def appointments(self) -> list[Appointment]:
        """The offices held today, one query."""
        if not self.user.is_active:
            return []
        held = Q(since__lte=self.today) & (Q(until=None) | Q(until__gt=self.today))
        return list(self.user.appointments.filter(held).select_related("agency").order_by("agency__path", "role"))

    @property
    def actor(self) -> Actor:
        roles = dict.fromkeys(appointment.role for appointment in self.appointments)
        return Actor(self.user.name, self.user.pk, ",".join(roles), self.request_id)

    @property
    def needs_second_factor(self) -> bool:
        return any(appointment.role in SECOND_FACTOR for appointment in self.appointments)

    def may(self, permission: Permission, agency: Agency) -> bool:
        return any(
            permission in GRANTS[Role(held.role)]
            and (agency.pk == held.agency_id or (held.subtree and agency.path.startswith(held.agency.path)))
            for held in self.appointments
        )

    def may_somewhere(self, permission: Permission) -> bool:
        return any(permission in GRANTS[Role(held.role)] for held in self.appointments)

    def require(self, permission: Permission, agency: Agency) -> None:
        """Pass, or raise NotPermitted with what is missing."""
        if not self.may(permission, agency):
            raise NotPermitted(
                _("您在“%(agency)s”没有“%(permission)s”的权限，请联系系统管理员。")
                % {"agency": agency.name, "permission": permission.label}
            )

    def require_level(self, level: Level, agency_id: int) -> None:
        """Pass where this officer may give a file of the agency that level, or take it away; else NotPermitted."""
        if not any(self.where(permission).filter(pk=agency_id).exists() for permission in GIVING[level]):
            raise NotPermitted(
                _("您没有把这份材料设为“%(level)s”的权限，请联系公开办或签发人。") % {"level": level.label}
            )

    def where(self, permission: Permission) -> AgencyQuerySet:
        """The agencies in which something is permitted."""
        parts = [
            Q(path__startswith=held.agency.path) if held.subtree else Q(pk=held.agency_id)
            for held in self.appointments
            if permission in GRANTS[Role(held.role)]
        ]
        return Agency.objects.filter(reduce(or_, parts)) if parts else Agency.objects.none()

    def agencies(self, level: Level) -> QuerySet[Any] | None:
        if level is Level.PUBLIC:
            return None
        permission = SEEING[level]
        return self.where(permission).values("pk") if self.may_somewhere(permission) else None
