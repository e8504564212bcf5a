"""Who holds which office where, for whoever has to ask it of thousands of agencies: read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from gongkai.web.agencies.absences import on
from gongkai.web.agencies.models import Absence, Appointment
from gongkai.web.agencies.models.agencies import lineage
from gongkai.web.agencies.permissions import NOT_DEPUTISED, Permission, Role, roles_with
from gongkai.web.agencies.terms import held_on


class Roster:
    """The offices of a day and who stands in, in two queries. What `officers.holders` finds for one agency, this finds
    for any."""

    def __init__(self, today: date) -> None:
        self._here: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._below: dict[tuple[str, str], set[int]] = defaultdict(set)
        rows = Appointment.objects.filter(held_on(today), user__is_active=True)
        for role, user, agency, path, subtree in rows.values_list(
            "role", "user_id", "agency_id", "agency__path", "subtree"
        ):
            self._here[role, agency].add(user)
            if subtree:
                self._below[role, path].add(user)
        self._away: dict[int, list[Absence]] = defaultdict(list)
        for absence in Absence.objects.filter(**on(today), deputy__is_active=True):
            self._away[absence.user_id].append(absence)

    def holding(self, permission: Permission, agency: int, path: str) -> set[int]:
        """The users whose own offices permit something in an agency."""
        return self._with_roles(roles_with(permission), agency, path)

    def here(self, permission: Permission, agency: int) -> set[int]:
        """The same by offices in the agency itself, without those that reach down to it."""
        return set().union(*(self._here.get((role, agency), set()) for role in roles_with(permission)))

    def with_deputies(self, users: AbstractSet[int], permission: Permission, agency: int, path: str) -> set[int]:
        """These, who may do something in an agency, and of each who is away the deputy who may do it there."""
        found = set(users)
        for absence in (one for user in users for one in self._away.get(user, ())):
            roles = (set(absence.roles) or set(Role)) & set(roles_with(permission)) - NOT_DEPUTISED
            known = absence.deputy_id in self._with_roles(Role, agency, path)
            if known and absence.user_id in self._with_roles(roles, agency, path):
                found.add(absence.deputy_id)
        return found

    def _with_roles(self, roles: Iterable[str], agency: int, path: str) -> set[int]:
        found: set[int] = set()
        for role in roles:
            found |= self._here.get((role, agency), set())
            for step in lineage(path):
                found |= self._below.get((role, step), set())
        return found
