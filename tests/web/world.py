"""A small world for the tests: two districts, agencies in them, an officer for every role. All invented."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.test import Client

from gongkai.web.accounts import sessions
from gongkai.web.accounts.models import User
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency, AgencyName, Appointment, Placement
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor

BY = Actor("测试（演示）")
SINCE = date(2020, 1, 1)
TODAY = date(2026, 3, 2)
PASSWORD = "demo-only-passphrase"

AGENCIES = {
    # slug: (name, kind, tier, superior)
    "district": ("示范区人民政府（演示）", Kind.GOVERNMENT, Tier.COUNTY, None),
    "office": ("示范区人民政府办公室（演示）", Kind.OFFICE, Tier.COUNTY, "district"),
    "civil": ("示范区民政局（演示）", Kind.DEPARTMENT, Tier.COUNTY, "district"),
    "welfare": ("示范区民政局社会救助科（演示）", Kind.INTERNAL, Tier.COUNTY, "civil"),
    "street": ("城东街道办事处（演示）", Kind.SUBDISTRICT, Tier.TOWNSHIP, "district"),
    "neighbour": ("邻区人民政府（演示）", Kind.GOVERNMENT, Tier.COUNTY, None),
    "neighbour-civil": ("邻区民政局（演示）", Kind.DEPARTMENT, Tier.COUNTY, "neighbour"),
}
#: agency: roles held by one officer each, named `role@agency`; with `+` the agencies below are included.
OFFICERS = {
    "civil": ["handler", "reviewer", "secrecy", "approver", "disclosure"],
    "street": ["handler", "approver", "administrator"],
    "district": ["supervisor+", "administrator+"],
    "neighbour": ["supervisor+", "administrator+"],
    "neighbour-civil": ["handler", "reviewer", "secrecy", "approver", "disclosure"],
}


@dataclass
class World:
    """Agencies by slug, users by `role@agency`."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def officer(self, name: str, *, today: date = TODAY) -> Officer:
        return Officer(self.users[name], today=today)

    def client(self, name: str | None = None) -> Client:
        """A browser of the officer of that name, logged in as the desk demands it; None: of anybody."""
        return logged_in(self.users[name]) if name is not None else Client()


def logged_in(user: User) -> Client:
    """A browser in which a user came through the door with password and second factor."""
    client = Client()
    client.force_login(user, backend="gongkai.web.accounts.backends.Backend")
    session, now = client.session, time.time()
    sessions.begin(session, now=now)
    ways = [{"method": "password", "at": now}, {"method": "mfa", "type": "totp", "at": now}]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = ways
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def build() -> World:
    """Write the world into the database, in one act; it is a demo where the switch says so."""
    world = World()
    with act(by=BY) as done:
        for slug, (name, kind, tier, superior) in AGENCIES.items():
            above = world.agencies[superior] if superior else None
            path = f"{above.path if above else ''}{len(world.agencies) + 1:04d}."
            world.agencies[slug] = Agency.objects.create(
                slug=slug, name=name, kind=kind, tier=tier, superior=above, path=path, demo=settings.DEMO
            )
            AgencyName.objects.create(agency=world.agencies[slug], name=name)
            Placement.objects.create(agency=world.agencies[slug], superior=above)
        for slug, roles in OFFICERS.items():
            for role in roles:
                name = f"{role.rstrip('+')}@{slug}"
                user = User(username=name, name=f"{Role(role.rstrip('+')).label}（演示）", demo=settings.DEMO)
                user.set_password(PASSWORD)
                user.save()
                world.users[name] = user
                Appointment.objects.create(
                    user=user,
                    agency=world.agencies[slug],
                    role=role.rstrip("+"),
                    subtree=role.endswith("+"),
                    since=SINCE,
                )
        done.note("instance.prepared", of=world.agencies["district"].thing)
    return world
