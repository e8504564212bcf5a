"""Which entries contain the words, and in what order: the one place that knows how each database is asked.

SQLite's index hands out its rows newest first, so that a page costs what stands on it. PostgreSQL's hands out all of
them: where there are many, the newest entries are looked through first, and the index is asked only where these do not
fill the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import combinations
from operator import add
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import LessThan

from gongkai.web.search.folding import BOUNDARY, folded_number
from gongkai.web.search.grams import FTS5, TOO_MANY, TSQUERY
from gongkai.web.search.models import Entry, Gram
from gongkai.web.search.queries import Query
from gongkai.web.visibility import Reader

#: So many of the newest entries are looked through, on PostgreSQL, for a word that stands in many; then so many more.
RECENT = (2000, 8000)
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
        """Whether rows are those of the index, each with its entry."""
        return bool(self.query.wanted)

    @property
    def newest_first(self) -> bool:
        """Whether they come newest first at no cost."""
        return self.by_index and connection.vendor == "sqlite"

    def rows(self, titled: int = 0) -> QuerySet[Any]:
        """All that is found, in no order; with at least so many of the words in the title."""
        words, groups = self.query.wanted, list(combinations(self._ranked, titled)) if titled else []
        found: QuerySet[Any] = (Gram if self.by_index else Entry).objects.visible_to(self.reader)
        if self.by_index:
            found = found.filter(tokens__match=_question(words, groups))
        # The index knows which pairs are there, not that they stand side by side.
        for word in words:
            found = self._standing(found, word, there=True) if len(word) > self._trusted else found
        if titled and max(map(len, self._ranked)) > self._trusted:
            found = self._titled(found, titled)
        return self._rest(found)

    def places(self, most: int) -> list[int]:
        """The positions of so many that are found: of the newest where they come so, else of any of them."""
        rows = self.rows()
        rows = rows.order_by(self._newest_row.desc()) if self.newest_first else rows.order_by()
        return list(rows.values_list(self._place, flat=True)[:most])

    def page(self, first: int, end: int, *, places: Sequence[int], many: bool, best: bool) -> list[Entry]:
        """The entries from one place to another; `places` are those that were counted, `many`: there are more."""
        if not best or not self.query.wanted:
            return _entries(self._newest(end, places=places, many=many)[first:end])
        found: dict[int, None] = {}
        for titled in range(len(self._ranked), 0, -1):
            found |= dict.fromkeys(self._titled_newest(end, titled, many=many))
            if len(found) >= end:
                break
        else:
            found |= dict.fromkeys(self._newest(end, places=places, many=many))
        return _entries(list(found)[first:end])

    @property
    def _trusted(self) -> int:
        """Up to how many characters a word is where the index says so; PostgreSQL's does not know the longest texts."""
        return 2 if connection.vendor == "sqlite" else 0

    @property
    def _ranked(self) -> tuple[str, ...]:
        return self.query.wanted[:RANKED]

    def _newest(self, most: int, *, places: Sequence[int], many: bool) -> list[int]:
        """The positions of the newest of all that is found."""
        if self.newest_first or not many:
            return sorted(places, reverse=True)[:most]
        return self._walked(most, 0) or self._sorted(most, 0)

    def _titled_newest(self, most: int, titled: int, *, many: bool) -> list[int]:
        """Those of the newest with so many of the words in the title."""
        walked = self._walked(most, titled) if many and not self.newest_first else []
        return walked or self._sorted(most, titled)

    def _sorted(self, most: int, titled: int) -> list[int]:
        rows = self.rows(titled).order_by(self._newest_row.desc())
        return list(rows.values_list(self._place, flat=True)[:most])

    @property
    def _place(self) -> str:
        """The position, of a row of the index or of an entry."""
        return "entry_id" if self.by_index else "position"

    @property
    def _newest_row(self) -> Any:
        # Else a sum, so that the words lead: walking back in time would look into every text on the way.
        return F(self._place) if self.newest_first else F(self._place) + 0

    def _walked(self, most: int, titled: int) -> list[int]:
        """The newest, where the newest entries have enough of them: without the index, in longer and longer steps."""
        found: list[int] = []
        before: int | None = None
        for step in RECENT:
            newer = Entry.objects.order_by("-position").values_list("position", flat=True)
            newer = newer if before is None else newer.filter(position__lt=before)
            since = next(iter(newer[step : step + 1]), None)
            rows = self._between(since, before, titled).order_by("-position")
            found += rows.values_list("position", flat=True)[: most - len(found)]
            if len(found) >= most:
                return found
            if since is None:
                break
            before = since + 1
        return []

    def _between(self, since: int | None, before: int | None, titled: int) -> QuerySet[Any]:
        """Those among the entries from one place back to another, looked into one by one."""
        found: QuerySet[Any] = Entry.objects.visible_to(self.reader)
        found = found.filter(position__gt=since) if since is not None else found
        found = found.filter(position__lt=before) if before is not None else found
        for word in self.query.wanted:
            found = self._standing(found, word, there=True)
        return self._rest(self._titled(found, titled) if titled else found)

    def _rest(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Without what must not be there, and as it is narrowed."""
        for word in self.query.unwanted:
            found = self._standing(found, word, there=False)
        found = found.filter(**{_to_entry(found) + name: value for name, value in self.conditions.items()})
        return found.filter(self.narrowed.conditions(_to_entry(found))) if self.narrowed else found

    def _standing(self, found: QuerySet[Any], word: str, *, there: bool) -> QuerySet[Any]:
        """The rows in whose text a word stands, or does not."""
        number = len(found.query.annotations)
        found = found.alias(**{f"place{number}": StrIndex(f"{_to_entry(found)}folded", Value(word))})
        return found.filter(**{f"place{number}__gt" if there else f"place{number}": 0})

    def _titled(self, found: QuerySet[Any], least: int) -> QuerySet[Any]:
        """The rows with so many of the words in the title."""
        column = f"{_to_entry(found)}folded"
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


def _to_entry(found: QuerySet[Any]) -> str:
    """From a row to its entry, as a lookup prefix."""
    return "entry__" if found.model is Gram else ""


def _question(words: tuple[str, ...], titled: list[tuple[str, ...]]) -> str:
    """What the index is asked for."""
    if connection.vendor == "sqlite":
        return FTS5.match(words, titled)
    return f"({TSQUERY.match(words, titled)}) | '{TOO_MANY}'"


def _entries(places: Sequence[int]) -> list[Entry]:
    """The entries at these positions, in their order."""
    rows = {row.position: row for row in Entry.objects.defer("folded").filter(position__in=places)}
    return [rows[place] for place in places if place in rows]
