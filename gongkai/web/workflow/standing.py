"""In whose stead an officer acts: the own offices first, then those of each absent officer stood in for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, AgencyQuerySet, Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import GRANTS, Permission, Role


@dataclass(frozen=True)
class Standing:
    """An officer, the one stood in for (None: nobody), and the offices that are used."""

    officer: Officer
    absent: User | None
    offices: Sequence[Appointment]

    @property
    def people(self) -> frozenset[int]:
        """Both count as hands: a deputy may not do what the one stood in for, or the deputy, may not."""
        return frozenset(user.pk for user in (self.officer.user, self.absent) if user is not None)

    def office(self, permission: Permission, agency: Agency) -> Appointment | None:
        """The office by which something may be done in an agency."""
        for held in self.offices:
            if held.covers(agency) and permission in GRANTS[Role(held.role)]:
                return held
        return None

    def where(self, permission: Permission) -> AgencyQuerySet | None:
        """The agencies in which something may be done; None: in none."""
        parts = [held.covered for held in self.offices if permission in GRANTS[Role(held.role)]]
        return Agency.objects.filter(reduce(or_, parts)) if parts else None


def standings(officer: Officer) -> list[Standing]:
    """The officer's own, then one for each absent officer whose offices this one may use today."""
    absent = {office.user_id: office.user for office in officer.acting_for}
    return [
        Standing(officer, None, officer.appointments),
        *(
            Standing(officer, user, [office for office in officer.acting_for if office.user_id == user.pk])
            for user in absent.values()
        ),
    ]
