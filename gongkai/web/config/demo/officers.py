"""The officers of the demo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from gongkai.web.accounts.models import User
from gongkai.web.agencies.appointments import office
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.config.demo import data
from gongkai.web.config.demo.agencies import BY

#: Printed where the demo starts; works there only (agencies/demo.py).
PASSWORD = "gongkai-yanshi"


def entries() -> list[dict[str, Any]]:
    return data.entries("officers")


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
