"""The catalogue and the registers of the demo: imported by one officer, reviewed and approved by others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.config.demo.data import entries
from gongkai.web.config.demo.days import LONGEST, Days
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.sheets.actions import keep, preview, take
from gongkai.web.disclosure.sheets.rooms import ROOMS
from gongkai.web.disclosure.sheets.writing import write
from gongkai.web.workflow.actions import perform

#: The catalogue comes first: documents name its entries.
CATALOGUE, SINCE = "catalogue", LONGEST - 1


def plan(days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    """Have the catalogues brought in before anything is drafted."""
    for entry in entries("registers"):
        days.on(SINCE, partial(_let_out, (CATALOGUE,), entry, tree[entry["agency"]], people))


def load(tree: Mapping[str, Agency], people: Mapping[str, Officer], today: date) -> None:
    """Bring the lists in, today."""
    for entry in entries("registers"):
        _let_out(("decisions", "fees", "procurement"), entry, tree[entry["agency"]], people, today)


def _let_out(
    rooms: Iterable[str], entry: Mapping[str, Any], agency: Agency, people: Mapping[str, Officer], day: date
) -> None:
    by, reviews, approves = (Officer(people[entry[who]].user, today=day) for who in ("by", "reviews", "approves"))
    for room in rooms:
        _bring(room, entry[room], agency, by)
        process = under_way(room, agency)
        assert process is not None  # something was brought in
        for act, who in (("submit", by), ("pass", reviews), ("approve", approves)):
            perform(process, act, by=who)


def _bring(room: str, lines: list[Mapping[str, Any]], agency: Agency, by: Officer) -> None:
    """As an officer does: a sheet, its preview, yes."""
    found = ROOMS[room]
    lines = [_dated(line, by.today) for line in lines]
    rows = [[str(line.get(column.field, "")) for column in found.columns] for line in lines]
    content = write(f"{agency.name}", found.columns, rows)
    draft = keep(found, agency, content, file_name="演示.xlsx", day=by.today, whole=False, by=by)
    take(draft, planned=preview(draft, by=by).digest, by=by)


def _dated(line: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A line with the day so many days ago that it names, and that day's year in its words."""
    day = today - timedelta(days=line.get("day", 0))
    said = {name: value.format(year=day.year) if isinstance(value, str) else value for name, value in line.items()}
    return said | ({"day": day.isoformat()} if "day" in line else {})
