"""The agencies of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop
from stdnum.cn import uscc

from gongkai.web.accounts.models import User
from gongkai.web.agencies.actions.closing import close
from gongkai.web.agencies.actions.founding import found
from gongkai.web.agencies.actions.merging import merge
from gongkai.web.agencies.actions.renaming import rename
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Actor
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import Days

BY = Actor(gettext_noop("演示数据"))
ADMINISTRATOR = "guanli"
#: When an agency was founded where its entry does not say: governments, then what the reforms of 2018 and 2019 made.
OPENED = {"government": "1986-06-01", "subdistrict": "2002-09-01", "township": "2002-09-01", "vertical": "2018-07-05"}
REFORM = "2019-03-18"
#: No place has this code, so a 统一社会信用代码 with it is nobody's; its last digit is right all the same.
NOWHERE = "000000"
HOURS = "工作日9:00—12:00，13:30—17:00（法定节假日除外）"


def load() -> dict[str, Agency]:
    """Found them all, from the top down; by the code of their address."""
    tree: dict[str, Agency] = {}
    _found(entries("agencies"), None, tree)
    return tree


def plan(days: Days, people: Mapping[str, Officer]) -> None:
    """One is renamed, one merged, one closed, in the months before today."""
    for entry in entries("changes"):
        days.on(entry["ago"], partial(_change, entry, people[ADMINISTRATOR].user))


def _change(entry: Mapping[str, Any], administrator: User, day: date) -> None:
    by, row = Officer(administrator, today=day), Agency.objects.get(slug=entry["slug"])
    if "name" in entry:
        rename(row, name=entry["name"], day=day, version=row.version, by=by)
    elif "into" in entry:
        merge({row: row.version}, into=Agency.objects.get(slug=entry["into"]), day=day, by=by)
    else:
        close(row, day=day, version=row.version, by=by, heir=Agency.objects.get(slug=entry["heir"]))


def _found(listed: Iterable[Mapping[str, Any]], superior: Agency | None, tree: dict[str, Agency]) -> None:
    for entry in listed:
        slug = entry["slug"]
        tree[slug] = found(superior, values=_values(entry), by=BY)
        _found(entry.get("below", ()), tree[slug], tree)


def _values(entry: Mapping[str, Any]) -> dict[str, Any]:
    office = entry.get("office", "")
    contact = {"address": entry.get("address", ""), "phone": entry["phone"]}
    values = {name: entry[name] for name in ("slug", "name", "kind", "tier")} | contact
    if office:
        values |= {
            "office_name": office,
            "office_address": contact["address"],
            "office_phone": contact["phone"],
            "office_fax": _fax(entry["phone"]),
            "office_email": f"{entry['slug']}@yanshi.example",
        }
    if entry["kind"] != "internal":  # it is part of another, and has none of its own
        values["uscc"] = _uscc(entry["phone"])
    opened = entry.get("opened", OPENED.get(entry["kind"], REFORM))
    return values | {"short_name": entry["short"], "hours": HOURS, "opened": opened, "demo": True}


def _fax(phone: str) -> str:
    """As invented as the telephone: 000-20000020 → 000-92000020."""
    area, _, number = phone.partition("-")
    return f"{area}-9{number[0]}{number[2:]}"


def _uscc(phone: str) -> str:
    """Eighteen characters: 机构编制, 机关, nowhere, a number that no other of the demo has, and the check digit."""
    number = f"11{NOWHERE}Y{phone.replace('-', '')[-8:]}"
    return number + str(uscc.calc_check_digit(number))
