"""How much was released through which channel: one query for an agency and a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from gongkai.law.disclosure import Item, disclosure_items, further_items
from gongkai.web.agencies.kinds import Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.channels import Channel, channels
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import Release

#: By what the lines of the table are split: the kind of the document, or the item under which it stands.
SPLITS = {"kind": "document__kind", "item": "document__item"}


@dataclass(frozen=True)
class Line:
    """One kind or item: documents by channel."""

    id: str
    label: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """Documents released in a year, each once for a channel; `totals` by channel."""

    channels: Sequence[Channel]
    lines: Sequence[Line]
    totals: Mapping[str, int]

    def cells(self, line: Line) -> list[tuple[Channel, int]]:
        return [(channel, line.counts.get(channel.id, 0)) for channel in self.channels]

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Channel, int]]]]:
        return [(line, self.cells(line)) for line in self.lines]

    @property
    def foot(self) -> list[tuple[Channel, int]]:
        return [(channel, self.totals.get(channel.id, 0)) for channel in self.channels]


def seen(officer: Officer) -> Any:
    """The releases of the agencies in which the officer works."""
    return Release.objects.visible_to(officer).filter(document__agency__in=officer.where(Permission.READ_INTERNAL))


def of_agency(rows: Any, agency: Agency, year: int, *, below: bool) -> Any:
    """Those of an agency, or of it and all below it, in a year."""
    place = {"document__agency__path__startswith": agency.path} if below else {"document__agency": agency}
    return rows.filter(**place, day__year=year)


def counted(rows: Any, split: str = "kind") -> Table:
    """Count some releases; one query. A document is counted once for a channel, however often it went out there."""
    field = SPLITS[split]
    found: dict[str, dict[str, int]] = defaultdict(dict)
    totals: dict[str, int] = defaultdict(int)
    for line in rows.order_by().values("channel", field).annotate(times=Count("document", distinct=True)):
        found[line[field]][line["channel"]] = line["times"]
        totals[line["channel"]] += line["times"]
    shown = [channel for channel in channels().values() if channel.id in totals]
    order = [*kinds()] if split == "kind" else [item.id for item in disclosure_items()]
    ids = sorted(found, key=lambda id_: (order.index(id_) if id_ in order else len(order), id_))
    return Table(shown, [Line(id_, label(split, id_), found[id_]) for id_ in ids], totals)


def label(split: str, id_: str) -> str:
    """A kind or an item in words."""
    if split == "kind":
        return kinds()[id_].label if id_ in kinds() else id_
    return every_item()[id_].label if id_ in every_item() else _("未归入事项")


def every_item() -> dict[str, Item]:
    """Every item that any agency may publish under, by its id."""
    return {item.id: item for item in (*disclosure_items(), *(one for tier in Tier for one in further_items(tier)))}
