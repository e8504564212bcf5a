"""The agencies of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop

from gongkai.web.agencies.actions.founding import found
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.notes import Actor
from gongkai.web.config.demo.data import entries

BY = Actor(gettext_noop("演示数据"))
HOURS = "工作日9:00—12:00，13:30—17:00（法定节假日除外）"


def load() -> dict[str, Agency]:
    """Found them all, from the top down; by the code of their address."""
    tree: dict[str, Agency] = {}
    _found(entries("agencies"), None, tree)
    return tree


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
            "office_email": f"{entry['slug']}@yanshi.example",
        }
    return values | {"short_name": entry["short"], "hours": HOURS, "demo": True}
