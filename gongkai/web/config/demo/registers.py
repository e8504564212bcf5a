"""The catalogue and the registers of the demo: imported by one officer, approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.disclosure.catalogue.actions import release as release_catalogue
from gongkai.web.disclosure.registers.actions import release
from gongkai.web.disclosure.sheets.actions import keep, preview, take
from gongkai.web.disclosure.sheets.rooms import ROOMS
from gongkai.web.disclosure.sheets.writing import write


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    for entry in entries("registers"):
        agency, by, approves = tree[entry["agency"]], people[entry["by"]], people[entry["approves"]]
        for room in ("catalogue", "decisions", "fees", "procurement"):
            _bring(room, entry[room], agency, by)
            if room == "catalogue":
                release_catalogue(agency, by=approves)
            else:
                release(room, agency, by=approves)


def _bring(room: str, lines: list[Mapping[str, Any]], agency: Agency, by: Officer) -> None:
    """As an officer does: a sheet, its preview, yes."""
    found = ROOMS[room]
    rows = [[str(line.get(column.field, "")) for column in found.columns] for line in lines]
    content = write(f"{agency.name}", found.columns, rows)
    draft = keep(found, agency, content, file_name="演示.xlsx", day=by.today, whole=False, by=by)
    take(draft, planned=preview(draft, by=by).digest, by=by)
