"""Officers of every role in every relation to one agency, for the walk through the tables."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from tests.web.world import BY, SINCE, World

#: relation to `civil`: the agency of the office, and whether it holds below, too.
RELATIONS = {
    "same": ("civil", False),
    "above": ("district", True),
    "above, not below": ("district", False),
    "below": ("welfare", True),
    "sibling": ("street", True),
    "other tree": ("neighbour", True),
}
#: Where an office counts in `civil`.
COUNTS = {"same", "above"}


@dataclass(frozen=True)
class Candidate:
    relation: str
    role: Role
    user: User


def appoint(user: User, agency: Agency, role: Role, *, subtree: bool = False) -> None:
    """Give somebody an office."""
    with act(by=BY) as done:
        Appointment.objects.create(user=user, agency=agency, role=role, subtree=subtree, since=SINCE)
        done.note("user.appointed", of=user.thing, agency=agency.holder)


def person(name: str) -> User:
    """Somebody without any office."""
    with act(by=BY) as done:
        user = User(username=name, name=f"{name}（演示）")
        user.set_unusable_password()
        user.save()
        done.note("user.added", of=user.thing)
    return user


def candidates(world: World) -> list[Candidate]:
    """One officer for each role and relation."""
    found = []
    for relation, (slug, subtree) in RELATIONS.items():
        for role in Role:
            user = person(f"{role}-{relation}")
            appoint(user, world.agencies[slug], role, subtree=subtree)
            found.append(Candidate(relation, role, user))
    return found
