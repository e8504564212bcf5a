"""A section: what is published under one item of 《条例》第二十条 or 第二十一条, by year, kind and validity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict

from gongkai.law.disclosure import Item, disclosure_items, further_items
from gongkai.web.agencies.kinds import Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import Kind, kinds
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.validity import ENDED, Validity, that_are, validity

PAGE = 30


def items_for(agency: Agency | None) -> tuple[Item, ...]:
    """The items under which an agency publishes; None: under which any may."""
    tiers = [agency.tier] if agency else list(Tier)
    further = [item for tier in tiers for item in further_items(tier)]
    return (*disclosure_items(), *dict.fromkeys(further))


class Counted(Paginator):
    """Pages of documents. What is skipped is skipped in the index; only what is shown is read."""

    def __init__(self, rows: QuerySet[Document], size: int, *, number: int | None = None) -> None:
        super().__init__(rows, size)
        self.number = number

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.count() if self.number is None else self.number

    def page(self, number: int | str) -> Page:
        found = self.validate_number(number)
        first, rows = (found - 1) * self.per_page, cast("QuerySet[Document]", self.object_list)
        ids = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(list(rows.filter(pk__in=ids)) if ids else [], found, self)


@dataclass(frozen=True)
class Line:
    """A document with what a list says of it."""

    document: Document
    validity: Validity | None


@dataclass(frozen=True)
class Choice:
    """Something to narrow by, and how much there is of it."""

    id: str
    label: str
    count: int


@dataclass(frozen=True)
class Listing:
    """One page of a section, what it is narrowed by, and what it can be narrowed by."""

    page: Page
    lines: Sequence[Line]
    total: int
    kinds: Sequence[Choice]
    years: Sequence[Choice]
    kind: str
    year: str
    force: str
    #: Whether anything here could have ended.
    ends: bool

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.year or self.force)

    @property
    def choosable(self) -> bool:
        return self.narrowed or self.ends or len(self.kinds) > 1 or len(self.years) > 1


def lines(rows: Any, today: date) -> list[Line]:
    """Documents with their validity, said where it has ended or not begun: 有效 stands on the page of each."""
    said = {Validity.NOT_YET, *ENDED}
    return [Line(row, found if (found := validity(row, today)) in said else None) for row in rows]


def listing(rows: QuerySet[Document], asked: QueryDict, today: date) -> Listing:
    """A page of a section as it was asked for; what makes no sense asks for nothing. Six queries at most."""
    plain = rows.order_by()
    counts = Counter[tuple[str, int]]()
    for known, made, count in plain.values_list("kind", "made").annotate(count=Count("pk")):
        counts[known, made.year] += count
    by_kind, by_year = Counter[str](), Counter[int]()
    for (known, its_year), count in counts.items():
        by_kind[known] += count
        by_year[its_year] += count
    kind, year, force = (asked.get(name, "") for name in ("kind", "year", "force"))
    kind = kind if kind in kinds() else ""
    year = year if re.fullmatch("[12][0-9]{3}", year) else ""
    force = force if force in Validity else ""
    found = rows
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(made__year=int(year))
    if force:
        found = that_are(found, force, today)
    number = sum(
        count for (known, its_year), count in counts.items() if kind in ("", known) and year in ("", str(its_year))
    )
    page = Counted(found, PAGE, number=None if force else number).get_page(asked.get("page"))
    return Listing(
        page=page,
        lines=lines(page, today),
        total=sum(by_kind.values()),
        kinds=[Choice(one.id, one.label, by_kind[one.id]) for one in _known(by_kind)],
        years=[Choice(str(one), str(one), count) for one, count in sorted(by_year.items(), reverse=True)],
        kind=kind,
        year=year,
        force=force,
        ends=plain.filter(valid_until__lt=today).exists() or plain.filter(lifecycle__last__lt=today).exists(),
    )


def _known(counts: dict[str, int]) -> list[Kind]:
    return [kind for kind in kinds().values() if kind.id in counts]
