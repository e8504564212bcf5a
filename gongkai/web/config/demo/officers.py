"""The officers of the demo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from django.contrib.auth.hashers import make_password

from gongkai.web.accounts.models import User
from gongkai.web.agencies.appointments import confirm, office
from gongkai.web.agencies.deputies import go_away
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.config.demo import data
from gongkai.web.config.demo.agencies import BY
from gongkai.web.config.demo.days import Days

#: Printed where the demo starts; works there only (agencies/demo.py).
PASSWORD = "gongkai-yanshi"
#: The yearly review, so many working days ago: who made it, who that of this one, and where it is still to be made.
REVIEWED, ADMINISTRATOR, SECOND, LEFT = 100, "guanli", "fuguan", "shifan-education"


@cache
def entries() -> list[dict[str, Any]]:
    """Everybody, as officers.yaml says."""
    return data.entries("officers")


def holder(agency: str, role: str) -> str:
    """Who holds a role in an agency: the login name."""
    return next(entry["username"] for entry in entries() if role in entry["offices"].get(agency, ()))


def plan(days: Days, people: Mapping[str, Officer]) -> None:
    """Who is away, and who stands in; and the yearly review."""
    for entry in data.entries("absences"):
        days.on(entry["ago"], partial(_away, entry, people))
    days.on(REVIEWED, partial(_review, people))


def _review(people: Mapping[str, Officer], day: date) -> None:
    """Nobody confirms an office of their own."""
    first, second = (Officer(people[name].user, today=day) for name in (ADMINISTRATOR, SECOND))
    for given in Appointment.objects.exclude(agency__slug=LEFT).select_related("user").order_by("pk"):
        confirm(given, by=second if given.user == first.user else first)


def _away(entry: Mapping[str, Any], people: Mapping[str, Officer], day: date) -> None:
    absent, deputy = people[entry["user"]].user, people[entry["deputy"]].user
    go_away(absent, deputy=deputy, since=day, until=day + timedelta(days=entry["days"]), by=Officer(absent, today=day))


def load(tree: Mapping[str, Agency], today: date) -> dict[str, Officer]:
    """Employ them since the beginning of last year; by login name."""
    since, password = date(today.year - 1, 1, 1), make_password(PASSWORD)
    people = {}
    for entry in entries():
        with act(by=BY) as done:
            user = User(username=entry["username"], name=entry["name"], demo=True, password=password)
            user.full_clean()
            user.save()
            done.note("user.employed", of=user.thing, new={"username": user.username})
            for slug, roles in entry["offices"].items():
                for role in roles:
                    subtree = role.endswith("+")
                    office(done, user, agency=tree[slug], role=Role(role.rstrip("+")), subtree=subtree, since=since)
        people[user.username] = Officer(user, today=today)
    return people
