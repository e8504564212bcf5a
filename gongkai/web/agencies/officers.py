"""An officer at work: a user with the offices held today, and what they permit where."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies import demo
from gongkai.web.agencies.absences import deputised, on
from gongkai.web.agencies.models import Absence, Agency, AgencyQuerySet, Appointment
from gongkai.web.agencies.permissions import GRANTS, SECOND_FACTOR, Permission, Role, roles_with
from gongkai.web.agencies.terms import held_on, in_force
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


class Missing(StrEnum):
    """What a session has yet to do before any office can be used in it."""

    PASSWORD = "password"
    SECOND_FACTOR = "second factor"


class Officer:
    """A user, the offices held on a day, and the request in which they are used. Satisfies `visibility.Reader`.

    In a session without the second factor that an office demands, no office counts: whatever asks an officer, a page,
    a file, a feed, is closed without knowing of factors.
    """

    def __init__(self, user: User, *, today: date, request_id: str = "", second_factor: bool = True) -> None:
        self.user = user
        self.today = today
        self.request_id = request_id
        self.second_factor = second_factor

    @property
    def _admitted(self) -> bool:
        return self.user.is_active and self.user.admitted  # somebody not logged in is not active

    @cached_property
    def _offices(self) -> list[Appointment]:
        """The offices held today, and those of officers whom this one stands in for: one query."""
        if not self._admitted or (self.user.demo and not demo.allowed()):
            return []
        absent = Absence.objects.filter(deputy=self.user, user__is_active=True, **on(self.today)).values("user")
        offices = Appointment.objects.filter(Q(user=self.user) | Q(user__in=absent))
        return list(in_force(offices, self.today).select_related("agency", "user").order_by("agency__path", "role"))

    @cached_property
    def held(self) -> list[Appointment]:
        """The officer's own offices, whether this session may use them or not."""
        return [office for office in self._offices if office.user_id == self.user.pk]

    @cached_property
    def _deputised(self) -> list[Appointment]:
        others = [office for office in self._offices if office.user_id != self.user.pk]
        return deputised(others, self.user, self.today, held=self.held)

    @property
    def needs_second_factor(self) -> bool:
        return any(office.role in SECOND_FACTOR for office in (*self.held, *self._deputised))

    @cached_property
    def missing(self) -> Missing | None:
        """What keeps this session from using the offices; None: nothing."""
        if not self._admitted:
            return None
        if self.user.must_change:
            return Missing.PASSWORD
        if self.second_factor or not self.needs_second_factor or self.user.demo:
            return None  # and offices in a demo only
        return Missing.SECOND_FACTOR

    @cached_property
    def appointments(self) -> list[Appointment]:
        """The officer's own offices, as far as this session may use them."""
        return [] if self.missing else self.held

    @cached_property
    def acting_for(self) -> list[Appointment]:
        """Offices of absent officers that this one may use; `.user` is who is absent."""
        return [] if self.missing else self._deputised

    @cached_property
    def offices(self) -> list[Appointment]:
        """All offices that may be used, one's own first."""
        return [*self.appointments, *self.acting_for]

    @property
    def actor(self) -> Actor:
        roles = dict.fromkeys(office.role for office in self.appointments)
        return Actor(self.user.name, self.user.pk, ",".join(roles), self.request_id)

    def may(self, permission: Permission, agency: Agency) -> bool:
        return any(permission in GRANTS[Role(held.role)] and held.covers(agency) for held in self.offices)

    def may_somewhere(self, permission: Permission) -> bool:
        return any(permission in GRANTS[Role(held.role)] for held in self.offices)

    def may_below(self, permission: Permission, agency: Agency) -> bool:
        """Whether it is permitted in the agency and in all below it, those to come included."""
        return any(
            permission in GRANTS[Role(held.role)] and held.subtree and agency.path.startswith(held.agency.path)
            for held in self.offices
        )

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
        parts = [held.covered for held in self.offices if permission in GRANTS[Role(held.role)]]
        return Agency.objects.filter(reduce(or_, parts)) if parts else Agency.objects.none()

    def here(self, permission: Permission) -> list[int]:
        """The agencies in which an office itself permits something, without those below it."""
        return [held.agency_id for held in self.offices if permission in GRANTS[Role(held.role)]]

    def agencies(self, level: Level) -> QuerySet[Any] | None:
        if level is Level.PUBLIC:
            return None
        permission = SEEING[level]
        return self.where(permission).values("pk") if self.may_somewhere(permission) else None


def holders(permission: Permission, agency: Agency, today: date) -> QuerySet[User]:
    """Those whose own offices permit something in an agency on a day, by name."""
    here = Q(agency=agency) | Q(subtree=True, agency__path__in=agency.lineage)
    offices = Appointment.objects.filter(held_on(today), here, role__in=roles_with(permission))
    return User.objects.filter(pk__in=offices.values("user"), is_active=True).order_by("name", "pk")
