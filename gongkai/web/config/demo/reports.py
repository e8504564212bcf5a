"""The samples as annual reports of the demo's agencies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.figures import numbers
from gongkai.web.annual.making.actions import adjust, begin_compilation
from gongkai.web.annual.making.made import year_of
from gongkai.web.config.demo import officers
from gongkai.web.config.demo.data import HERE, entries
from gongkai.web.config.demo.days import Days

#: A link to the samples of the checkout; an installed package holds them in its place.
SAMPLES = HERE / "samples"
IMPORTER = "shiban"
#: Whose report on the year that runs is being made, and since when.
MADE, BEGUN = "shifan-civil", 3


#: Imported and published so many working days ago, one after the other.
BEGAN = 200


def plan(days: Days, tree: Mapping[str, Agency], people: Mapping[str, Officer]) -> None:
    for number, entry in enumerate(entries("reports")):
        days.on(BEGAN - number, partial(_report, entry, tree[entry["agency"]], people[IMPORTER].user))
    maker = people[officers.holder(MADE, "disclosure")].user
    days.on(BEGUN, partial(_made, tree[MADE], maker))


def _made(agency: Agency, maker: User, day: date) -> None:
    """The report on the year that runs, one figure of it put right."""
    by = Officer(maker, today=day)
    row = begin_compilation(agency, day.year, by=by)
    cell, reason = "disclosure.coercive_measures.decisions", "执法系统登记的2件没有列入清单（演示）"
    adjust(row, cell, numbers(year_of(row, day))[cell] + 2, reason=reason, by=by)


def _report(entry: Mapping[str, Any], agency: Agency, importer: User, day: date) -> None:
    by, data = Officer(importer, today=day), (SAMPLES / entry["file"]).read_bytes()
    publish_report(import_report(agency, data=data, name=entry["file"], year=entry["year"], by=by), by=by)
