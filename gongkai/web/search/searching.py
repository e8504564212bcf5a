"""Which entries contain the words, and in what order: the one place that knows how each database is asked.

SQLite's index hands out its rows newest first, so that a page costs what stands on it. PostgreSQL's hands out all of
them: where there are many, the newest entries are looked through first, and the index is asked only where these do not
fill the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import combinations
from operator import add, or_
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import LessThan

from gongkai.web.search.folding import BOUNDARY, folded_number
from gongkai.web.search.grams import IN_TITLE, match, sought
from gongkai.web.search.models import Entry, Gram, Pairs
from gongkai.web.search.queries import Query
from gongkai.web.visibility import Reader

#: So many of the newest entries are looked through, on PostgreSQL, for a word that stands in many.
RECENT = 2000
#: So many of the words are looked for in the titles, where the best come first.
RANKED = 4


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What of documents is asked for besides words."""

    item: str = ""
    sort: str = ""
    #: A 文号 or a part of it; 〔2021〕60 is not 〔2021〕601
    number: str = ""
    #: On the day `today`; None: either way
    in_force: bool | None = None
    today: date | None = None

    def conditions(self, prefix: str) -> Q:
        """As conditions on entries, at the end of a lookup."""
        wanted = Q(**{prefix + name: value for name in ("item", "sort") if (value := getattr(self, name))})
        if number := folded_number(self.number):
            wanted &= Q(**{f"{prefix}number__contains": f"{number}号" if number[-1].isdecimal() else number})
        if self.in_force is not None:
            ended = Q(**{f"{prefix}until__lt": self.today})
            wanted &= (~ended | Q(**{f"{prefix}until": None})) if self.in_force else ended
        return wanted


@dataclass(frozen=True)
class Search:
    """What is asked for, and by whom."""

    query: Query
    reader: Reader
    conditions: Mapping[str, Any]
    narrowed: Narrowed | None

    @property
    def by_index(self) -> bool:
        """Whether rows are those of SQLite's index, each with its entry."""
        return connection.vendor == "sqlite" and bool(self.query.wanted)

    @property
    def prefix(self) -> str:
        """From a row to its entry."""
        return "entry__" if self.by_index else ""

    def rows(self, titled: int = 0) -> QuerySet[Any]:
        """All that is found, in no order; with at least so many of the words in the title."""
        words, groups = self.query.wanted, list(combinations(self._ranked, titled)) if titled else []
        found: QuerySet[Any] = (Gram if self.by_index else Entry).objects.visible_to(self.reader)
        if self.by_index:
            found = found.filter(tokens__match=match(words, groups))
        elif words:
            found = found.alias(pairs=Pairs("folded")).filter(_contains(words, ""))
            if groups:
                found = found.filter(reduce(or_, (_contains(group, IN_TITLE) for group in groups)))
        # The index knows which pairs are there, not that they stand side by side.
        for word in words:
            found = self._standing(found, word, there=True) if len(word) > 2 else found
        if titled and max(map(len, self._ranked)) > 2:
            found = self._titled(found, titled)
        return self._rest(found)

    def page(self, first: int, end: int, *, many: bool, best: bool) -> list[Entry]:
        """The entries from one place to another; `many`: there are more than are counted."""
        if not best or not self.query.wanted:
            return self._newest(first, end, many=many)
        places: dict[int, None] = {}
        for titled in range(len(self._ranked), -1, -1):
            found = self._newest(0, end, titled, many=many, whole=False)
            places |= {entry.position: None for entry in found if entry.position is not None}
            if len(places) >= end:
                break
        shown = list(places)[first:end]
        entries = {row.position: row for row in Entry.objects.defer("folded").filter(position__in=shown)}
        return [entries[place] for place in shown]

    @property
    def _ranked(self) -> tuple[str, ...]:
        return self.query.wanted[:RANKED]

    def _newest(self, first: int, end: int, titled: int = 0, *, many: bool, whole: bool = True) -> list[Entry]:
        """The newest; not `whole`: with their positions only."""
        if self.by_index:
            rows = self.rows(titled).order_by(F("entry_id").desc())
            if not whole:
                return [Entry(position=place) for place in rows.values_list("entry_id", flat=True)[first:end]]
            return [row.entry for row in rows.select_related("entry").defer("tokens", "entry__folded")[first:end]]
        if many and self.query.wanted:
            found = self._shown(self._recent(titled).order_by("-position")[first:end], whole=whole)
            if len(found) == end - first:
                return found
        # A sum, so that the words lead: walking back in time would look into every text on the way.
        return self._shown(self.rows(titled).order_by((F("position") + 0).desc())[first:end], whole=whole)

    def _shown(self, rows: QuerySet[Any], *, whole: bool) -> list[Entry]:
        return list(rows.defer("folded") if whole else rows.only("position"))

    def _recent(self, titled: int) -> QuerySet[Any]:
        """Those among the newest entries, without the index."""
        since = Entry.objects.order_by("-position").values("position")[RECENT : RECENT + 1]
        found: QuerySet[Any] = Entry.objects.visible_to(self.reader).filter(position__gt=since)
        for word in self.query.wanted:
            found = self._standing(found, word, there=True)
        return self._rest(self._titled(found, titled) if titled else found)

    def _rest(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Without what must not be there, and as it is narrowed."""
        for word in self.query.unwanted:
            found = self._standing(found, word, there=False)
        found = found.filter(**{self.prefix + name: value for name, value in self.conditions.items()})
        return found.filter(self.narrowed.conditions(self.prefix)) if self.narrowed else found

    def _standing(self, found: QuerySet[Any], word: str, *, there: bool) -> QuerySet[Any]:
        """The rows in whose text a word stands, or does not."""
        number = len(found.query.annotations)
        found = found.alias(**{f"place{number}": StrIndex(f"{self.prefix}folded", Value(word))})
        return found.filter(**{f"place{number}__gt" if there else f"place{number}": 0})

    def _titled(self, found: QuerySet[Any], least: int) -> QuerySet[Any]:
        """The rows with so many of the words in the title."""
        column = f"{self.prefix}folded"
        end = StrIndex(column, Value(BOUNDARY))
        inside = [
            Case(
                When(LessThan(StrIndex(column, Value(word)), end), then=1),
                default=0,
                output_field=IntegerField(),
            )
            for word in self._ranked
        ]
        return found.alias(titled=reduce(add, inside)).filter(titled__gte=least)


def _contains(words: tuple[str, ...], mark: str) -> Q:
    every: Any = sorted({mark + gram for word in words for gram in sought(word)})
    return Q(pairs__contains=every)
