"""Who holds which office where, for whoever has to ask it of thousands of agencies: read once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.permissions import Permission, roles_with
from gongkai.web.agencies.terms import held_on


class Roster:
    """The offices of a day, in one query. What `officers.holders` finds for one agency, this finds for any."""

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

    def holding(self, permission: Permission, agency: int, path: str) -> set[int]:
        """The users whose own offices permit something in an agency."""
        steps = [path[: end + 1] for end, sign in enumerate(path) if sign == "."]
        found: set[int] = set()
        for role in roles_with(permission):
            found |= self._here.get((role, agency), set())
            for step in steps:
                found |= self._below.get((role, step), set())
        return found
